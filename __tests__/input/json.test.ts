import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JsonDocument } from '../../lib/input/json';
import { malformedIn } from '../../lib/input/json-flaws';
import { messageOf } from '../azure/message-of';
import fc from '../support/fast-check';

const KIND = { what: 'an answer', maxBytes: 1000 };
const folder = mkdtempSync(join(tmpdir(), 'azureml-network-input-'));
afterAll(() => rmSync(folder, { recursive: true }));

function document(text: string): JsonDocument {
  return new JsonDocument({ name: 'x.json', text }, KIND);
}

test.each([
  ['', 'x.json: the file is empty; an answer is JSON'],
  [' \n', 'x.json: the file is empty; an answer is JSON'],
  ['{"a":', 'x.json:1:6: not JSON: unexpected end of JSON input; an answer is JSON, and it ends in the middle, so the file is ' +
    'cut: write it again'],
  ['{"a":1,\n}', 'x.json:2:1: not JSON: there is a comma before "}", after the last of a list or an object; remove it; an answer is JSON'],
  ['[1, ]', 'x.json:1:5: not JSON: there is a comma before "]", after the last of a list or an object; remove it; an answer is JSON'],
  ['{"a":1,b}', 'x.json:1:8: not JSON: expected double-quoted property name; an answer is JSON'],
  ['PK\u0003\u0004', 'x.json:1:1: not JSON: unexpected "P"; an answer is JSON, and this is a plan in the binary form of Terraform; ' +
    'give what "terraform show -json" prints for it'],
  ['{"a":"\u0001"}', 'x.json:1:7: not JSON: bad control character in string literal; an answer is JSON'],
  ['{"a":"\\x"}', 'x.json:1:8: not JSON: bad escaped character in string literal; an answer is JSON'],
  ['["\\u12', 'x.json:1:7: not JSON: string literal without its end; an answer is JSON, and it ends in the middle, so the file is ' +
    'cut: write it again'],
  ['[01]', 'x.json:1:3: not JSON: a number has digits after a leading zero; an answer is JSON'],
  ['[-]', 'x.json:1:3: not JSON: no digit after the minus sign of a number; an answer is JSON'],
  ['[1.]', 'x.json:1:4: not JSON: no digit after the point of a number; an answer is JSON'],
  ['[1e+]', 'x.json:1:5: not JSON: no digit in the exponent of a number; an answer is JSON'],
  ['{a:1}', 'x.json:1:2: not JSON: expected double-quoted property name or "}"; an answer is JSON'],
  ['{"a" 1}', 'x.json:1:6: not JSON: expected ":" after property name; an answer is JSON'],
  ['[1 2]', 'x.json:1:4: not JSON: expected "," or "]" after array element; an answer is JSON'],
  ['{"a":1\n"b":2}', 'x.json:2:1: not JSON: expected "," or "}" after property value; an answer is JSON'],
  ['<html>', 'x.json:1:1: not JSON: unexpected "<"; an answer is JSON, and this is a page of a site'],
  ['{"a":\nhello}', 'x.json:2:1: not JSON: unexpected "h"; an answer is JSON'],
  ['{"a":1}\n{"a":1}', 'x.json:2:1: not JSON: unexpected non-whitespace character after JSON; an answer is JSON'],
  ['{"a":1}]', 'x.json:1:8: not JSON: unexpected non-whitespace character after JSON; an answer is JSON'],
  ['{"a":[true,\n{"b":nul]}}', 'x.json:2:9: not JSON: unexpected "]"; an answer is JSON'],
  ['[0.5,-1e3,"]", +1]', 'x.json:1:16: not JSON: unexpected "+"; an answer is JSON'],
  ['[{},[],{"a":[]},\u{1f600}]', 'x.json:1:17: not JSON: unexpected "\u{1f600}"; an answer is JSON'],
  ['undefined', 'x.json:1:1: not JSON: unexpected "u"; an answer is JSON'],
  ['{"a":1,"a":undefined}', 'x.json:1:12: not JSON: unexpected "u"; an answer is JSON'],
  ['Location    Name\n----------  ------\nwesteurope  nsg-a\n',
    'x.json:1:1: not JSON: unexpected "L"; an answer is JSON, and this is a table; with --output json, the Azure CLI prints JSON'],
  ['# $schema=x\n\nname: a\nedition: 2026-03-19\ncloud: public\n',
    'x.json:1:1: not JSON: unexpected "#"; an answer is JSON, and this is a deployment file; give it with --deployment'],
  ['# of the hub\nid: 1\n',
    'x.json:1:1: not JSON: unexpected "#"; an answer is JSON, and this is YAML; with --output json, the Azure CLI prints JSON'],
  ['- etag: W/"1"\n  id: /subscriptions/0\n',
    'x.json:1:2: not JSON: no digit after the minus sign of a number; an answer is JSON, and this is YAML; ' +
    'with --output json, the Azure CLI prints JSON'],
  ['<!DOCTYPE html><html>', 'x.json:1:1: not JSON: unexpected "<"; an answer is JSON, and this is a page of a site'],
  ['{- Finished ..\n[]', 'x.json:1:2: not JSON: expected double-quoted property name or "}"; an answer is JSON, and a progress line ' +
    'comes before it; remove that line'],
  ['Westeurope\tnsg-a\tSucceeded\n', 'x.json:1:1: not JSON: unexpected "W"; an answer is JSON, and this is a table without headings; ' +
    'with --output json, the Azure CLI prints JSON'],
  ['W/"1"\t/subscriptions/0\twesteurope\n', 'x.json:1:1: not JSON: unexpected "W"; an answer is JSON, and this is a table without ' +
    'headings; with --output json, the Azure CLI prints JSON'],
  ['[\n  {\n    \u001b[94m"id"\u001b[39;49;00m: 1}]', 'x.json:3:5: not JSON: expected double-quoted property name or "}"; an answer is ' +
    'JSON, and it has the colors of a terminal; with --output json, the Azure CLI prints JSON without them'],
  ['{\n\u001b[94m"id"\u001b[39;49;00m: 1}', 'x.json:2:1: not JSON: expected double-quoted property name or "}"; an answer is JSON, and ' +
    'it has the colors of a terminal; with --output json, the Azure CLI prints JSON without them'],
  ['param location string\n\nresource nsg \'Microsoft.Network/networkSecurityGroups@2023-11-01\' = {\n}\n',
    'x.json:1:1: not JSON: unexpected "p"; an answer is JSON, and this is Bicep; give what is deployed, as az graph query or az group ' +
    'export prints it'],
  ["ERROR: Please run 'az login' to setup account.\n", 'x.json:1:1: not JSON: unexpected "E"; an answer is JSON, and this is a message'],
  ['{"b":[{"a":1,\n "a":2}]}', 'x.json:2:2: the key "a" is given twice, first in line 1'],
  ['{"a" :1, "a":2}', 'x.json:1:10: the key "a" is given twice, first in line 1'],
  ['{"a":"::1","b":["::2 : ","::3"],"a" : 2}', 'x.json:1:33: the key "a" is given twice, first in line 1'],
  ['["x",{"a":1,"a":2}]', 'x.json:1:13: the key "a" is given twice, first in line 1'],
  ['{"a"\n:1,"a"\n:2}', 'x.json:2:4: the key "a" is given twice, first in line 1'],
  ['{"a"\t:1,"a"\t:2}', 'x.json:1:9: the key "a" is given twice, first in line 1'],
  ['{"\\u0061":"\\":","a":2}', 'x.json:1:17: the key "a" is given twice, first in line 1'],
])('%j is refused', (text, message) => {
  expect(messageOf(() => document(text))).toBe(message);
});

