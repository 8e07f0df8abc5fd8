import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Deployment, DeploymentStack } from '../../lib';
import { newApp, textOf } from '../constructs/synthesis';
import { weekly } from '../support/service-tags';

/** A deployment file with something of everything; tests change one place of it. */
export const BASE = `# yaml-language-server: $schema=../schemas/deployment.schema.json
name: base
edition: 2026-03-19
cloud: public
region: westus2
backend:
  local:
    path: ../../../terraform.base.tfstate
workspace:
  privateEndpoint: true
compute:
  publicIp: false
scenarios:
  - python-packages
requirements:
  - id: own.packages
    slot: 2000
    endpoint:
      fqdn: packages.contoso.com
    ports: [443]
    purpose: Package index of the company
  - id: own.licences
    slot: 2010
    endpoint:
      addressRange: 203.0.113.16/28
    protocol: UDP
    ports:
      - 1055
      - 27000-27009
    purpose: Licence servers of a solver
leaveOut:
  - id: basic.front-door-frontend
    reason: Nobody opens the studio from compute
subnets:
  training:
    subnetId: /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-ml/providers/Microsoft.Network/virtualNetworks/vnet/subnets/training
    addressPrefixes:
      - 10.1.1.0/24
    securityGroup:
      name: nsg-training
      resourceGroupName: rg-nsg
      tags:
        owner: platform
      hostNameTraffic: filtered-by-firewall
      intraNetworkTraffic:
        addressSpace:
          - 10.1.0.0/16
    routeTable:
      name: rt-training
      resourceGroupName: rg-rt
      defaultRoute:
        firewall: 10.0.1.4
      routes:
        - name: on-premises
          prefix: 192.168.0.0/16
          nextHop:
            virtualNetworkGateway: true
firewall:
  policyId: /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-ml/providers/Microsoft.Network/firewallPolicies/fwp-hub
  name: azureml
  priority: 500
`;

export const folder = mkdtempSync(join(tmpdir(), 'azureml-network-deployment-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Service tags of the regions that tests use, beside the deployment files that name it. */
writeFileSync(join(folder, 'service-tags.json'), JSON.stringify(weekly({
  'AzureMachineLearning.WestUS2': ['192.0.2.0/28', '2001:db8::/48'], 'AzureMachineLearning.WestCentralUS': ['192.0.2.16/28'],
  'AzureMachineLearning.EastUS': ['198.51.100.0/28'], 'AzureMachineLearning.WestUS': ['198.51.100.32/28'],
})));

/** The base, or another text, with one place changed. The place must be there once, so that a test changes what it means to. */
export function edit(from: string, to: string, text = BASE): string {
  if (text.split(from).length !== 2) {
    throw new Error(`the text has ${JSON.stringify(from)} ${text.split(from).length - 1} times`);
  }
  return text.replace(from, () => to);
}

/** Writes a file and gives its path. */
export function file(content: string | Uint8Array, name = 'deployment.yaml'): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** The Terraform JSON that a file gives. */
export function synthesize(path: string): string {
  return textOf(new DeploymentStack(newApp(), Deployment.fromFile(path)));
}

/** What is said about a file that must be refused. An error of another kind is a failure, as is none. */
export function refusal(path: string): string {
  let text: string;
  try {
    text = synthesize(path);
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).name).toBe('InputError');
    return (error as Error).message;
  }
  throw new Error(`${path} was not refused, but gave ${text.length} characters of Terraform JSON`);
}

/** What a refusal has to say: the place, as a text in the line; the key; and words. */
export interface Expected {
  readonly at: string;
  readonly key: string;
  readonly says: readonly string[];
}

/** Line of the first place of a text, from 1. */
export function lineOf(at: string, text: string): number {
  const before = text.split(at);
  expect(before.length).toBeGreaterThan(1);
  return before[0]!.split('\n').length;
}

/** Whether a text begins with the last part of a key, or where that is missing with one above it; an entry of a list has none. */
function isPlaceOf(text: string, key: string): boolean {
  const parts = key.replace(/\[\d+\]/g, '.-').replace(/\["(.*?)"\]/g, '.$1').split('.').filter((part) => part !== '');
  return parts.some((part) => part === '-' || text.replace(/^["']/, '').startsWith(part));
}

/** Expects a refusal that consists of these problems and no others. */
export function expectRefusal(text: string, expected: readonly Expected[], name?: string): void {
  const path = file(text, name);
  const problems = refusal(path).split('\n');
  const wanted = expected.map(({ at, key, says }) => ({ line: lineOf(at, text), key, says }));
  const matches = (problem: string, { line, key, says }: (typeof wanted)[number]): boolean => {
    const place = `${path}:${line}:`;
    const [column = ''] = /^\d+/.exec(problem.slice(place.length)) ?? [];
    const rest = problem.slice(place.length + column.length);
    return problem.startsWith(place) && isPlaceOf(text.split(/\r\n?|\n/)[line - 1]!.slice(Number(column) - 1), key) &&
      rest.startsWith(`: ${key}: `) && says.every((words) => rest.slice(key.length + 4).includes(words));
  };
  expect({
    missing: wanted.filter((one) => !problems.some((problem) => matches(problem, one))),
    unexpected: problems.filter((problem) => !wanted.some((one) => matches(problem, one))),
  }).toEqual({ missing: [], unexpected: [] });
  expect(problems).toHaveLength(expected.length);
}
