import { readExports } from '../../lib/azure-exports/read-exports';
import type { Network, RouteTable } from '../../lib/network/network';
import { port, term, text } from '../terraform/networks';
import { COMMANDS, networkOfSamples, problems, sampleJson, SPOKES, withoutPlaces } from './samples';

const RULES = 'az-network-nic-list-effective-nsg.json';
const ROUTES = 'az-network-nic-show-effective-route-table.json';
const TRAINING = `${SPOKES}/virtualNetworks/vnet-aml/subnets/snet-training`.toLowerCase();

function tableOf(network: Network): RouteTable | undefined {
  const { routeTable } = network.subnets.find(({ key }) => key === TRAINING)!;
  return typeof routeTable === 'string' ? network.routeTables.get(routeTable) : undefined;
}

function routes(table: RouteTable | undefined): string[] {
  return (table?.routes ?? []).map(({ name, prefix, nextHop, nextHopAddress }) => [name, term(prefix), text(nextHop),
    ...(nextHopAddress === undefined ? [] : [text(nextHopAddress)])].join(' '));
}

test('rules in force are the group of the subnet, without the default rules', () => {
  const network = networkOfSamples([RULES]);
  expect(problems(network)).toEqual([]);
  const [group] = network.securityGroups.values();
  expect(group!.rules.map(({ name, priority, protocol, destinations, destinationPorts }) => [name, priority, protocol, destinations
    .map(term), destinationPorts.map(port)].join(' '))).toEqual([
    'aml-tcp 100 Tcp AzureMachineLearning 443,8787,18881', 'aml-udp 110 Udp AzureMachineLearning 5831',
      'dns-to-firewall 130 * 10.40.0.4/32 53',
    'web-behind-firewall 200 Tcp Internet 22,80,443', 'deny-rest 4096 * 0.0.0.0/0 0-65535',
  ]);
  expect(network.subnets).toMatchObject([{ key: TRAINING, securityGroup: group!.key,
    routeTable: { unknown: expect.any(String) as string } }]);
});

test('a group that is listed says more than what is in force at one interface', () => {
  expect(withoutPlaces(networkOfSamples([...COMMANDS, RULES]))).toEqual(withoutPlaces(networkOfSamples(COMMANDS)));
});

test.each<[what: string, change: object, said: RegExp | undefined]>([
  ['nothing else', {}, undefined], ['another access', { access: 'Deny' }, /have aml-tcp, which the group nsg-training does not have/],
  ['another priority', { priority: 101 }, /different times/], ['another protocol', { protocol: 'Udp' }, /different times/],
  ['another name', { name: 'securityRules/new' }, /have new, which/],
  ['more ports', { destinationPortRange: '1-2', destinationPortRanges: ['1-2'] }, /different times/],
  ['other addresses', { destinationAddressPrefix: '20.0.0.0/8', destinationAddressPrefixes: ['20.0.0.0/8'] }, /different times/],
  ['the tag in another case', { destinationAddressPrefix: 'azuremachinelearning', destinationAddressPrefixes: [] }, undefined],
])('rules in force with %s, beside the group itself', (_, change, said) => {
  const answer = sampleJson(RULES) as { value: { effectiveSecurityRules: { name: string }[] }[] };
  const [entry] = answer.value;
  const rules = entry!.effectiveSecurityRules.map((rule) => (rule.name === 'securityRules/aml-tcp' ? { ...rule, ...change } : rule));
  const files = COMMANDS.map((file) => ({ file, json: sampleJson(file) }));
  const network = readExports([...files, { file: 'rules.json', json: { value: [{ ...entry!, effectiveSecurityRules: rules }] } }]);
  expect(problems(network).join()).toMatch(said ?? /^$/);
  const { incomplete, unread } = network.securityGroups.get(`${SPOKES}/networkSecurityGroups/nsg-training`.toLowerCase())!;
  expect([incomplete !== undefined, unread !== undefined]).toEqual([said !== undefined, said !== undefined]);
});

test('both answers of one interface together are the whole way of its subnet', () => {
  const network = networkOfSamples([RULES, ROUTES]);
  expect(problems(network)).toEqual([]);
  // The system's own default route is not in force, and routes of peerings and endpoints are none that somebody wrote.
  expect(routes(tableOf(network))).toEqual(['default 0.0.0.0/0 VirtualAppliance 10.40.0.4', 'batch 198.51.100.64/28 Internet',
    'black-hole 192.0.2.0/24 None']);
  expect(network.subnets[0]!.networkAddressSpace.map(term)).toEqual(['10.41.0.0/22']);
});

test('beside the table itself, which names its tags, nothing is added', () => {
  expect(withoutPlaces(networkOfSamples([...COMMANDS, ROUTES]))).toEqual(withoutPlaces(networkOfSamples(COMMANDS)));
});

test('routes that a gateway learned are added', () => {
  const answer = sampleJson(ROUTES) as { value: object[] };
  const learned = { addressPrefix: ['172.20.0.0/16'], nextHopIpAddress: ['10.40.3.4'], nextHopType: 'VirtualNetworkGateway',
    source: 'VirtualNetworkGateway', state: 'Active' };
  const off = { ...learned, addressPrefix: ['0.0.0.0/0'], state: 'Invalid' };
  const files = COMMANDS.map((file) => ({ file, json: sampleJson(file) }));
  const network = readExports([...files, { file: 'routes.json', json: { value: [...answer.value, learned, off] } }]);
  expect(problems(network)).toEqual([]);
  expect(routes(tableOf(network)).slice(3)).toEqual(['of the system 172.20.0.0/16 VirtualNetworkGateway 10.40.3.4']);
});

