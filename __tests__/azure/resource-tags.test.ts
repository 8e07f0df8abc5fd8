import { checkTags } from '../../lib/azure/resource-tags';
import { messageOf } from './message-of';

test.each<[string, Record<string, string>]>([
  ['none', {}], ['50 of them', Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`t${i}`, 'x']))],
  ['the longest', { ['n'.repeat(512)]: 'v'.repeat(256) }], ['an empty value', { team: '' }],
  ['references', { '${var.name}': '${var.value}'.repeat(50), '&{TfToken[TOKEN.0]}': 'x' }],
])('%s are tags', (_, tags) => {
  expect(() => checkTags('tags', tags)).not.toThrow();
});

test.each<[string, Record<string, string>, string]>([
  ['51 of them', Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`t${i}`, 'x'])),
    'a resource has at most 50 tags, and 51 are given'],
  ['a name with a slash', { 'a/b': 'x' },
    'the name "a/b" is not that of a tag; expected 1 to 512 characters, and none of <, >, %, &, \\, ? and /'],
  ['a name with a backslash', { 'a\\b': 'x' }, 'the name "a\\\\b" is not that of a tag'],
  ['an empty name', { '': 'x' }, 'the name "" is not that of a tag'],
  ['a long name', { ['n'.repeat(513)]: 'x' }, 'has 513 characters; expected 1 to 512 characters'],
  ['names that differ in case', { Team: 'a', team: 'b' },
    '"Team" and "team" are one tag, because Azure ignores their case; give one of them'],
  ['a long value', { team: 'v'.repeat(257) }, 'tags["team"]: has 257 characters; the value of a tag has at most 256'],
])('%s: refused', (_, tags, message) => {
  expect(messageOf(() => checkTags('tags', tags))).toContain(message);
});
