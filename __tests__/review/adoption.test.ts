import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse as parseHcl } from '@cdktf/hcl2json';
import Ajv from 'ajv';
import { runToEnd } from '../../lib/cli/program';
import { adoptionSchema } from '../../lib/review/adoption/blocks';
import { KEPT_TYPES } from '../../lib/review/adoption/identities';
import { ALL_TYPES } from '../../lib/terraform/kinds';

const ROOT = '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/RG-Net/providers/Microsoft.Network';
const GROUP = `${ROOT}/networkSecurityGroups/nsg`;
const OTHER = GROUP.replaceAll('1111', '2222');

type Body = Readonly<Record<string, unknown>>;

interface Blocks {
  readonly new: { readonly import?: readonly Body[]; readonly moved?: readonly Body[]; readonly removed?: readonly { from: string }[] };
  readonly old: { readonly removed?: readonly { from: string }[] };
  readonly forget: readonly string[];
  readonly created: readonly string[];
  readonly unknown: readonly Body[];
  readonly left: readonly string[];
}

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'adoption-')); });
afterEach(() => rmSync(folder, { recursive: true }));

function state(...resources: readonly (readonly [address: string, id: string, values?: Body])[]): Body {
  return {
    format_version: '1.0', terraform_version: '1.11.4',
    values: { root_module: { resources: resources.map(([address, id, values = {}]) => {
      const [type, name] = address.replace(/^module\.\w+\./, '').split('.');
      return { address, mode: 'managed', type, name, provider_name: 'azurerm', schema_version: 0, values: { id, ...values } };
    }) } },
  };
}

async function adopt(old: unknown, next: Body, ...options: string[]): Promise<{ code: number; out: string; err: string }> {
  writeFileSync(join(folder, 'old.json'), JSON.stringify(old));
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(next));
  let [out, err] = ['', ''];
  const code = await runToEnd(['adopt', join(folder, 'old.json'), join(folder, 'cdk.tf.json'), ...options], {
    out: (text) => { out += text; }, err: (text) => { err += text; },
  });
  return { code, out, err };
}

async function blocks(old: unknown, next: Body, ...options: string[]): Promise<Blocks> {
  const { out } = await adopt(old, next, '--format', 'json', ...options);
  const json = JSON.parse(out) as Blocks;
  const validate = new Ajv({ allowUnionTypes: true }).compile(adoptionSchema());
  expect([validate(json), validate.errors]).toEqual([true, null]);
  return json;
}

const NAMES = { name: 'nsg', resource_group_name: 'rg-net', location: 'westus2' };
const NEW_GROUP = { resource: { azurerm_network_security_group: { New: NAMES } } };

test('a resource of another state is imported by its id, and forgotten there', async () => {
  const { new: there, old, left, created } = await blocks(state(['azurerm_network_security_group.old', GROUP]), NEW_GROUP);
  expect(there).toEqual({ import: [{ to: 'azurerm_network_security_group.New', id: GROUP }] });
  expect(old).toEqual({ removed: [{ from: 'azurerm_network_security_group.old', lifecycle: { destroy: false } }] });
  expect([left, created]).toEqual([[], []]);
});

test('a resource of the same state is moved, and one with the same address needs nothing', async () => {
  const moved = await blocks(state(['azurerm_network_security_group.old', GROUP]), NEW_GROUP, '--same-state');
  expect([moved.new, moved.old]).toEqual([
    { moved: [{ from: 'azurerm_network_security_group.old', to: 'azurerm_network_security_group.New' }] }, {},
  ]);
  const same = await blocks(state(['azurerm_network_security_group.New', GROUP]), NEW_GROUP, '--same-state');
  expect([same.new, same.old, same.created]).toEqual([{}, {}, []]);
});

test.each([
  ['in the same state', ['--same-state'], 'not taken over: azurerm_network_security_group.bastion; Terraform destroys it, unless the new'],
  ['in another state', [], 'not taken over: azurerm_network_security_group.bastion\n'],
])('what the new configuration does not have %s', async (_, options, says) => {
  const bastion = ['azurerm_network_security_group.bastion', `${ROOT}/networkSecurityGroups/nsg-bastion`] as const;
  const { err } = await adopt(state(['azurerm_network_security_group.old', GROUP], bastion), NEW_GROUP, ...options);
  expect(err).toContain(says);
});

test('likeness is not enough: another name, group of resources or type is a new resource', async () => {
  for (const [address, id] of [
    ['azurerm_network_security_group.New', `${ROOT}/networkSecurityGroups/nsg2`],
    ['azurerm_network_security_group.New', GROUP.replace('RG-Net', 'rg-net-2')],
    ['azurerm_route_table.New', `${ROOT}/routeTables/nsg`],
  ] as const) {
    const { new: there, created, left } = await blocks(state([address, id]), NEW_GROUP);
    expect([there, created, left]).toEqual([{}, ['azurerm_network_security_group.New'], [address]]);
  }
});

