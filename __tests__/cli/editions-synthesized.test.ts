import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';
import { catalog } from '../../lib/catalog/catalog';
import { Edition, EDITIONS } from '../../lib/requirements/edition';
import { deploymentJson, root } from '../support/example-suite';

// What the command says changes in the rules of a deployment is compared with the Terraform JSON of both editions.

const folder = mkdtempSync(join(tmpdir(), 'editions-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Body = Record<string, unknown>;
interface Carrier { readonly where: string; readonly rule: string }
interface Shown {
  readonly deployment: { readonly rules: {
    readonly added: Carrier[]; readonly removed: Carrier[]; readonly changed: { readonly before: Carrier; readonly after: Carrier }[];
  } };
}

/** The example in one edition; what it leaves out and the edition does not have is left out of the file. */
function inEdition(example: string, edition: Edition): string {
  const missing = catalog().filter(({ editions }) => !editions.includes(edition)).map(({ id }) => id);
  const text = readFileSync(join(root, 'examples', example), 'utf8').replace(/^edition: .*$/m, `edition: ${edition}`)
    .replace(/\bdata\//g, `${join(root, 'examples', 'data')}/`)
    .replace(/^ {2}- id: (\S+)\n {4}reason: .*\n/gm, (entry, id: string) => (missing.includes(id) ? '' : entry))
    .replace(/^leaveOut:\n(?! )/m, '');
  const path = join(folder, `${edition}-${example}`);
  writeFileSync(path, text);
  return path;
}

/** Rules and routes by what holds them and their names, without the words about them. */
function rulesIn(path: string): Map<string, string> {
  const text = deploymentJson(path, mkdtempSync(join(folder, 'out-')));
  const { resource } = JSON.parse(text) as { resource: Record<string, Record<string, Body>> };
  const found = new Map<string, string>();
  const put = (owner: string, rule: Body): void => {
    found.set(`${owner} ${String(rule['name'])}`, JSON.stringify({ ...rule, description: '' }));
  };
  const listOf = (body: Body, key: string): Body[] => (body[key] ?? []) as Body[];
  for (const [type, named] of Object.entries(resource)) {
    for (const body of Object.values(named)) {
      listOf(body, 'security_rule').forEach((rule) => put(`security group ${String(body['name'])}`, rule));
      listOf(body, 'route').forEach((rule) => put(`route table ${String(body['name'])}`, rule));
      [...listOf(body, 'network_rule_collection'), ...listOf(body, 'application_rule_collection')]
        .forEach((collection) => listOf(collection, 'rule').forEach((rule) => put('firewall', rule)));
      if (/^azurerm_firewall_(network|application)_rule_collection$/.test(type)) {
        listOf(body, 'rule').forEach((rule) => put('firewall', rule));
      }
    }
  }
  return found;
}

/** The owner as the Terraform JSON has it. */
function keyOf({ where, rule }: Carrier): string {
  const [, group] = /^security group (\S+) of /.exec(where) ?? [];
  return `${group === undefined ? where.split(' ')[0] : `security group ${group}`} ${rule}`;
}

const COMPARED = ['own-requirement.yaml', 'government.yaml', 'host-names-only.yaml', 'classic-firewall.yaml', 'two-subnets.yaml'];

test.each(COMPARED)('%s', (example) => {
  const [first, second] = EDITIONS as readonly [Edition, Edition];
  const [before, after] = [rulesIn(inEdition(example, first)), rulesIn(inEdition(example, second))];
  let out = '';
  const path = join(root, 'examples', example);
  run(['editions', 'diff', first, second, '--deployment', path, '--format', 'json'], {
    out: (text) => { out += text; }, err: (text) => { throw new Error(text); },
  });
  const { added, removed, changed } = (JSON.parse(out) as Shown).deployment.rules;
  const only = (one: Map<string, string>, other: Map<string, string>): string[] => [...one.keys()].filter((key) => !other.has(key)).sort();
  const unlike = [...before].filter(([key, rule]) => after.has(key) && after.get(key) !== rule).map(([key]) => key)
    .sort();
  // A rule that gets another name is one that changes.
  const renamed = changed.filter((one) => keyOf(one.before) !== keyOf(one.after));
  expect([...added.map(keyOf), ...renamed.map((one) => keyOf(one.after))].sort()).toEqual(only(after, before));
  expect([...removed.map(keyOf), ...renamed.map((one) => keyOf(one.before))].sort()).toEqual(only(before, after));
  // Two groups of rules of one firewall may have rules of the same name.
  const same = new Set(changed.filter((one) => !renamed.includes(one)).map((one) => keyOf(one.after)));
  expect([...same].sort()).toEqual(unlike);
  expect(added.length + removed.length + changed.length).toBeGreaterThan(0);
});
