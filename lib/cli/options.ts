import { Argument, Option } from 'commander';
import { choiceOf } from '../azure/errors';
import { CLOUDS } from '../azure/clouds';
import { EDITIONS } from '../requirements/edition';
import { SCENARIOS } from '../requirements/scenario';
import { YES_OR_NO } from './stated-request';

const CHOICES = new WeakMap<Option | Argument, readonly string[]>();

/** The values that an option or an argument takes, where they are a closed list. */
export function choicesOf(option: Option | Argument): readonly string[] | undefined {
  return CHOICES.get(option);
}

/** An option with a closed list of values, whose refusal names the nearest one. */
export function choice(flags: string, description: string, values: readonly string[]): Option {
  const option = new Option(flags, `${description}: ${values.join(', ')}`)
    .argParser((given: string) => choiceOf(flags.split(' ')[0]!, given, values));
  CHOICES.set(option, values);
  return option;
}

/** An argument with a closed list of values, which the command itself holds it to. */
export function choiceArgument(name: string, description: string, values: readonly string[]): Argument {
  const argument = new Argument(name, description);
  CHOICES.set(argument, values);
  return argument;
}

/** Options that several commands have: the same value and the same meaning wherever they are, and what they choose from. */
export const SHARED_OPTIONS = {
  'deployment': ['--deployment <file>', 'deployment file'],
  'service-tags': ['--service-tags <file>', 'service tag file'],
  'network': ['--network <path>', 'Terraform JSON or an export of Azure, as for verify'],
  'resolve': ['--resolve <hosts>', 'addresses of host names: HOST=ADDRESS, separated by commas'],
  'var-file': ['--var-file <files...>', 'files with values of Terraform variables; a later file overrides an earlier one'],
  'edition': ['--edition <date>', 'edition of the article', EDITIONS],
  'cloud': ['--cloud <cloud>', 'cloud', CLOUDS],
  'region': ['--region <region>', 'region of the workspace, such as westus2'],
  'scenario': ['--scenario <names...>', `scenarios: ${SCENARIOS.join(', ')}`],
  'private-endpoint': ['--private-endpoint <answer>', 'whether the workspace has a private endpoint (default: yes)', YES_OR_NO],
  'public-ip': ['--public-ip <answer>', 'whether the compute has public IP addresses (default: no)', YES_OR_NO],
  'out': ['--out <folder>', 'folder to write to'],
  'output': ['--output <file>', 'file to write'],
} as const satisfies Readonly<Record<string, readonly [flags: string, meaning: string, choices?: readonly string[]]>>;

/**
 * An option that several commands have.
 * @param own what it means for one command besides that
 */
export function sharedOption(name: keyof typeof SHARED_OPTIONS, own = ''): Option {
  const [flags, meaning, choices]: readonly [string, string, (readonly string[])?] = SHARED_OPTIONS[name];
  return choices === undefined ? new Option(flags, meaning + own) : choice(flags, meaning + own, choices);
}

/** The form that a command writes; the first is what it writes when nothing is said. */
export function formats(all: readonly string[], usual = all[0]!): Option {
  return choice('--format <format>', 'format of the output', all).default(usual);
}
