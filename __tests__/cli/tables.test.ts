import { plainTable } from '../../lib/cli/tables';

test('columns are as wide as their widest cell, and no line ends in spaces', () => {
  expect(plainTable(['to', 'purpose'], [['AzureActiveDirectory', 'sign-in'], ['db', '']])).toBe([
    'to                    purpose', 'AzureActiveDirectory  sign-in', 'db', '',
  ].join('\n'));
});

test('characters that take two columns of a terminal, or none, leave the columns straight', () => {
  expect(plainTable(['to', 'purpose'], [['数据', 'wide'], ['e\u0301', 'accent'], ['abcd', 'narrow']])).toBe([
    'to    purpose', '数据  wide', 'e\u0301     accent', 'abcd  narrow', '',
  ].join('\n'));
});

test('a table of one script is drawn the same with a cell of another', () => {
  const rows = [['one', 'Outbound', ''], ['a longer name', 'In', 'x']];
  const drawn = plainTable(['name', 'direction', ''], [...rows, ['ä', '', '']]);
  expect(drawn).toBe(`${plainTable(['name', 'direction', ''], rows)}ä\n`);
});
