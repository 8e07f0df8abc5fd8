import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { usedModules, withModules } from '../../scripts/languages/provider';

const PROVIDER = join(__dirname, '..', '..', 'node_modules', '@cdktf', 'provider-azurerm');
const assembly = {
  name: 'p',
  submodules: { 'p.route': {}, 'p.routeTable': {}, 'p.subnet': {} },
  types: {
    'p.route.Route': { namespace: 'route' },
    'p.routeTable.RouteTable': { namespace: 'routeTable' },
    'p.subnet.Subnet': { namespace: 'subnet' },
  },
};

test('only the modules that are named stay, with all their types', () => {
  expect(withModules(assembly, ['route-table'])).toEqual({
    name: 'p', submodules: { 'p.routeTable': {} }, types: { 'p.routeTable.RouteTable': { namespace: 'routeTable' } },
  });
});

test('a module that the provider does not have is an error', () => {
  expect(() => withModules(assembly, ['route', 'rout'])).toThrow('the provider has no module p.rout');
});

test('the modules that this library imports are found, and the provider has them', () => {
  const used = usedModules(join(__dirname, '..', '..', 'lib'));
  expect(used).toEqual(expect.arrayContaining(['network-security-group', 'route-table', 'firewall-policy-rule-collection-group']));
  expect(used.filter((name) => !existsSync(join(PROVIDER, 'lib', name, 'index.js')))).toEqual([]);
});
