import { faultsOfNames } from '../../scripts/languages/names';

const docs = { summary: 'A thing.' };

test('names that every language can have are no faults', () => {
  expect(faultsOfNames({ 'it.Thing': { docs, methods: [{ name: 'merge', docs }], properties: [{ name: 'ports', docs }] } })).toEqual([]);
});

test.each([
  ['a word of Python', { docs, methods: [{ name: 'and', docs }] }, 'it.Thing.and is a reserved word in Python'],
  ['a word of Java', { docs, properties: [{ name: 'default', docs }] }, 'it.Thing.default is a reserved word in Java'],
  [
    'case alone', { docs, methods: [{ name: 'fqdn', docs }], properties: [{ name: 'fqDn', docs }] },
    'it.Thing: fqdn and fqDn differ only in case',
  ],
  ['no description', {}, 'it.Thing has no description'],
  ['a member without one', { docs, members: [{ name: 'ANY' }] }, 'it.Thing.ANY has no description'],
  [
    'a parameter without one', { docs, methods: [{ name: 'add', docs, parameters: [{ name: 'one' }] }] },
    'it.Thing.add(one) has no description',
  ],
  ['a sentence in two', { docs: { summary: 'A thing;' } }, 'the first sentence about it.Thing is cut at a semicolon'],
])('%s is a fault', (_, type, fault) => {
  expect(faultsOfNames({ 'it.Thing': type })).toEqual([fault]);
});
