import { join } from 'node:path';
import { parse } from 'yaml';
import { weekly } from '../support/service-tags';
import { BASE, edit, file, folder, lineOf, refusal, synthesize } from './files';

/** What is said in front of a problem with the text itself: file, line and column. */
function expectSyntaxRefusal(text: string, at: string, says: string[]): void {
  const path = file(text);
  const message = refusal(path);
  expect(message).toMatch(new RegExp(`^${path}:${lineOf(at, text)}:\\d+: `));
  for (const words of says) {
    expect(message).toContain(words);
  }
}

const CONTENT: unknown = parse(BASE);
const expectedJson = (): string => synthesize(file(BASE));

describe('what is not a deployment file', () => {
  test('a file that does not exist', () => {
    const path = join(folder, 'none.yaml');
    expect(refusal(path)).toBe(`${JSON.stringify(path)} cannot be read: there is no such file or folder`);
  });

  test('a folder', () => {
    expect(refusal(folder)).toBe(`${folder}: is a folder; give the path of a deployment file`);
  });

  test.each([
    ['nothing', ''], ['blanks', ' \n\n'], ['comments', '# one\n# two\n'], ['the beginning of a document', '---\n'], ['null', 'null\n'],
    ['JSON null', 'null'],
  ])('a file with %s is empty', (_, text) => {
    const path = file(text);
    expect(refusal(path)).toBe(`${path}: the file is empty`);
  });

  test.each([['a text', 'deployment', '"deployment"'], ['a list', '- name: base', '[{"name":"base"}]'], ['a number', '42', '42']])(
    '%s in place of keys', (_, text, shown) => {
      const path = file(text);
      expect(refusal(path)).toBe(`${path}:1:1: ${shown} is not a group of keys`);
    },
  );

  test('bytes that are not UTF-8', () => {
    const path = file(Buffer.from(edit('Package index of the company', 'Index für Pakete'), 'latin1'));
    expect(refusal(path)).toBe(`${path}: the file is not UTF-8 text`);
  });

  test('a part of UTF-16', () => {
    const path = file(Buffer.concat([Buffer.from(`# \u00fc\n${BASE}`, 'utf16le'), Buffer.from([0])]));
    expect(refusal(path)).toBe(`${path}: the file is not UTF-8 text`);
    expect(synthesize(file(Buffer.from(`# \u00fc\n${BASE}`, 'utf16le')))).toBe(expectedJson());
  });

  test('more than 1 MiB; exactly 1 MiB is read', () => {
    const filled = (size: number): string => BASE + '#'.repeat(size - BASE.length - 1) + '\n';
    const path = file(filled(1024 * 1024 + 1));
    expect(refusal(path)).toBe(`${path}: the file has 1048577 bytes; a deployment file has at most 1048576; this is probably another ` +
      'kind of file, such as a service tag file');
    expect(synthesize(file(filled(1024 * 1024)))).toBe(expectedJson());
  });
});

describe('another kind of file', () => {
  const path = (content: unknown): string => file(JSON.stringify(content), 'x.json');
  const endpoints = { category: 'A', endpoints: [] };

  test.each<[string, unknown, string]>([
    [
      'a service tag file', weekly({ Storage: ['203.0.113.0/24'] }),
      'is a service tag file, not a deployment file; give it as the service tag file',
    ],
    [
      'an answer of the Dependencies API', { value: [{ properties: endpoints }] },
      'is an answer of the Dependencies API, not a deployment file; give it as the answer',
    ],
    [
      'an answer without its outer member', [endpoints],
      'is an answer of the Dependencies API, not a deployment file; give it as the answer',
    ],
  ])('%s is recognised', (_, content, message) => {
    expect(refusal(path(content))).toBe(`${join(folder, 'x.json')}: ${message}`);
  });

  test.each<[string, unknown, string]>([
    ['a list of something else', { value: [{ name: 'x' }] }, ': value: is not a key here'],
    [
      'a deployment with keys of another', { name: 'x', edition: 'x', cloud: 'x', changeNumber: 1, values: [] },
      ': changeNumber: is not a key here',
    ],
    ['a deployment without an edition', { name: 'x', cloud: 'public' }, ': "edition" is missing'],
  ])('%s is not', (_, content, message) => {
    expect(refusal(path(content))).toContain(message);
  });
});

