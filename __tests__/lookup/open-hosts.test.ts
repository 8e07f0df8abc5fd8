import { Cloud, Deployment, Edition, EndpointKind, Protocol, Scenario } from '../../lib';
import { catalog } from '../../lib/catalog/catalog';
import type { DeploymentDescription } from '../../lib/deployment/description';
import { HostResult, OpenHosts } from '../../lib/lookup/open-hosts';
import type { Network } from '../../lib/network/network';
import { networkOf } from '../../lib/terraform/read-network';
import { file, synthesize } from '../deployment/files';
import { idOf } from '../deployment/documents';
import { filledTag } from '../support/deployments';
import { documentedWorld, endsOf, OWN } from '../support/packets/documented';
import { applicationsOn } from '../support/packets/points';
import { isName, passes } from '../support/packets/walk';
import { address, type World } from '../support/packets/world';

/** What is open is judged by packets through the synthesized JSON, in a world where hosts have the addresses that are documented. */

const FIREWALL = '10.0.1.4';
const REGIONS = { [Cloud.PUBLIC]: 'westus2', [Cloud.GOVERNMENT]: 'usgovvirginia', [Cloud.CHINA]: 'chinaeast2' } as const;

type Form = 'policy' | 'policy by host names' | 'classic' | 'classic by host names' | 'NAT gateway';

interface Given {
  readonly cloud: Cloud;
  readonly edition: Edition;
  readonly form: Form;
  readonly hostNameTraffic: 'closed' | 'filtered-by-firewall';
  readonly changes?: Partial<DeploymentDescription>;
}

/** Two subnets that need different things. */
function described({ cloud, edition, form, hostNameTraffic, changes }: Given): DeploymentDescription {
  const byHost = form.endsWith('host names');
  const isNat = form === 'NAT gateway';
  const place = { resourceGroupName: 'rg-ml' };
  const subnet = (name: string, range: string): DeploymentDescription['subnets'][string] => ({
    subnetId: idOf('virtualNetworks/vnet/subnets', name), addressPrefixes: [range],
    securityGroup: { name: `nsg-${name}`, ...place, hostNameTraffic, intraNetworkTraffic: { addressSpace: ['10.1.0.0/16'] } },
    routeTable: { name: `rt-${name}`, ...place, defaultRoute: isNat ? { natGateway: true } : { firewall: FIREWALL } },
  });
  const id = form.startsWith('policy') ? { policyId: idOf('firewallPolicies', 'fwp') } : { firewallId: idOf('azureFirewalls', 'fw') };
  return {
    name: 'open', edition, cloud, region: REGIONS[cloud], backend: { local: { path: '../../../terraform.open.tfstate' } },
    workspace: {
      privateEndpoint: true, storageAccountName: 'mlstore01', containerRegistryName: 'MLImages',
      workspaceId: '01234567-89ab-cdef-0123-456789abcdef',
    },
    compute: { publicIp: false }, scenarios: byHost ? [Scenario.WITHOUT_SERVICE_TAGS] : [],
    subnets: {
      training: subnet('training', '10.1.1.0/24'),
      batch: {
        ...subnet('batch', '10.1.2.0/24'), scenarios: [Scenario.PYTHON_PACKAGES, Scenario.RSTUDIO],
        leaveOut: [
          { id: 'basic.azure-monitor', reason: 'Logs go elsewhere' },
          ...(byHost ? [{ id: `hosts.studio${cloud === Cloud.PUBLIC ? '' : `-${cloud}`}`, reason: 'Nobody opens the studio' }] : []),
        ],
        ...(!isNat && { firewallRules: { name: 'ml-batch', priority: 510 } }),
      },
    },
    ...(!isNat && { firewall: { ...id, name: 'ml', priority: 500, dnsProxy: true, ...(byHost && { destinations: 'host-names' }) } }),
    ...changes,
  };
}

