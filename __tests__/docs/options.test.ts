import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runToEnd } from '../../lib/cli/program';

const DOCS = join(__dirname, '..', '..', 'docs');
/** Pages that people wrote; a generated page has every option without anybody's doing. */
const TEXT = readdirSync(DOCS).filter((name) => name.endsWith('.md') && name !== 'options.md')
  .map((name) => readFileSync(join(DOCS, name), 'utf8')).join('\n');

async function helpOf(...command: string[]): Promise<string> {
  let text = '';
  await runToEnd([...command, '--help'], { out: (part) => { text += part; }, err: (part) => { text += part; } });
  return text;
}

/** The commands that a help text lists, each at the start of a line. */
function commandsOf(help: string): string[] {
  const known = help.split('\n').map((line) => /^ {2}([a-z][a-z-]+)(?: \[| <| {2})/.exec(line)?.[1]);
  return known.filter((name): name is string => name !== undefined && name !== 'help');
}

/** The options that a help text lists. */
function optionsOf(help: string): string[] {
  return help.split('\n').flatMap((line) => /^ {2,}(?:-\w, )?(--[a-z-]+)/.exec(line)?.[1] ?? []);
}

test('pages name every option of every command', async () => {
  const commands = commandsOf(await helpOf());
  expect(commands).toEqual(expect.arrayContaining(['verify', 'diff', 'logs', 'requirements']));
  const options = new Set((await Promise.all(commands.map((command) => helpOf(command)))).flatMap(optionsOf));
  expect(options.size).toBeGreaterThan(20);
  expect([...options].filter((option) => !new RegExp(`${option}(?![a-z-])`).test(TEXT)).sort()).toEqual([]);
});