describe('YAML that is wrong', () => {
  test.each<[string, string, string, string[]]>([
    ['a list that does not end', edit('[443]', '[443'), 'purpose: Package', ['close each bracket', 'Flow sequence']],
    [
      'a key inside a value', edit('cloud: public', 'cloud: public: x'), 'cloud: public: x',
      ['a key with a value is inside the value of another key; give it a line of its own', 'Nested mappings'],
    ],
    [
      'a tab as indentation', edit('  privateEndpoint', '\tprivateEndpoint'), '\tprivateEndpoint',
      ['a line is indented with a tab; indent with spaces', 'Tabs are not allowed'],
    ],
    ['a key without a space behind its colon', edit('cloud: public', 'cloud:public'), 'cloud:public', ['write a colon and a space']],
    ['a key that is indented differently', edit('owner: platform', 'owner: platform\n       x: y'), 'x: y', ['the same number of spaces']],
    ['a text that begins with @', edit('owner: platform', 'owner: @platform'), '@platform', ['put the text in quotation marks']],
    ['a path of Windows in quotation marks', edit('owner: platform', 'owner: "C:\\dir"'), '"C:', ['write two backslashes']],
    ['a text behind one in quotation marks', edit('owner: platform', 'owner: "a" b'), '"a" b', ['quotation marks as a whole']],
    [
      'a host with a wildcard', edit('owner: platform', 'owner: *.contoso.com'), '*.contoso.com',
      ['that begins with "*" in quotation marks'],
    ],
    ['a quote that does not end', `${BASE}scenario: "rstudio`, 'scenario: "', ['Missing closing "quote']],
    ['a tag of its own', edit('cloud: public', 'cloud: !cloud public'), '!cloud', ['!cloud', 'takes no YAML tags']],
    [
      'a tag that makes a function elsewhere', edit('cloud: public', 'cloud: !!js/function "x"'), '!!js',
      ['js/function', 'takes no YAML tags'],
    ],
    [
      'a tag that makes a date, which is an object', edit('owner: platform', 'owner: !!timestamp 2026-03-19'), '!!timestamp',
      ['timestamp', 'takes no YAML tags'],
    ],
    ['a tag that makes a set, which has no keys', edit('tags:', 'tags: !!set'), '!!set', ['set', 'takes no YAML tags']],
    ['a version of YAML that is not known', `%YAML 1.9\n---\n${BASE}`, '%YAML', ['1.9']],
    ['an octal number', edit('priority: 500', 'priority: 0o764'), '0o764', ['"0o764" is a number whose value depends', 'such as 500']],
    ['a zero before a number', edit('priority: 500', 'priority: 0500'), '0500', ['"0500" is a number whose value depends', 'such as 500']],
    ['a hexadecimal number', edit('priority: 500', 'priority: 0x1F4'), '0x1F4', ['"0x1F4" is a number', 'write it in decimal digits']],
    ['a line that ends as on old computers', edit('cloud: public\n', 'cloud: public\r'), '\r', ['ends with a carriage return alone']],
    ['a comment of JSON before all', `// owner\n${BASE}`, '// owner', ['this is no comment; a comment begins with "#"']],
    ['a comment of JSON before a key', edit('owner: platform', '/* who */ owner: platform'), '/* who', ['a comment begins with "#"']],
    ['a second document', `${BASE}---\n${BASE}`, '---', ['a second document begins here; a file has only one']],
    ['a key that is a list', edit('owner: platform', '? [owner]\n        : platform'), '? [owner]', ['a key is plain text']],
  ])('%s', (_, text, at, says) => expectSyntaxRefusal(text, at, says));

  test.each<[string, string, string, string[]]>([
    [
      'at the top', edit('cloud: public', 'cloud: public\n"cloud": china'), '"cloud": china',
      ['the key "cloud" is given twice, first in line 4'],
    ],
    ['below', edit('owner: platform', 'owner: a\n        owner : b'), 'owner : b', ['the key "owner" is given twice']],
    [
      'in one line', edit('endpoint:\n      fqdn: packages.contoso.com', 'endpoint: {fqdn: a.example.com, fqdn: b.example.com}'), 'fqdn: b',
      ['the key "fqdn" is given twice'],
    ],
    ['as a number and as a text', edit('owner: platform', '1: a\n        "1": b'), '"1": b', ['the key "1" is given twice']],
    [
      'that JavaScript knows', edit('owner: platform', '__proto__: a\n        __proto__: b'), '__proto__: b',
      ['the key "__proto__" is given twice'],
    ],
  ])('a key given twice %s', (_, text, at, says) => expectSyntaxRefusal(text, at, says));

  test('aliases may repeat a part of the file', () => {
    const text = edit('resourceGroupName: rg-nsg', 'resourceGroupName: &group rg-rt');
    expect(synthesize(file(edit('resourceGroupName: rg-rt\n      defaultRoute', 'resourceGroupName: *group\n      defaultRoute', text))))
      .toBe(synthesize(file(edit('rg-nsg', 'rg-rt'))));
  });

  test('a mistake inside a repeated part has the line of the alias', () => {
    const text = edit(
      '    purpose: Package', '    purpose: &p\n      - Package', edit('purpose: Licence servers of a solver', 'purpose: *p'),
    );
    const path = file(text);
    expect(refusal(path).split('\n').map((problem) => problem.replace(/ is not .*/, ''))).toEqual([
      `${path}:${lineOf('purpose: &p', text)}:5: requirements[0].purpose: ["Package index of the company"]`,
      `${path}:${lineOf('purpose: *p', text)}:5: requirements[1].purpose: ["Package index of the company"]`,
    ]);
  });

  test.each<[string, string, string, string[]]>([
    ['without an anchor', edit('cloud: public', 'cloud: *cloud'), '*cloud', ['*cloud has no anchor &cloud before it']],
    ['before its anchor', edit('name: base', 'name: *c', edit('cloud: public', 'cloud: &c public')), 'name: *c', ['*c has no anchor']],
    ['inside what it stands for', edit('name: base', 'name: &n [*n]'), 'name: &n', ['*n is inside its own text']],
    ['inside what it stands for, below', edit('tags:', 'tags: &t\n        x: {y: *t}'), 'x: {y', ['*t is inside its own text']],
  ])('an alias %s', (_, text, at, says) => expectSyntaxRefusal(text, at, says));
});

