import { COMMON_EXIT_CODES, EXIT_CODES, ExitCode } from '../../lib/cli/exit';
import { code, generated, table } from './markdown';

const FOOT = `A finding that is acknowledged does not change the exit code, with one exception: a part of the network that was not evaluated
leaves requirements unknown, and the exit code is 4, even if you accept it.
[What a change does to traffic](diff.md#verdicts-and-exit-codes) explains the verdicts of \`diff\`.`;

/** The page docs/exit-codes.md: what each command can end with. */
export function exitCodesPage(): string {
  const rowsOf = (command: string, codes: readonly ExitCode[]): string[][] =>
    codes.map((one) => [command, String(one.code), one.meaning.replace('--fail-on', code('--fail-on'))]);
  const rows = [
    ...rowsOf('every command', COMMON_EXIT_CODES),
    ...Object.entries(EXIT_CODES).flatMap(([command, codes]) => rowsOf(code(command), codes)),
  ];
  return `${[
    '# Exit codes', generated('npm run docs:reference'),
    'What each command of the [command line](command-line.md) can end with. `azureml-network COMMAND --help` has the same.',
    table(['command', 'exit code', 'when'], rows), FOOT,
  ].join('\n\n')}\n`;
}
