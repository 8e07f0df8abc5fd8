import { Command, Option } from 'commander';
import { InputError, nearest, printable } from '../azure/errors';
import { choicesOf } from './options';

const PROGRAM = 'azureml-network';

const NEEDED = new WeakSet<Option>();

/** An option that is needed. The parser's own check comes before that of unknown options, whose names are then not said. */
export function needed(option: Option): Option {
  NEEDED.add(option);
  return option;
}

/** The one option whose name has all words of another, or all of whose words the other has: `--subnet-id` for `--subnet`. */
function withSameWords(given: string, flags: readonly string[]): string | undefined {
  const wordsOf = (flag: string): string[] => flag.toLowerCase().split('-').filter((word) => word !== '');
  const words = wordsOf(given);
  const isAmong = (some: readonly string[], all: readonly string[]): boolean => some.length > 0 && some.every((word) => all.includes(word));
  const found = flags.filter((flag) => isAmong(words, wordsOf(flag)) || isAmong(wordsOf(flag), words));
  return found.length === 1 ? found[0] : undefined;
}

/**
 * A command whose refusals are errors in the input, in the words of this program. The parser calls these methods where it would print
 * words of its own (commander 14.0.3, `lib/command.js`); a test holds each of them.
 */
export class CommandWithHints extends Command {
  public override createCommand(name?: string): CommandWithHints {
    return new CommandWithHints(name);
  }

  /** An argument that is needed and not given. */
  public missingArgument(name: string): never {
    throw new InputError({ argument: `<${name}>`, problem: 'is missing', allowed: this.seeHelp() });
  }

  /** An option that needs a value and has none. */
  public optionMissingArgument(option: Option): never {
    const choices = choicesOf(option);
    throw new InputError({
      argument: option.long ?? option.flags, problem: 'has no value',
      allowed: choices === undefined ? `write ${option.flags}` : `write one of ${choices.map((one) => `"${one}"`).join(', ')} after it`,
    });
  }

  /** An option that is needed and not given. */
  public checkNeeded(): void {
    const missing = this.options.find((option) => NEEDED.has(option) && this.getOptionValue(option.attributeName()) === undefined);
    if (missing !== undefined) {
      throw new InputError({
        argument: missing.long ?? missing.flags, problem: 'is missing', allowed: `write ${missing.flags}, ${missing.description}`,
      });
    }
  }

  /** An option that this command does not have. */
  public unknownOption(given: string): never {
    const flags = [...this.options.filter(({ hidden }) => !hidden).flatMap(({ long }) => long ?? []), '--help'];
    const [name] = given.split('=') as [string];
    const suggestion = nearest(name, flags) ?? withSameWords(name, flags);
    throw new InputError({
      argument: printable(given), problem: `is not an option of ${this.path}`,
      ...(suggestion === undefined ? { allowed: this.seeHelp() } : { suggestion }),
    });
  }

  /** A word that is no command. */
  public unknownCommand(): never {
    this.refuseCommand(this.args[0] ?? '');
  }

  /** The command "help" with a word after it. */
  public _dispatchHelpCommand(name: string | undefined): never {
    const command = this.commands.find((one) => one.name() === name);
    if (name !== undefined && command === undefined && name !== 'help') {
      this.refuseCommand(name);
    }
    return (command ?? this).help();
  }

  private refuseCommand(given: string): never {
    const suggestion = nearest(given, this.commands.map((command) => command.name()));
    throw new InputError({
      given, problem: 'is not a command', ...(suggestion === undefined ? { allowed: this.seeHelp() } : { suggestion }),
    });
  }

  /** More arguments than a command takes. */
  public _excessArguments(received: readonly string[]): never {
    throw new InputError({
      given: received[this.registeredArguments.length], problem: `is one argument more than ${this.path} takes`, allowed: this.seeHelp(),
    });
  }

  private get path(): string {
    return this.parent === null ? PROGRAM : `${PROGRAM} ${this.name()}`;
  }

  private seeHelp(): string {
    return `"${this.path} --help" shows what it takes`;
  }
}
