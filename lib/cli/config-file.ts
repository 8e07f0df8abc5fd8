import { existsSync } from 'node:fs';
import { Command, Option } from 'commander';
import { InputError, InputErrors, nearest, printable, quote, refusing } from '../azure/errors';
import { readText } from '../input/text';

/** Options that a repository always passes, from a file in the folder that the command runs in. */
export const CONFIG_FILE = 'azureml-network.yaml';

/** Options that the file may have, by their names on the command line. */
const CONFIG_KEYS = ['deployment', 'service-tags', 'var-file', 'resolve', 'fail-on'] as const;

const FILE = { what: 'a file with options', maxBytes: 1 << 16 };

/** Options that say what a deployment file says. */
const STATED = ['edition', 'cloud', 'region', 'subnet'] as const;

/** What a run took from the file. */
export class ConfigValues {
  private readonly values: { readonly key: string; readonly texts: readonly string[] }[] = [];

  public add(key: string, texts: readonly string[]): void {
    this.values.push({ key, texts });
  }

  /** Where a value comes from that an error is about; nothing where it is not of the file. */
  public originOf(error: InputError): string | undefined {
    const { details: { given, argument }, place } = error instanceof InputErrors ? error.errors[0] : error;
    // What is wrong in a file comes after its name, with a line or without.
    const isIn = (file: string): boolean => [place, argument].some((where) => where === file || where?.startsWith(`${file}:`) === true);
    const found = this.values.find(({ key, texts }) =>
      argument === `--${key}` || texts.some((text) => text === given || isIn(printable(text))));
    return found === undefined ? undefined : `${CONFIG_FILE} gives ${found.texts.map(quote).join(', ')} as ${found.key}`;
  }
}

/** Gives a command the options of the file that it has and that are not given. All of the file is checked, whatever the command has. */
export function useConfigFile(command: Command, taken: ConfigValues): void {
  command.hook('preAction', () => {
    if (!existsSync(CONFIG_FILE)) {
      return;
    }
    const isStated = STATED.some((name) => command.getOptionValueSource(name) === 'cli');
    for (const [key, value] of Object.entries(content())) {
      const option = optionOf(command, key);
      const texts = textsOf(option ?? anyOptionOf(command, key), key, value);
      if (option !== undefined && command.getOptionValueSource(option.attributeName()) !== 'cli' && !(key === 'deployment' && isStated)) {
        taken.add(key, texts);
        const read = option.variadic ? texts : option.parseArg === undefined ? texts[0] : option.parseArg(texts[0]!, undefined);
        command.setOptionValueWithSource(option.attributeName(), read, 'config');
      }
    }
  });
}

function optionOf(command: Command, key: string): Option | undefined {
  return command.options.find(({ long }) => long === `--${key}`);
}

/** The option of another command, which says what the value should be. */
function anyOptionOf(command: Command, key: string): Option {
  return command.parent!.commands.flatMap((one) => optionOf(one as Command, key) ?? [])[0]!;
}

function content(): Record<string, unknown> {
  // The reader of YAML takes as long to load as the rest of the program; without the file nothing loads it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { LineCounter } = require('yaml') as typeof import('yaml');
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { parse, problemOf } = require('../deployment/document') as typeof import('../deployment/document');
  const lines = new LineCounter();
  const document = parse(readText(CONFIG_FILE, FILE).text, lines);
  const flaw = 'words' in document ? document : problemOf(document, lines);
  if (flaw !== undefined || 'words' in document) {
    const { line, col } = lines.linePos(flaw!.offset);
    throw new InputError(flaw!.words, { place: `${CONFIG_FILE}:${line}:${col}:` });
  }
  const json = ((): unknown => {
    try {
      return document.toJS({ maxAliasCount: 100 });
    } catch (error) {
      // aliases, of which few can stand for very much
      const problem = printable((error as Error).message);
      throw new InputError({ argument: CONFIG_FILE, problem, allowed: 'write values without aliases' });
    }
  })();
  if (json === null) {
    return {}; // nothing but comments
  }
  if (typeof json !== 'object' || Array.isArray(json)) {
    throw new InputError({
      argument: CONFIG_FILE, problem: 'is not a list of options',
      allowed: `give keys such as "deployment: deployment.yaml"; there are ${CONFIG_KEYS.join(', ')}`,
    });
  }
  const unknown = Object.keys(json).find((key) => !CONFIG_KEYS.some((one) => one === key));
  if (unknown !== undefined) {
    const suggestion = nearest(unknown, CONFIG_KEYS);
    throw new InputError({
      argument: `${CONFIG_FILE}: ${printable(unknown)}`, problem: `is not one of ${CONFIG_KEYS.map(quote).join(', ')}`,
      ...(suggestion !== undefined && { suggestion }),
    });
  }
  return json as Record<string, unknown>;
}

/** The texts of a value, which its option accepts. */
function textsOf(option: Option, key: string, value: unknown): string[] {
  const argument = `${CONFIG_FILE}: ${key}`;
  const texts = (option.variadic ? [value].flat() : [value]) as unknown[];
  const wrong = texts.find((one) => typeof one !== 'string' || one === '');
  if (texts.length === 0 || wrong !== undefined) {
    throw new InputError({
      argument, given: wrong ?? value, problem: 'is not a text',
      allowed: option.variadic ? 'give a text or a list of texts' : 'give a text',
    });
  }
  if (option.parseArg !== undefined) {
    refusing((error) => error.about(argument), () => option.parseArg!(texts[0] as string, undefined));
  }
  return texts as string[];
}