const OWN_OF: Readonly<Record<string, string>> = { training: OWN, batch: '10.1.2.4' };

interface Case {
  readonly host: string;
  readonly port: number;
  readonly heldBy: readonly (readonly string[])[];
}

/** Every host of the documentation, whatever its conditions, on each of its ports and on one that it does not have. */
function cases({ edition, cloud, workspace, region, ...rest }: DeploymentDescription): Case[] {
  const facts = { edition, cloud, workspace, region, compute: rest.compute };
  const rows = catalog().filter(({ editions, clouds, endpoint: { kind }, protocol }) =>
    editions.includes(edition) && clouds.includes(cloud) && kind === EndpointKind.FQDN && protocol !== Protocol.UDP)
    .map((row) => ({
      row, pattern: row.endpoint.value.replace('<region>', region).replace('<storage>', 'mlstore01').replace('<registry>', 'mlimages')
        .replace(/<[a-z-]+>/g, 'other').toLowerCase(),
    }));
  const asked = new Map(rows.flatMap(({ row, pattern }) => [...row.ports.map(String), '8443'].map((port) =>
    [`${pattern.replace(/^\*/, 'own')} ${port}`, { host: pattern.replace(/^\*/, 'own'), port: Number(port) }])));
  return [...asked.values(), { host: 'nowhere.example.com', port: 443 }].map(({ host, port }) => ({
    host, port,
    heldBy: rows
      .filter(({ row, pattern }) => isName(host, pattern) && row.ports.map(String).includes(String(port)) && row.heldBy.length > 0)
      .map(({ row }) => row.heldBy.map((tag) => filledTag(tag, facts))),
  }));
}

/** Whether the packets pass to every address that the host has by one of the rows that name it. */
function isOpen({ host, port, heldBy }: Case, subnet: string, network: Network, world: World): boolean {
  const site = { ...world, space: [] };
  const there = network.subnets.find(({ name }) => name === subnet)!;
  const common = { direction: 'outbound', own: address(OWN_OF[subnet]!), protocol: 'TCP', port, sourcePort: 50000, host } as const;
  return (heldBy.length === 0 ? [[]] : heldBy).some((tags) =>
    endsOf({ kind: EndpointKind.FQDN, value: host }, tags, site).every(({ other }) =>
      applicationsOn(port).every((application) => passes({ ...common, other, application }, there, network, world))));
}

/** The network of the JSON, with the address of the firewall, which is made elsewhere. */
function synthesizedNetwork(path: string): Network {
  const network = networkOf([{ file: 'cdk.tf.json', json: JSON.parse(synthesize(path)) as object }]);
  return { ...network, firewalls: network.firewalls.map((one) => ({ ...one, privateAddresses: [FIREWALL] })) };
}

function compared(given: Given): { wrong: string[]; open: Record<string, number>; all: number } {
  const description = described(given);
  const path = file(JSON.stringify(description), 'open-hosts.json');
  const network = synthesizedNetwork(path);
  const { cloud, region, edition, workspace, compute } = description;
  const world = documentedWorld({ cloud, region, edition, workspace, compute });
  const hosts = new OpenHosts(Deployment.fromFile(path));
  const open: Record<string, number> = {};
  const all = cases(description);
  const wrong = all.flatMap((one) => hosts.of(one.host, one.port).flatMap(({ subnet, result, decidedBy }) => {
    const expected: HostResult = isOpen(one, subnet, network, world) ? 'open' : 'not-open';
    open[subnet] = (open[subnet] ?? 0) + Number(expected === 'open');
    return result === expected ? []
      : [`${subnet} ${one.host} ${one.port}: ${result}, and packets say ${expected}; ${decidedBy?.text ?? ''}`];
  }));
  return { wrong, open, all: all.length };
}

