import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { programFor } from '../../lib/cli/program';
import { commandExamples } from '../support/command-examples';

// Every command line in a block of a page is one that the program takes, and together they show every option of every command.

const EXAMPLES = commandExamples(join(__dirname, '..', '..'));

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
