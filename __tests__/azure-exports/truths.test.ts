import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceTagFile } from '../../lib/input/service-tag-file';
import type { Network } from '../../lib/network/network';
import { explainFlow } from '../../lib/verification/explain';
import { parseFlow } from '../../lib/verification/flow';
import { weekly } from '../support/service-tags';
import { COMMANDS, networkOfSamples, REST, TEMPLATES } from './samples';

const folder = mkdtempSync(join(tmpdir(), 'azureml-network-truths-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'tags.json');
writeFileSync(path, JSON.stringify(weekly({
  AzureMachineLearning: ['20.51.9.0/24'], BatchNodeManagement: ['198.51.100.64/28'], AzureMonitor: ['203.0.113.128/28'],
    Storage: ['198.51.100.128/26'],
  AzureResourceManager: ['203.0.113.144/28'], 'Storage.WestUS2': ['198.51.100.128/28'], AzureKeyVault: ['198.51.100.160/28'],
})));
const serviceTags = ServiceTagFile.fromFile(path);

/** What is true of the made-up network, whichever form it is read from. */
const TRUTHS: readonly (readonly [flow: string, outcome: string, because: RegExp])[] = [
  // It goes to the Internet and not to the firewall; there the subnet has no address to go out with, because
  // default outbound access is off.
  ['snet-training outbound tcp 443 BatchNodeManagement', 'deny', /route batch \(BatchNodeManagement\) to Internet/],
  ['snet-training outbound tcp 29876 BatchNodeManagement', 'deny', /deny-rest/],
  ['snet-training outbound tcp 443 AzureMonitor', 'allow', /network rule monitor \(rcg-base, base-monitor\)/],
  ['snet-training outbound tcp 443 AzureMachineLearning', 'allow', /network rule aml-tag \(rcg-aml, net-aml\)/],
  ['snet-training outbound tcp 18881 AzureMachineLearning', 'allow', /network rule aml-tag/],
  ['snet-training outbound udp 5831 AzureMachineLearning', 'deny', /network rule block-udp \(rcg-base, base-block\)/],
  ['snet-training outbound tcp 443 AzureResourceManager', 'deny', /what no rule matches is denied/],
  ['snet-training outbound tcp 443 192.0.2.7', 'deny', /route black-hole/],
  ['snet-training outbound tcp 8443 203.0.113.200', 'deny', /deny-rest/],
  ['snet-apps outbound tcp 443 203.0.113.200', 'allow', /system route/],
];

const FORMS: readonly (readonly [name: string, network: Network])[] = [['REST', networkOfSamples(REST)],
  ['the command line', networkOfSamples(COMMANDS)]];

test('an export of a resource group does not say the address of the firewall, which is in its subnet', () => {
  const { outcome, conditions } = explainFlow(networkOfSamples(TEMPLATES), parseFlow('snet-training outbound tcp 443 AzureMachineLearning'),
    { subnets: [], serviceTags });
  expect({ outcome, conditions }).toEqual({ outcome: 'allow',
    conditions: expect.arrayContaining([expect.stringContaining('10.40.0.4 is the address of the firewall fwp-hub')]) as string[] });
});

describe.each(FORMS)('%s', (_, network) => {
  // Of a host it is not known whether its addresses are those of the other routes; the firewall allows it all the same.
  test.each([['channel.example.org', /application rule conda, pip/],
    ['sub.azureml.ms', /application rule aml-hosts/]])('the firewall allows %s', (host, because) => {
    const { outcome, steps } = explainFlow(network, parseFlow(`snet-training outbound tcp 443 ${host}`), { subnets: [], serviceTags });
    expect(outcome).not.toBe('deny');
    expect(steps.at(-1)).toMatchObject({ layer: 'firewall', result: 'allow', text: expect.stringMatching(because) as string });
  });

  test.each(TRUTHS)('%s: %s', (flow, outcome, because) => {
    const explained = explainFlow(network, parseFlow(flow), { subnets: [], serviceTags });
    expect({ outcome: explained.outcome, steps: explained.steps.map(({ text }) => text).join('\n') }).toEqual({ outcome,
      steps: expect.stringMatching(because) as string });
  });
});
