import { Cloud, Edition, MachineLearning } from '../../lib';
import { suggest } from '../../lib/review/suggest';
import { networkOf } from '../../lib/terraform/read-network';
import { verify, VerifyOptions } from '../../lib/verification/verify';
import { applied, Configuration } from '../support/suggested';

// However a group is written: what is suggested for it can be applied as it stands, and then all is met.

type Body = Record<string, unknown>;
const RG = { resource_group_name: 'rg' };
const OPTIONS: VerifyOptions = { subnets: [{
  name: 's', subnetId: 'azurerm_subnet.s', addressPrefixes: [], networkTraffic: 'virtual-network',
  requirements: MachineLearning.requirements({
    cloud: Cloud.PUBLIC, region: 'westeurope', edition: Edition.E2026_03_19, workspace: { privateEndpoint: true },
    compute: { publicIp: false },
  }),
}] };
const DENY = {
  name: 'deny', priority: 4000, direction: 'Outbound', access: 'Deny', protocol: '*', source_port_range: '*', destination_port_range: '*',
  source_address_prefix: '*', destination_address_prefix: '*',
};
const SEPARATE = { ...DENY, ...RG, network_security_group_name: '${azurerm_network_security_group.g.name}' };

/** A subnet with a group that denies all. */
function form(group: Body, more: Record<string, Record<string, Body>> = {}, index = ''): Configuration & Body {
  return {
    variable: { isOn: { default: true } },
    resource: {
      azurerm_virtual_network: { v: { ...RG, name: 'vnet', address_space: ['10.1.0.0/16'] } },
      azurerm_subnet: { s: { ...RG, name: 's', virtual_network_name: 'vnet', address_prefixes: ['10.1.1.0/24'] } },
      azurerm_network_security_group: { g: { ...RG, name: 'nsg', ...group } },
      azurerm_subnet_network_security_group_association: {
        a: { subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: `\${azurerm_network_security_group.g${index}.id}` },
      },
      ...more,
    },
  };
}

function readOf(json: Configuration) {
  return networkOf([{ file: 'main.tf.json', json }]);
}

test.each<[string, Configuration]>([
  ['blocks', form({ security_rule: [DENY] })],
  ['blocks of the only instance of count', form({ count: 1, security_rule: [DENY] }, {}, '[0]')],
  ['blocks of one that a variable switches on', form({ count: '${var.isOn ? 1 : 0}', security_rule: [DENY] }, {}, '[0]')],
  ['blocks of the only instance of for_each', form({ for_each: '${toset(["a"])}', security_rule: [DENY] }, {}, '["a"]')],
  ['a dynamic block', form({ dynamic: { security_rule: { for_each: ['deny'], content: { ...DENY, name: '${security_rule.value}' } } } })],
  ['a rule of its own', form({}, { azurerm_network_security_rule: { r: SEPARATE } })],
  ['rules by for_each', form({}, { azurerm_network_security_rule: {
    r: { ...SEPARATE, for_each: '${{ deny = 4000 }}', name: '${each.key}', priority: '${each.value}' },
  } })],
])('what is suggested is applied as it stands: %s', (_, json) => {
  const network = readOf(json);
  const suggestions = suggest({ network, options: OPTIONS });
  expect(verify(network, OPTIONS).answers.map(({ outcome }) => outcome)).toContain('denied');
  expect(suggestions.nothing).toEqual([]);
  const after = verify(readOf(applied(json, suggestions)), OPTIONS);
  expect(after.answers.filter(({ outcome }) => outcome !== 'met')).toEqual([]);
  expect(after.findings.filter(({ id }) => id.startsWith('open') || id === 'refused-by-azure')).toEqual([]);
});

test.each<[string, Configuration, string]>([
  ['blocks of several instances', form({ count: 2, security_rule: [DENY] }, {}, '[0]'),
    'the blocks of azurerm_network_security_group.g[0] are those of every instance, which would get it too'],
  ['a group that is made elsewhere', {
    ...form({}, { azurerm_network_security_rule: { r: { ...SEPARATE, network_security_group_name: 'other' } } }),
    resource: {
      ...form({}).resource, azurerm_network_security_group: {},
      azurerm_subnet_network_security_group_association: { a: {
        subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${data.azurerm_network_security_group.g.id}',
      } },
      azurerm_network_security_rule: { r: { ...SEPARATE, network_security_group_name: '${data.azurerm_network_security_group.g.name}' } },
    },
    data: { azurerm_network_security_group: { g: { ...RG, name: 'nsg' } } },
  } as Configuration, 'not all rules of the security group nsg were read, so no priority is known to be free; also give the JSON of ' +
    '"az network nsg show" for it'],
])('where nothing can be suggested, it says why: %s', (_, json, why) => {
  const { suggested, nothing } = suggest({ network: readOf(json), options: OPTIONS });
  expect(suggested).toEqual([]);
  expect(new Set(nothing.map((one) => one.reason))).toEqual(new Set([why]));
});
