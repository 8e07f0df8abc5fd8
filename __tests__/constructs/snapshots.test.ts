import {
  CatalogSection, Cloud, DefaultRoute, Edition, EgressRouteTable, FirewallDestinations, FirewallPolicyRules, FirewallRuleCollections, HostNameTraffic, Scenario, SecurityGroup,
  type MachineLearningRequirementsProps,
} from '../../lib';
import { IDS, placeIn, requirementSet, synth, type Fields } from './synthesis';

/**
 * The JSON that Terraform gets, for every scenario alone and all together, in every cloud and edition, by service tags and
 * by host names. A text is there once: of a scenario only what it adds, and below all the variants that give it.
 */

type Changes = Partial<MachineLearningRequirementsProps>;

interface Variant {
  readonly cloud: Cloud;
  readonly edition: Edition;
  readonly destinations: FirewallDestinations;
}

const REGIONS: Readonly<Record<Cloud, string>> = { [Cloud.PUBLIC]: 'westus2', [Cloud.GOVERNMENT]: 'usgovvirginia', [Cloud.CHINA]: 'chinaeast2' };

const VARIANTS: readonly Variant[] = Object.values(FirewallDestinations).flatMap((destinations) =>
  Object.values(Cloud).flatMap((cloud) => Object.values(Edition).map((edition) => ({ cloud, edition, destinations }))));

const workspace = {
  privateEndpoint: true, storageAccountName: 'mlstore01', containerRegistryName: 'mlimages', workspaceId: '01234567-89ab-cdef-0123-456789abcdef',
};

const ALL_OF_AKS = {
  training: true, inference: true,
  aks: {
    privateCluster: false, konnectivityAgent: false, nodesBeforeApril2021: true, ubuntuPatches: true, gpuNodes: true, windowsNodes: true, marketplaceExtensions: true,
    customDnsServers: ['10.0.0.53', '10.0.1.53'],
  },
};

/** What switches each scenario on. */
const SCENARIOS: Readonly<Record<string, Changes>> = {
  [Scenario.MICROSOFT_IMAGES]: { scenarios: [Scenario.MICROSOFT_IMAGES] },
  [Scenario.PYTHON_PACKAGES]: { scenarios: [Scenario.PYTHON_PACKAGES] },
  [Scenario.RSTUDIO]: { scenarios: [Scenario.RSTUDIO] },
  [CatalogSection.PUBLIC_IP_COMPUTE]: { compute: { publicIp: true } },
  [Scenario.STORAGE_FIREWALL]: { scenarios: [Scenario.STORAGE_FIREWALL] },
  [CatalogSection.HBI_WORKSPACE]: { workspace: { ...workspace, hbi: true } },
  [`${CatalogSection.KUBERNETES} on ${CatalogSection.AKS}`]: { kubernetes: ALL_OF_AKS },
  [`${Scenario.VS_CODE} with interactive jobs`]: { scenarios: [Scenario.VS_CODE], compute: { publicIp: false, interactiveJobs: true } },
  [Scenario.WITHOUT_SERVICE_TAGS]: { scenarios: [Scenario.WITHOUT_SERVICE_TAGS] },
};

const ALL: Changes = {
  scenarios: Object.values(SCENARIOS).flatMap(({ scenarios = [] }) => scenarios), workspace: { ...workspace, hbi: true },
  compute: { publicIp: true, interactiveJobs: true }, kubernetes: ALL_OF_AKS,
};

function synthesized({ cloud, edition, destinations }: Variant, changes: Changes): Fields {
  const byHostName = destinations === FirewallDestinations.HOST_NAMES;
  const scenarios = [...new Set([...(changes.scenarios ?? []), ...(byHostName ? [Scenario.WITHOUT_SERVICE_TAGS] : [])])];
  const requirements = requirementSet({ cloud, edition, region: REGIONS[cloud], workspace, ...changes, scenarios });
  return synth((stack) => {
    const common = { requirements, destinations, dnsProxy: true, name: 'ml', priority: 500, sources: ['10.1.1.0/24'] };
    new FirewallPolicyRules(stack, 'Policy', { ...common, firewallPolicyId: IDS.policy });
    new FirewallRuleCollections(stack, 'Classic', { ...common, firewallId: IDS.firewall });
    if (!byHostName) { // neither of the two knows how a firewall names its destinations
      new SecurityGroup(stack, 'Group', { requirements, name: 'nsg', ...placeIn(cloud), hostNameTraffic: HostNameTraffic.FILTERED_BY_FIREWALL });
      new EgressRouteTable(stack, 'Routes', { requirements, name: 'rt', ...placeIn(cloud), defaultRoute: DefaultRoute.throughFirewall('10.0.1.4') });
    }
  });
}