test('two subscriptions with the same names cannot be told apart, unless the provider states one', async () => {
  const old = state(['azurerm_network_security_group.one', GROUP], ['azurerm_network_security_group.two', OTHER]);
  const { code, out, err } = await adopt(old, NEW_GROUP);
  expect([code, out]).toEqual([4, '']);
  expect(err).toContain(`unknown: azurerm_network_security_group.New: several have these names: ${GROUP.toLowerCase()}, `);
  const provider = { azurerm: [{ features: [{}], subscription_id: '22222222-2222-2222-2222-222222222222' }] };
  expect((await blocks(old, { ...NEW_GROUP, provider })).new.import).toEqual([{ to: 'azurerm_network_security_group.New', id: OTHER }]);
});

test('a name that is known after apply is unknown', async () => {
  const variable = { variable: { name: { type: 'string' } } };
  const next = { ...variable, resource: { azurerm_network_security_group: { New: { ...NAMES, name: '${var.name}' } } } };
  const { code, err } = await adopt(state(['azurerm_network_security_group.old', GROUP]), next);
  expect(code).toBe(4);
  expect(err).toContain('unknown: azurerm_network_security_group.New: name is the expression var.name');
});

test('names and ids are followed through references', async () => {
  const next = {
    data: { azurerm_firewall_policy: { hub: { name: 'fwp', resource_group_name: 'rg-net' } } },
    resource: {
      azurerm_network_security_group: { New: NAMES },
      azurerm_network_security_rule: { Rule: {
        name: 'Allow-Monitor', resource_group_name: '${azurerm_network_security_group.New.resource_group_name}',
        network_security_group_name: '${element(split("/", azurerm_network_security_group.New.id), 8)}',
      } },
      azurerm_firewall_policy_rule_collection_group: {
        Rules: { name: 'azureml', firewall_policy_id: '${data.azurerm_firewall_policy.hub.id}' },
      },
      azurerm_nat_gateway: { Nat: { name: 'ng', resource_group_name: 'rg-net' } },
      azurerm_public_ip: { Address: { name: 'pip', resource_group_name: 'rg-net' } },
      azurerm_nat_gateway_public_ip_association: {
        Both: { nat_gateway_id: '${azurerm_nat_gateway.Nat.id}', public_ip_address_id: '${azurerm_public_ip.Address.id}' },
      },
    },
  };
  const [rule, collections, both] = [
    `${GROUP}/securityRules/Allow-Monitor`, `${ROOT}/firewallPolicies/fwp/ruleCollectionGroups/azureml`,
    `${ROOT}/natGateways/ng|${ROOT}/publicIPAddresses/pip`,
  ];
  const old = state(
    ['azurerm_network_security_rule.monitor', rule], ['azurerm_firewall_policy_rule_collection_group.aml', collections],
    ['azurerm_nat_gateway_public_ip_association.x', both],
  );
  const found = await blocks(old, next);
  expect(found.new.import).toEqual([
    { to: 'azurerm_firewall_policy_rule_collection_group.Rules', id: collections },
    { to: 'azurerm_nat_gateway_public_ip_association.Both', id: both },
    { to: 'azurerm_network_security_rule.Rule', id: rule },
  ]);
});

test('standalone rules of a group that is now written with its rules inline are forgotten, and never destroyed after it', async () => {
  const next = { resource: { azurerm_network_security_group: { New: { ...NAMES, security_rule: [{ name: 'Allow-Monitor' }] } } } };
  const rule = 'azurerm_network_security_rule.monitor';
  const old = state(['azurerm_network_security_group.New', GROUP], [rule, `${GROUP}/securityRules/Allow-Monitor`]);
  expect((await blocks(old, next)).old.removed!.map(({ from }) => from)).toEqual(['azurerm_network_security_group.New', rule]);
  const same = await blocks(old, next, '--same-state');
  expect([same.new.removed!.map(({ from }) => from), same.left]).toEqual([[rule], []]);
  const withoutRules = await blocks(old, NEW_GROUP, '--same-state');
  expect([withoutRules.new, withoutRules.left]).toEqual([{}, [rule]]);
});

test('a rule that is inline until now is imported, with a warning', async () => {
  const names = { name: 'Allow-Monitor', resource_group_name: 'rg-net', network_security_group_name: 'nsg' };
  const next = { resource: { azurerm_network_security_rule: { Rule: names } } };
  const old = state(['azurerm_network_security_group.old', GROUP, { security_rule: [{ name: 'Allow-Monitor' }] }]);
  const { code, err, out } = await adopt(old, next);
  expect(code).toBe(0);
  expect(out).toContain(`id = "${GROUP}/securityRules/Allow-Monitor"`);
  expect(err).toContain('take it out of azurerm_network_security_group.old first');
});

