import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readExports } from '../../lib/azure-exports/read-exports';
import { Deployment } from '../../lib/deployment/deployment';
import { requestFromDeployment } from '../../lib/deployment/request-from-deployment';
import type { Network } from '../../lib/network/network';
import { networkOf } from '../../lib/terraform/read-network';
import { readRequest } from '../../lib/verification/read-request';
import { verify, VerifyOptions } from '../../lib/verification/verify';
import { AppliedStack, EXPORT_FORMS } from '../support/exports-of-stack';

/* What is found in Terraform JSON is found in what Azure has after apply, in each form of export. */

type Body = Record<string, unknown>;
type Resources = Record<string, Record<string, Body>>;

const FOLDER = join(__dirname, '..', 'cases');
/** Names that only Terraform evaluates, and what Azure never has because it refuses it. */
const OF_TERRAFORM = ['22-for-each-local-map', '31-random-resource-group', '06-priority-collision', '10-tags-in-plural'];
const CASES = readdirSync(FOLDER).filter((name) => /^\d/.test(name) && !OF_TERRAFORM.includes(name));

/** The names of what is found; subjects have addresses of Terraform in one form and ids in the other. */
function found(network: Network, options: VerifyOptions): string[] {
  return verify(network, options).findings.map(({ id }) => id).sort();
}

function ofExports(resource: Resources): Network[] {
  const { rows } = new AppliedStack({ resource }, '10.1.0.4');
  return EXPORT_FORMS.map(([, documents]) => readExports(documents(rows)
    .map((json, i) => ({ file: `${i}.json`, json: JSON.parse(JSON.stringify(json)) as unknown }))));
}

function ofCase(name: string): { resource: Resources; options: VerifyOptions } {
  const path = join(FOLDER, name, 'main.tf.json');
  const { resource } = JSON.parse(readFileSync(path, 'utf8')) as { resource: Resources };
  return { resource, options: readRequest(requestFromDeployment(Deployment.fromFile(join(FOLDER, name, 'deployment.yaml')),
    { paths: [path] })).options };
}

test.each(CASES)('%s', (name) => {
  const { resource, options } = ofCase(name);
  const expected = found(networkOf([{ file: 'main.tf.json', json: { resource } }]), options);
  ofExports(resource).forEach((network) => expect(found(network, options)).toEqual(expected));
});

const RG = { resource_group_name: 'rg-net', location: 'westeurope' };

/** Subnets of Azure's own services with a group and a default route, of which Azure takes some. */
const RESERVED: readonly (readonly [name: string, ids: readonly string[]])[] = [
  ['AzureFirewallSubnet', ['firewall-without-way-out', 'refused-by-azure']],
  ['azurefirewallsubnet', ['firewall-without-way-out', 'refused-by-azure']],
  ['GatewaySubnet', ['refused-by-azure', 'refused-by-azure']], ['AzureBastionSubnet', []], ['RouteServerSubnet', []],
];

test.each(RESERVED)('a security group and a default route on %s', (name, ids) => {
  const { resource, options } = ofCase('00-all-met');
  const before = found(networkOf([{ file: 'main.tf.json', json: { resource } }]), options);
  const [vnet] = Object.values(resource['azurerm_virtual_network']!);
  const subnet_id = '${azurerm_subnet.reserved.id}';
  const more: Resources = {
    azurerm_subnet: { reserved: { name, resource_group_name: vnet!['resource_group_name'], virtual_network_name: vnet!['name'],
      address_prefixes: ['10.1.15.0/26'] } },
    azurerm_network_security_group: { reserved: { name: 'reserved', ...RG } },
    azurerm_route_table: { reserved: { name: 'reserved', ...RG, route: [{ name: 'none', address_prefix: '0.0.0.0/0',
      next_hop_type: 'None' }] } },
    azurerm_subnet_network_security_group_association: { reserved: { subnet_id,
      network_security_group_id: '${azurerm_network_security_group.reserved.id}' } },
    azurerm_subnet_route_table_association: { reserved: { subnet_id, route_table_id: '${azurerm_route_table.reserved.id}' } },
  };
  const all = Object.fromEntries([...new Set([...Object.keys(resource), ...Object.keys(more)])]
    .map((type) => [type, { ...resource[type], ...more[type] }]));
  const added = (network: Network): string[] => {
    const rest = [...before];
    return found(network, options).filter((id) => (rest.includes(id) ? (rest.splice(rest.indexOf(id), 1), false) : true));
  };
  for (const network of [networkOf([{ file: 'main.tf.json', json: { resource: all } }]), ...ofExports(all)]) {
    expect(added(network).filter((id) => !['subnet-without-route-table', 'subnet-without-security-group'].includes(id))).toEqual(ids);
  }
});
