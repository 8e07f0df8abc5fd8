import { graphRowsOfCsv } from '../../lib/azure-exports/graph-table';
import { readExports } from '../../lib/azure-exports/read-exports';
import type { Network } from '../../lib/network/network';
import { partsOf, replaced } from '../deployment/documents';
import fc from '../support/fast-check';
import { GRAPH, REST, sampleJson, TEMPLATES } from './samples';

const FILES = [...REST.slice(0, 2), ...REST.slice(4), GRAPH[0]!, ...TEMPLATES, 'arg-rest-table.json',
  'az-network-nic-list-effective-nsg.json', 'az-network-nic-show-effective-route-table.json', 'arm-rest-networkManager-adminRules.json'];
const DOCUMENTS = FILES.map((file) => sampleJson(file));

/** Reads what there is. Whatever it is, it gives a network, or is refused in words that name the file. */
function readsOrRefuses(documents: readonly unknown[]): Network | undefined {
  try {
    const network = readExports(documents.map((json, i) => ({ file: `${i}.json`, json })));
    // Control characters, marks that do not show, and what JavaScript writes for what is no text.
    const lines = network.problems.map(({ place, message }) => `${place.file} ${place.resource} ${place.part ?? ''} ${message}`);
    expect(lines.filter((line) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\bundefined\b|\[object|NaN/u.test(line))).toEqual([]);
    return network;
  } catch (error) {
    expect(error).toMatchObject({ name: 'InputError', message: expect.stringMatching(/^\d+\.json: /) as string });
    return undefined;
  }
}

test('any value', () => {
  fc.assert(fc.property(fc.array(fc.jsonValue({ maxDepth: 4 }), { maxLength: 3 }), (documents) => {
    readsOrRefuses(documents);
  }), { numRuns: 200 });
});

test('any value in any place', () => {
  const results = new Set<string>();
  const parts = DOCUMENTS.map((document) => partsOf(document));
  const values = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }), fc.integer(), fc.constant(null),
    fc.constantFrom<unknown>('', '*', '10.0.0.0/33', '::/0', '[', '[]', '[[x]', '[concat(', '[resourceId(\'a/b\', \'c\')]',
      '[parameters(\'x\')]', '__proto__', 'constructor', [], {}, [null], [[]], true, -1, 1e300, '\u202e\u0007', '/subscriptions/x'),
    fc.constantFrom<unknown>(...parts.flatMap((all) => all.map(({ value }) => value))),
  );
  const places = fc.constantFrom(...parts.flatMap((all, index) => all.map(({ path }) => ({ index, path }))));
  fc.assert(fc.property(places, values, ({ index, path }, value) => {
    const network = readsOrRefuses([replaced(DOCUMENTS[index], path, value), DOCUMENTS[(index + 1) % DOCUMENTS.length]]);
    results.add(network === undefined ? 'refused' : network.problems.length > 0 ? 'told' : 'read');
  }), { numRuns: 400 });
  expect([...results].sort()).toEqual(['read', 'refused', 'told']);
}, 20_000);

test.each(['', '/', 'a/'])('a resource of a template whose name is %j is told', (name) => {
  const network = readsOrRefuses([replaced(sampleJson('group-export-skip-all-params.json'), ['resources', 0, 'name'], name)]);
  expect(network!.problems.length).toBeGreaterThan(0);
});

test('any text as an expression of a template', () => {
  const template = sampleJson('group-export-skip-all-params.json');
  const parts = fc.constantFrom('[', ']', '(', ')', '\'', ',', ' ', 'concat', 'parameters', 'variables', 'resourceId', 'format', 'a/b',
    '{0}', 'x', '0', '\\', '\n', '\u0000');
  fc.assert(fc.property(fc.array(parts, { maxLength: 14 }).map((texts) => texts.join('')), (text) => {
    const network = readsOrRefuses([replaced(template, ['resources', 0, 'properties', 'routes', 0, 'properties', 'nextHopIpAddress'],
      text)]);
    expect(network?.routeTables.size).toBe(1);
  }), { numRuns: 300 });
});

