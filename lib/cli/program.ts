import { Command, CommanderError, Option } from 'commander';
import { CLOUDS, Cloud } from '../azure/clouds';
import { InputError, oneOf, printable, printableLines } from '../azure/errors';
import { requirementDocuments } from '../catalog/documents';
import { Edition, EDITIONS } from '../requirements/edition';
import { CATALOG_SECTIONS, CatalogSection } from '../requirements/catalog-section';
import { SCENARIOS } from '../requirements/scenario';
import { NOTATIONS } from '../review/host-notations';
import { ADOPT_FORMATS, adoptCommand, AdoptOptions } from './adopt-command';
import { CommandWithHints, needed } from './command';
import { completionScript, Shell, SHELLS } from './completion';
import { useConfigFile } from './config-file';
import { DIFF_FORMATS, diffCommand, DiffCommandOptions, FAIL_ON } from './diff-command';
import { driftCommand, DriftOptions } from './drift-command';
import { EDITIONS_FORMATS, editionsCommand, EditionsCommandOptions } from './editions-command';
import { EXIT } from './exit';
import { explainCommand, ExplainCommandOptions, EXPLANATION_FORMATS } from './explain-command';
import { exportCommand, ExportOptions, LIST_FORMATS } from './export-command';
import { addExamples } from './help';
import { initCommand, InitOptions, terminalAsk } from './init-command';
import { LOGS_FORMATS, logsCommand, LogsCommandOptions } from './logs-command';
import { LOOKUP_FORMATS, lookupCommand, LookupCommandOptions } from './lookup-command';
import { networkPoliciesCommand } from './network-policies-command';
import { Output } from './output';
import { REPORT_FORMATS, reportCommand, ReportCommandOptions } from './report-command';
import { formatRequirements } from './requirements-command';
import { rulesCommand } from './rules-command';
import { YES_OR_NO } from './stated-request';
import { synthCommand } from './synth-command';
import { Format, FORMATS } from './tables';
import { VERIFICATION_FORMATS, verifyCommand, VerifyCommandOptions } from './verify-command';
import { versionOf } from './version';

/**
 * Runs one command to its end.
 * @param args arguments behind the name of the program
 * @returns the exit code
 */
export async function runToEnd(args: readonly string[], output: Output): Promise<number> {
  try {
    return await start(args, output);
  } catch (error) {
    return exitOf(error, output);
  }
}

/** As `runToEnd`, for a command that is done when it returns, which are all but `logs`. */
export function run(args: readonly string[], output: Output): number {
  const exit = start(args, output);
  if (typeof exit !== 'number') {
    throw new Error('this command goes on after it has returned; use runToEnd');
  }
  return exit;
}

