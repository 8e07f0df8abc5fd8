import { faultsOfNames } from '../../scripts/languages/names';

const docs = { summary: 'A thing.' };

test('names that every language can have are no faults', () => {
  expect(faultsOfNames({ 'it.Thing': { docs, methods: [{ name: 'merge' }], properties: [{ name: 'ports' }] } })).toEqual([]);
});

test.each([
  ['a word of Python', { docs, methods: [{ name: 'and' }] }, 'it.Thing.and is a reserved word in Python'],
  ['a word of Java', { docs, properties: [{ name: 'default' }] }, 'it.Thing.default is a reserved word in Java'],
  ['case alone', { docs, methods: [{ name: 'fqdn' }], properties: [{ name: 'fqDn' }] }, 'it.Thing: fqdn and fqDn differ only in case'],
  ['no description', {}, 'it.Thing has no description'],
])('%s is a fault', (_, type, fault) => {
  expect(faultsOfNames({ 'it.Thing': type })).toEqual([fault]);
});
