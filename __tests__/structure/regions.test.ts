import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as library from '../../lib';
import { EXAMPLES } from '../../lib/cli/help';
import { run, runToEnd } from '../../lib/cli/program';
import type { DeploymentDescription } from '../../lib/deployment/description';
import { deploymentSchema } from '../../lib/deployment/schema';
import { dataOfSet, setOfData } from '../../lib/requirements/requirement-data';
import { messageOf } from '../azure/message-of';
import { IDS, newStack, requirementSet } from '../constructs/synthesis';
import { idOf, STORAGE_ACCOUNT } from '../deployment/documents';
import { file } from '../deployment/files';
import { answerFile, SHORT_EXAMPLE } from '../support/dependency-answers';
import { publicProperties } from '../support/callables';

/** Every place that takes a region or a location. Each gives what it says of one. */
type Place = (region: string, cloud: library.Cloud) => string | Promise<string>;

const { Cloud, Edition } = library;
const OWN = { [Cloud.PUBLIC]: 'westus2', [Cloud.GOVERNMENT]: 'usgovvirginia', [Cloud.CHINA]: 'chinaeast2' } as const;
const EXPORT = join(__dirname, '../../examples/data/existing-network');
const WORKSPACE = {
  privateEndpoint: true, storageAccountName: 'mlstore', containerRegistryName: 'mlimages',
  workspaceId: '01234567-89ab-cdef-0123-456789abcdef',
};

const facts = (changes: Partial<library.MachineLearningRequirementsProps>, cloud: library.Cloud): string => messageOf(() =>
  library.MachineLearning.requirements({
    cloud, region: OWN[cloud], edition: Edition.E2026_03_19, workspace: WORKSPACE, compute: { publicIp: false }, ...changes,
  }));
const setOf = (cloud: library.Cloud): library.RequirementSet => requirementSet({ cloud, region: OWN[cloud] });
const made = (location: string, cloud: library.Cloud) =>
  ({ requirements: setOf(cloud), name: 'x', resourceGroupName: 'rg', location });
const aks = { privateCluster: true, konnectivityAgent: true };
const arc = { clusterConnect: true, azureRbac: false };

const PROPS: Readonly<Record<string, Place>> = {
  'MachineLearningRequirementsProps.region': (region, cloud) => facts({ region }, cloud),
  'AksProps.region': (region, cloud) => facts({ kubernetes: { training: true, inference: false, aks: { ...aks, region } } }, cloud),
  'ArcProps.region': (region, cloud) => facts({ kubernetes: { training: true, inference: false, arc: { ...arc, region } } }, cloud),
  'SecurityGroupOptions.location': (location, cloud) => messageOf(() =>
    new library.SecurityGroup(newStack(), 'It', { ...made(location, cloud), hostNameTraffic: library.HostNameTraffic.CLOSED })),
  'EgressRouteTableOptions.location': (location, cloud) => messageOf(() =>
    new library.EgressRouteTable(newStack(), 'It', { ...made(location, cloud), defaultRoute: library.DefaultRoute.none() })),
  'NatEgressOptions.location': (location, cloud) => messageOf(() => new library.NatEgress(newStack(), 'It', made(location, cloud))),
  'DataExfiltrationProtectionProps.location': (location, cloud) => messageOf(() =>
    new library.DataExfiltrationProtection(newStack(), 'It', {
      ...made(location, cloud), storageAccountIds: [STORAGE_ACCOUNT],
      requirements: requirementSet({ cloud, region: OWN[cloud], scenarios: [library.Scenario.DATA_EXFILTRATION_PROTECTION] }),
    })),
};

/** A deployment file with one region changed. */
function described(change: (all: DeploymentDescription) => DeploymentDescription, cloud: library.Cloud): string {
  const place = { resourceGroupName: 'rg', name: 'x' };
  const all: DeploymentDescription = {
    name: 'regions', edition: Edition.E2026_03_19, cloud, region: OWN[cloud], workspace: WORKSPACE, compute: { publicIp: false },
    subnets: { training: {
      subnetId: idOf('virtualNetworks/vnet/subnets', 'training'), addressPrefixes: ['10.1.1.0/24'], natGateway: true,
      securityGroup: { ...place, hostNameTraffic: 'closed' }, routeTable: { ...place, defaultRoute: { natGateway: true } },
    } },
    natGateway: place, serviceEndpointPolicy: { ...place, storageAccountIds: [STORAGE_ACCOUNT] },
  };
  return messageOf(() => library.Deployment.fromFile(file(JSON.stringify(change(all)), 'regions.json')));
}

const inSubnet = (key: 'securityGroup' | 'routeTable'): Place => (location, cloud) => described((all) => ({
  ...all, subnets: { training: { ...all.subnets['training']!, [key]: { ...all.subnets['training']![key]!, location } } },
}), cloud);

