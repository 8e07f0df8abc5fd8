import {
  CatalogSection, Cloud, DefaultRoute, Edition, EgressRouteTable, FirewallDestinations, FirewallPolicyRules, FirewallRuleCollections,
  HostNameTraffic, Scenario, SecurityGroup,
  type MachineLearningRequirementsProps,
} from '../../../lib';
import { linesByVariant } from '../../support/lines-by-variant';
import { IDS, placeIn, requirementSet, synth, type Fields } from '../synthesis';

/**
 * What Terraform gets, for every scenario, in every cloud and edition, by service tags and by host names. Each rule and route is a line,
 * so that a snapshot holds it once, below the variants that have it.
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

/** What rules have in common. A line leaves it out where it is so, and shows what is otherwise. */
const ORDINARY: Readonly<Record<string, string>> = {
  access: 'Allow', direction: 'Outbound', destination_address_prefix: '*', destination_port_range: '*',
  source_address_prefix: '*', source_port_range: '*', source_addresses: '10.1.1.0/24',
};

const TYPES: Readonly<Record<string, string>> = {
  azurerm_network_security_group: 'group', azurerm_route_table: 'routes', azurerm_firewall_policy_rule_collection_group: 'policy',
  azurerm_firewall_application_rule_collection: 'classic', azurerm_firewall_network_rule_collection: 'classic',
};

/** Arguments of classic rules that a policy calls otherwise. */
const IN_POLICIES: Readonly<Record<string, string>> = {
  protocol: 'protocols', target_fqdns: 'destination_fqdns', fqdn_tags: 'destination_fqdn_tags',
};

/**
 * Each rule, route and other argument of the resources as a line. What the policy and the classic collections have alike is one line of
 * the firewall. Nothing is left out but nulls and what is ordinary.
 */
export function linesOf(json: Fields): string[] {
  const lines = Object.entries(json.resource as Record<string, Record<string, Fields>>).flatMap(([type, resources]) =>
    Object.values(resources).flatMap((body) => fieldLines(body, TYPES[type]!)));
  const classic = new Set(lines.filter((line) => line.startsWith('classic: ')).map((line) => line.slice('classic: '.length)));
  const policy = new Set(lines.filter((line) => line.startsWith('policy: ')).map((line) => line.slice('policy: '.length)));
  return [...new Set(lines.map((line) => {
    const [type, text] = [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)];
    return classic.has(text) && policy.has(text) && type !== 'group' && type !== 'routes' ? `firewall: ${text}` : line;
  }))];
}

function fieldLines(body: Fields, type: string): string[] {
  return Object.entries(body).flatMap(([key, value]): string[] =>
    ['rule', 'security_rule', 'route'].includes(key) ? (value as Fields[]).map((rule) => `${type}: ${ruleText(rule, type)}`)
      : Array.isArray(value) && typeof value[0] === 'object' ? (value as Fields[]).flatMap((block) => fieldLines(block, type))
      : value === null ? [] : [`${type}: ${key} ${valueText(value)}`]);
}

/** `1160 Allow-Storage-Tcp-445: protocol Tcp, destination_address_prefix Storage.WestUS2; File shares`. */
function ruleText({ name, priority, description, ...rest }: Fields, type: string): string {
  const said = Object.entries(rest).filter(([, value]) => value !== null)
    .map(([key, value]) => [(type === 'classic' ? IN_POLICIES[key] : undefined) ?? key, valueText(value)] as const)
    .filter(([key, text]) => ORDINARY[key] !== text).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${priority === undefined ? '' : `${String(priority)} `}${String(name)}: ${said.map((pair) => pair.join(' ')).join(', ')}` +
    (description === undefined ? '' : `; ${String(description)}`);
}

function valueText(value: unknown): string {
  return Array.isArray(value) ? value.map(valueText).join(' ')
    : typeof value === 'object' ? Object.values(value as Fields).map(valueText).reverse().join(':')
    : String(value);
}

/** The lines of each variant's basic configuration, made once for a test file. */
export function basicLines(): ReadonlyMap<Variant, readonly string[]> {
  return new Map(VARIANTS.map((variant) => [variant, linesOf(synthesized(variant, {}))]));
}

/** The lines that changes add to the basic configuration. */
export function added(basic: readonly string[], variant: Variant, changes: Changes): string[] {
  const there = new Set(basic);
  return linesOf(synthesized(variant, changes)).filter((line) => !there.has(line));
}

/** The lines that changes add to the basic configuration, and those that they take away. */
export function changed(before: readonly string[], variant: Variant, changes: Changes): string[] {
  const after = linesOf(synthesized(variant, changes));
  return [
    ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
    ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
  ];
}

/** Each line once, below the variants that have it. */
export function byVariants(of: (variant: Variant) => readonly string[]): string {
  return linesByVariant(VARIANTS.map((variant) =>
    [`${variant.cloud} ${variant.edition} ${variant.destinations}`, of(variant)] as const));
}
