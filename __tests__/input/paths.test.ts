import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isFolder, namesIn, unreadable, unwritable } from '../../lib/input/paths';
import { messageOf } from '../azure/message-of';

const folder = mkdtempSync(join(tmpdir(), 'azureml-network-paths-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
writeFileSync(at('plan.json'), '{}');
mkdirSync(at('cdktf.out'));
symlinkSync(at('one'), at('two'));
symlinkSync(at('two'), at('one'));

test.each<[string, string, string]>([
  [
    'a slash after a file', `${folder}/plan.json/`,
    'cannot be read: a part of the path before its end is a file; end the path with the name of the file; did you mean ' +
      `"${folder}/plan.json"?`,
  ],
  [
    'a name after a file', `${folder}/plan.json/x`,
    'cannot be read: a part of the path before its end is a file; end the path with the name of the file',
  ],
  ['links in a circle', at('one'), 'cannot be read: its links form a circle; give the path of the file itself'],
  ['what is not there', at('elsewhere'), 'cannot be read: there is no such file or folder'],
  ['a misspelled name', at('plan.jsn'), `cannot be read: there is no such file or folder; did you mean "${folder}/plan.json"?`],
  ['a folder that is not there', '/nowhere/at/all', 'cannot be read: there is no such file or folder'],
])('%s is refused with a hint', (_, path, says) => {
  expect(messageOf(() => isFolder(path))).toBe(`${JSON.stringify(path)} ${says}`);
  expect(messageOf(() => namesIn(path))).toBe(`${JSON.stringify(path)} ${says}`);
});

test('a path that is too long is cut', () => {
  expect(messageOf(() => isFolder('x'.repeat(5000))))
    .toMatch(/^"x{116}\.\.\. cannot be read: it is longer than the system allows; give a path, not the content of a file$/);
});

test('a character that no path can have', () => {
  expect(messageOf(() => isFolder('a\0b')))
    .toBe('"a\\u0000b" cannot be read: it contains a character that no path can have; give a path as plain text');
});

// The user who runs the tests may be one whom the system denies nothing.
test.each([
  ['EACCES', 'you have no permission; get access'], ['EPERM', 'the system does not allow it; get access'], ['EIO', 'bad \\u001b[31m disk'],
])('the code %s', (code, says) => {
  const error = Object.assign(new Error('bad \u001b[31m disk'), { code });
  expect(unreadable('x', error).message).toContain(`"x" cannot be read: ${says}`);
  expect(unwritable('x', 'lists', error).message).toContain(`"x" takes no lists: ${says}`);
});

test('what is written into a folder that is not there says which folder that is', () => {
  const error = Object.assign(new Error(), { code: 'ENOENT' });
  expect(unwritable('reports/2026/x.md', 'report', error).message)
    .toBe('"reports/2026/x.md" takes no report: there is no folder "reports/2026"; create it first');
  expect(unwritable('', 'report', error).message).toContain('the path is empty');
});

test('folders are told from files', () => {
  expect([isFolder(at('cdktf.out')), isFolder(at('plan.json'))]).toEqual([true, false]);
  expect(namesIn(folder)).toContain('plan.json');
});