const KEYS: Readonly<Record<string, Place>> = {
  'region': (region, cloud) => described((all) => ({ ...all, region }), cloud),
  'kubernetes.aks.region': (region, cloud) => described((all) =>
    ({ ...all, kubernetes: { training: true, inference: false, aks: { ...aks, region } } }), cloud),
  'kubernetes.arc.region': (region, cloud) => described((all) =>
    ({ ...all, kubernetes: { training: true, inference: false, arc: { ...arc, region } } }), cloud),
  'subnets.securityGroup.location': inSubnet('securityGroup'),
  'subnets.routeTable.location': inSubnet('routeTable'),
  'natGateway.location': (location, cloud) => described((all) => ({ ...all, natGateway: { ...all.natGateway, location } }), cloud),
  'serviceEndpointPolicy.location': (location, cloud) => described((all) =>
    ({ ...all, serviceEndpointPolicy: { ...all.serviceEndpointPolicy!, location } }), cloud),
};

const command = (...before: string[]): Place => async (region, cloud) => {
  let err = '';
  const args = [...before, '--edition', '2026-03-19', '--cloud', cloud, '--region', region];
  expect(await runToEnd(args, { out: () => undefined, err: (text) => { err += text; } })).toBe(2);
  return err;
};
const STATED = ['--subnet', 'training'];

const COMMANDS: Readonly<Record<string, Place>> = {
  verify: command('verify', EXPORT, ...STATED),
  report: command('report', EXPORT, ...STATED),
  drift: (...given) => command('drift', answerFile(SHORT_EXAMPLE))(...given),
  init: command(
    'init', '--name', 'x', '--subnet-id', IDS.subnet, '--address-prefix', '10.1.1.0/24', '--output', join(__dirname, 'never-written.yaml'),
  ),
};

/** A request that an app wrote, in which somebody changed the region. */
const REQUEST: Readonly<Record<string, Place>> = {
  'azureml-network.json': (region, cloud) => messageOf(() => setOfData({ ...dataOfSet(setOf(cloud)), region })),
};

/** Wrong regions, with what has to be said of them. */
const WRONG: Readonly<Record<library.Cloud, readonly (readonly [region: string, says: RegExp])[]>> = {
  [Cloud.PUBLIC]: [
    ['usgovvirginia', /belongs to the cloud "government"/], ['chinaeast2', /belongs to the cloud "china"/],
    ['westus22', /did you mean "westus2"\?/], ['West US 2', /did you mean "westus2"\?/], ['nowhere', /is not a region of the cloud "public"/],
  ],
  [Cloud.GOVERNMENT]: [
    ['westus2', /belongs to the cloud "public"/], ['usgovvirgina', /did you mean "usgovvirginia"\?/],
    ['nowhere', /is not a region of the cloud "government"/],
  ],
  [Cloud.CHINA]: [
    ['westus2', /belongs to the cloud "public"/], ['China East 2', /did you mean "chinaeast2"\?/],
    ['nowhere', /is not a region of the cloud "china"/],
  ],
};

const PLACES = Object.entries({ ...PROPS, ...KEYS, ...COMMANDS, ...REQUEST });

test.each(PLACES)('%s refuses a region of another cloud and an unknown one', async (_, place) => {
  for (const [cloud, wrong] of Object.entries(WRONG) as [library.Cloud, (typeof WRONG)[library.Cloud]][]) {
    for (const [region, says] of wrong) {
      const message = await place(region, cloud);
      expect(message).toMatch(says);
      expect(message).toContain(region);
      expect(message).toMatch(/region|location/);
    }
  }
});

describe('no place is forgotten:', () => {
  test('properties', () => {
    expect(publicProperties().filter((one) => /\.(region|location)$/.test(one)).sort())
      .toEqual(Object.keys(PROPS).sort());
  });

  test('keys of deployment files', () => {
    const found: string[] = [];
    const walk = (schema: Record<string, unknown>, path: string): void => {
      for (const [key, one] of Object.entries((schema.properties ?? {}) as Record<string, Record<string, unknown>>)) {
        found.push(`${path}${key}`);
        walk(one, `${path}${key}.`);
      }
      const others = [schema.additionalProperties, schema.patternProperties && Object.values(schema.patternProperties)[0]];
      others.filter((one) => typeof one === 'object').forEach((one) => walk(one as Record<string, unknown>, path));
    };
    walk(deploymentSchema() as Record<string, unknown>, '');
    expect(found.filter((path) => /(^|\.)(region|location)$/.test(path)).sort()).toEqual(Object.keys(KEYS).sort());
  });

  test('commands', () => {
    const withRegion = Object.keys(EXAMPLES).filter((name) => {
      let out = '';
      run([name, '--help'], { out: (text) => { out += text; }, err: () => undefined });
      return out.includes('--region');
    });
    expect(withRegion.sort()).toEqual(Object.keys(COMMANDS).sort());
    expect(readFileSync(join(__dirname, '../../lib/cli/commands.ts'), 'utf8')).not.toMatch(/--location/);
  });
});
