import { truncateSync } from 'node:fs';
import { DependenciesAnswer, readDependenciesAnswer } from '../../lib/input/dependencies-answer';
import { messageOf } from '../azure/message-of';
import { answerFile, answerOf, ARTICLE_EXCERPT, file, Line, LONG_EXAMPLE, SHORT_EXAMPLE } from '../support/dependency-answers';
import fc from '../support/fast-check';

function read(content: unknown): DependenciesAnswer {
  return readDependenciesAnswer(file(JSON.stringify(content)), 'listed');
}

/** Hosts and ports in one line each. */
function linesOf({ ports }: DependenciesAnswer): string[] {
  return ports.map(({ host, suffix, port, categories }) =>
    `${host}${suffix === undefined ? '' : ` (${suffix})`} ${port}: ${categories.join(', ')}`);
}

const one = (endpoint: unknown): unknown => ({ value: [{ category: 'A', endpoints: [endpoint] }] });
const host = (domainName: unknown): unknown => one({ domainName, endpointDetails: [{ port: 443 }] });
const port = (given: unknown): unknown => one({ domainName: 'a.example.com', endpointDetails: [{ port: given }] });

describe('answers', () => {
  test.each(['wrapped', 'flat'] as const)('the published examples, %s', (shape) => {
    expect(linesOf(read(answerOf(SHORT_EXAMPLE, shape)))).toEqual([
      'login.microsoftonline.com 443: Azure Active Directory', 'management.azure.com 443: Azure portal',
    ]);
    expect(linesOf(read(answerOf(ARTICLE_EXCERPT, shape)))).toEqual([
      'login.microsoftonline.com 80: Azure Active Directory', 'login.microsoftonline.com 443: Azure Active Directory',
      'management.azure.com 443: Azure portal',
    ]);
    expect(linesOf(read(answerOf(LONG_EXAMPLE, shape)))).toEqual(linesOf(read(answerOf(LONG_EXAMPLE))));
  });

  test('the long example', () => {
    expect(linesOf(read(answerOf(LONG_EXAMPLE)))).toMatchSnapshot();
  });

  test('a host that is listed several times comes once, with all its categories', () => {
    const lines: Line[] = [['B', 'x.example.com', 443, 443], ['A', 'x.example.com', 443, 80], ['B', 'X.Example.com.', 443]];
    expect(linesOf(read(answerOf(lines)))).toEqual(['x.example.com 80: A', 'x.example.com 443: A, B']);
  });

  test('the order of an answer does not matter', () => {
    fc.assert(fc.property(fc.shuffledSubarray([...LONG_EXAMPLE], { minLength: LONG_EXAMPLE.length }), (lines) => {
      expect(linesOf(read(answerOf(lines)))).toEqual(linesOf(read(answerOf(LONG_EXAMPLE))));
    }), { numRuns: 20 });
  });

  test('names are host names in lower case, without the dot of the root', () => {
    expect(linesOf(read(host('Login.MicrosoftOnline.COM.')))).toEqual(['login.microsoftonline.com 443: A']);
    expect(linesOf(read(host('*.azureml.ms')))).toEqual(['*.azureml.ms 443: A']);
  });

  test('suffixes stand for the hosts below them, and an explicit wildcard is one', () => {
    expect(linesOf(read(host('azurecr.io')))).toEqual(['*.azurecr.io (azurecr.io) 443: A']);
    expect(linesOf(read(host('Vault.Azure.net.')))).toEqual(['*.vault.azure.net (vault.azure.net) 443: A']);
    expect(linesOf(read(host('x.azurecr.io')))).toEqual(['x.azurecr.io 443: A']);
    for (const both of [['azurecr.io', '*.azurecr.io'], ['*.azurecr.io', 'azurecr.io']] as const) {
      expect(linesOf(read(answerOf(both.map((name, i): Line => [String(i), name, 443]))))).toEqual(['*.azurecr.io 443: 0, 1']);
    }
  });

  test('what is missing although the schema allows it', () => {
    const answer = read({
      nextLink: null,
      value: [
        { endpoints: [{ domainName: 'a.example.com', endpointDetails: [{ port: 443 }] }] },
        { category: 'No port', endpoints: [
          { domainName: 'b.example.com' }, { domainName: 'azurecr.io', endpointDetails: [] },
          { domainName: 'c.example.com', endpointDetails: null },
        ] },
        { category: 'One without', endpoints: [{ domainName: 'b.example.com', endpointDetails: [{ port: 80 }, {}] }] },
        { properties: { category: 'Empty', endpoints: [] } }, { category: 'Absent' }, {},
      ],
    });
    expect(linesOf(answer)).toEqual(['a.example.com 443: ', 'b.example.com 80: One without']);
    expect(answer.withoutPort).toEqual([
      { host: '*.azurecr.io', suffix: 'azurecr.io', categories: ['No port'] },
      { host: 'b.example.com', categories: ['No port', 'One without'] },
      { host: 'c.example.com', categories: ['No port'] },
    ]);
    expect(answer.emptyCategories).toEqual(['', 'Absent', 'Empty']);
  });

  test('a host without a port is refused where rules are to be made', () => {
    const path = file('{"value":[{"category":"A","endpoints":[\n {"domainName":"b.example.com"}]}]}');
    expect(messageOf(() => readDependenciesAnswer(path, 'refused')))
      .toBe(`${path}:2:2: value[0].endpoints[0]: the API gives no port for "b.example.com", ` +
        'so no rule can be made; add the port to endpointDetails, or remove the endpoint');
  });
});

