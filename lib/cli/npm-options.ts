import { Command } from 'commander';
import { InputError } from '../azure/errors';

type ProcessEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * Refuses a call by `npm run` whose options npm has taken for its own settings: the program would run without them. npm leaves them in
 * the environment, as `npm_config_deployment`.
 */
export function refuseTakenByNpm(program: Command, args: readonly string[], env: ProcessEnvironment): void {
  const { npm_lifecycle_event: script } = env;
  const command = program.commands.find((one) => one.name() === args[0]);
  if (script === undefined || command === undefined) {
    return;
  }
  const taken = command.options.flatMap(({ long }) => long ?? [])
    .filter((flag) => env[`npm_config_${flag.slice(2).replaceAll('-', '_')}`] !== undefined && !args.includes(flag));
  if (taken.length > 0) {
    throw new InputError({
      argument: taken.join(', '), problem: 'npm has taken this for itself',
      allowed: `write "--" before the command: npm run ${script} -- ${command.name()} ...`,
    });
  }
}
