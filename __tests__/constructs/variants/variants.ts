import {
  CatalogSection, Cloud, DefaultRoute, Edition, EgressRouteTable, FirewallDestinations, FirewallPolicyRules, FirewallRuleCollections,
  HostNameTraffic, Scenario, SecurityGroup,
  type MachineLearningRequirementsProps,
} from '../../../lib';
import { IDS, placeIn, requirementSet, synth, type Fields } from '../synthesis';


/**
 * The JSON that Terraform gets, for every scenario, in every cloud and edition, by service tags and by host names. Each
 * rule and route is a line, so that a snapshot holds it once, below the variants that have it.
 */


export type Changes = Partial<MachineLearningRequirementsProps>;

export interface Variant {
  readonly cloud: Cloud;
  readonly edition: Edition;
  readonly destinations: FirewallDestinations;
}

const REGIONS: Readonly<Record<Cloud, string>> = {
  [Cloud.PUBLIC]: 'westus2', [Cloud.GOVERNMENT]: 'usgovvirginia', [Cloud.CHINA]: 'chinaeast2',
};

export const VARIANTS: readonly Variant[] = Object.values(FirewallDestinations).flatMap((destinations) =>
  Object.values(Cloud).flatMap((cloud) => Object.values(Edition).map((edition) => ({ cloud, edition, destinations }))));

const workspace = {
  privateEndpoint: true, storageAccountName: 'mlstore01', containerRegistryName: 'mlimages',
  workspaceId: '01234567-89ab-cdef-0123-456789abcdef',
};

export const ALL_OF_AKS = {
  training: true, inference: true,
  aks: {
    privateCluster: false, konnectivityAgent: false, nodesBeforeApril2021: true, ubuntuPatches: true,
    gpuNodes: true, windowsNodes: true, marketplaceExtensions: true,
    customDnsServers: ['10.0.0.53', '10.0.1.53'],
  },
};

/** What switches each scenario on. */
export const SCENARIOS: Readonly<Record<string, Changes>> = {
  [Scenario.MICROSOFT_IMAGES]: { scenarios: [Scenario.MICROSOFT_IMAGES] },
  [Scenario.PYTHON_PACKAGES]: { scenarios: [Scenario.PYTHON_PACKAGES] },
  [Scenario.RSTUDIO]: { scenarios: [Scenario.RSTUDIO] },
  [CatalogSection.PUBLIC_IP_COMPUTE]: { compute: { publicIp: true } },
  [Scenario.STORAGE_FIREWALL]: { scenarios: [Scenario.STORAGE_FIREWALL] },
  [CatalogSection.HBI_WORKSPACE]: { workspace: { ...workspace, hbi: true } },
  [`${CatalogSection.KUBERNETES} on ${CatalogSection.AKS}`]: { kubernetes: ALL_OF_AKS },
  [`${Scenario.VS_CODE} with interactive jobs`]: { scenarios: [Scenario.VS_CODE], compute: { publicIp: false, interactiveJobs: true } },
  [Scenario.MODEL_CATALOG]: { scenarios: [Scenario.MODEL_CATALOG] },
  [Scenario.HUGGING_FACE]: { scenarios: [Scenario.HUGGING_FACE] },
  [Scenario.REGISTRIES]: { scenarios: [Scenario.REGISTRIES] },
  [Scenario.ONLINE_ENDPOINTS]: { scenarios: [Scenario.ONLINE_ENDPOINTS] },
  [Scenario.VS_CODE_PRODUCT]: { scenarios: [Scenario.VS_CODE_PRODUCT] },
  [Scenario.WITHOUT_SERVICE_TAGS]: { scenarios: [Scenario.WITHOUT_SERVICE_TAGS] },
};

export const ALL: Changes = {
  scenarios: Object.values(SCENARIOS).flatMap(({ scenarios = [] }) => scenarios), workspace: { ...workspace, hbi: true },
  compute: { publicIp: true, interactiveJobs: true }, kubernetes: ALL_OF_AKS,
};

