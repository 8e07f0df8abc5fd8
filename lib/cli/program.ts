import { Command, CommanderError, Option } from 'commander';
import { CLOUDS, Cloud } from '../azure/clouds';
import { InputError, oneOf } from '../azure/errors';
import { requirementDocuments } from '../catalog/documents';
import { Edition, EDITIONS } from '../requirements/edition';
import { Scenario, SCENARIOS } from '../requirements/scenario';
import { networkPoliciesCommand } from './network-policies-command';
import { Format, FORMATS, formatRequirements } from './requirements-command';

/** Where a run writes to. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
}

/** Exit codes; they are part of the documented behaviour. */
export const EXIT = { ok: 0, usage: 2 } as const;

/**
 * Runs one command.
 * @param args arguments behind the name of the program
 * @returns the exit code
 */
export function run(args: readonly string[], output: Output): number {
  const program = new Command('azureml-network')
    .description('Network requirements of Azure Machine Learning')
    .exitOverride()
    .configureOutput({ writeOut: (text) => output.out(text), writeErr: (text) => output.err(text) });
  program.command('requirements')
    .description('list the documented requirements')
    .addOption(choice('--edition <date>', 'of one edition of the article', EDITIONS))
    .addOption(choice('--cloud <cloud>', 'of one cloud', CLOUDS))
    .addOption(choice('--scenario <scenario>', 'of one section of the article', SCENARIOS))
    .addOption(choice('--format <format>', 'form of the list', FORMATS).default('table'))
    .action((options: { edition?: Edition; cloud?: Cloud; scenario?: Scenario; format: Format }) => {
      output.out(formatRequirements(requirementDocuments(options), options.format));
    });
  program.command('network-policies')
    .description('write network policies for the traffic inside a Kubernetes cluster')
    .requiredOption('--deployment <file>', 'the deployment file')
    .option('--out <folder>', 'write a file for each policy, instead of printing all')
    .action((options: { deployment: string; out?: string }) => networkPoliciesCommand(options, output));
  try {
    program.parse([...args], { from: 'user' });
    return EXIT.ok;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    }
    if (error instanceof InputError) {
      output.err(`${error.message}\n`);
      return EXIT.usage;
    }
    throw error;
  }
}

/** An option with a closed list of values, whose refusal names the nearest one. */
function choice(flags: string, description: string, values: readonly string[]): Option {
  return new Option(flags, `${description}: ${values.join(', ')}`).argParser((given: string) => oneOf(flags.split(' ')[0]!, given, values));
}