test('any text as a table', () => {
  const parts = fc.constantFrom('"', '""', ',', '\n', '\r\n', 'id', 'properties', '{', '}', '{""a"":1}',
    '/subscriptions/x/resourceGroups/y/providers/Microsoft.Network/routeTables/z', ' ', '\ufeff');
  fc.assert(fc.property(fc.array(parts, { maxLength: 16 }).map((texts) => `"id","properties"\n${texts.join('')}`), (text) => {
    try {
      readsOrRefuses([graphRowsOfCsv('0.json', text)]);
    } catch (error) {
      expect(error).toMatchObject({ name: 'InputError', message: expect.stringMatching(/^0\.json[:,]/) as string });
    }
  }), { numRuns: 300 });
});

test('values that are nested very deeply', () => {
  const deep = (depth: number): unknown => JSON.parse(`${'[{"properties":'.repeat(depth)}1${'}]'.repeat(depth)}`);
  for (const path of [['value', 0, 'properties', 'securityRules'], ['value', 0, 'properties', 'subnets'], ['value', 0, 'properties']]) {
    expect(readsOrRefuses([replaced(DOCUMENTS[0], path, deep(490))])).toBeDefined();
  }
  expect(readsOrRefuses([replaced(sampleJson('group-export-skip-all-params.json'), ['resources', 0, 'properties'],
    deep(490))])).toBeDefined();
  expect(() => readExports([{ file: '0.json', json: replaced(DOCUMENTS[0], ['value', 0, 'properties'], deep(1000)) }]))
    .toThrow(/^0\.json: is nested in more than 1000 levels/);
});

test.each(['{"a":', '[', '[{"properties":'])('values that are nested in fifty thousand levels are refused, however: %s', (open) => {
  const close = open.replace(/[^[{]/g, '').split('').reverse().map((one) => (one === '[' ? ']' : '}')).join('');
  const deep = (depth: number): unknown => JSON.parse(`${open.repeat(depth)}1${close.repeat(depth)}`);
  for (const document of [DOCUMENTS[0], sampleJson('group-export-skip-all-params.json')]) {
    const [first] = partsOf(document).filter(({ path }) => path.at(-1) === 'properties');
    const json = (depth: number): unknown => replaced(document, first!.path, deep(depth));
    expect(() => readExports([{ file: '0.json', json: json(50_000) }])).toThrow(/^0\.json: is nested in more than 1000 levels/);
    expect(readsOrRefuses([json(980 / close.length)])).toBeDefined();
  }
});

/** The same document with the members of all objects in another order. */
function shuffled(value: unknown, order: (keys: string[]) => string[]): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => shuffled(item, order));
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(order(Object.keys(value)).map((key) => [key, shuffled((value as Record<string, unknown>)[key], order)]))
    : value;
}

test('the order of keys, and of documents, does not matter', () => {
  const documents = [...REST, ...TEMPLATES].map((file) => ({ file, json: sampleJson(file) }));
  const expected = readExports(documents);
  fc.assert(fc.property(fc.integer({ min: 1, max: 1 << 30 }), (seed) => {
    let state = seed;
    const order = (keys: string[]): string[] => keys
      .map((key) => ({ key, rank: state = (Math.imul(state, 1103515245) + 12345) >>> 0 })).sort((a, b) => a.rank - b.rank)
        .map(({ key }) => key);
    const network = readExports([...documents].reverse().map(({ file, json }) => ({ file, json: shuffled(json, order) })));
    expect(network).toEqual(expected);
    expect([...network.securityGroups.keys(), ...network.routeTables.keys()]).toEqual([...expected.securityGroups.keys(),
      ...expected.routeTables.keys()]);
  }), { numRuns: 20 });
  // Templates of another day are told from lists; three rules are not nine.
  expect(expected.problems.map(({ message }) => message).filter((message) => message
    .includes('different times')).length).toBeGreaterThan(0);
});
