import { Command } from 'commander';
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
  'diff': ['diff base/cdktf.out cdktf.out --deployment deployment.yaml', 'diff --plan plan.json --fail-on wider-beyond-requirements'],
  'rules': ['rules cdktf.out'],
  'adopt': ['adopt state.json cdktf.out', 'adopt network.json cdktf.out --format json'],
  'init': ['init', 'init --name training --edition 2026-03-19 --cloud public --region westus2 --subnet-id ID --address-prefix 10.1.1.0/24'],
  'synth': ['synth deployment.yaml'],
  'completion': ['completion bash'],
};

/** Adds examples and exit codes to the help of each command. */
export function addExamples(program: Command): void {
  for (const command of program.commands) {
    const lines = (EXAMPLES[command.name()] ?? []).map((example) => `  ${program.name()} ${example}\n`);
    const codes = exitCodesOf(command.name()).map(({ code, meaning }) => `  ${String(code).padEnd(2)}  ${meaning}\n`);
    command.addHelpText('after', `\nExit codes:\n${codes.join('').trimEnd()}`);
    command.addHelpText('after', lines.length === 0 ? '' : `\nExamples:\n${lines.join('').trimEnd()}`);
  }
  program.addHelpText('after', `\nExamples and exit codes of a command: ${program.name()} COMMAND --help`);
}
