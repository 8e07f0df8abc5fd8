import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Cloud, Deployment, IntraNetworkTraffic, ServiceTagFile } from '../../lib';
import { acknowledgementsOf, requestFromDeployment } from '../../lib/deployment/request-from-deployment';
import { VerificationRequest } from '../../lib/verification/request';
import { messageOf } from '../azure/message-of';
import { EXISTING, idOf, MADE } from './documents';
import { weekly } from '../support/service-tags';

const folder = mkdtempSync(join(tmpdir(), 'azureml-network-verify-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
};
const read = (document: object): Deployment => Deployment.fromFile(write('deployment.json', document));

const tags = write('tags.json', weekly({ Storage: ['203.0.113.0/24'] }));
const other = write('other.json', weekly({ Storage: ['203.0.113.0/24'] }));
const chinese = write('china.json', weekly({ Storage: ['203.0.113.0/24'] }, { cloud: 'China' }));

const requestOf = (deployment: Deployment, tags?: ServiceTagFile): VerificationRequest =>
  requestFromDeployment(deployment, { paths: ['x'] }, tags);

/** The subnets `a`, `b`, ... with these service tag files. */
function withFiles(...files: (string | undefined)[]): Deployment {
  const { training } = MADE.subnets;
  const subnets = Object.fromEntries(files.map((serviceTagFile, i) =>
    [
      String.fromCharCode(97 + i),
      { ...training, addressPrefixes: [`10.1.${i}.0/24`], routeTable: { ...training!.routeTable, serviceTagFile } },
    ]));
  return read({ ...MADE, subnets });
}

test('all subnets with the requirements of the deployment', () => {
  const deployment = read(EXISTING);
  expect(requestOf(deployment).subnets).toEqual([
    {
      name: 'training', subnetId: idOf('virtualNetworks/vnet/subnets', 'training'), addressPrefixes: ['10.1.1.0/24', '10.1.2.0/24'],
      requirements: deployment.requirements, intraNetworkTraffic: IntraNetworkTraffic.denied(), ipGroups: [],
    },
    {
      name: 'inference', subnetId: idOf('virtualNetworks/vnet/subnets', 'inference'), addressPrefixes: ['10.1.3.0/24'],
      requirements: deployment.requirements, ipGroups: [],
    },
  ]);
});

test('IP groups that the firewall rules are for hold the subnets', () => {
  const { training } = MADE.subnets;
  const policy = {
    ...MADE, subnets: { training: { ...training, routeTable: { ...training!.routeTable, serviceTagFile: undefined } } },
    firewall: {
      policyId: idOf('firewallPolicies', 'fwp-hub'), name: 'azureml', priority: 500, sourceIpGroupIds: [idOf('ipGroups', 'spokes')],
    },
  };
  expect(requestOf(read(policy)).subnets.map(({ ipGroups }) => ipGroups)).toEqual([[idOf('ipGroups', 'spokes')]]);
  expect(requestOf(read(EXISTING)).subnets.map(({ ipGroups }) => ipGroups)).toEqual([[], []]);
});

test('traffic inside the network within address ranges, and when nothing is said', () => {
  expect(requestOf(withFiles(undefined)).subnets[0]!.intraNetworkTraffic).toEqual(IntraNetworkTraffic.within(['10.1.0.0/16']));
  const { training } = MADE.subnets;
  const plain = { ...training, securityGroup: { ...training!.securityGroup, intraNetworkTraffic: undefined }, routeTable: undefined };
  expect(requestOf(read({ ...MADE, subnets: { training: plain } })).subnets[0]!.intraNetworkTraffic).toBeUndefined();
});

test('the firewall of the file stands behind the address of default routes', () => {
  expect(requestOf(withFiles(undefined)).appliances).toEqual({ '10.0.1.4': idOf('firewallPolicies', 'fwp-hub') });
  const { training } = EXISTING.subnets;
  const classic = {
    ...EXISTING, subnets: { training: { ...training, routeTable: { ...training!.routeTable, defaultRoute: { firewall: '10.0.9.4' } } } },
  };
  expect(requestOf(read(classic)).appliances).toEqual({ '10.0.9.4': idOf('azureFirewalls', 'fw-hub') });
  expect(requestOf(read({ ...classic, firewall: undefined })).appliances).toEqual({});
});

describe('the service tag file', () => {
  test('is that of the routes, in any way to write its path', () => {
    expect(requestOf(withFiles(undefined, 'tags.json', './tags.json', tags)).serviceTags!.changeNumber).toBe(376);
    expect(requestOf(withFiles(undefined)).serviceTags).toBeUndefined();
  });

  test('must be said when subnets name several', () => {
    expect(messageOf(() => requestOf(withFiles('tags.json', 'other.json'))))
      .toMatch(
        /deployment\.json:\d+:\d+: subnets\.b\.routeTable\.serviceTagFile: "other\.json" is another service tag file than that of an earlier subnet, and a run uses one file; give the one to use with --service-tags/,
      );
    const said = ServiceTagFile.fromFile(other);
    expect(requestOf(withFiles('tags.json', 'other.json'), said).serviceTags).toBe(said);
  });

  test('must be of the cloud', () => {
    expect(messageOf(() => requestOf(withFiles('china.json'))))
      .toMatch(/subnets\.a\.routeTable\.serviceTagFile: ".*china\.json" has the tags of the cloud "china"/);
    expect(messageOf(() => requestOf(withFiles(undefined), ServiceTagFile.fromFile(chinese))))
      .toContain(`has the tags of the cloud "${Cloud.CHINA}"`);
  });

  test('that is not there is a problem of the deployment file', () => {
    expect(messageOf(() => requestOf(withFiles('no.json')))).toMatch(/subnets\.a\.routeTable\.serviceTagFile: ".*no\.json" cannot be read/);
  });
});

test('acknowledgements know their place', () => {
  const path = relative(process.cwd(), write('deployment.json', MADE));
  expect(acknowledgementsOf(Deployment.fromFile(path))).toEqual([
    {
      finding: 'rule-never-matches', subject: 'nsg-training/Allow-Old', reason: 'Goes with the next release',
      place: { file: path, resource: 'acknowledged[0]' },
    },
  ]);
  expect(acknowledgementsOf(read(EXISTING))).toEqual([]);
});
