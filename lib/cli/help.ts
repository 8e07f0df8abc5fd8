import { Command } from 'commander';
import { CONFIG_FILE } from './config-file';
import { exitCodesOf } from './exit';

const NETWORK = 'cdktf.out --deployment deployment.yaml';

/** Examples of each command, as they are typed after the name of the program. */
export const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  'requirements': ['requirements --cloud china --format json'],
  'lookup': ['lookup pypi.org:443', 'lookup 203.0.113.7 --service-tags ServiceTags_Public.json'],
  'editions': ['editions diff 2023-04-14 2026-03-19 --deployment deployment.yaml'],
  'logs': ['logs firewall.json --deployment deployment.yaml'],
  'network-policies': ['network-policies --deployment deployment.yaml --out policies'],
  'drift': ['drift answer.json --deployment deployment.yaml'],
  'export': ['export --deployment deployment.yaml --format csv'],
  'verify': [`verify ${NETWORK}`, `verify ${NETWORK} --format sarif`],
  'report': [`report ${NETWORK} --format html --output report.html`],
  'explain': [`explain ${NETWORK} training outbound tcp 443 pypi.org`],
  'diff': ['diff base/cdktf.out cdktf.out --deployment deployment.yaml',
    'diff --base base/cdktf.out hub.json --head cdktf.out hub.json', 'diff --plan plan.json --fail-on wider-beyond-requirements'],
  'rules': ['rules cdktf.out'],
  'adopt': ['adopt state.json cdktf.out', 'adopt network.json cdktf.out --format json'],
  'init': ['init', 'init --name training --edition 2026-03-19 --cloud public --region westus2 --subnet-id ID --address-prefix 10.1.1.0/24'],
  'synth': ['synth deployment.yaml'],
  'completion': ['completion bash'],
};

/** Commands by what one wants of them, in the order of the help. */
const GROUPS: readonly (readonly [title: string, commands: readonly string[]])[] = [
  ['Start', ['init', 'synth']],
  ['What is documented', ['requirements', 'lookup', 'editions']],
  ['Verify and review a network', ['verify', 'report', 'explain', 'diff', 'rules', 'logs', 'drift']],
  ['Rules for others', ['export', 'network-policies', 'adopt']],
  ['Other', ['completion', 'help']],
];

const WIDTH = 80;

/** Puts the commands into groups, and shows them without what all of them take. */
export function groupCommands(program: Command): void {
  const order = GROUPS.flatMap(([, names]) => names);
  // Groups stand where the first command of each was added.
  (program.commands as Command[]).sort((a, b) => order.indexOf(a.name()) - order.indexOf(b.name()));
  program.configureHelp({ subcommandTerm: (command) => command.name() });
  for (const [title, names] of GROUPS) {
    program.commands.filter((command) => names.includes(command.name())).forEach((command) => command.helpGroup(`${title}:`));
  }
  const help = program.createCommand('help').argument('[command]').description('show the help of a command');
  program.addHelpCommand(help.helpGroup('Other:'));
}

/** Adds examples and exit codes to the help of each command. */
export function addExamples(program: Command): void {
  for (const command of program.commands) {
    const lines = (EXAMPLES[command.name()] ?? []).map((example) => `  ${program.name()} ${example}\n`);
    const codes = exitCodesOf(command.name()).map(({ code, meaning }) => wrapped(`  ${String(code).padEnd(2)}  `, meaning));
    command.addHelpText('after', `\nExit codes:\n${codes.join('\n')}`);
    command.addHelpText('after', lines.length === 0 ? '' : `\nExamples:\n${lines.join('').trimEnd()}`);
  }
  const first = ['init', 'synth', 'verify', 'report'].map((name) => `  ${program.name()} ${EXAMPLES[name]![0]!}`);
  program.addHelpText('after', `\nExamples:\n${first.join('\n')}\n\nOptions, examples and exit codes of a command: ` +
    `${program.name()} COMMAND --help\nWrite options that you always pass into ${CONFIG_FILE}.`);
}

/** A text after its term, whose lines begin in one column. */
function wrapped(term: string, text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)!} ${word}`.trim();
    if (term.length + longer.length > WIDTH && lines.at(-1) !== '') {
      lines.push(word);
    } else {
      lines[lines.length - 1] = longer;
    }
  }
  return `${term}${lines.join(`\n${' '.repeat(term.length)}`)}`;
}
