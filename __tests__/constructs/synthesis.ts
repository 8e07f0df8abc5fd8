import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, TerraformStack, Testing } from 'cdktf';
import { IConstruct } from 'constructs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cloud, Edition, MachineLearning, RequirementSet, type MachineLearningRequirementsProps } from '../../lib';

export type Fields = Readonly<Record<string, unknown>>;

/** A security rule as the JSON has it, with the singular and the plural argument read alike. */
export interface ReadSecurityRule {
  readonly name: string;
  readonly description: string;
  readonly priority: number;
  readonly direction: string;
  readonly access: string;
  readonly protocol: string;
  readonly sources: string[];
  readonly destinations: string[];
  readonly ports: string[];
}

// Every app makes its folder, and Testing.app a new one each time; one for all, removed at the end, leaves nothing behind.
const outdir = mkdtempSync(join(tmpdir(), 'azureml-network-test-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

export function newApp(): App {
  return new App({ outdir, stackTraces: false });
}

export function newStack(app: App = newApp(), name = 'Network'): TerraformStack {
  const stack = new TerraformStack(app, name);
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  return stack;
}

/** The text that Terraform gets; validations of constructs have run. */
export function textOf(stack: TerraformStack): string {
  return Testing.synth(stack, true);
}

/** What was made in a new stack, as JSON read back. */
export function synth(make: (stack: TerraformStack) => void): Fields {
  const stack = newStack();
  make(stack);
  return JSON.parse(textOf(stack)) as Fields;
}

/** The resources of one type, in the order of their addresses. */
export function resources(json: Fields, type: string): Fields[] {
  const all = (json.resource ?? {}) as Record<string, Record<string, Fields>>;
  return Object.values(all[`azurerm_${type}`] ?? {});
}

/** The one resource of a type. */
export function resource(json: Fields, type: string): Fields {
  const found = resources(json, type);
  expect(found).toHaveLength(1);
  return found[0]!;
}

/** The rules of the one security group, or those that stand alone, in the order of direction and priority. */
export function securityRules(json: Fields): ReadSecurityRule[] {
  const inline = resources(json, 'network_security_group').flatMap(({ security_rule: rules }) => rules as Fields[]);
  return [...inline, ...resources(json, 'network_security_rule')].map(readSecurityRule)
    .sort((a, b) => a.direction.localeCompare(b.direction) || a.priority - b.priority);
}

function readSecurityRule(rule: Fields): ReadSecurityRule {
  const both = (one: string, many: string): string[] => {
    const given = [rule[one], rule[many]].filter((value) => value !== undefined && value !== null);
    expect(given).toHaveLength(1); // exactly one of the two arguments
    return given.flat() as string[];
  };
  return {
    name: rule.name as string, description: rule.description as string, priority: rule.priority as number,
    direction: rule.direction as string, access: rule.access as string, protocol: rule.protocol as string,
    sources: both('source_address_prefix', 'source_address_prefixes'),
    destinations: both('destination_address_prefix', 'destination_address_prefixes'),
    ports: both('destination_port_range', 'destination_port_ranges'),
  };
}

/** A security rule in one line: `1020 Allow Tcp * -> AzureActiveDirectory:80,443`. */
export function line({ priority, access, protocol, sources, destinations, ports }: ReadSecurityRule): string {
  return `${priority} ${access} ${protocol} ${sources.join(',')} -> ${destinations.join(',')}:${ports.join(',')}`;
}

/** The lines of one direction. */
export function lines(json: Fields, direction: 'Inbound' | 'Outbound'): string[] {
  return securityRules(json).filter((rule) => rule.direction === direction).map(line);
}

/** The firewall rules of one kind, of policy groups or of classic collections, in order. */
export function firewallRules(json: Fields, kind: 'network' | 'application'): Fields[] {
  const collections = resources(json, 'firewall_policy_rule_collection_group')
    .sort((a, b) => Number(a.priority) - Number(b.priority))
    .flatMap((group) => (group[`${kind}_rule_collection`] ?? []) as Fields[]);
  return [...collections, ...resources(json, `firewall_${kind}_rule_collection`)].flatMap(({ rule }) => rule as Fields[]);
}

/** The firewall rule with a name. */
export function firewallRule(json: Fields, kind: 'network' | 'application', name: string): Fields {
  const found = firewallRules(json, kind).filter((rule) => rule.name === name);
  expect(found).toHaveLength(1);
  return found[0]!;
}

/** Firewall rules in one line each: `TCP AzureMonitor:443`, `pypi.org Https:443`. */
export function firewallLines(json: Fields, kind: 'network' | 'application'): string[] {
  const list = (value: unknown): string => ((value ?? []) as string[]).join(',');
  return firewallRules(json, kind).map((rule) => {
    const protocols = (rule.protocols ?? rule.protocol) as (string | Fields)[];
    return kind === 'network'
      ? `${protocols.join()} ${list(rule.destination_addresses ?? rule.destination_fqdns)}:${list(rule.destination_ports)}`
      : `${list(rule.destination_fqdns ?? rule.target_fqdns ?? rule.destination_urls)} ` +
        `${(protocols as Fields[]).map(({ type, port }) => `${String(type)}:${String(port)}`).join()}`;
  });
}

/** Annotations below a construct: `warn default-outbound-access: compute without ...`. */
export function annotations(scope: IConstruct): string[] {
  return scope.node.findAll().flatMap(({ node }) => node.metadata)
    .filter(({ type }) => /^@cdktf\/(warn|info|error)$/.test(type))
    .map(({ type, data }) => `${type.slice('@cdktf/'.length)} ${String(data).replace(/^\[azureml-network:([a-z-]+)\]/, '$1:')}`);
}

/**
 * The codes of annotations below a construct, each with its level: `warn default-outbound-access`. Nearly every set leaves something out.
 */
export function codes(scope: IConstruct, but: readonly string[] = ['info left-out']): string[] {
  return [...new Set(annotations(scope).map((text) => text.slice(0, text.indexOf(':'))))].filter((code) => !but.includes(code)).sort();
}

const NETWORK = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-network/providers/Microsoft.Network';

/** Ids of resources that are not made here. */
export const IDS = {
  securityGroup: `${NETWORK}/networkSecurityGroups/nsg-existing`,
  routeTable: `${NETWORK}/routeTables/rt-existing`,
  subnet: `${NETWORK}/virtualNetworks/vnet/subnets/training`,
  otherSubnet: `${NETWORK}/virtualNetworks/vnet/subnets/inference`,
  policy: `${NETWORK}/firewallPolicies/policy`,
  firewall: `${NETWORK}/azureFirewalls/firewall`,
  ipGroup: `${NETWORK}/ipGroups/training`,
  otherIpGroup: `${NETWORK}/ipGroups/inference`,
  natGateway: `${NETWORK}/natGateways/ng-existing`,
  publicIp: `${NETWORK}/publicIPAddresses/pip-existing`,
  workspace: `${NETWORK.replace('Microsoft.Network', 'Microsoft.MachineLearningServices')}/workspaces/mlw`,
  publicIpPrefix: `${NETWORK}/publicIPPrefixes/ippre-existing`,
} as const;

/** Where what is made here is put. */
export const PLACE = { location: 'westus2', resourceGroupName: 'rg-ml' } as const;

/** The same in a region of the cloud. */
export const placeIn = (cloud: Cloud) =>
  ({ ...PLACE, location: { [Cloud.PUBLIC]: 'westus2', [Cloud.GOVERNMENT]: 'usgovvirginia', [Cloud.CHINA]: 'chinaeast2' }[cloud] });

/** Requirements of a workspace in public Azure with a private endpoint, and compute without a public IP address. */
export function requirementSet(changes: Partial<MachineLearningRequirementsProps> = {}): RequirementSet {
  return MachineLearning.requirements({
    cloud: Cloud.PUBLIC, region: 'westus2', edition: Edition.E2026_03_19,
    workspace: { privateEndpoint: true, storageAccountName: 'mlstore01' }, compute: { publicIp: false }, ...changes,
  });
}

/** The smallest set with an outbound rule, for tests that are about something else: sign-in on 80 and 443. */
export function signIn(): RequirementSet {
  return requirementSet().only('basic.azure-active-directory');
}
