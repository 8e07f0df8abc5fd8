import { existsSync } from 'node:fs';
import { Command, Option } from 'commander';
import { InputError, nearest, printable, printableLines, quote } from '../azure/errors';
import { readText } from '../input/text';

/** Options that a repository always passes, from a file in the folder that the command runs in. */
export const CONFIG_FILE = 'azureml-network.yaml';

/** Options that the file may have, by their names on the command line. */
export const CONFIG_KEYS = ['deployment', 'service-tags', 'var-file', 'resolve', 'fail-on'] as const;

const FILE = { what: 'a file with options', maxBytes: 1 << 16 };

/** Options that say what a deployment file says. */
const STATED = ['edition', 'cloud', 'region', 'subnet'] as const;

/** Gives a command the options of the file that it has and that are not given. */
export function useConfigFile(command: Command): void {
  command.hook('preAction', () => {
    if (!existsSync(CONFIG_FILE)) {
      return;
    }
    const isStated = STATED.some((name) => command.getOptionValueSource(name) === 'cli');
    for (const [key, value] of Object.entries(content())) {
      const option = command.options.find(({ long }) => long === `--${key}`);
      if (option !== undefined && command.getOptionValueSource(option.attributeName()) !== 'cli' && !(key === 'deployment' && isStated)) {
        command.setOptionValueWithSource(option.attributeName(), valueOf(option, key, value), 'config');
      }
    }
  });
}

function content(): Record<string, unknown> {
  // The reader of YAML takes as long to load as the rest of the program; without the file nothing loads it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { parseDocument } = require('yaml') as typeof import('yaml');
  const document = parseDocument(readText(CONFIG_FILE, FILE).text);
  const [json, error] = ((): readonly [unknown, string?] => {
    const [flaw] = [...document.errors, ...document.warnings];
    try {
      return flaw === undefined ? [document.toJS({ maxAliasCount: 100 })] : [undefined, flaw.message];
    } catch (thrown) {
      return [undefined, (thrown as Error).message]; // aliases, of which few can stand for very much
    }
  })();
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new InputError({
      argument: CONFIG_FILE, problem: error === undefined ? 'is not a list of options' : printableLines(error),
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

function valueOf(option: Option, key: string, value: unknown): unknown {
  const texts = (option.variadic ? [value].flat() : [value]) as unknown[];
  const wrong = texts.find((one) => typeof one !== 'string' || one === '');
  if (texts.length === 0 || wrong !== undefined) {
    throw new InputError({
      argument: `${CONFIG_FILE}: ${key}`, given: wrong ?? value, problem: 'is not a text',
      allowed: option.variadic ? 'give a text or a list of texts' : 'give a text',
    });
  }
  return option.variadic ? texts : option.parseArg === undefined ? texts[0] : option.parseArg(texts[0] as string, undefined);
}