/** The JSON of the resources with one rule or route in a line, and without the nulls of unset arguments. */
function textOf(json: Fields): string {
  const compact: string[] = [];
  const marked = JSON.stringify(json.resource, (key, value: unknown) => (['rule', 'security_rule', 'route'].includes(key)
    ? (value as Fields[]).map((entry) => `@${compact.push(JSON.stringify(entry, (_, one: unknown) => one ?? undefined)) - 1}@`)
    : value ?? undefined), 2);
  return marked.replace(/"@(\d+)@"/g, (_, index: string) => compact[Number(index)]!);
}

/** The lines of a text that are a rule, a route or an argument, each behind the type of its resource. */
function linesOf(text: string): string[] {
  let type = '';
  return text.split('\n').flatMap((line) => {
    type = /^ {2}"azurerm_(\w+)"/.exec(line)?.[1] ?? type;
    const entry = line.trim().replace(/,$/, '');
    return /^[{}[\]]*$|^"\w+": [{[]+$/.test(entry) ? [] : [`${type}: ${entry}`];
  });
}

/** The lines that a scenario adds to the basic configuration. */
function added(variant: Variant, changes: Changes): string[] {
  const there = new Set(linesOf(basic.get(variant)!));
  return linesOf(textOf(synthesized(variant, changes))).filter((line) => !there.has(line));
}

/** Texts, each below the variants that give it. */
function grouped(of: (variant: Variant) => string): string {
  const variants = new Map<string, string[]>();
  for (const variant of VARIANTS) {
    const text = of(variant);
    variants.set(text, [...(variants.get(text) ?? []), `${variant.cloud} ${variant.edition} ${variant.destinations}`]);
  }
  return [...variants].map(([text, names]) => `${names.map((name) => `# ${name}`).join('\n')}\n${text}`).join('\n\n');
}

const basic = new Map(VARIANTS.map((variant) => [variant, textOf(synthesized(variant, {}))]));

test('basic configuration', () => {
  expect(grouped((variant) => basic.get(variant)!)).toMatchSnapshot();
});

const alone = new Map(Object.entries(SCENARIOS).map(([name, changes]) => [name, new Map(VARIANTS.map((variant) => [variant, added(variant, changes)]))]));

test.each([...alone])('what %s adds', (_, byVariant) => {
  expect(grouped((variant) => byVariant.get(variant)!.join('\n'))).toMatchSnapshot();
});

/** What takes the place of another scenario's rules, or cannot stand beside them. */
const APART: Readonly<Record<string, Changes>> = {
  [`${CatalogSection.KUBERNETES} on ${CatalogSection.AKS}, with an API server whose address is known`]:
    { kubernetes: { training: true, inference: false, aks: { privateCluster: false, konnectivityAgent: false, apiServerAddress: '203.0.113.10', podsCallApiServer: true } } },
  [`${CatalogSection.KUBERNETES} on ${CatalogSection.AZURE_ARC}`]: {
    kubernetes: { training: false, inference: true, arc: { clusterConnect: true, azureRbac: true, cliOnboarding: true, iotSecretStoreOrCertManager: true } },
  },
  [Scenario.DATA_EXFILTRATION_PROTECTION]: { scenarios: [Scenario.DATA_EXFILTRATION_PROTECTION, Scenario.STORAGE_FIREWALL] },
};

test.each(Object.entries(APART))('what %s adds, and takes away', (_, changes) => {
  expect(grouped((variant) => {
    const [before, after] = [linesOf(basic.get(variant)!), linesOf(textOf(synthesized(variant, changes)))];
    return [...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`), ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`)].join('\n');
  })).toMatchSnapshot();
});

test.each(VARIANTS)('all scenarios together are the sum of each alone: $cloud $edition $destinations', (variant) => {
  const sum = new Set([...linesOf(basic.get(variant)!), ...[...alone.values()].flatMap((byVariant) => byVariant.get(variant)!)]);
  expect([...new Set(linesOf(textOf(synthesized(variant, ALL))))].sort()).toEqual([...sum].sort());
});