describe('files that would keep their reader busy', () => {
  // Each took from seconds to minutes, or ended in an error of another kind, before it was bounded.
  const lines = (n: number, line: (i: number) => string): string => Array.from({ length: n }, (_, i) => `${line(i)}\n`).join('');
  const bomb = 'abcdefgh'.split('')
    .map((name, i, all) => `${name}: &${name} [${Array<string>(9).fill(i === 0 ? 'x' : `*${all[i - 1]!}`).join(', ')}]`).join('\n');

  test.each<[string, string, string]>([
    ['aliases that stand for very much', bomb, 'aliases of aliases, which would become too much text; write the values out'],
    ['many aliases', BASE + lines(3000, (i) => `x${i}: &a${i} 1\ny${i}: *a${i}`), 'has more than 1000 aliases'],
    ['many keys', BASE + lines(20_000, (i) => `k${i}: 1`), '19980 more problems'],
    ['many entries of a list', edit('  - python-packages\n', lines(20_000, (i) => `  - s${i}`)), '19980 more problems'],
    ['many entries of a list of objects', edit('leaveOut:\n', `leaveOut:\n${lines(20_000, (i) => `  - ${i}`)}`), '19980 more problems'],
    ['many problems with the text', lines(10_000, () => '\t\n- : ?'), 'Nested mappings'],
    ['a long text that is wrong at its end', edit('Package index of the company', `"${'a'.repeat(500_000)}\\x01"`), 'purpose'],
  ])('%s', (_, text, says) => {
    const path = file(text);
    const message = refusal(path);
    expect(message).toContain(says);
    expect(message).toContain(path);
    expect(message.length).toBeLessThan(8000);
  });
});