function start(args: readonly string[], output: Output): number | Promise<number> {
  let exit: number | Promise<number> = EXIT.ok;
  const program = new CommandWithHints('azureml-network')
    .description('Network requirements of Azure Machine Learning')
    .exitOverride()
    .version(versionOf(), '-V, --version', 'print the version')
    .configureOutput({
      writeOut: (text) => output.out(text), writeErr: (text) => output.err(text),
      outputError: (text, write) => write(withArgumentsShown(text, args)),
    });
  program.command('requirements')
    .description('list the documented requirements')
    .addOption(choice('--edition <date>', 'of one edition of the article', EDITIONS))
    .addOption(choice('--cloud <cloud>', 'of one cloud', CLOUDS))
    .addOption(choice('--section <section>', 'of one section of the catalog', CATALOG_SECTIONS))
    .addOption(choice('--format <format>', 'form of the list', FORMATS).default('table'))
    .action((options: { edition?: Edition; cloud?: Cloud; section?: CatalogSection; format: Format }) => {
      output.out(formatRequirements(requirementDocuments(options), options.format));
    });
  program.command('lookup')
    .description('say which documented requirements ask for an endpoint')
    .argument('<endpoint...>', 'ENDPOINT[:PORT][/tcp|/udp]: host name, URL, address, service tag or port; - for a list on standard input')
    .addOption(choice('--edition <date>', 'in one edition of the article', EDITIONS))
    .addOption(choice('--cloud <cloud>', 'in one cloud; with a deployment, its own', CLOUDS))
    .option('--deployment <file>', 'deployment file: say whether it asks for the endpoint, and which rules open it')
    .option('--network <path>', 'Terraform JSON, as for verify: say what its rules do with the endpoint')
    .option('--service-tags <file>', 'service tag file, for addresses')
    .addOption(choice('--format <format>', 'form of the output', LOOKUP_FORMATS).default('text'))
    .action((endpoints: string[], options: LookupCommandOptions) => {
      exit = lookupCommand(endpoints, options, output);
    });
  program.command('editions')
    .description('compare editions of the article: editions diff FROM TO')
    .argument('<action>', 'diff')
    .argument('<from>', `an edition: ${EDITIONS.join(', ')}`)
    .argument('<to>', 'another edition')
    .option('--deployment <file>', 'deployment file, to compare its rules in both editions too')
    .addOption(choice('--format <format>', 'form of the output', EDITIONS_FORMATS).default('text'))
    .action((action: string, from: string, to: string, options: EditionsCommandOptions) => {
      output.out(editionsCommand(action, from, to, options));
    });
  program.command('logs')
    .description('compare logs of firewalls and flows with what a deployment needs')
    .argument('<file...>', 'files or folders of logs, packed by gzip or not, or - for standard input')
    .addOption(needed('--deployment <file>', 'the deployment file'))
    .option('--network <path>', 'Terraform JSON or exports, as for verify: say which rule denies there, and what is missing')
    .option('--var-file <files...>', 'files with values of variables of that network; a later file overrides an earlier one')
    .option('--service-tags <file>', 'service tag file, for addresses; default: the one that the deployment names')
    .addOption(choice('--format <format>', 'form of the output', LOGS_FORMATS).default('text'))
    .action((files: string[], options: LogsCommandOptions) => {
      exit = logsCommand(files, options, output);
    });
  program.command('network-policies')
    .description('write network policies for the traffic inside a Kubernetes cluster')
    .addOption(needed('--deployment <file>', 'the deployment file'))
    .option('--out <folder>', 'folder to write a file for each policy to, instead of printing them')
    .action((options: { deployment: string; out?: string }) => {
      exit = networkPoliciesCommand(options, output) ? EXIT.ok : EXIT.differences;
    });
  program.command('drift')
    .description('compare an answer of the Dependencies API with the catalog and a deployment')
    .argument('<answer>', 'file with the answer as JSON, or - for standard input')
    .option('--deployment <file>', 'deployment file, to compare with what its rules open')
    .addOption(choice('--edition <date>', 'edition of the article, without a deployment', EDITIONS))
    .addOption(choice('--cloud <cloud>', 'cloud of the workspace, without a deployment', CLOUDS))
    .option('--region <region>', 'region of the workspace as ARM name, without a deployment')
    .addOption(choice('--format <format>', 'form of the output', FORMATS).default('table'))
    .action((answer: string, options: DriftOptions) => {
      const shown = driftCommand(answer, options);
      output.out(shown.text);
      exit = shown.exit;
    });
  program.command('export')
    .description('write what a deployment needs as lists for a firewall that knows no service tags')
    .addOption(needed('--deployment <file>', 'the deployment file'))
    .option('--service-tags <file>', 'service tag file, for service tags that no host names stand for')
    .addOption(choice('--format <format>', 'form of the lists', LIST_FORMATS).default('lists'))
    .addOption(choice('--wildcards <notation>', 'how the firewall writes "every name below"', NOTATIONS).default('asterisk'))
    .option('--out <folder>', 'folder to write a file for each list to, instead of printing them')
    .option('--no-header', 'leave out the comments at the head of lists')
    .action((options: ExportOptions) => {
      exit = exportCommand(options, output) ? EXIT.ok : EXIT.differences;
    });
  ofNetwork(program.command('verify'))
    .description('prove that Terraform JSON or exports of Azure meet what a deployment needs, and find what else is open')
    .addOption(choice('--format <format>', 'form of the output', VERIFICATION_FORMATS).default('text'))
    .option('--suggest', 'print the rules and routes that are missing, as Terraform JSON and HCL')
    .action((paths: string[], options: VerifyCommandOptions) => {
      const { text, exit: code } = verifyCommand(paths, options, versionOf());
      output.out(text);
      exit = code;
    });
  ofNetwork(program.command('report'))
    .description('write a report for people: each rule with what needs it, each requirement with what carries it, and what is left')
    .addOption(choice('--format <format>', 'form of the report', REPORT_FORMATS).default('markdown'))
    .option('--output <file>', 'file to write the report to, instead of printing it')
    .action((paths: string[], options: ReportCommandOptions) => {
      const { text, exit: code } = reportCommand(paths, options);
      output.out(text);
      exit = code;
    });
  program.command('explain')
    .description('show what the rules in Terraform JSON or exports of Azure do with one flow')
    .usage('[options] <path...> <flow...>')
    .argument(
      '<path-and-flow...>', 'paths as for verify, and SUBNET DIRECTION PROTOCOL PORT ENDPOINT, such as training outbound tcp 443 pypi.org',
    )
    .option('--deployment <file>', 'deployment file, for the names of its subnets and for its firewall')
    .option('--service-tags <file>', 'service tag file; default: the one that the deployment names')
    .option('--resolve <hosts>', 'addresses of host names: HOST=ADDRESS, several with commas between them')
    .option('--var-file <files...>', 'files with values of variables of the configuration; a later file overrides an earlier one')
    .addOption(choice('--format <format>', 'form of the output', EXPLANATION_FORMATS).default('text'))
    .action((words: string[], options: ExplainCommandOptions) => {
      const { text, exit: code } = explainCommand(words, options);
      output.out(text);
      exit = code;
    });
  program.command('diff')
    .description('say what changes for the traffic of subnets from one network to another')
    .usage('[options] BASE HEAD, or [options] --plan FILE')
    .argument('[paths...]', 'BASE and HEAD: each a file or a folder as for verify')
    .option('--plan <file>', 'the output of "terraform show -json" for a plan: its prior state and its planned values')
    .option('--deployment <file>', 'deployment file: what is asked for; without it, nothing is')
    .option('--base-deployment <file>', 'deployment file of the base, where it is another one')
    .option('--service-tags <files...>', 'service tag file, or that of the base and that of the head; default: that of the deployment')
    .addOption(choice('--fail-on <verdict>', 'the least verdict that has an exit code of its own; of others it is 0', FAIL_ON)
      .default('only-narrower'))
    .addOption(choice('--format <format>', 'form of the output', DIFF_FORMATS).default('text'))
    .action((paths: string[], options: DiffCommandOptions) => {
      const { text, exit: code } = diffCommand(paths, options, versionOf());
      output.out(text);
      exit = code;
    });
  program.command('rules')
    .description('print the rules and routes of files, a line each, as for "git diff"')
    .argument('<path...>', 'files or folders as for verify')
    .option('--var-file <files...>', 'files with values of variables of the configuration; a later file overrides an earlier one')
    .action((paths: string[], options: { readonly varFile?: readonly string[] }) => {
      output.out(rulesCommand(paths, options));
    });
  program.command('adopt')
    .description('print import, moved and removed blocks of Terraform for resources that exist and that a new configuration makes')
    .argument('<existing>', 'the output of "terraform show -json" for a state or a plan, or JSON of az or of Resource Graph')
    .argument('<new>', 'folder cdktf.out, a cdk.tf.json, or a folder with a configuration of Terraform')
    .option('--same-state', 'the new configuration keeps the state of the old one: print moved blocks')
    .addOption(choice('--format <format>', 'form of the blocks', ADOPT_FORMATS).default('hcl'))
    .action((existing: string, next: string, options: AdoptOptions) => {
      exit = adoptCommand(existing, next, options, output);
    });
  program.command('init')
    .description('write a first deployment file; on a terminal it asks for what you do not give')
    .option('--name <name>', 'name of the deployment')
    .addOption(choice('--edition <date>', 'edition of the article', EDITIONS))
    .addOption(choice('--cloud <cloud>', 'cloud', CLOUDS))
    .option('--region <region>', 'region of the workspace as ARM name')
    .option('--subnet-id <id>', 'id of the subnet of the compute')
    .option('--address-prefix <range>', 'address range of the subnet')
    .option('--firewall <address>', 'private address of the firewall that the subnet goes out by; without it, the file is for verify alone')
    .addOption(choice('--private-endpoint <answer>', 'whether the workspace has a private endpoint (default: yes)', YES_OR_NO))
    .addOption(choice('--public-ip <answer>', 'whether the compute has public IP addresses (default: no)', YES_OR_NO))
    .option('--scenario <names...>', `scenarios: ${SCENARIOS.join(', ')}`)
    .option('--out <file>', 'file to write', 'deployment.yaml')
    .action((options: InitOptions) => {
      const { ask, close } = output.canAsk === true ? terminalAsk() : { ask: undefined, close: () => undefined };
      exit = initCommand(options, output, ask).then(() => EXIT.ok).finally(close);
    });
  program.command('synth')
    .description('write the Terraform JSON of a deployment file; needs the package cdktf-azureml-network in the folder')
    .argument('<file>', 'deployment file')
    .option('--out <folder>', 'folder to write to', 'cdktf.out')
    .action((file: string, options: { readonly out: string }) => {
      synthCommand(file, options, output);
    });
  program.command('completion')
    .description('print a script that completes commands, options and values in a shell')
    .argument('<shell>', SHELLS.join(', '))
    .action((shell: string) => {
      output.out(completionScript(program, oneOf('shell', shell as Shell, SHELLS), (option) => CHOICES.get(option)));
    });
  addExamples(program);
  program.commands.forEach(useConfigFile);
  program.commands.forEach(refuseRepeated);
  program.commands.forEach((command) => command.hook('preAction', () => (command as CommandWithHints).checkNeeded()));
  try {
    program.parse([...args], { from: 'user' });
    return exit;
  } catch (error) {
    return exitOf(error, output);
  }
}

