import { differences } from '../../scripts/packages/same-bytes';

const BUILD = new Map([['a.tgz', '01'], ['b.tgz', '02']]);

test('two builds with the same digests do not differ', () => {
  expect(differences(BUILD, new Map(BUILD))).toEqual([]);
});

test('another digest, a file too few and a file too many are differences', () => {
  expect(differences(BUILD, new Map([['a.tgz', '03'], ['c.tgz', '02']]))).toEqual([
    'a.tgz: the two builds differ: 01 and 03',
    'b.tgz: the two builds differ: 02 and absent',
    'c.tgz: the two builds differ: absent and 02',
  ]);
});

test('a build without files proves nothing', () => {
  expect(differences(new Map(), new Map())).toEqual(['the first build has no files']);
});
