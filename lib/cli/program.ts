import { Command, CommanderError } from 'commander';
import { InputError, printable, printableLines } from '../azure/errors';
import { CommandWithHints } from './command';
import { ConfigValues, useConfigFile } from './config-file';
import { COMMANDS } from './commands';
import { EXIT, EXIT_CODES } from './exit';
import { addExamples, groupCommands } from './help';
import { refuseTakenByNpm } from './npm-options';
import { Output } from './output';
import { withProgress } from './progress';
import { shownOutput } from './shown-output';
import { versionOf } from './version';

/**
 * Runs one command to its end.
 * @param args arguments after the name of the program
 * @returns the exit code
 */
export async function runToEnd(args: readonly string[], output: Output): Promise<number> {
  try {
    return await start(args, output);
  } catch (error) {
    return exitOf(error, shownOutput(output));
  }
}

/** As `runToEnd`, for a command that is done when it returns, which are all but `logs`. */
export function run(args: readonly string[], output: Output): number {
  const exit = start(args, output);
  if (typeof exit !== 'number') {
    throw new Error('this command goes on after it has returned; use runToEnd');
  }
  return exit;
}

function start(args: readonly string[], own: Output): number | Promise<number> {
  let exit: number | Promise<number> = EXIT.ok;
  const taken = new ConfigValues();
  const isLong = Object.hasOwn(EXIT_CODES, args[0] ?? '') && !QUIET.has(args[0]!);
  const { output: raw, stop } = isLong ? withProgress(`azureml-network ${args[0]!}`, own) : { output: own, stop: () => undefined };
  const output = shownOutput(raw);
  try {
    const program = programFor(args, output, (code) => { exit = code; }, taken);
    refuseTakenByNpm(program, args, process.env);
    program.parse([...args], { from: 'user' });
    return typeof exit === 'number' ? exit : (exit as Promise<number>).catch((error: unknown) => exitOf(error, output, taken));
  } catch (error) {
    return exitOf(error, output, taken);
  } finally {
    stop();
  }
}

/** What asks, what says itself how far it is, and what takes no time. */
const QUIET: ReadonlySet<string> = new Set(['init', 'logs', 'completion']);

/**
 * The program with all of its commands.
 * @param end takes the exit code of the command that runs
 * @param taken gets what the command takes from the file with options
 */
export function programFor(
  args: readonly string[], output: Output, end: (exit: number | Promise<number>) => void, taken = new ConfigValues(),
): Command {
  const program = new CommandWithHints('azureml-network')
    .description('Writes and verifies network rules for Azure Machine Learning')
    .exitOverride()
    .version(versionOf(), '-V, --version', 'print the version')
    .configureOutput({
      writeOut: (text) => output.out(text), writeErr: (text) => output.err(text),
      outputError: (text, write) => write(withArgumentsShown(text, args)),
    });
  COMMANDS.forEach((add) => add(program, { output, end }));
  groupCommands(program);
  addExamples(program);
  program.commands.forEach((command) => useConfigFile(command, taken));
  program.commands.forEach(refuseRepeated);
  program.commands.forEach((command) => command.hook('preAction', () => (command as CommandWithHints).checkNeeded()));
  return program;
}

function exitOf(error: unknown, output: Output, taken?: ConfigValues): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  if (error instanceof InputError) {
    const origin = taken?.originOf(error);
    output.err(`${printableLines(error.message)}\n${origin === undefined ? '' : `${origin}\n`}`);
    return EXIT.usage;
  }
  output.err(`This is a bug in the program, not a fault of your input: ${(error as Error).stack ?? String(error)}\n`);
  return EXIT.failure;
}

/** What the parser says of an argument, with the argument as text that a terminal can show. */
function withArgumentsShown(text: string, args: readonly string[]): string {
  return args.filter((arg) => printable(arg) !== arg).reduce((shown, arg) => shown.replaceAll(arg, printable(arg)), text);
}

/** The parser takes the last of several values, so that the others would be dropped in silence. */
function refuseRepeated(command: Command): void {
  for (const option of command.options.filter(({ variadic }) => !variadic)) {
    let isGiven = false;
    command.on(`option:${option.name()}`, () => {
      if (isGiven) {
        throw new InputError({ argument: option.long, problem: 'is given twice' });
      }
      isGiven = true;
    });
  }
}