/** What is verified, and against what, for the commands that verify. */
function ofNetwork(command: Command): Command {
  return command
    .argument('<path...>', 'folder cdktf.out, a cdk.tf.json, the output of "terraform show -json", JSON of az network or az graph query, ' +
      'or - for standard input; several count as one network')
    .option('--deployment <file>', 'the deployment file; without it, give edition, cloud, region and subnets')
    .addOption(choice('--edition <date>', 'edition of the article, without a deployment', EDITIONS))
    .addOption(choice('--cloud <cloud>', 'cloud, without a deployment', CLOUDS))
    .option('--region <region>', 'region of the workspace as ARM name, without a deployment')
    .option('--subnet <names...>', 'subnets by id, network/subnet, name or Terraform address, without a deployment')
    .option('--scenario <names...>', `scenarios, without a deployment: ${SCENARIOS.join(', ')}`)
    .addOption(
      choice('--private-endpoint <answer>', 'whether the workspace has a private endpoint (default: yes), without a deployment', YES_OR_NO),
    )
    .addOption(choice('--public-ip <answer>', 'whether the compute has public IP addresses (default: no), without a deployment', YES_OR_NO))
    .option('--service-tags <file>', 'service tag file; default: the one that the deployment names')
    .option('--resolve <hosts>', 'addresses of host names: HOST=ADDRESS, several with commas between them')
    .option('--var-file <files...>', 'files with values of variables of the configuration; a later file overrides an earlier one');
}