const FORMS: readonly Form[] = ['policy', 'policy by host names', 'classic', 'classic by host names', 'NAT gateway'];
const TRAFFIC = ['closed', 'filtered-by-firewall'] as const;
/** Every form in every cloud, and every form with both ways to treat host names. */
const ALL = Object.values(Cloud).flatMap((cloud, i) => FORMS.flatMap((form, j) =>
  (form === 'NAT gateway' ? TRAFFIC : [TRAFFIC[(i + j) % 2]!]).map((hostNameTraffic): [string, Given] => [
    `${cloud}, ${form}, host names ${hostNameTraffic}`, { cloud, form, hostNameTraffic, edition: Object.values(Edition)[j % 2]! },
  ])));

test.each(ALL)('%s: a host is open where its packets pass', (_, given) => {
  const { wrong, open, all } = compared(given);
  expect(wrong).toEqual([]);
  expect(Object.values(open).every((count) => count > 10 && count < 2 * all)).toBe(true);
});

const GIVEN: Given = { cloud: Cloud.PUBLIC, edition: Edition.E2026_03_19, form: 'policy', hostNameTraffic: 'filtered-by-firewall' };

/** What becomes of a host on 443 in each subnet of a file. */
function results(description: DeploymentDescription, host: string, port = 443): Record<string, string> {
  const hosts = new OpenHosts(Deployment.fromFile(file(JSON.stringify(description), 'one.json')));
  return Object.fromEntries(hosts.of(host, port).map(({ subnet, result, by, decidedBy }) =>
    [subnet, [result, ...by.map(({ id }) => id), ...(result === 'open' ? [] : [decidedBy?.layer ?? ''])].join(' ')]));
}

/** A deployment with changes in each subnet. */
function withSubnets(
  change: (subnet: DeploymentDescription['subnets'][string]) => Partial<DeploymentDescription['subnets'][string]>, given = GIVEN,
): DeploymentDescription {
  const all = described(given);
  return { ...all, subnets: Object.fromEntries(Object.entries(all.subnets).map(([name, one]) => [name, { ...one, ...change(one) }])) };
}

const subnetsOf = (all: DeploymentDescription, ...names: string[]): DeploymentDescription =>
  ({ ...all, subnets: Object.fromEntries(names.map((name) => [name, all.subnets[name]!])) });

test('rules of one subnet open nothing for another', () => {
  expect(results(described(GIVEN), 'pypi.org')).toEqual({ training: 'not-open security group', batch: 'open python-packages.pypi' });
  expect(results(described(GIVEN), 'dc.services.visualstudio.com'))
    .toEqual({ training: 'open basic.azure-monitor', batch: 'not-open firewall' });
});

test('a group that closes host names closes them, whatever a firewall or the requirements say', () => {
  const closed = { ...GIVEN, hostNameTraffic: 'closed' } as const;
  expect(results(described(closed), 'pypi.org')).toEqual({ training: 'not-open security group', batch: 'not-open security group' });
  expect(results(described({ ...closed, form: 'NAT gateway' }), 'pypi.org'))
    .toEqual({ training: 'not-open security group', batch: 'not-open security group' });
  const [filtered] = [described({ ...GIVEN, form: 'NAT gateway' })];
  expect(results(filtered!, 'pypi.org')).toEqual({ training: 'not-open security group', batch: 'open python-packages.pypi' });
  // Nothing filters what the group lets out for another name.
  expect(results(filtered!, 'nowhere.example.com')).toEqual({ training: 'not-open security group', batch: 'open' });
});

test('host rows carry what is left out of the tags of one need', () => {
  const all = described({ ...GIVEN, changes: {
    scenarios: [Scenario.WITHOUT_SERVICE_TAGS], leaveOut: [{ id: 'basic.front-door-first-party', reason: 'by host name' }],
  } });
  expect(results(all, 'own.data.mcr.microsoft.com').training).toBe('open hosts.microsoft-container-registry-data');
  const without = { ...all, leaveOut: [...all.leaveOut!, { id: 'hosts.microsoft-container-registry-data', reason: 'test' }] };
  expect(results(without, 'own.data.mcr.microsoft.com').training).toMatch(/^not-open/);
});

