import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { programFor } from '../../lib/cli/program';

// Every command line in a block of a page is one that the program takes, and together they show every option of every command.
const ROOT = join(__dirname, '..', '..');
const PAGES = ['README.md', ...readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md') && name !== 'options.md')
  .map((name) => join('docs', name))];

interface Example {
  readonly page: string;
  readonly args: readonly string[];
}

/** The words of a command line up to a pipe, a redirection, or the end of the command that it stands in. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  for (const [, quoted, single, plain, end] of line.matchAll(/"([^"]*)"|'([^']*)'|((?:[^\s"'|>&;)#])+)|([|>&;)#"'])/g)) {
    if (end !== undefined) {
      break;
    }
    words.push(quoted ?? single ?? plain!);
  }
  return words;
}

/** Command lines of a page; those inside the quotes of another command, such as `git config`, are parts of one. */
function examplesOf(page: string): Example[] {
  const blocks = [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^ *```(sh|console|yaml)\n([\s\S]*?)^ *```$/gm)];
  // What a command prints is not a command line.
  const lines = blocks.flatMap(([, kind, block]) =>
    block!.replace(/\\\n\s*/g, '').split('\n').filter((line) => kind !== 'console' || line.startsWith('$')));
  return lines.flatMap((line): Example[] => {
    const found = /^(.*?)(?<![\w/.-])azureml-network (?:-- )?(.*)$/.exec(line);
    const isPart = found === null || found[1]!.split('"').length % 2 === 0;
    return isPart ? [] : [{ page, args: wordsOf(found[2]!) }];
  });
}

const EXAMPLES = PAGES.flatMap(examplesOf);

/** The program, with commands that only note which options they were given. */
function optionsGiven(args: readonly string[]): string[] {
  let given: string[] = [];
  const program = programFor(args, { out: () => undefined, err: () => undefined }, () => undefined);
  for (const command of program.commands) {
    command.action(() => {
      given = command.options.filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
        .map(({ long }) => `${command.name()} ${long}`);
    });
  }
  program.parse([...args], { from: 'user' });
  return given;
}

test('the program takes every command line that a page shows', () => {
  const refused = EXAMPLES.flatMap(({ page, args }) => {
    try {
      optionsGiven(args);
      return [];
    } catch (error) {
      return (error as CommanderError).exitCode === 0 ? [] : [`${page}: ${args.join(' ')}: ${(error as Error).message}`];
    }
  });
  expect(EXAMPLES.length).toBeGreaterThan(60);
  expect(refused).toEqual([]);
});

test('pages show every option of every command in a command line', () => {
  const shown = new Set(EXAMPLES.flatMap(({ args }) => optionsGiven(args)));
  const program: Command = programFor([], { out: () => undefined, err: () => undefined }, () => undefined);
  const options = program.commands.flatMap((command) => command.options.map(({ long }) => `${command.name()} ${long}`));
  expect(options.length).toBeGreaterThan(60);
  expect(options.filter((option) => !shown.has(option))).toEqual([]);
});

test('pages show every command', () => {
  const { commands } = programFor([], { out: () => undefined, err: () => undefined }, () => undefined);
  expect(commands.map((command) => command.name()).filter((name) => !EXAMPLES.some(({ args }) => args[0] === name))).toEqual([]);
});
