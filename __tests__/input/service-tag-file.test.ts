import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { Cloud, ServiceTagFile } from '../../lib';
import { parseAddressRange } from '../../lib/azure/addresses';
import { messageOf } from '../azure/message-of';
import fc from '../support/fast-check';
import { listed, readTags, tagFile, weekly } from '../support/service-tags';

const TAGS = {
  'Storage': ['198.51.100.128/25', '203.0.113.0/24', '2001:db8::/33', '198.51.100.0/25', '2001:db8:8000::/33', '203.0.113.8/29'],
  'Storage.WestUS2': ['203.0.113.8/29'],
  'AzureCloud.westus2': ['192.0.2.0/24'],
  'AzureFrontDoor.Frontend': [],
};

describe('a file', () => {
  test.each([
    ['of the weekly kind', weekly(TAGS), 376], ['of the command', listed(TAGS), 86],
  ])('%s gives the fewest ranges of each tag', (_, content, changeNumber) => {
    const path = tagFile(content);
    const file = ServiceTagFile.fromFile(path);
    expect({ path: file.path, cloud: file.cloud, changeNumber: file.changeNumber }).toEqual({ path, cloud: 'public', changeNumber });
    expect(file.addressRanges('Storage')).toEqual(['198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32']);
    expect(file.addressRanges('Storage.WestUS2')).toEqual(['203.0.113.8/29']);
    expect(file.addressRanges('AzureFrontDoor.Frontend')).toEqual([]);
    expect(file._tags).toEqual(Object.keys(TAGS));
    expect(file._tags.map((tag) => file._changeNumberOf(tag))).toEqual([1, 2, 3, 4]);
    expect(['Storage', 'storage', 'constructor'].map((tag) => file._has(tag))).toEqual([true, false, false]);
    expect(['203.0.113.9', '198.51.100.0/24', '192.0.2.0/24'].map((range) => file._cover('Storage').holds(parseAddressRange(range))))
      .toEqual([true, true, false]);
  });

  test.each([['Public', Cloud.PUBLIC], ['AzureGovernment', Cloud.GOVERNMENT], ['China', Cloud.CHINA]])(
    'of the cloud %s', (cloud, expected) => {
      expect(readTags(weekly(TAGS, { cloud })).cloud).toBe(expected);
    },
  );

  test('with a byte order mark, line breaks of Windows and members that are new', () => {
    const text = JSON.stringify({ ...weekly(TAGS), date: 'x' }, null, 2).replace(/\n/g, '\r\n');
    expect(readTags(`\ufeff${text}`).addressRanges('Storage.WestUS2')).toEqual(['203.0.113.8/29']);
  });

  test('that the documentation shows', () => {
    const file = ServiceTagFile.fromFile(join(__dirname, '..', '..', 'examples', 'data', 'service-tags-sample.json'));
    expect(file.addressRanges('AzureMachineLearning.WestUS2')).toEqual(['192.0.2.0/26', '192.0.2.128/28', '2001:db8:1::/48']);
    const all = file._cover('AzureMachineLearning');
    expect(file._tags.flatMap((tag) => file.addressRanges(tag)).filter((range) => !all.holds(parseAddressRange(range)))).toEqual([]);
  });

  test('is expanded once for each tag, and the caller may change what it got', () => {
    const file = readTags(weekly(TAGS));
    expect(file._cover('Storage')).toBe(file._cover('Storage'));
    file.addressRanges('Storage').pop();
    expect(file.addressRanges('Storage')).toHaveLength(3);
  });
});