test('a long list and deep nesting are no way around it', () => {
  expect(messageOf(() => document(`{"a":[${'1,'.repeat(200_000)}1],"a":2}`)))
    .toBe('x.json:1:400010: the key "a" is given twice, first in line 1');
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  expect(messageOf(() => document(`{"a":1,"b":${deep},"a":2}`))).toBe('x.json:1:1011: the content is nested too deeply');
  expect(messageOf(() => document(`${deep.slice(1)}x`)))
    .toBe('x.json:1:199999: not JSON: unexpected non-whitespace character after JSON; an answer is JSON');
  expect(messageOf(() => document(`${'['.repeat(100_000)}x`)))
    .toBe('x.json:1:100001: not JSON: unexpected "x"; an answer is JSON');
  expect(document(deep).where([0, 0, 0])).toBe('x.json:1:4: [0][0][0]');
});

test('a refusal keeps no tree of the text', () => {
  // In a process of its own, whose heap the trees of these texts would not fit into.
  const script = `
    require('./scripts/typescript/register.js');
    const { JsonDocument } = require('./lib/input/json');
    const ones = '1,'.repeat(3e6);
    const said = (action) => { try { return action(); } catch (error) { return error.message; } };
    const document = (text) => new JsonDocument({ name: 'x.json', text }, ${JSON.stringify(KIND)});
    console.log(said(() => document('{"a":[' + ones + '1],"b":1}').where(['b'])));
    console.log(said(() => document('{"a":1,"b":[' + ones + '1],"a":1}')));
    console.log(said(() => document('[' + ones + 'x]')));`;
  const { stdout } = spawnSync(process.execPath, ['--max-old-space-size=160', '-e', script], {
    cwd: join(__dirname, '..', '..'), encoding: 'utf8',
  });
  expect(stdout.split('\n')).toEqual([
    'x.json:1:6000014: b', 'x.json:1:6000016: the key "a" is given twice, first in line 1',
    'x.json:1:6000002: not JSON: unexpected "x"; an answer is JSON', '',
  ]);
});

