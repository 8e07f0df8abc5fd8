import fc from '../support/fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { EXISTING, MADE, partsOf, replaced } from './documents';
import { BASE, file, synthesize } from './files';

const examples = join(__dirname, '..', '..', 'examples');
const TEXTS = [
  BASE, ...readdirSync(examples).filter((name) => name.endsWith('.yaml')).map((name) => readFileSync(join(examples, name), 'utf8')),
];
const DOCUMENTS: unknown[] = [parse(BASE), MADE, EXISTING];

/** Reads a file to the end. Whatever it is, it is taken, or refused in words that name the file. */
function readsOrRefuses(content: string | Uint8Array): 'read' | 'refused' {
  const path = file(content, 'fuzz.yaml');
  let text: string;
  try {
    text = synthesize(path);
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    const { name, message } = error as Error;
    expect({ name, message, namesFile: message.includes(path) }).toEqual({ name: 'InputError', message, namesFile: true });
    return 'refused';
  }
  // References to resources that are made here are the only expressions.
  expect(text.match(/[$%]\{(?!azurerm_)|TfToken/g) ?? []).toEqual([]);
  return 'read';
}

/** One change of a text. */
type Change = readonly [kind: 'delete' | 'duplicate' | 'replace' | 'lines', at: number, length: number, text: string];

const SPECIAL = [
  ':', ': ', '-', '- ', '#', '&a ', '*a', '!t ', '|', '>', '%', '@', '`', '"', "'", '{', '}', '[', ']', ',', '?', '\n', '\t', '\r', '  ',
  '~', '<<: ', '\0', '\u2028', '${x}', '__proto__', '...', '---', '\ud83d',
];

function changes(): fc.Arbitrary<Change[]> {
  return fc.array(fc.tuple(
    fc.constantFrom('delete' as const, 'duplicate' as const, 'replace' as const, 'lines' as const),
    fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    fc.integer({ min: 1, max: 30 }),
    fc.oneof(fc.constantFrom(...SPECIAL), fc.string({ maxLength: 4, unit: 'binary' })),
  ), { minLength: 1, maxLength: 4 });
}

function change(text: string, [kind, at, length, inserted]: Change): string {
  const begin = Math.floor(at * text.length);
  if (kind === 'lines') {
    // Whole lines keep their indentation, so that more of these are read to the end.
    const lines = text.split('\n');
    const line = Math.floor(at * lines.length);
    lines.splice(length % 2 === 0 ? line : 0, length % 3, ...lines.slice(line, line + (length % 4)));
    return lines.join('\n');
  }
  const part = text.slice(begin, begin + length);
  return text.slice(0, begin) + { delete: '', duplicate: part + part, replace: inserted }[kind] +
    text.slice(begin + (kind === 'replace' ? 1 : length));
}

test('any bytes', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
    expect(readsOrRefuses(bytes)).toBe('refused');
  }), { numRuns: 100 });
});

test('any change of an example', () => {
  const results = new Set<string>();
  fc.assert(fc.property(fc.constantFrom(...TEXTS), changes(), (text, all) => {
    results.add(readsOrRefuses(all.reduce(change, text)));
  }), { numRuns: 120 });
  // Changes that are always refused would show nothing of what comes behind the parser.
  expect([...results].sort()).toEqual(['read', 'refused']);
});

test('any value in any place', () => {
  const values = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }), fc.integer(), fc.boolean(), fc.constant(null), fc.constantFrom(
      '__proto__', 'constructor', '', '*', '0', '10.0.0.0/33', '::/0', 'default', 'Internet', '0-0', 'a.b', '<region>', 'x'.repeat(80),
    ),
    fc.constantFrom<unknown>(...DOCUMENTS.flatMap((document) => partsOf(document).map(({ value }) => value))),
  );
  const places = fc.constantFrom(...DOCUMENTS.flatMap((document) => partsOf(document).map(({ path }) => ({ document, path }))));
  fc.assert(fc.property(places, values, fc.boolean(), ({ document, path }, value, indented) => {
    readsOrRefuses(JSON.stringify(replaced(document, path, value), null, indented ? 2 : 0) ?? '');
  }), { numRuns: 120 });
});