test('a firewall that the file does not have is not known, and a group that is in it may close all the same', () => {
  const rest = { ...withSubnets(() => ({ firewallRules: undefined })), firewall: undefined };
  expect(results(rest, 'pypi.org')).toEqual({ training: 'not-open security group', batch: 'unknown route' });
});

test('a file that makes no rules for a subnet says what it asks for', () => {
  const bare = withSubnets(() => ({ securityGroup: undefined, routeTable: undefined, firewallRules: undefined }));
  const rest = { ...bare, firewall: undefined };
  expect(results(rest, 'pypi.org')).toEqual({ training: 'not-required ', batch: 'required python-packages.pypi ' });
  expect(results(rest, '*.core.windows.net')).toEqual({ training: 'partly basic.storage ', batch: 'partly basic.storage ' });
});

test('rules of a firewall count for a subnet whose route table or group is made elsewhere', () => {
  const bare = withSubnets(() => ({ securityGroup: undefined, routeTable: undefined }));
  expect(results(bare, 'pypi.org')).toEqual({ training: 'not-open firewall', batch: 'open python-packages.pypi' });
});

test('a firewall whose sources do not hold the subnet opens nothing', () => {
  const all = described(GIVEN);
  const others = { ...all, firewall: { ...all.firewall!, sources: ['10.1.7.0/24'] } };
  expect(results(others, 'login.microsoftonline.com'))
    .toEqual({ training: 'not-open firewall', batch: 'open basic.azure-active-directory' });
  const group = { ...all, firewall: { ...all.firewall!, sourceIpGroupIds: [idOf('ipGroups', 'ml')] } };
  expect(results(group, 'login.microsoftonline.com').training).toBe('open basic.azure-active-directory');
});

test('routes of the file are looked at', () => {
  const dropped = withSubnets(({ routeTable }) => ({ routeTable: {
    ...routeTable!, routes: [{ name: 'nowhere', prefix: 'AzureActiveDirectory', nextHop: { none: true } }],
  } }));
  // Only a service tag file tells whether the address of the host is in the tag of the route.
  expect(results(dropped, 'login.microsoftonline.com').training).toBe('unknown route');
});

test('storage that goes by a service endpoint passes no firewall', () => {
  const all = described({ ...GIVEN, changes: { scenarios: [Scenario.DATA_EXFILTRATION_PROTECTION] } });
  expect(results(all, 'mlstore01.blob.core.windows.net').training).toBe('open basic.storage');
});

test('a group that leaves other traffic open leaves every host open', () => {
  const open = withSubnets(
    ({ securityGroup }) => ({ securityGroup: { ...securityGroup!, denyOtherOutbound: false } }), { ...GIVEN, form: 'NAT gateway' },
  );
  expect(results(open, 'nowhere.example.com')).toEqual({ training: 'open', batch: 'open' });
});

test('of a wildcard, what is open below it is told', () => {
  const all = described(GIVEN);
  expect(results(all, '*.core.windows.net'))
    .toEqual({ training: 'partly basic.storage security group', batch: 'partly basic.storage firewall' });
  expect(results(all, '*.azureml.ms').training).toBe('open basic.azure-machine-learning-tcp');
  expect(results(all, '*.example.com').training).toBe('not-open security group');
});

test('hosts behind an FQDN tag are open by its rule', () => {
  const aks = {
    privateCluster: true, konnectivityAgent: true, gpuNodes: false, ubuntuPatches: false, nodesBeforeApril2021: false, windowsNodes: false,
    marketplaceExtensions: false,
  };
  const all = subnetsOf(described({ ...GIVEN, changes: { kubernetes: { training: true, inference: false, aks } } }), 'training');
  expect(results(all, 'packages.aks.azure.com')).toEqual({ training: expect.stringMatching(/^open aks\./) });
});