test('what cannot be seen is escaped', () => {
  expect(messageOf(() => document('{"\u009b\u202e\u2028":1,"\u009b\u202e\u2028":2}')))
    .toContain('the key "\\u009b\\u202e\\u2028" is given twice');
});

test('values know where they stand', () => {
  const json = document('{"a":\n  [{"b c": 1}, "::1"]}');
  expect(json.where([])).toBe('x.json:1:1');
  expect(json.where(['a', 0, 'b c'])).toBe('x.json:2:12: a[0]["b c"]');
  expect(json.where(['a', 1])).toBe('x.json:2:16: a[1]');
  expect(json.where(['a', 0, 'missing'])).toBe('x.json:2:4: a[0].missing');
});

test('every value is found where it stands', () => {
  const check = (json: JsonDocument, lines: string[], value: unknown, path: (string | number)[]): void => {
    const [, line, column] = /^x\.json:(\d+):(\d+)/.exec(json.where(path))!;
    const begin = typeof value === 'object' && value !== null ? (Array.isArray(value) ? '[' : '{') : JSON.stringify(value);
    expect(lines[Number(line) - 1]!.slice(Number(column) - 1).startsWith(begin)).toBe(true);
    const isList = Array.isArray(value);
    for (const [key, below] of Object.entries(Object(typeof value === 'string' ? {} : value) as object)) {
      check(json, lines, below, [...path, isList ? Number(key) : key]);
    }
  };
  fc.assert(fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
    const text = JSON.stringify(value, null, space);
    check(document(text), text.split('\n'), value, []);
  }));
});

function engineSays(text: string): string {
  try {
    JSON.parse(text);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** JSON with up to two places changed, each by what may stand in JSON or not. */
const BROKEN = fc.tuple(fc.jsonValue({ noUnicodeString: true }), fc.array(fc.tuple(
  fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 2 }),
  fc.constantFrom('', ',', ':', '{', '}', '[', ']', 't', 'n', "'", '+', '"',
    '\\', '\\u00', '\u0001', '\n', '0', '-', '1.', '1e', '.5', '01', '\u00a0'),
), { minLength: 1, maxLength: 2 })).map(([value, changes]) => changes.reduce((so, [share, length, piece]) => {
  const at = Math.floor(share * so.length);
  return so.slice(0, at) + piece + so.slice(at + length);
}, JSON.stringify(value, null, 1)));

