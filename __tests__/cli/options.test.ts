import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { EXIT, EXIT_CODES, exitCodesOf } from '../../lib/cli/exit';
import { choicesOf, SHARED_OPTIONS } from '../../lib/cli/options';
import { programFor } from '../../lib/cli/program';

const silent = { out: () => undefined, err: () => undefined };
const PROGRAM = programFor([], silent, () => undefined);

/** Every command, also one below another. */
function commandsBelow(command: Command): Command[] {
  return command.commands.flatMap((one) => [one as Command, ...commandsBelow(one as Command)]);
}
const COMMANDS = commandsBelow(PROGRAM);
const OPTIONS = COMMANDS.flatMap((command) => command.options.map((option) => ({ command: command.name(), option })));
const USES = new Map<string, { command: string; option: Option }[]>();
OPTIONS.forEach((use) => USES.set(use.option.long!, [...USES.get(use.option.long!) ?? [], use]));
const SHARED = [...USES].filter(([, uses]) => uses.length > 1);

test('there are the commands and options that people know', () => {
  expect(COMMANDS.map((one) => one.name())).toEqual(expect.arrayContaining(['verify', 'diff', 'editions', 'completion']));
  expect(SHARED.map(([name]) => name)).toEqual(expect.arrayContaining(['--deployment', '--format', '--service-tags', '--out']));
});

/** A command may take a second value of the same kind. */
const SEVERAL: readonly string[] = ['diff --service-tags'];

test.each(SHARED)('%s is the same wherever it is', (name, uses) => {
  const known: Readonly<Record<string, readonly [string, string, ...unknown[]]>> = SHARED_OPTIONS;
  const [first] = uses;
  const [flags, meaning] = known[name.slice(2)] ?? [first!.option.flags, first!.option.description.split(':')[0]!];
  for (const { command, option } of uses) {
    const use = `${command} ${name}`;
    expect([use, option.flags]).toEqual([use, SEVERAL.includes(use) ? flags.replace('>', 's...>') : flags]);
    expect(`${use}: ${option.description}`).toContain(`${use}: ${meaning}`);
  }
  // The same values, but for the forms of an output, which each command has its own of.
  const choices = uses.map(({ option }) => choicesOf(option)?.join());
  expect(name === '--format' ? choices.every((one) => one !== undefined) : new Set(choices).size === 1).toBe(true);
});

test('forms of an output have the same names everywhere', () => {
  const all = OPTIONS.filter(({ option }) => option.long === '--format').flatMap(({ option }) => choicesOf(option)!);
  expect([...new Set(all)].sort()).toEqual(['csv', 'hcl', 'html', 'json', 'lists', 'markdown', 'sarif', 'table', 'text']);
});

test('a value is a file, a folder, a path or something else in the flags of every option that takes one', () => {
  expect(OPTIONS.filter(({ option }) => option.short !== undefined && option.long !== '--version')).toEqual([]);
  expect(OPTIONS.flatMap(({ option }) => [option.flags]).filter((flags) => !/^--[a-z][a-z-]*( <[a-z]+(\.\.\.)?>)?$/.test(flags))).toEqual([]);
});

const ROOT = join(__dirname, '..', '..');
const WRITTEN = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md') && name !== 'options.md');
const PAGES = ['README.md', ...WRITTEN.map((name) => `docs/${name}`)]
  .map((path) => readFileSync(join(ROOT, path), 'utf8'));
/** Lines of examples: what stands between fences, with continued lines as one. */
const FENCED = /^```\w*\n([\s\S]*?)^```/gm;
const EXAMPLES = PAGES.flatMap((page) => [...page.matchAll(FENCED)].map(([, text]) => text!))
  .join('\n').replace(/\\\n\s*/g, ' ').split('\n').filter((line) => line.includes('azureml-network'));

test.each([...USES])('a page has an example of %s', (name, uses) => {
  const commands = uses.map(({ command }) => command).join('|');
  const pattern = new RegExp(`azureml-network(?:@\\S+)?"? (${commands})\\b.*${name}(?![a-z-])`);
  expect(EXAMPLES.filter((line) => pattern.test(line)).length).toBeGreaterThan(0);
});

test('examples give options that the command has', () => {
  const commands = new Map(COMMANDS.map((one) => [one.name(), one]));
  const calls = EXAMPLES.flatMap((line) => [...line.matchAll(/azureml-network(?:@\S+)?"? ([a-z-]+)((?: +[^|;&"]*)?)/g)]);
  const wrong = calls.flatMap(([, name, rest]) =>
    [...rest!.matchAll(/(?<= )--[a-z-]+/g)].flatMap(([flag]) =>
      (commands.get(name!)?.options.some(({ long }) => long === flag || flag === '--help') ?? true ? [] : [`${name} ${flag}`])));
  expect(wrong).toEqual([]);
});

test('the help of the program has each command in a group, and no line of a help is longer than a terminal but those to copy', () => {
  const helpOf = (...args: string[]): string => {
    let text = '';
    expect(() => programFor([], { ...silent, out: (part) => { text += part; } }, () => undefined)
      .parse([...args, '--help'], { from: 'user' })).toThrow();
    return text;
  };
  const all = helpOf();
  expect(all).not.toContain('\nCommands:');
  COMMANDS.forEach((one) => expect(all).toMatch(new RegExp(`^ {2}${one.name()} {2,}\\S`, 'm')));
  for (const text of [all, ...COMMANDS.map((one) => helpOf(one.name()))]) {
    expect(text.split('\n').filter((line) => line.length > 80 && !line.startsWith('  azureml-network '))).toEqual([]);
  }
});

describe('exit codes', () => {
  test('each command has its own in the one table, and no other has', () => {
    expect(Object.keys(EXIT_CODES).sort()).toEqual(PROGRAM.commands.map((one) => one.name()).sort());
    const used = new Set(Object.keys(EXIT_CODES).flatMap((name) => exitCodesOf(name).map(({ code }) => code)));
    expect([...used].sort((a, b) => a - b)).toEqual([...Object.values(EXIT)].sort((a, b) => a - b));
    for (const name of Object.keys(EXIT_CODES)) {
      expect(exitCodesOf(name).map(({ code }) => code)).toEqual([...new Set(exitCodesOf(name).map(({ code }) => code))]);
    }
  });

  test.each(Object.keys(EXIT_CODES))('the help of %s names them', (name) => {
    let text = '';
    expect(() => programFor([], { ...silent, out: (part) => { text += part; } }, () => undefined)
      .parse([name, '--help'], { from: 'user' })).toThrow();
    const shown = text.slice(text.indexOf('Exit codes:\n')).split('\n\n')[0]!.replace(/\n {6}/g, ' ').split('\n').slice(1)
      .map((line) => /^ {2}(\d+) +(.*)$/.exec(line)!.slice(1));
    expect(shown).toEqual(exitCodesOf(name).map(({ code, meaning }) => [String(code), meaning]));
  });
});