test('routes alone are of no subnet that is known', () => {
  expect(problems(networkOfSamples([ROUTES])))
    .toEqual([expect.stringContaining('does not name its network interface, and no subnet in the files has such routes') as string]);
});

test('routes of another interface are not put on a subnet', () => {
  const answer = sampleJson(ROUTES) as { value: { name?: string; nextHopIpAddress: string[] }[] };
  const other = { value: answer.value.map((route) => (route.name === 'default' ? { ...route, nextHopIpAddress: ['10.99.0.4'] } : route)) };
  const files = COMMANDS.map((file) => ({ file, json: sampleJson(file) }));
  expect(problems(readExports([...files, { file: 'routes.json',
    json: other }]))).toEqual([expect.stringContaining('no subnet in the files has such routes') as string]);
});

type Answer = { value: { name?: string; addressPrefix: string[]; nextHopIpAddress: string[]; source: string }[] };

/** Routes in force that are not those of the listed table, in one way each, and the routes that are named. */
const OTHERS: readonly (readonly [what: string, change: (routes: Answer['value']) => Answer['value'], named: string])[] = [
  ['another next hop', (all) => all.map((one) => (one.name === 'default' ? { ...one, nextHopIpAddress: ['10.99.0.4'] } : one)), 'default'],
  ['another prefix', (all) => all.map((one) => (one.name === 'black-hole' ? { ...one, addressPrefix: ['192.0.3.0/24'] } : one)),
    'black-hole'],
  ['one route less', (all) => all.filter(({ name }) => name !== 'black-hole'), 'black-hole'],
  ['one route more', (all) => [...all, { ...all.find(({ name }) => name === 'default')!, name: 'later', addressPrefix: ['20.0.0.0/8'] }],
    'later'],
];

test.each(OTHERS)('routes in force with %s: the table is not known, and the route is named', (_, change, named) => {
  const { value } = sampleJson(ROUTES) as Answer;
  const files = COMMANDS.map((file) => ({ file, json: sampleJson(file) }));
  const network = readExports([...files, { file: 'routes.json', json: { value: change(value) } }]);
  expect(problems(network)).toEqual([expect.stringContaining(`no subnet in the files has such routes: ${named} in rt-egress, so`)]);
  expect(tableOf(network)!.incomplete).toContain(`(routes.json) are others: ${named} in rt-egress`);
});

test('two answers of interfaces in one subnet, with what a gateway learned', () => {
  const { value } = sampleJson(ROUTES) as Answer;
  const learned = { addressPrefix: ['172.20.0.0/16'], nextHopIpAddress: ['10.40.3.4'], nextHopType: 'VirtualNetworkGateway',
    source: 'VirtualNetworkGateway', state: 'Active' };
  const files = COMMANDS.map((file) => ({ file, json: sampleJson(file) }));
  const network = readExports([...files, ...['a', 'b'].map((name) => ({ file: `${name}.json`, json: { value: [...value, learned] } }))]);
  expect(problems(network)).toEqual([]);
  expect(routes(tableOf(network)).slice(3)).toEqual(['of the system 172.20.0.0/16 VirtualNetworkGateway 10.40.3.4']);
  const other = { ...learned, nextHopIpAddress: ['10.40.3.5'] };
  const two = readExports([...files, { file: 'a.json', json: { value: [...value, learned] } },
    { file: 'b.json', json: { value: [...value, other] } }]);
  expect(tableOf(two)!.incomplete).toMatch(/at two network interfaces are not the same, the later ones in b\.json/);
});

test('the group of an interface is on it, where the answer names its subnet', () => {
  const answer = sampleJson(RULES) as { value: { association: object; networkSecurityGroup?: object }[] };
  const [entry] = answer.value;
  const [nic, group] = [`${SPOKES}/networkInterfaces/nic-train-01`, `${SPOKES}/networkSecurityGroups/nsg-nic`];
  const own = { ...entry!, association: { networkInterface: { id: nic } }, networkSecurityGroup: { id: group } };
  const network = readExports([{ file: 'rules.json', json: { value: [entry, own] } }]);
  expect(problems(network)).toEqual([]);
  expect(network.interfaces).toMatchObject([{ name: 'nic-train-01', securityGroup: group.toLowerCase(), ends: [{ subnet: TRAINING }] }]);
  expect(network.securityGroups.get(group.toLowerCase())?.rules).toHaveLength(5);
  expect(network.subnets.map(({ key }) => key)).toEqual([TRAINING]);
});

test('a group of an interface alone is said, and rules of a network manager are read', () => {
  const answer = sampleJson(RULES) as { value: { association: object; networkSecurityGroup?: object }[] };
  const [entry] = answer.value;
  const nic = { id: `${SPOKES}/networkInterfaces/nic-train-01` };
  const json = { value: [{ ...entry!, association: { networkInterface: nic } },
    { association: { networkManager: { id: '/x' } }, effectiveSecurityRules: [] }] };
  expect(problems(readExports([{ file: 'rules.json', json }]))).toEqual([
    expect.stringContaining('nsg-training: it is the security group of a network interface, and the answer does not name its subnet') as
      string,
  ]);
  const { adminRules = [] } = networkOfSamples(['arm-rest-networkManager-adminRules.json']);
  expect(adminRules.map(({ name, priority, access, direction }) => `${name} ${String(priority)} ${String(access)} ${String(direction)}`))
    .toEqual(['always-aad 20 AlwaysAllow Outbound', 'deny-rdp-in 10 Deny Inbound']);
});