describe('what is no answer', () => {
  const HOST = ': value[0].endpoints[0].domainName: ';
  const PORT = ': value[0].endpoints[0].endpointDetails[0].port: ';
  const long = `${'a'.repeat(64)}.example.com`;

  test.each<[string, unknown, string]>([
    ['a text', 'x', ': "x" is not a group of members, which are "value", "nextLink"'],
    ['nothing', null, ': null is not a group of members'],
    [
      'a list', [{ category: 'A' }],
      ': is a list; give the whole answer, which has the list as "value" (leave out a query such as --query value)',
    ],
    ['an empty list', [], ': is a list; give the whole answer'],
    [
      'Container Instances', ['a.example.com'],
      ': is a list of texts, as Azure Container Instances answers, and not an answer of Azure Machine Learning',
    ],
    ['no member', {}, ': has no "value", which lists the categories'],
    ['no list', { value: null }, ': has no "value"'],
    ['no entry', { value: [] }, ': value: lists no host; the API lists at least those of sign-in and of Azure Resource Manager'],
    ['no host', { value: [{ category: 'A', endpoints: [] }] }, ': value: lists no host'],
    ['a group as the list', { value: {} }, ': value: a group of members is not a list'],
    ['a text as an entry', { value: ['x'] }, ': value[0]: "x" is not a group of members, which are "category", "endpoints"'],
    ['a list as an entry', { value: [[]] }, ': value[0]: a list is not a group of members'],
    ['no properties', { value: [{ properties: null }] }, ': value[0].properties: null is not a group of members'],
    [
      'both shapes', { value: [{ properties: {}, category: 'A' }] },
      ': value[0].category: is not a member that the API documents here, which are "properties"',
    ],
    [
      'a misspelled member', one({ domainname: 'a.example.com' }),
      ': value[0].endpoints[0].domainname: is not a member that the API documents here, which are "domainName", "endpointDetails"; did ' +
        'you mean "domainName"?',
    ],
    ['a dangerous member', { value: [], 'a\u001b[2J': 1 }, ': ["a\\u001b[2J"]: is not a member that the API documents here'],
    [
      'no name', one({ endpointDetails: [{ port: 443 }] }),
      ': value[0].endpoints[0]: has no "domainName", and without a host name there is nothing to compare and no rule to make',
    ],
    ['endpoints that are a group', { value: [{ endpoints: {} }] }, ': value[0].endpoints: a group of members is not a list'],
    [
      'details that are a number', one({ domainName: 'a.example.com', endpointDetails: 443 }),
      ': value[0].endpoints[0].endpointDetails: 443 is not a list',
    ],
    [
      'a detail that is a number', one({ domainName: 'a.example.com', endpointDetails: [443] }),
      ': value[0].endpoints[0].endpointDetails[0]: 443 is not a group of members, which are "port"',
    ],
    [
      'a page', { value: [], nextLink: 'https://example.com' },
      ': nextLink: the answer has further pages, and the API of Azure Machine Learning documents none',
    ],
    ['an example of the specifications', { parameters: {}, responses: { 200: { body: answerOf(SHORT_EXAMPLE) } } },
      ': responses: this is an example of the Azure REST API specifications and no answer of a workspace; to read it anyway, take the ' +
        `part below responses.200.body (jq '.responses."200".body')`],

    ['Kubernetes Service', one({ domainName: 'a.example.com', endpointDetails: [{ port: 443, protocol: 'Https' }] }),
      ': value[0].endpoints[0].endpointDetails[0].protocol: Azure Machine Learning does not answer with this member, but the APIs of the ' +
        'same name of Azure Kubernetes Service and Dedicated HSM do'],
    [
      'Batch', one({ domainName: 'a.example.com', description: 'x', endpointDetails: [] }),
      '.description: Azure Machine Learning does not answer with this member, but the APIs of the same name of Azure Kubernetes Service, ' +
        'Dedicated HSM, Azure Batch, ',
    ],
    [
      'App Service Environment', one({ domainName: 'a.example.com', endpointDetails: [{ port: 443, isAccessible: true }] }),
      'of App Service Environment do; give the answer for a workspace',
    ],
    [
      'an address of an endpoint', one({ domainName: 'a.example.com', endpointDetails: [{ port: 443, ipAddress: '203.0.113.1' }] }),
      'Azure Kubernetes Service, Dedicated HSM and App Service Environment do',
    ],

    ['an error', { error: { code: 'AuthorizationFailed', message: 'The client\n\u001b[31m\u202e cannot' } },
      ': is an error of Azure, not an answer: code "AuthorizationFailed", message "The client\\n\\u001b[31m\\u202e cannot"'],
    [
      'an error with more', { error: { code: 'UserError', message: 'x', details: [[]] }, correlation: {}, time: '' },
      ': is an error of Azure, not an answer: code "UserError", message "x"',
    ],
    ['an error of another form', { error: 'invalid_token' }, ': is an error of Azure, not an answer: "invalid_token"'],
    ['an error without words', { error: { code: 5, message: [] } }, ': is an error of Azure, not an answer: code 5, message a list'],

    ['a number as a name', host(5), `${HOST}5 is not a host name`],
    ['no text', host(''), `${HOST}host name "" has the label ""`],
    ['a URL', host('https://a.example.com/'), `${HOST}host name "https://a.example.com/" is a URL; a host name has no scheme and no path`],
    ['a port in the name', host('a.example.com:443'), `${HOST}host name "a.example.com:443" has the label "com:443"`],
    ['an address', host('203.0.113.1'), `${HOST}host name "203.0.113.1" is an address, not a name`],
    ['a range', host('10.0.0.0/8'), 'is a URL'],
    ['one label', host('localhost'), `${HOST}host name "localhost" has one label only; give the full name`],
    ['everything', host('*'), 'has a wildcard that is not its whole left-most label'],
    ['a wildcard below', host('a.*.example.com'), 'has a wildcard that is not its whole left-most label (allowed: "*.example.com")'],
    ['a part of a label', host('a*.example.com'), 'has a wildcard that is not its whole left-most label'],
    ['a top-level domain', host('*.com'), 'has one label only'],
    ['two dots at the end', host('a.example.com..'), 'has the label ""'],
    ['a long label', host(long), `${HOST}host name "${long}" has the label `],
    ['a long name', host(`${'a.'.repeat(130)}com`), 'has 263 characters; 253 are allowed'],
    ['a blank', host('a.example.com '), 'has the label "com "'],
    ['a bidirectional mark', host('a.ex\u202eample.com'), 'has the label "ex\\u202eample"'],
    ['another script', host('a.exаmple.com'), 'has the label "exаmple"'],
    ['a sign that folds to a letter', host('\u212a.example.com'), 'has the label "\u212a"'],
    [
      'a placeholder', host('<storage>.blob.core.windows.net'),
      `${HOST}"<storage>.blob.core.windows.net" is a sample, not a host name: "<storage>" stands for a name; give the answer ` +
        'for a workspace',
    ],
    [
      'an expression', host('${file("/etc/passwd")}.example.com'),
      `${HOST}"\${file(\\"/etc/passwd\\")}.example.com" contains an expression; an answer has host names only`,
    ],
    ['a mark of a token', host('#{TfToken[0]}.example.com'), 'contains an expression'],

    ['a text as a port', port('443'), `${PORT}"443" is not a port; expected a whole number from 1 to 65535; did you mean 443?`],
    ['a range of ports', port('8704-8710'), `${PORT}"8704-8710" is not a port; expected a whole number from 1 to 65535`],
    ['port 0', port(0), `${PORT}0 is not a port`],
    ['a port below', port(-1), `${PORT}-1 is not a port`],
    ['a port above', port(65536), `${PORT}65536 is not a port`],
    ['half a port', port(443.5), `${PORT}443.5 is not a port`],
    ['a large number', port(1e300), `${PORT}1e+300 is not a port`],
    ['a mark of a token as a number', port(-1.8881545897087827e+289), `${PORT}-1.8881545897087827e+289 is not a port`],
    ['a list of ports', port([443]), `${PORT}a list is not a port`],
    ['a truth', port(true), `${PORT}true is not a port`],

    ...([5, '', ' ', 'a\nb', 'a\u0007', 'a\u202e', 'a\u2028', 'a\ud800', 'x'.repeat(101), '${x}', '%{x}', '#{TfToken[0]}', '&{x}'] as const)
      .map((category): [string, unknown, string] =>
        [`the category ${JSON.stringify(category).slice(0, 20)}`, { value: [{ category, endpoints: [] }] },
          ' is not a category; expected one line of 1 to 100 characters of plain text, without an expression']),
  ])('%s', (_, content, message) => {
    const path = file(JSON.stringify(content));
    const found = messageOf(() => readDependenciesAnswer(path, 'listed'));
    expect(found).toMatch(new RegExp(`^${path}:1:\\d+: `));
    expect(found).toContain(message);
    expect(found).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  test.each<[string, string, string]>([
    ['empty', ' \n', ': the file is empty; an answer of the Dependencies API is JSON'],
    ['truncated', JSON.stringify(answerOf(SHORT_EXAMPLE)).slice(0, 100), ':1:101: not JSON: '],
    ['a page of HTML', '<html>', ':1:1: not JSON: unexpected "<"'],
    ['a key twice', '{"value":[],\n"value":[]}', ':2:1: the key "value" is given twice, first in line 1'],
    ['very deep', `{"value":${'['.repeat(300_000)}${']'.repeat(300_000)}}`, ':1:11: value[0]: a list is not a group of members'],
    [
      'a message of the Azure CLI', "ERROR: Please run 'az login' to setup account.\n",
      ':1:1: not JSON: unexpected "E"; an answer of the Dependencies API is JSON, and this is a message',
    ],
    [
      'a service tag file', '{"changeNumber":1,"cloud":"Public","values":[]}',
      ':1:1: is a service tag file, not an answer of the Dependencies API; give it as the service tag file',
    ],
    [
      'a deployment file', ' {"edition":"2026-03-19","cloud":"public"}',
      ':1:2: is a deployment file, not an answer of the Dependencies API; give it as the deployment file',
    ],
    ['not UTF-8', '\xff', ': the file is not UTF-8 text'],
  ])('%s', (_, text, message) => {
    const path = file(Buffer.from(text, 'latin1'));
    expect(messageOf(() => readDependenciesAnswer(path, 'listed'))).toMatch(new RegExp(`^${path}${message.replace(/[.()[\]]/g, '\\$&')}`));
  });

  test('the place of a refusal', () => {
    const path = file('{\n "value": [\n  {"category": "A", "endpoints": [\n   {"domainName": "localhost"}]}]}');
    expect(messageOf(() => readDependenciesAnswer(path, 'listed')))
      .toBe(`${path}:4:19: value[0].endpoints[0].domainName: host name "localhost" has one label only; give the full name`);
  });

  test('a file over the limit', () => {
    const path = file('');
    truncateSync(path, 100 * 1024 * 1024);
    expect(messageOf(() => readDependenciesAnswer(path, 'listed'))).toBe(`${path}: the file has 104857600 bytes; an answer of the ` +
      'Dependencies API has at most 1048576; this is probably another kind of file, such as a service tag file');
  });

  test('no file', () => {
    expect(messageOf(() => readDependenciesAnswer('no/such.json', 'listed'))).toMatch(/^"no\/such\.json" cannot be read: /);
  });
});

describe('any document', () => {
  /** Whatever it is, it is taken, with names and ports of the right grammar, or refused in words that name the file. */
  function readsOrRefuses(content: string | Uint8Array): 'read' | 'refused' {
    const path = file(content, 'fuzz.json');
    let answer: DependenciesAnswer;
    try {
      answer = readDependenciesAnswer(path, 'listed');
    } catch (error) {
      const { name, message } = error as Error;
      expect({ name, namesFile: message.includes(path), message }).toEqual({ name: 'InputError', namesFile: true, message });
      expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      return 'refused';
    }
    for (const one of answer.ports) {
      expect(one.host).toMatch(/^(\*\.)?([a-z0-9-]+\.)+[a-z0-9-]+$/);
      expect(one.port).toBeGreaterThan(0);
      expect(one.port).toBeLessThan(65536);
      expect(one.categories.join()).not.toMatch(/[\p{Cc}\p{Cf}]|[$%#&]\{/u);
    }
    return 'read';
  }

  test('any JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      expect(readsOrRefuses(JSON.stringify({ value }))).toBe('refused');
      readsOrRefuses(JSON.stringify(value));
    }));
  });

  test('any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(readsOrRefuses(bytes)).toBe('refused');
    }));
  });

  test('any value in any place, and any change of the text', () => {
    const texts = [answerOf(LONG_EXAMPLE.slice(0, 6)), answerOf(ARTICLE_EXCERPT, 'flat')].map((value) => JSON.stringify(value));
    const parts = (text: string): string[] => text.match(/"[^"]*"|\d+|[{}[\],:]/g)!;
    const inserted = fc.oneof(
      fc.constantFrom(
        '', '{}', '[]', 'null', '0', '443', '-1', '"x"', '"*.a.b"', '"${x}"', '"__proto__":{}', '"protocol":1', '"\\u202e"', '"\\ud800"',
        ',', '"port"', '"value":[]',
      ),
      fc.json({ maxDepth: 1 }), fc.string({ maxLength: 3, unit: 'binary' }),
    );
    const results = new Set<string>();
    fc.assert(fc.property(fc.constantFrom(...texts), fc.nat(), fc.nat(3), inserted, (text, at, removed, piece) => {
      const pieces = parts(text);
      pieces.splice(at % pieces.length, removed, piece);
      results.add(readsOrRefuses(pieces.join('')));
    }), { numRuns: 500 });
    // Changes that are always refused would show nothing of what comes behind the parser.
    expect([...results].sort()).toEqual(['read', 'refused']);
  });
});

test('an answer as long as the limit allows is read', () => {
  const lines = Array.from({ length: 8000 }, (_, i): Line => ['A', `host${i}.example.com`, 443]);
  const path = answerFile(lines, 'flat');
  expect(readDependenciesAnswer(path, 'refused').ports).toHaveLength(8000);
});