export function synthesized({ cloud, edition, destinations }: Variant, changes: Changes): Fields {
  const byHostName = destinations === FirewallDestinations.HOST_NAMES;
  const scenarios = [...new Set([...(changes.scenarios ?? []), ...(byHostName ? [Scenario.WITHOUT_SERVICE_TAGS] : [])])];
  const requirements = requirementSet({ cloud, edition, region: REGIONS[cloud], workspace, ...changes, scenarios });
  return synth((stack) => {
    const common = { requirements, destinations, dnsProxy: true, name: 'ml', priority: 500, sources: ['10.1.1.0/24'] };
    new FirewallPolicyRules(stack, 'Policy', { ...common, firewallPolicyId: IDS.policy });
    new FirewallRuleCollections(stack, 'Classic', { ...common, firewallId: IDS.firewall });
    if (!byHostName) { // neither of the two knows how a firewall names its destinations
      new SecurityGroup(stack, 'Group', {
        requirements, name: 'nsg', ...placeIn(cloud), hostNameTraffic: HostNameTraffic.FILTERED_BY_FIREWALL,
      });
      new EgressRouteTable(stack, 'Routes', {
        requirements, name: 'rt', ...placeIn(cloud), defaultRoute: DefaultRoute.throughFirewall('10.0.1.4'),
      });
    }
  });
}

/** The JSON of the resources with one rule or route in a line, and without the nulls of unset arguments. */
export function textOf(json: Fields): string {
  const compact: string[] = [];
  const marked = JSON.stringify(json.resource, (key, value: unknown) => (['rule', 'security_rule', 'route'].includes(key)
    ? (value as Fields[]).map((entry) => `@${compact.push(JSON.stringify(entry, (_, one: unknown) => one ?? undefined)) - 1}@`)
    : value ?? undefined), 2);
  return marked.replace(/"@(\d+)@"/g, (_, index: string) => compact[Number(index)]!);
}

/** The lines of a text that are a rule, a route or an argument, each after the type of its resource. */
export function linesOf(text: string): string[] {
  let type = '';
  return text.split('\n').flatMap((line) => {
    type = /^ {2}"azurerm_(\w+)"/.exec(line)?.[1] ?? type;
    const entry = line.trim().replace(/,$/, '');
    return /^[{}[\]]*$|^"\w+": [{[]+$/.test(entry) ? [] : [`${type}: ${entry}`];
  });
}

/** The lines of each variant's basic configuration, made once for a test file. */
export function basicLines(): ReadonlyMap<Variant, readonly string[]> {
  return new Map(VARIANTS.map((variant) => [variant, linesOf(textOf(synthesized(variant, {})))]));
}

/** The lines that changes add to the basic configuration. */
export function added(basic: readonly string[], variant: Variant, changes: Changes): string[] {
  const there = new Set(basic);
  return linesOf(textOf(synthesized(variant, changes))).filter((line) => !there.has(line));
}

/** The lines that changes add to the basic configuration, and those that they take away. */
export function changed(before: readonly string[], variant: Variant, changes: Changes): string[] {
  const after = linesOf(textOf(synthesized(variant, changes)));
  return [
    ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
    ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
  ];
}

/** Each line once, below the variants that have it. */
export function byVariants(of: (variant: Variant) => readonly string[]): string {
  const holders = new Map<string, string[]>();
  for (const variant of VARIANTS) {
    for (const line of new Set(of(variant))) {
      holders.set(line, [...(holders.get(line) ?? []), `${variant.cloud} ${variant.edition} ${variant.destinations}`]);
    }
  }
  const groups = new Map<string, string[]>();
  for (const [line, names] of holders) {
    const head = names.length === VARIANTS.length ? '# all' : names.map((name) => `# ${name}`).join('\n');
    groups.set(head, [...(groups.get(head) ?? []), line]);
  }
  return [...groups].map(([head, lines]) => `${head}\n${lines.join('\n')}`).join('\n\n');
}
