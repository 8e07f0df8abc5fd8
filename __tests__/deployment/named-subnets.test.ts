import { App } from 'cdktf';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Deployment, DeploymentStack } from '../../lib';
import { explainCommand } from '../../lib/cli/explain-command';
import { verifyCommand } from '../../lib/cli/verify-command';
import { messageOf } from '../azure/message-of';

const folder = mkdtempSync(join(tmpdir(), 'azureml-network-named-'));
afterAll(() => rmSync(folder, { recursive: true }));

const NETWORK = join(__dirname, '../cases/00-all-met/main.tf.json');
const ID = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/x';
const GROUP = { name: 'nsg', resourceGroupName: 'rg', hostNameTraffic: 'closed' };

function file(subnet: object, more: object = {}): string {
  const path = join(folder, 'deployment.json');
  writeFileSync(path, JSON.stringify({
    name: 'ml', edition: '2026-03-19', cloud: 'public', region: 'westeurope', workspace: { privateEndpoint: true },
    compute: { publicIp: false }, subnets: { compute: subnet }, ...more,
  }));
  return path;
}

test.each(['vnet-ml/training', 'training', 'TRAINING', 'azurerm_subnet.training'])('%s is a subnet of the files', (subnet) => {
  const deployment = file({ subnet });
  expect(verifyCommand([NETWORK], { deployment, format: 'text' }, '0').text).toMatch(/^11 of 11 requirements met\. Findings: none\./);
  expect(explainCommand([NETWORK, 'compute outbound tcp 443 AzureMonitor'], { deployment, format: 'text' }).exit).toBe(0);
});

test('one that is not there is unknown, and those that are there are named', () => {
  const { text, exit } = verifyCommand([NETWORK], { deployment: file({ subnet: 'trainin' }), format: 'text' }, '0');
  expect(text).toMatch(/no subnet "trainin", .*they have .*vnet-ml\/training \(azurerm_subnet\.training\).*; the nearest is "training"/);
  expect(exit).toBe(4);
});

test.each<[string, object, object, string]>([
  ['neither', {}, {}, 'subnets.compute: "subnetId" is missing; give the id of the subnet, or name the subnet with the key "subnet"'],
  ['both', { subnet: 'a', subnetId: ID, addressPrefixes: ['10.1.1.0/24'] }, {},
    'subnet: is given together with "subnetId"; give one of them'],
  ['an id without ranges', { subnetId: ID }, {}, 'subnets.compute: "addressPrefixes" is missing; give a list'],
  ['a name where an id belongs', { subnetId: 'a/b', addressPrefixes: ['10.1.1.0/24'] }, {}, 'or write the key "subnet" instead'],
  ['an expression', { subnet: '${azurerm_subnet.x.id}' }, {}, 'expressions are not possible in a deployment file'],
  ['a reserved subnet', { subnet: 'v/GatewaySubnet' }, {}, 'subnets.compute.subnet: GatewaySubnet is the subnet that Azure keeps'],
  [
    'no ranges that firewall rules could be for', { subnet: 'v/x' },
    { firewall: { policyId: ID.replace(/virtualNetworks.*/, 'firewallPolicies/p'), name: 'ml', priority: 500 } },
    'subnets.compute: "addressPrefixes" is missing',
  ],
])('%s is refused', (_, subnet, more, message) => {
  expect(messageOf(() => Deployment.fromFile(file(subnet, more)))).toContain(message);
});

test('a stack needs the id', () => {
  const deployment = Deployment.fromFile(file({ subnet: 'vnet/x', securityGroup: GROUP }, { backend: { local: { path: 'x.tfstate' } } }));
  expect(messageOf(() => new DeploymentStack(new App(), deployment))).toMatch(
    /subnets\.compute\.subnet: "vnet\/x" is the name of a subnet, and a stack needs its id; give subnetId and addressPrefixes/,
  );
});