describe('nesting', () => {
  // The parser ended the process at the second such file, because an expression does not compile near the end of the stack.
  test.each<[string, string, string]>([
    ['lists in a line', '- ', '1:399'], ['lists in brackets', '[', '1:200'], ['keys with a question mark', '? ', '1:399'],
    ['maps in brackets', '{', '1:200'],
    ['keys in a line', 'a: ', '1:598'], ['no keys in a line', ': ', '1:399'], ['lists and maps', '[{a: ', '1:497'],
    ['anchors', '&a [', '1:800'],
  ])('%s are refused, however often', (_, piece, at) => {
    const path = file(piece.repeat(30_000));
    for (let i = 0; i < 3; i++) {
      expect(refusal(path)).toBe(`${path}:${at}: the content is nested too deeply; at most 200 levels are read`);
    }
  });

  test('has the line that goes too deep', () => {
    const path = file(Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'));
    expect(refusal(path)).toMatch(/:\d+:\d+: the content is nested too deeply/);
    expect(refusal(path).startsWith(`${path}:200:`)).toBe(true);
  });

  test('is none where brackets stand in texts and comments', () => {
    const many = '[{- ? '.repeat(20_000);
    const text = `# ${many}\n${edit('reason: Nobody opens the studio from compute', `reason: Nobody # ${many}`)}`;
    expect(synthesize(file(text))).toBe(synthesize(file(edit('Nobody opens the studio from compute', 'Nobody'))));
    for (const purpose of [`"${many}"`, `'${many}'`, `|\n      ${many}`, `a${many}`]) {
      const path = file(edit('Package index of the company', purpose));
      expect(refusal(path)).not.toContain('nested');
      expect(refusal(path)).toContain('requirements[0].purpose');
    }
  });

  test('may be 100 levels where nothing is said about it', () => {
    const path = file(`${BASE}x: ${'['.repeat(100)}${']'.repeat(100)}\n`);
    expect(refusal(path)).toContain(': x: is not a key here');
  });
});

describe('what a terminal would obey', () => {
  const ESC = '\u001b';
  const ESCAPE = ':1:5: a backslash in double quotation marks begins an escape; write two backslashes, or single quotation marks (YAML: ' +
    'Invalid escape sequence';
  test.each<[string, string, string]>([
    ['a directive', `%${ESC}[31m x\n---\na: 1`, ':1:1: Unknown directive %\\u001b[31m'],
    ['a version', `%YAML 1.${ESC}[31m\n---\na: 1`, ':1:7: Unsupported YAML version 1.\\u001b[31m'],
    [
      'a tag', `a: !<${ESC}[31m> x`,
      ':1:4: the file takes no YAML tags; put a text that begins with "!" in quotation marks (YAML: Unresolved tag: \\u001b[31m)',
    ],
    ['an escape', `a: "\\${ESC}"`, `${ESCAPE} \\\\u001b)`],
    ['an escape of a number', `a: "\\x${ESC}["`, `${ESCAPE} \\x\\u001b[)`],
    [
      'the head of a block', `a: |${ESC}[31m\n  x`,
      ':1:5: this text belongs to no value; put a text with YAML punctuation in quotation marks as a whole ' +
        '(YAML: Block scalar header includes extra characters: |\\u001b[31m)',
    ],
    [
      'an alias', 'a: *x\u009b31my',
      ':1:4: the alias *x\\u009b31my has no anchor &x\\u009b31my before it; put a text that begins with "*" in quotation marks',
    ],
    ['a key', '"k\u009b\u202e": 1\n"k\u009b\u202e": 2', ':2:1: the key "k\\u009b\\u202e" is given twice, first in line 1'],
  ])('is escaped in %s', (_, text, message) => {
    const path = file(text);
    expect(refusal(path)).toBe(`${path}${message}`);
  });

  test('is escaped in the name of the file', () => {
    const path = file(edit('cloud: public', 'cloud: Public'), `a\n${ESC}[31m.yaml`);
    expect(refusal(path)).toMatch(/\/a\\u000a\\u001b\[31m\.yaml:4:1: cloud: "Public" is not one of/);
    expect(refusal(file('', `b\n${ESC}.yaml`))).toMatch(/\/b\\u000a\\u001b\.yaml: the file is empty$/);
    expect(refusal(join(folder, `c\n${ESC}.yaml`))).not.toMatch(/\p{Cc}/u);
  });

  test('is cut where it is long', () => {
    const path = file(`%${'x'.repeat(10_000)}\n---\na: 1`);
    expect(refusal(path)).toBe(`${path}:1:1: Unknown directive %${'x'.repeat(281)}...`);
  });
});

describe('forms of the same file', () => {
  test.each<[string, string, string]>([
    ['a byte order mark', `\ufeff${BASE}`, 'deployment.yaml'],
    ['line ends of Windows', BASE.replace(/\n/g, '\r\n'), 'deployment.yaml'],
    ['the markers of a document', `%YAML 1.2\n---\n${BASE}...\n`, 'deployment.yaml'],
    ['an older version of YAML, in which a date is no text', `%YAML 1.1\n---\n${BASE}`, 'deployment.yaml'],
    ['JSON', JSON.stringify(CONTENT, null, 2), 'deployment.json'],
    ['JSON with tabs', JSON.stringify(CONTENT, null, '\t'), 'deployment.json'],
    ['JSON in one line', JSON.stringify(CONTENT), 'deployment.json'],
    ['JSON with escapes', JSON.stringify(CONTENT).replace(/\//g, '\\/').replace('public', '\\u0070ublic'), 'deployment.json'],
  ])('%s', (_, content, name) => {
    expect(synthesize(file(content, name))).toBe(expectedJson());
  });

  test.each<[string, string, string]>([
    ['line ends of Windows', edit('cloud: public', 'cloud: Public').replace(/\n/g, '\r\n'), 'cloud: Public'],
    ['JSON', JSON.stringify(CONTENT, null, 2).replace('"public"', '"Public"'), '"cloud"'],
    ['JSON with tabs', JSON.stringify(CONTENT, null, '\t').replace('"public"', '"Public"'), '"cloud"'],
    ['JSON in one line', JSON.stringify(CONTENT).replace('"public"', '"Public"'), '"cloud"'],
    ['a byte order mark', `\ufeff${edit('cloud: public', 'cloud: Public')}`, 'cloud: Public'],
  ])('lines and columns with %s', (_, text, at) => {
    const path = file(text);
    const line = lineOf(at, text);
    const column = text.split('\n')[line - 1]!.indexOf(at) + 1;
    expect(refusal(path))
      .toBe(`${path}:${line}:${column}: cloud: "Public" is not one of "public", "government", "china"; did you mean "public"?`);
  });

  test('an edition is a text without quotes, too', () => {
    expect(synthesize(file(edit('edition: 2026-03-19', 'edition: "2026-03-19"')))).toBe(expectedJson());
  });
});

test('reading prints nothing', () => {
  const spies = [jest.spyOn(console, 'warn'), jest.spyOn(console, 'log'), jest.spyOn(console, 'error'), jest.spyOn(process, 'emitWarning')];
  jest.isolateModules(() => {
    // A new reader compiles the schema again, and that is when Ajv warns.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const lib = require('../../lib') as typeof import('../../lib');
    lib.Deployment.fromFile(file(BASE));
    expect(() => lib.Deployment.fromFile(file(edit('owner: platform', '? [a]\n        : b')))).toThrow('a key is plain text');
  });
  for (const spy of spies) {
    expect(spy).not.toHaveBeenCalled();
    spy.mockRestore();
  }
});