describe('a tag', () => {
  const file = readTags(weekly(TAGS));

  test.each([
    ['Storag', '; did you mean "Storage"?'], ['storage', '; did you mean "Storage"?'],
    ['Storage.westus2', '; did you mean "Storage.WestUS2"?'],
    ['AzureCloud.WestUS2', '; did you mean "AzureCloud.westus2"?'], ['constructor', ''], ['__proto__', ''], ['', ''],
    ['VirtualNetwork', '; its addresses depend on the network, so no service tag file lists them'],
  ])('%j that the file does not have is refused', (tag, hint) => {
    expect(messageOf(() => file.addressRanges(tag))).toBe(`${file.path}: has no service tag "${tag}"${hint}`);
    expect(messageOf(() => file._changeNumberOf(tag))).toContain('has no service tag');
  });

  test.each<[unknown, string]>([
    ['10.0.0.0/33', 'address range "10.0.0.0/33" has a prefix length that is not a whole number from 0 to 32'],
    ['203.0.113.1/24', 'address range "203.0.113.1/24" has address bits after its prefix length; did you mean "203.0.113.0/24"?'],
    ['2001:db8::1/32', 'address range "2001:db8::1/32" has address bits after its prefix length; did you mean "2001:db8::/32"?'],
    ['300.1.1.1/32', 'address range "300.1.1.1/32" is neither an IPv4 nor an IPv6 address or CIDR range (such as "10.1.0.0/16")'],
    [
      'Storage.WestEurope',
      'address range "Storage.WestEurope" is neither an IPv4 nor an IPv6 address or CIDR range (such as "10.1.0.0/16")',
    ],
    [
      '${file("/etc/passwd")}',
      'address range "${file(\\"/etc/passwd\\")}" is neither an IPv4 nor an IPv6 address or CIDR range (such as "10.1.0.0/16")',
    ],
    [
      '203.0.113.0/24\n',
      'address range "203.0.113.0/24\\n" has a prefix length that is not a whole number from 0 to 32; did you mean "203.0.113.0/24"?',
    ],
    [null, 'null is not an address range'], [7, '7 is not an address range'], [['203.0.113.0/24'], 'a list is not an address range'],
    [{}, 'an object is not an address range'],
  ])('with the range %j is refused when it is asked for, and others are not', (bad, problem) => {
    const given = readTags(JSON.stringify(weekly({ Good: ['203.0.113.0/24'], Bad: ['192.0.2.0/24', bad] }), null, 1));
    expect(given.addressRanges('Good')).toEqual(['203.0.113.0/24']);
    const message = messageOf(() => given.addressRanges('Bad'));
    expect(message).toMatch(new RegExp(`^${given.path}:\\d+:\\d+: `));
    expect(message.replace(/^.*?:\d+:\d+: /, '')).toBe(`values[1].properties.addressPrefixes[1]: ${problem}`);
    expect(messageOf(() => given.addressRanges('Bad'))).toBe(message);
  });
});

