import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
/** A rule without the words about it, and those. */
interface Rule { readonly body: string; readonly description: string }
interface Shown {
  readonly deployment: { readonly rules: {
    readonly added: Carrier[]; readonly removed: Carrier[]; readonly changed: { readonly before: Carrier; readonly after: Carrier }[];
    readonly described: (Carrier & { readonly before: string; readonly after: string })[];
  }; readonly unknownOmissions: readonly object[] };
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

/** Rules and routes by what holds them and their names. */
function rulesIn(path: string): Map<string, Rule> {
  const text = deploymentJson(path, mkdtempSync(join(folder, 'out-')));
  const { resource } = JSON.parse(text) as { resource: Record<string, Record<string, Body>> };
  const found = new Map<string, Rule>();
  const put = (owner: string, rule: Body): void => {
    const { description, ...body } = rule;
    found.set(`${owner} ${String(rule['name'])}`, { body: JSON.stringify(body), description: String(description) });
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

/** Every example that is a deployment file. */
const COMPARED = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.yaml'));
const [FIRST, SECOND] = EDITIONS as readonly [Edition, Edition];

function diff(example: string, from: Edition, to: Edition): Shown['deployment'] {
  let out = '';
  run(['editions', 'diff', from, to, '--deployment', join(root, 'examples', example), '--format', 'json'], {
    out: (text) => { out += text; }, err: (text) => { throw new Error(text); },
  });
  return (JSON.parse(out) as Shown).deployment;
}

test.each(COMPARED)('%s, in both directions', (example) => {
  const synthesized = new Map([FIRST, SECOND].map((edition) => [edition, rulesIn(inEdition(example, edition))]));
  for (const [from, to] of [[FIRST, SECOND], [SECOND, FIRST]] as const) {
    const [before, after] = [synthesized.get(from)!, synthesized.get(to)!];
    const { rules: { added, removed, changed, described } } = diff(example, from, to);
    const only = (one: Map<string, Rule>, other: Map<string, Rule>): string[] => [...one.keys()].filter((key) => !other.has(key)).sort();
    const unlike = (part: keyof Rule): string[] =>
      [...before].filter(([key, rule]) => after.has(key) && after.get(key)![part] !== rule[part]).map(([key]) => key).sort();
    // A rule that gets another name is one that changes.
    const renamed = changed.filter((one) => keyOf(one.before) !== keyOf(one.after));
    expect([...added.map(keyOf), ...renamed.map((one) => keyOf(one.after))].sort()).toEqual(only(after, before));
    expect([...removed.map(keyOf), ...renamed.map((one) => keyOf(one.before))].sort()).toEqual(only(before, after));
    // Two groups of rules of one firewall may have rules of the same name.
    const same = new Set(changed.filter((one) => !renamed.includes(one)).map((one) => keyOf(one.after)));
    expect([...same].sort()).toEqual(unlike('body'));
    expect([...new Set(described.map(keyOf))].sort()).toEqual(unlike('description').filter((key) => !same.has(key)));
    described.forEach((one) => {
      expect([before, after].map((rules) => rules.get(keyOf(one))!.description)).toEqual([one.before, one.after]);
    });
    expect(added.length + removed.length + changed.length).toBeGreaterThan(0);
  }
});

test.each(['government.yaml', 'host-names-only.yaml'])('%s leaves out what one edition does not have, and it is said', (example) => {
  const expected = [{ edition: FIRST, id: 'vs-code.server-ports' }];
  expect(diff(example, FIRST, SECOND).unknownOmissions).toEqual(expected);
  expect(diff(example, SECOND, FIRST).unknownOmissions).toEqual(expected);
});