test('addresses with an index are for terraform state rm', async () => {
  const { old, forget } = await blocks(state(['azurerm_network_security_group.old["a"]', GROUP]), NEW_GROUP);
  expect([old, forget]).toEqual([{}, ['azurerm_network_security_group.old["a"]']]);
});

const SUBNET = { id: `${ROOT}/virtualNetworks/vnet/subnets/training`, name: 'training' };
const ASSOCIATION = { resource: { azurerm_subnet_network_security_group_association: {
  Both: { subnet_id: SUBNET.id.toLowerCase(), network_security_group_id: GROUP },
} } };

test.each([
  ['rows of Resource Graph', { count: 1, data: [{ ...SUBNET, type: 'microsoft.network/virtualnetworks/subnets',
    properties: { networkSecurityGroup: { id: GROUP } } }] }],
  ['a network with its subnets', [{ id: `${ROOT}/virtualNetworks/vnet`, name: 'vnet', type: 'Microsoft.Network/virtualNetworks',
    subnets: [{ ...SUBNET, networkSecurityGroup: { id: GROUP } }] }]],
  ['a table', { data: { columns: [{ name: 'id' }, { name: 'name' }, { name: 'properties' }],
    rows: [[SUBNET.id, SUBNET.name, { networkSecurityGroup: { id: GROUP } }]] } }],
])('an association is found in %s, and a group that is only named is not', async (_, old) => {
  const found = await blocks(old, { resource: { ...ASSOCIATION.resource, ...NEW_GROUP.resource } });
  expect(found.new).toEqual({ import: [{ to: 'azurerm_subnet_network_security_group_association.Both', id: SUBNET.id }] });
  expect([found.old, found.created]).toEqual([{}, ['azurerm_network_security_group.New']]);
});

test('a subnet without a group has no association', async () => {
  const found = await blocks([{ ...SUBNET, type: 'Microsoft.Network/virtualNetworks/subnets' }], ASSOCIATION);
  expect(found.created).toEqual(['azurerm_subnet_network_security_group_association.Both']);
});

test('what Terraform reads of the text is what the JSON has', async () => {
  const old = state(['module.net.azurerm_network_security_group.old', GROUP]);
  const json = await blocks(old, NEW_GROUP);
  const read = await parseHcl('adopt.tf', (await adopt(old, NEW_GROUP)).out) as Record<string, unknown>;
  expect(read).toEqual({
    import: [{ to: '${azurerm_network_security_group.New}', id: json.new.import![0]!['id'] }],
    removed: [{ from: '${module.net.azurerm_network_security_group.old}', lifecycle: [{ destroy: false }] }],
  });
});

test.each([
  ['a configuration', NEW_GROUP, 'is a configuration, which does not say what exists'],
  ['an ARM template', { $schema: 'https://x/deploymentTemplate.json#', resources: [] }, 'has no resource ids'],
])('%s does not say what exists', async (_, old, problem) => {
  const { code, err } = await adopt(old, NEW_GROUP);
  expect(code).toBe(2);
  expect(err).toContain(problem);
});

test('everything that constructs write can be taken over', () => {
  const folder = join(__dirname, '..', '..', 'lib', 'constructs');
  const modules = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
    .flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(/provider-azurerm\/lib\/([a-z-]+)/g)])
    .map(([, module]) => module!);
  const types = new Set(modules.filter((module) => module !== 'provider').map((module) => `azurerm_${module.replaceAll('-', '_')}`));
  expect(types.size).toBeGreaterThan(15);
  expect([...types].filter((type) => !KEPT_TYPES.includes(type) || !ALL_TYPES.has(type))).toEqual([]);
});

describe('an id that a state marks as sensitive', () => {
  const secret = {
    format_version: '1.0', terraform_version: '1.11.4',
    values: { root_module: { resources: [{
      address: 'azurerm_network_security_group.Old', mode: 'managed', type: 'azurerm_network_security_group', name: 'Old',
      values: { ...NAMES, name: 'alpine', id: `${ROOT}/networkSecurityGroups/alpine`, security_rule: [{ priority: 100 }] },
      sensitive_values: { name: true, security_rule: [{ priority: true }] },
    }] } },
  };
  const next = { resource: { azurerm_network_security_group: { New: { ...NAMES, name: 'alpine' } } } };

  test.each(['hcl', 'json'])('is not written into an import block, as %s', async (format) => {
    const { code, out, err } = await adopt(secret, next, '--format', format);
    expect(code).toBe(4);
    expect(`${out}${err}`).not.toContain('alpine');
    expect(err).toContain('unknown: azurerm_network_security_group.New: it exists, and its id is marked as sensitive');
  });

  test('is not needed where the state is the same', async () => {
    const { code, out, err } = await adopt(secret, next, '--same-state');
    expect([code, out.includes('moved {')]).toEqual([0, true]);
    expect(`${out}${err}`).not.toContain('alpine');
  });
});
