import { runToEnd } from '../../lib/cli/program';
import { generated } from './markdown';

async function helpOf(...command: string[]): Promise<string> {
  let text = '';
  await runToEnd([...command, '--help'], { out: (part) => { text += part; }, err: (part) => { text += part; } });
  return text.trimEnd();
}

/** The names of commands that a help text lists. */
export function commandsOf(help: string): string[] {
  const known = help.split('\n').map((line) => /^ {2}([a-z][a-z-]+)(?: \[| <| {2})/.exec(line)?.[1]);
  return known.filter((name): name is string => name !== undefined && name !== 'help');
}

/** The page docs/options.md: what `--help` prints of each command. */
export async function optionsPage(): Promise<string> {
  const all = await helpOf();
  const sections = await Promise.all(commandsOf(all).map(async (command) =>
    `## ${command}\n\n\`\`\`text\n${await helpOf(command)}\n\`\`\``));
  return `${[
    '# Options', generated('npm run docs:reference'),
    'What `--help` prints. [Command line](command-line.md) explains the options, with formats and exit codes.',
    `\`\`\`text\n${all}\n\`\`\``, ...sections,
  ].join('\n\n')}\n`;
}