describe('refused is', () => {
  const NOT_ONE = 'is not a service tag file, which is an object with "changeNumber", "cloud" and a list "values"; give the weekly file ' +
    '"Azure IP Ranges and Service Tags" or the output of "az network list-service-tags"';
  const entry = (changes: object): object =>
    ({ changeNumber: 1, cloud: 'Public', values: [{ name: 'Storage', properties: { changeNumber: 1, addressPrefixes: [] }, ...changes }] });
  const properties = (changes: object): object => entry({ properties: { changeNumber: 1, addressPrefixes: [], ...changes } });

  test.each<[what: string, content: object | string | Uint8Array, message: string]>([
    ['an empty file', '', ': the file is empty; a service tag file is JSON'],
    ['a truncated file', JSON.stringify(weekly(TAGS)).slice(0, -40), /:1:\d+: not JSON: /.source],
    ['a web page', '<!DOCTYPE html>', ':1:1: not JSON: unexpected "<"; a service tag file is JSON'],
    ['a binary file', new Uint8Array([0x1f, 0x8b, 0xff]), ': the file is not UTF-8 text'],
    ['an empty object', {}, `:1:1: ${NOT_ONE}`],
    ['a list', [], `:1:1: ${NOT_ONE}`],
    ['a text', '"Public"', `:1:1: ${NOT_ONE}`],
    ['null', 'null', `:1:1: ${NOT_ONE}`],
    ['a deployment file', 'name: training\ncloud: public\n', ':1:2: not JSON: unexpected "a"; a service tag file is JSON'],
    ['a deployment file in JSON', { name: 'training', cloud: 'public', subnets: {} }, `:1:1: ${NOT_ONE}`],
    [
      'a deployment file in JSON that says its edition', { name: 'training', edition: '2026-03-19', cloud: 'public' },
      ':1:1: is a deployment file, not a service tag file; give it as the deployment file',
    ],
    [
      'an answer of the Dependencies API', { value: [{ endpoints: [] }] },
      ':1:1: is an answer of the Dependencies API, not a service tag file; give it as the answer',
    ],
    ['the list alone', (weekly(TAGS) as { values: object }).values, `:1:1: ${NOT_ONE}`],
    ['a file without its list', { changeNumber: 1, cloud: 'Public', values: {} }, `:1:1: ${NOT_ONE}`],
    [
      'a cloud that is not known', weekly(TAGS, { cloud: 'public' }),
      ': cloud: "public" is not one of "Public", "AzureGovernment", "China"; did you mean "Public"?',
    ],
    ['a cloud that is no text', weekly(TAGS, { cloud: ['Public'] }), ': cloud: a list is not one of "Public", "AzureGovernment", "China"'],
    [
      'a change number that is none', weekly(TAGS, { changeNumber: '12a' }),
      ': changeNumber: "12a" is not a change number; it is a whole number',
    ],
    [
      'a change number below zero', weekly(TAGS, { changeNumber: -1 }),
      ': changeNumber: -1 is not a change number; it is a whole number',
    ],
    [
      'a change number beyond all bounds', weekly(TAGS, { changeNumber: '9'.repeat(16) }),
      `: changeNumber: "${'9'.repeat(16)}" is not a change number; it is a whole number`,
    ],
    [
      'a change number with a fraction', properties({ changeNumber: 1.5 }),
      ': values[0].properties.changeNumber: 1.5 is not a change number; it is a whole number',
    ],
    [
      'a tag without a change number', properties({ changeNumber: undefined }),
      ': values[0].properties.changeNumber: is missing; it is a whole number',
    ],
    [
      'a part of a list', listed(TAGS, { nextLink: 'https://example.com/2' }),
      ': nextLink: the list goes on at another address, so this is only a part of it; give the whole list',
    ],
    [
      'an entry that is none', weekly(TAGS, { values: [null] }),
      ': values[0]: is not an entry of a service tag file, which is an object with "name" and an object "properties"',
    ],
    ['an entry without properties', entry({ properties: undefined }), ': values[0]: is not an entry'],
    [
      'a tag without a name', entry({ name: undefined }),
      ': values[0].name: is missing; it is letters and digits, in parts with a dot between them',
    ],
    [
      'a name that is a number', entry({ name: 7 }),
      ': values[0].name: 7 is not the name of a service tag; it is letters and digits, in parts with a dot between them',
    ],
    [
      'a name with a control character', entry({ name: 'Storage\u0007' }),
      ': values[0].name: "Storage\\u0007" is not the name of a service tag',
    ],
    ['a name with a line break', entry({ name: 'Storage\n' }), ': values[0].name: "Storage\\n" is not the name of a service tag'],
    ['a name with an expression', entry({ name: '${var.tag}' }), ': values[0].name: "${var.tag}" is not the name of a service tag'],
    [
      'a name with letters of another script', entry({ name: 'Stor\u0430ge' }),
      ': values[0].name: "Stor\u0430ge" is not the name of a service tag',
    ],
    ['an empty name', entry({ name: '' }), ': values[0].name: "" is not the name of a service tag'],
    [
      'a tag without ranges', properties({ addressPrefixes: undefined }),
      ': values[0].properties.addressPrefixes: is missing; it is the list of the ranges of the tag',
    ],
    [
      'ranges that are no list', properties({ addressPrefixes: '203.0.113.0/24' }),
      ': values[0].properties.addressPrefixes: "203.0.113.0/24" is not a list; it is the list of the ranges of the tag',
    ],
    ['a tag that is listed twice', {
      changeNumber: 1, cloud: 'Public',
      values: [...['A', 'B', 'A'].map((name) => ({ name, properties: { changeNumber: 1, addressPrefixes: [] } }))],
    }, ': values[2].name: the service tag "A" is listed twice, first in values[0]'],
    [
      'a key that is given twice', JSON.stringify(weekly(TAGS)).replace('"cloud":"Public"', '"cloud":"Public","cloud":"China"'),
      ': the key "cloud" is given twice, first in line 1',
    ],
    [
      'a key of a tag that is given twice',
      JSON.stringify(weekly(TAGS)).replace('"region":""', '"region":"","addressPrefixes" : ["192.0.2.0/24"]'),
      ': the key "addressPrefixes" is given twice, first in line 1',
    ],
    [
      'what is nested beyond all bounds', `{"changeNumber":1,"cloud":"Public","values":[${'['.repeat(1e5)}${']'.repeat(1e5)}]}`,
      ': values[0]: is not an entry',
    ],
    [
      'a name that is nested beyond all bounds',
      `{"changeNumber":1,"cloud":"Public","values":[{"properties":{},"name":${'["",'.repeat(1e5)}1${']'.repeat(1e5)}}]}`,
      ': values[0].name: a list is not the name of a service tag',
    ],
  ])('%s', (what, content, message) => {
    const path = tagFile(content);
    const said = messageOf(() => ServiceTagFile.fromFile(path));
    expect(said.slice(0, path.length)).toBe(path);
    if (what === 'a truncated file') {
      expect(said.slice(path.length)).toMatch(new RegExp(message));
    } else {
      expect(said.slice(path.length).replace(/^:1:\d+(?=: (?:cloud|changeNumber|nextLink|values|the key))/, '')).toContain(message);
    }
  });

  test('a file of 100 MB, by its size', () => {
    const path = tagFile('', 'large.json');
    truncateSync(path, 100 * 1024 * 1024);
    expect(messageOf(() => ServiceTagFile.fromFile(path)))
      .toBe(`${path}: the file has 104857600 bytes; a service tag file has at most 33554432`);
  });

  test('a file that is not there, and a folder', () => {
    expect(messageOf(() => ServiceTagFile.fromFile('/nowhere/tags.json')))
      .toMatch(/^"\/nowhere\/tags\.json" cannot be read: there is no such file or folder/);
    expect(messageOf(() => ServiceTagFile.fromFile(__dirname))).toBe(`${__dirname}: is a folder; give the path of a service tag file`);
  });
});

