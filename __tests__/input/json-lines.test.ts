import { JsonLines } from '../../lib/input/json-lines';
import { JsonPath, lineAndColumn, offsetOf } from '../../lib/input/json-places';
import fc from '../support/fast-check';

const TEXT = `
{ "a": [1, {"b":
  "\\"}x"}, []],
  "c\\u0064": {},
  "e": {"f": null, "f": 2}
}`;

test.each<[JsonPath, number | undefined]>([
  [[], 2], [['a'], 2], [['a', 0], 2], [['a', 1], 2], [['a', 1, 'b'], 3], [['a', 2], 3], [['cd'], 4], [['e', 'f'], 5],
  [['a', 3], undefined], [['b'], undefined], [['a', 'b'], undefined], [['a', 0, 'x'], undefined], [['a', 1, 'b', 0], undefined],
  [['cd', 'x'], undefined], [['e', 0], undefined],
])('%j is in line %s', (path, line) => {
  expect(new JsonLines(TEXT).lineOf(path)).toBe(line);
});

/** The paths of all values. */
function pathsOf(value: unknown, path: JsonPath = []): JsonPath[] {
  const below = typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, Array.isArray(value) ? Number(key) : key])) : [];
  return [path, ...below];
}

test('lines are those that the place of each value has', () => {
  fc.assert(fc.property(fc.json(), fc.integer({ min: 0, max: 3 }), (text, indent) => {
    const value = JSON.parse(text) as unknown;
    const written = JSON.stringify(value, null, indent);
    const lines = new JsonLines(written);
    for (const path of pathsOf(value)) {
      expect(lines.lineOf(path)).toBe(Number(lineAndColumn(written, offsetOf(written, path)).split(':')[0]));
    }
  }));
});

test('many values of a large text are found', () => {
  const written = JSON.stringify({
    resource: { type: Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`r${i}`, { rules: [{ name: 'a' }, { name: 'b' }] }])) },
  }, null, 2);
  const lines = new JsonLines(written);
  for (let i = 0; i < 5_000; i++) {
    expect(lines.lineOf(['resource', 'type', `r${i}`, 'rules', 1])).toBe(4 + 10 * i + 5);
  }
});
