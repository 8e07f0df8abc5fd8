import { join } from 'node:path';
import { Deployment, Scenario } from '../../lib';
import { run, runToEnd } from '../../lib/cli/program';
import type { DeploymentDescription } from '../../lib/deployment/description';
import { carriersOf, deploymentRules } from '../../lib/lookup/deployment-rules';
import { columns } from '../support/log-forms';
import { idOf } from './documents';
import { file } from './files';

/** What one subnet needs and the others do not reaches every command that reads a deployment file. */
const FILE = join(__dirname, '../../examples/two-subnets.yaml');

function call(...args: string[]): { code: number; out: string; err: string } {
  let [out, err] = ['', ''];
  const code = run(args, { out: (text) => { out += text; }, err: (text) => { err += text; } });
  return { code, out, err };
}

test('export writes what any subnet needs', () => {
  const { out } = call('export', '--deployment', FILE, '--format', 'csv');
  expect(out).toContain('cloud.r-project.org');
  expect(out).toContain('pypi.org');
});

test('lookup finds the requirement of one subnet, and the rules that carry it', () => {
  const { out } = call('lookup', 'cloud.r-project.org:443', '--deployment', FILE);
  expect(out).toContain('rstudio.cran');
  expect(out).toContain('firewall rules azureml-notebooks');
  expect(out).toContain('security group nsg-notebooks of notebooks');
});

test('rules of one subnet are carried by its own firewall rules', () => {
  const carriers = carriersOf(deploymentRules(Deployment.fromFile(FILE)), new Set(['rstudio.cran']));
  expect(carriers.filter(({ owner }) => owner.kind === 'firewall').map(({ where }) => where)).toEqual(['firewall rules azureml-notebooks']);
});

test('logs hold each flow against the needs of its own subnet', async () => {
  const log = file(JSON.stringify(['10.1.1.9', '10.1.2.9'].map((machine, i) => columns({
    at: Date.UTC(2026, 0, 1, 0, i), machine, clientPort: 50000, kind: 'application', protocol: 'HTTPS', host: 'cloud.r-project.org',
    port: 443, allowed: false,
  })).map((row, i) => ({ ...row, TimeGenerated: `2026-01-01T00:0${i}:00Z`, Type: 'AZFWApplicationRule' }))), 'firewall-log.json');
  let out = '';
  const code = await runToEnd(['logs', log, '--deployment', FILE, '--format', 'json'], {
    out: (text) => { out += text; }, err: (text) => { out += text; },
  });
  const { flows } = JSON.parse(out) as { flows: { subnet: string; finding: string }[] };
  expect([code, flows.map(({ subnet: name, finding }) => `${name} ${finding}`).sort()])
    .toEqual([1, ['notebooks denied-required', 'training denied-off']]);
});

const subnet = (name: string, range: string): DeploymentDescription['subnets'][string] => ({
  subnetId: idOf('virtualNetworks/vnet/subnets', name), addressPrefixes: [range],
});

test('the needs of all subnets have the ports of each, and leave out what each of them leaves out', () => {
  const { cloud, region, edition } = Deployment.fromFile(FILE).requirements;
  const reason = 'test';
  const all = Deployment.fromFile(file(JSON.stringify({
    name: 'x', cloud, region, edition, workspace: { privateEndpoint: false }, compute: { publicIp: false },
    subnets: {
      a: { ...subnet('a', '10.1.1.0/24'), leaveOut: [{ id: 'basic.storage', reason }, { id: 'basic.azure-monitor', reason }] },
      b: { ...subnet('b', '10.1.2.0/24'), scenarios: [Scenario.RSTUDIO], leaveOut: [{ id: 'basic.azure-monitor', reason }] },
      c: {
        ...subnet('c', '10.1.3.0/24'), scenarios: [Scenario.DATA_EXFILTRATION_PROTECTION],
        leaveOut: [{ id: 'basic.azure-monitor', reason }],
      },
    },
  }), 'needs.json'))._requirementsOfAll;
  const portsOf = (id: string): readonly string[] | undefined => all.all.find((one) => one.id === id)?.ports.ranges;
  expect(portsOf('basic.azure-machine-learning-tcp')).toEqual(['443', '8787', '18881']);
  expect(portsOf('basic.azure-monitor')).toBeUndefined();
  expect(all.leftOut.filter(({ byUser }) => byUser).map(({ id }) => id)).toEqual(['basic.azure-monitor']);
  // Storage goes past the firewall from one subnet only.
  expect(all.all.find(({ id }) => id === 'basic.storage')!.serviceEndpoint).toBeUndefined();
  expect(all.leftOut.map(({ id }) => id)).not.toContain('basic.storage');
});

test('without needs of their own, subnets share the requirements of the file', () => {
  const deployment = Deployment.fromFile(join(__dirname, '../../examples/classic-firewall.yaml'));
  expect(deployment._requirementsOfAll).toBe(deployment.requirements);
});