function exitOf(error: unknown, output: Output): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  if (error instanceof InputError) {
    output.err(`${printableLines(error.message)}\n`);
    return EXIT.usage;
  }
  output.err(`This is a fault of the program, not of the input: ${(error as Error).stack ?? String(error)}\n`);
  return EXIT.failure;
}

/** What the parser says of an argument, with the argument as text that a terminal can show. */
function withArgumentsShown(text: string, args: readonly string[]): string {
  return args.filter((arg) => printable(arg) !== arg).reduce((shown, arg) => shown.replaceAll(arg, printable(arg)), text);
}

/** The parser takes the last of several values, so that the others would be dropped in silence. */
function refuseRepeated(command: Command): void {
  for (const option of command.options.filter(({ variadic }) => !variadic)) {
    let isGiven = false;
    command.on(`option:${option.name()}`, () => {
      if (isGiven) {
        throw new InputError({ argument: option.long, problem: 'is given twice' });
      }
      isGiven = true;
    });
  }
}

const CHOICES = new WeakMap<Option, readonly string[]>();

/** An option with a closed list of values, whose refusal names the nearest one. */
function choice(flags: string, description: string, values: readonly string[]): Option {
  const option = new Option(flags, `${description}: ${values.join(', ')}`)
    .argParser((given: string) => oneOf(flags.split(' ')[0]!, given, values));
  CHOICES.set(option, values);
  return option;
}