test('a text is refused where the engine refuses it', () => {
  fc.assert(fc.property(BROKEN, (text) => {
    const said = engineSays(text);
    const flaw = malformedIn(text);
    expect([text, flaw === undefined]).toEqual([text, said === '']);
    const place = /at position (\d+)/.exec(said)?.[1];
    if (place !== undefined) {
      expect([text, flaw!.place]).toEqual([text, Number(place)]);
    }
    const named = /^Unexpected token '(.)'/su.exec(said)?.[1];
    if (named !== undefined && text.trim() !== '') {
      expect(messageOf(() => document(text))).toContain(`not JSON: unexpected ${JSON.stringify(named)}`);
    }
  }), { numRuns: 3000 });
});

test('every JSON document is taken as it is', () => {
  fc.assert(fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
    const text = JSON.stringify(value, null, space);
    expect(document(text).content).toEqual(JSON.parse(text));
  }));
});

test('a repeated key is refused wherever it stands', () => {
  fc.assert(fc.property(fc.jsonValue(), fc.string(), fc.jsonValue(), (outer, key, value) => {
    const twice = `{${JSON.stringify(key)} :${JSON.stringify(value)},${JSON.stringify(key)}:1}`;
    const text = JSON.stringify([outer, 'HERE']).replace('"HERE"', () => twice);
    if (!JSON.stringify(outer).includes('HERE')) {
      expect(messageOf(() => document(text))).toMatch(/the key .* is given twice/s);
    }
  }));
});

test('UTF-16 is read, as the redirection of older PowerShells writes every text, with a mark or without', () => {
  const text = '{"a":["ü",1]}';
  const swapped = Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
  for (const [i, bytes] of [Buffer.from(`\ufeff${text}`, 'utf16le'), swapped, Buffer.from(`\ufeff${text}`), Buffer.from(text, 'utf16le'),
    Buffer.from(text, 'utf16le').swap16()].entries()) {
    const path = join(folder, `utf16-${i}.json`);
    writeFileSync(path, bytes);
    expect(JsonDocument.read(path, KIND).content).toEqual({ a: ['ü', 1] });
  }
});

test('a file over the limit is refused by its size, a pipe when the limit is passed', () => {
  const path = join(folder, 'large.json');
  writeFileSync(path, '');
  truncateSync(path, 100 * 1024 * 1024);
  expect(messageOf(() => JsonDocument.read(path, KIND))).toBe(`${path}: the file has 104857600 bytes; an answer has at most 1000`);
  expect(messageOf(() => JsonDocument.read('/dev/zero', KIND)))
    .toBe('/dev/zero: has more than 1000 bytes; an answer has at most that many');
  const script = `
    require('./scripts/typescript/register.js');
    const { JsonDocument } = require('./lib/input/json');
    try { console.log(JSON.stringify(JsonDocument.read('-', ${JSON.stringify(
      KIND,
    )}).content)); } catch (error) { console.log(error.message); }`;
  const read = (input: string | Buffer): string =>
    spawnSync(process.execPath, ['-e', script], { cwd: join(__dirname, '..', '..'), input, encoding: 'utf8' }).stdout.trim();
  expect(read('{"a":[1]}')).toBe('{"a":[1]}');
  expect(read('')).toBe('standard input: the file is empty; an answer is JSON');
  expect(read(Buffer.from([0xff, 0x22]))).toBe('standard input: the file is not UTF-8 text');
  expect(read(' '.repeat(1001))).toBe('standard input: has more than 1000 bytes; an answer has at most that many');
});