describe('whatever a file holds, it is read or refused', () => {
  /** Reads all that there is. What comes out are address ranges. */
  function readsOrRefuses(content: string): void {
    try {
      const file = readTags(content);
      for (const tag of file._tags) {
        expect(tag).toMatch(/^[A-Za-z0-9.]+$/);
        expect(file._changeNumberOf(tag)).toEqual(expect.any(Number));
        try {
          file.addressRanges(tag).forEach((range) => expect(parseAddressRange(range).text).toBe(range));
        } catch (error) {
          expect((error as Error).name).toBe('InputError');
        }
      }
    } catch (error) {
      const { name, message } = error as Error;
      expect({ name, message }).toEqual({ name: 'InputError', message });
    }
  }

  test('a document with parts replaced', () => {
    const values = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom<unknown>('${x}', '10.0.0.0/8', '10.0.0.1/8', '::/0', 'Storage', '', null, -1, '7', [], {}, ['10.0.0.0/8', { a: 1 }]),
    );
    const part = (name: string, usual: unknown): fc.Arbitrary<object> =>
      fc.oneof({ weight: 6, arbitrary: fc.constant({ [name]: usual }) }, values.map((value) => ({ [name]: value })), fc.constant({}));
    const join = (parts: readonly object[]): object => Object.assign({}, ...parts) as object;
    const tags = fc.array(fc.constantFrom('A', 'B', 'C.D', 'E', 'F', 'G').chain((name) => fc.tuple(
      part('name', name), fc.tuple(part('changeNumber', 1), part('addressPrefixes', ['192.0.2.0/24', '2001:db8::/32'])).map(join)
        .chain((usual) => part('properties', usual)),
    ).map(join)), { maxLength: 4 });
    fc.assert(fc.property(tags.chain((all) => fc.tuple(part('changeNumber', 7), part('cloud', 'China'), part('values', all)))
      .map(join), (document) => readsOrRefuses(JSON.stringify(document))), { numRuns: 1000 });
  });

  test('a text with changes', () => {
    const text = JSON.stringify(weekly(TAGS), null, 1);
    const pieces = fc.oneof(
      fc.constantFrom('"', ',', '{', '}', '[', ']', ':', '\\', '\n', '\0', '0', '/', '.', '${x}', '"a":1,', '\ud83d', 'null'),
      fc.string({ maxLength: 3, unit: 'binary' }),
    );
    const change = fc.tuple(fc.nat({ max: text.length }), fc.nat({ max: 12 }), pieces);
    fc.assert(fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
      readsOrRefuses(changes.reduce((so, [at, length, piece]) => so.slice(0, at) + piece + so.slice(at + length), text));
    }), { numRuns: 1000 });
  });
});
