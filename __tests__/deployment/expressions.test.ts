import { EXISTING, MADE, NAMED, OWN_NEEDS, partsOf, Path, replaced, schemaKeyOf, schemaKeys, SERVERS, UNRESTRICTED } from './documents';
import { file, refusal, synthesize } from './files';
import { deploymentSchema } from '../../lib/deployment/schema';

/**
 * A deployment file is data. Terraform evaluates templates in every text of its JSON, also in keys, and CDKTF resolves
 * markers of tokens in texts, lists, and keys; none of them may get there from a file.
 */
const EXPRESSIONS = ['${file("/etc/passwd")}', '%{ if true }x%{ endif }', '#{TfToken[0]}', '&{TfToken[0]}', '${TfToken[TOKEN.0]}'] as const;

/** Ways to hide an expression from a pattern that looks along one line, or at the beginning. */
const HIDDEN: readonly ((original: string, expression: string) => string)[] = [
  (_, expression) => expression,
  (original, expression) => `${original}${expression}`,
  (original, expression) => `${original}\u2028${expression}`,
  (original, expression) => `${original}\n${expression}`,
];

const json = (document: unknown): string => file(JSON.stringify(document, null, 1), 'deployment.json');

/** Every way that an expression can be put into every text of a document, once for each key of the schema. */
function poisoned(document: object, told: Iterable<string> = []): [key: string, documents: unknown[]][] {
  const done = new Set(told);
  const isNew = (path: Path): boolean => !done.has(schemaKeyOf(path)) && done.add(schemaKeyOf(path)).size > 0;
  return partsOf(document).filter(({ path, value }) => typeof value === 'string' && isNew(path)).map(({ path, value }) => [
    path.join('.'),
    EXPRESSIONS.flatMap((expression, i) =>
      (i === 0 ? HIDDEN : HIDDEN.slice(1, 3)).map((hide) => replaced(document, path, hide(value as string, expression)))),
  ]);
}

const keysOf = (document: object): string[] => partsOf(document).map(({ path }) => schemaKeyOf(path));
const inMade = keysOf(MADE);

test('the documents are accepted as they are', () => {
  expect(synthesize(json(MADE))).toContain('nsg-training');
  expect(synthesize(json(EXISTING))).toContain('nsg-hub');
});

test('the documents have every key of the schema', () => {
  const used = new Set(
    [MADE, EXISTING, OWN_NEEDS, SERVERS, UNRESTRICTED, NAMED].flatMap((document) => partsOf(document).map(({ path }) => schemaKeyOf(path))),
  );
  expect(schemaKeys(deploymentSchema()).filter((key) => !used.has(key))).toEqual([]);
});

describe.each([
  ['made', poisoned(MADE)],
  ['existing', poisoned(EXISTING, inMade)],
  ['own needs', poisoned(OWN_NEEDS, [...inMade, ...keysOf(EXISTING)])],
  ['servers', poisoned(SERVERS, [...inMade, ...keysOf(EXISTING), ...keysOf(OWN_NEEDS)])],
  ['named', poisoned(NAMED, inMade)],
])('an expression in the document "%s"', (_, all) => {
  test.each(all)('in %s', (key, documents) => {
    expect(documents.length).toBeGreaterThan(EXPRESSIONS.length);
    for (const document of documents) {
      const path = json(document);
      const message = refusal(path);
      expect(message).toMatch(new RegExp(`^${path}:\\d+:\\d+: `));
      expect(message).toContain(`: ${key.replace(/\.(\d+)/g, '[$1]')}: `);
    }
  });
});

test.each(EXPRESSIONS)('%s as a key, wherever there are keys', (expression) => {
  for (const { path, value } of partsOf(MADE)) {
    if (typeof value === 'object' && !Array.isArray(value)) {
      expect(refusal(json(replaced(MADE, path, { ...value, [expression]: 'x' })))).toContain(JSON.stringify(expression));
    }
  }
});

test.each(EXPRESSIONS)('%s as a part of the names that users choose', (expression) => {
  const { training } = MADE.subnets;
  for (const document of [
    { ...MADE, subnets: { [`training${expression}`]: training } },
    replaced(MADE, ['subnets', 'training', 'securityGroup', 'tags'], { [`a${expression}`]: 'b' }),
    replaced(MADE, ['subnets', 'training', 'routeTable', 'tags'], { [`a\u2028${expression}`]: 'b' }),
    replaced(MADE, ['networkPolicies', 'modelPodLabels'], { [`a${expression}`]: 'b' }),
  ]) {
    expect(refusal(json(document))).toContain(JSON.stringify(expression).slice(1, -1));
  }
});

/** CDKTF marks numbers that are known later as numbers far below all others. */
test('the mark of a token as a number', () => {
  for (const { path, value } of partsOf(MADE)) {
    if (typeof value === 'number') {
      expect(refusal(json(replaced(MADE, path, -1.8881545897087827e+289)))).toMatch(/: -1\.8881545897087827e\+289 is /);
    }
  }
});

test('texts that only look like expressions are taken as they are', () => {
  const purpose = 'Costs $5 {net}, 100% of #1 & more \\{';
  expect(synthesize(json(replaced(MADE, ['requirements', 0, 'purpose'], purpose)))).toContain(JSON.stringify(`${purpose} [own.tag]`));
});
