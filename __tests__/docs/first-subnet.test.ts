import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Deployment, DeploymentStack } from '../../lib';
import { run, runToEnd } from '../../lib/cli/program';
import { newApp, textOf } from '../constructs/synthesis';

const PAGE = readFileSync(join(__dirname, '..', '..', 'docs', 'first-subnet.md'), 'utf8');
const FILE = /^```yaml\n([\s\S]*?)^```$/m.exec(PAGE)![1]!;
const INIT = /^npx azureml-network (init .*)$/m.exec(PAGE)![1]!;

const folder = mkdtempSync(join(tmpdir(), 'azureml-network-first-subnet-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the file of the page is what its command writes, with the policy of the firewall', async () => {
  const path = join(folder, 'written.yaml');
  expect(await runToEnd([...INIT.split(' '), '--output', path], { out: () => undefined, err: () => undefined })).toBe(0);
  const page = parse(FILE) as { readonly firewall: { readonly policyId: string } };
  const [content, firewall] = readFileSync(path, 'utf8').split('# firewall:\n') as [string, string];
  expect({ ...parse(content) as object, firewall: undefined }).toEqual({ ...page, firewall: undefined });

  // As a person edits it: the marks of the comment go, and the id is written.
  const edited = `${content}firewall:\n${firewall.replace(/^# /gm, '')}`;
  writeFileSync(path, edited);
  expect(() => Deployment.fromFile(path)).toThrow('firewall.policyId: ');
  expect(parse(edited.replace(/policyId: .*/, `policyId: ${page.firewall.policyId}`))).toEqual(page);
});

test('the rules of the page are enough, and nothing else is open', () => {
  const [path, json] = [join(folder, 'deployment.yaml'), join(folder, 'cdk.tf.json')];
  writeFileSync(path, FILE);
  writeFileSync(json, textOf(new DeploymentStack(newApp(), Deployment.fromFile(path))));
  let out = '';
  expect(run(['verify', json, '--deployment', path], { out: (text) => { out += text; }, err: () => undefined })).toBe(0);
  const [, met, all] = /^(\d+) of (\d+) requirements met/.exec(out)!;
  expect([Number(met) > 10, met]).toEqual([true, all]);
});
