import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hclDocuments } from '../../lib/terraform/hcl';
import type { SourceDocument } from '../../lib/terraform/resource';
import fc from '../support/fast-check';
import { graphOfStack } from '../support/graph-of-stack';
import { hclOfStack } from '../support/hcl-of-stack';
import { planOfStack } from '../support/plan-of-stack';
import { asLists, RE_EXPRESSIONS } from '../support/re-expressions';
import { agrees, asConfiguration, at, BASE, change, Change, duplicate, isBlock, isMet, Json, remove, run, set } from '../support/rewriting';
import { stateOfStack } from '../support/state-of-stack';

const folder = mkdtempSync(join(tmpdir(), 're-expression-'));
writeFileSync(join(folder, 'value.tftpl'), '${value}');
afterAll(() => rmSync(folder, { recursive: true }));

const rewrite = (isTaken: (value: unknown, key: string) => boolean, write: (value: unknown) => unknown): Change =>
  change((value, path) => isTaken(value, String(path.at(-1))), (json, path, value) => set(json, path, write(value)));

/** What closes a network that is open, so that an answer is denied. */
const DENIALS: readonly Change[] = [
  rewrite((value, key) => value === 'Allow' && ['access', 'action'].includes(key), () => 'Deny'),
  rewrite((value, key) => typeof value === 'number' && key === 'priority', (value) => Math.max(100, 4196 - Number(value))),
  rewrite((_, key) => key === 'next_hop_type', () => 'None'),
  rewrite((value) => value === '443', () => '8443'),
  change((value, path) => isBlock(value) && (value as Json)['access'] === 'Allow' && typeof path.at(-1) === 'number',
    (json, path, value) => {
      (at(json, path.slice(0, -1)) as unknown[]).push({ ...value as Json, name: 'closed', access: 'Deny', priority: 150 });
    }),
];
const CHANGES: readonly Change[] = [remove, duplicate, ...DENIALS, ...DENIALS];

const picksOf = (all: readonly unknown[], minLength = 0): fc.Arbitrary<[number, number][]> =>
  fc.array(fc.tuple(fc.nat(all.length - 1), fc.nat()), { minLength, maxLength: 3 });

function changed(all: readonly Change[], picks: readonly [number, number][]): Json {
  const json = structuredClone(BASE);
  picks.forEach(([i, pick]) => all[i]!(json, pick));
  return json;
}

test('a network that is written in another way is not met by that', () => {
  let definite = 0;
  fc.assert(fc.property(picksOf(CHANGES), picksOf(RE_EXPRESSIONS, 1), fc.boolean(), fc.nat(1000), (picks, ways, isInLists, seed) => {
    const written = changed(CHANGES, picks);
    const literal = run(written);
    const other = structuredClone(written);
    ways.forEach(([i, pick]) => RE_EXPRESSIONS[i]![1](other, pick));
    const again = run(JSON.parse(JSON.stringify(isInLists ? asLists(other) : other)) as Json, (json) => asConfiguration(json, folder));
    const names = ways.map(([i]) => RE_EXPRESSIONS[i]![0]);
    isMet(again).filter((id) => literal.outcomes.get(id) !== 'met').forEach((id) =>
      expect([names, id, agrees(literal, id, seed)]).toEqual([names, id, true]));
    definite += isMet(again).length;
  }), { numRuns: 25 });
  expect(definite).toBeGreaterThan(40);
});

/** Each way that leaves all known gives the same answers as what it was made of. */
const KNOWN = RE_EXPRESSIONS.filter(([name]) => !/nobody|space|case|host bits|ignored|data source in|once more|another provider/.test(name));

test.each(KNOWN)('%s keeps what is known', (_, apply) => {
  const other = structuredClone(BASE);
  apply(other, 7);
  const again = run(JSON.parse(JSON.stringify(other)) as Json, (json) => asConfiguration(json, folder));
  expect(isMet(again)).toHaveLength(10);
});

const plan = (json: Json, more: Json = {}): SourceDocument[] => [{ file: 'plan.json', json: { ...planOfStack(json), ...more } }];
const withChange = (more: Json): ((json: Json) => SourceDocument[]) => (json) => {
  const { resource_changes: changes, ...rest } = planOfStack(json) as { resource_changes: Json[] };
  return [{ file: 'plan.json', json: { ...rest, resource_changes: changes.map((one) => ({ ...one, ...more })) } }];
};
const exported = (json: Json): SourceDocument => ({ file: 'export.json', json: graphOfStack(json, '10.1.0.4') });

/** The same network in other forms, also beside what was deployed before. */
const FORMS: Readonly<Record<string, (json: Json) => SourceDocument[]>> = {
  'a plan over a state': (json) => plan(json, { prior_state: stateOfStack(BASE, '10.1.0.4') }),
  'a plan that moves resources': withChange({ previous_address: 'azurerm_subnet.before' }),
  'a plan that takes resources over': withChange({ importing: { id: '/subscriptions/0/resourceGroups/rg-net' } }),
  'a plan with what is put aside': withChange({ deposed: '0badcafe' }),
  'a plan that changes nothing': withChange({ change: { actions: ['no-op'], after_unknown: {} } }),
  'a plan that puts changes off': (json) =>
    plan(json, { deferred_changes: [{ reason: 'resource_config_unknown', resource_change: { address: 'azurerm_route.r' } }] }),
  'a plan with an error': (json) => plan(json, { errored: true }),
  'a plan of some resources': (json) => plan(json, { complete: false }),
  'a configuration beside what is deployed': (json) => [...asConfiguration(json), exported(BASE)],
  'a plan beside what is deployed': (json) => [...plan(json), exported(BASE)],
  'a state beside what is deployed': (json) => [{ file: 'state.json', json: stateOfStack(json, '10.1.0.4') }, exported(json)],
};

test('a network in another form, or beside what was deployed before, is not met by that', () => {
  let definite = 0;
  // What is taken away may be deployed all the same, so that here something is always put in its place.
  fc.assert(fc.property(picksOf(DENIALS), fc.constantFrom(...Object.keys(FORMS)), fc.nat(1000), (picks, form, seed) => {
    const written = changed(DENIALS, picks);
    const [literal, again] = [run(written), run(written, FORMS[form])];
    isMet(again).filter((id) => literal.outcomes.get(id) !== 'met').forEach((id) =>
      expect([form, id, agrees(literal, id, seed)]).toEqual([form, id, true]));
    definite += isMet(again).length;
  }), { numRuns: 25 });
  expect(definite).toBeGreaterThan(40);
});

test('Terraform\'s own syntax gives what JSON gives', () => {
  const all = [[], [[0, 5]], [[4, 3]], [[2, 0]], [[3, 9], [1, 4]]].map((picks) => changed(DENIALS, picks as [number, number][]));
  const paths = all.map((json, i) => {
    const path = join(folder, `network${i}.tf`);
    writeFileSync(path, hclOfStack(json));
    return path;
  });
  hclDocuments(paths).forEach((document, i) => {
    expect(run(all[i]!, () => [document]).outcomes).toEqual(run(all[i]!).outcomes);
  });
});
