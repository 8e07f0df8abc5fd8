import { Command, CommanderError } from 'commander';
import { Cloud } from '../azure/clouds';
import { InputError, choiceOf, printable, printableLines } from '../azure/errors';
import { requirementDocuments } from '../catalog/requirement-documents';
import { Edition, EDITIONS } from '../requirements/edition';
import { CATALOG_SECTIONS, CatalogSection } from '../requirements/catalog-section';
import { NOTATIONS } from '../review/host-notations';
import { ADOPT_FORMATS, adoptCommand, AdoptOptions } from './adopt-command';
import { CommandWithHints, needed } from './command';
import { completionScript, Shell, SHELLS } from './completion';
import { ConfigValues, useConfigFile } from './config-file';
import { DIFF_FORMATS, diffCommand, DiffCommandOptions, FAIL_ON } from './diff-command';
import { driftCommand, DriftOptions } from './drift-command';
import { EDITIONS_FORMATS, editionsCommand, EditionsCommandOptions } from './editions-command';
import { EXIT, EXIT_CODES } from './exit';
import { explainCommand, ExplainCommandOptions, EXPLANATION_FORMATS } from './explain-command';
import { exportCommand, ExportOptions, LIST_FORMATS } from './export-command';
import { addExamples, groupCommands } from './help';
import { initCommand, InitOptions, terminalAsk } from './init-command';
import { LOGS_FORMATS, logsCommand, LogsCommandOptions } from './logs-command';
import { LOOKUP_FORMATS, lookupCommand, LookupCommandOptions } from './lookup-command';
import { networkPoliciesCommand } from './network-policies-command';
import { refuseTakenByNpm } from './npm-options';
import { choice, choiceArgument, choicesOf, formats, sharedOption } from './options';
import { Output } from './output';
import { withProgress } from './progress';
import { REPORT_FORMATS, reportCommand, ReportCommandOptions } from './report-command';
import { formatRequirements } from './requirements-command';
import { rulesCommand } from './rules-command';
import { synthCommand } from './synth-command';
import { Format, FORMATS } from './tables';
import { VERIFICATION_FORMATS, verifyCommand, VerifyCommandOptions } from './verify-command';
import { versionOf } from './version';

/**
 * Runs one command to its end.
 * @param args arguments after the name of the program
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

function start(args: readonly string[], own: Output): number | Promise<number> {
  let exit: number | Promise<number> = EXIT.ok;
  const taken = new ConfigValues();
  const isLong = Object.hasOwn(EXIT_CODES, args[0] ?? '') && !QUIET.has(args[0]!);
  const { output, stop } = isLong ? withProgress(`azureml-network ${args[0]!}`, own) : { output: own, stop: () => undefined };
  try {
    const program = programFor(args, output, (code) => { exit = code; }, taken);
    refuseTakenByNpm(program, args, process.env);
    program.parse([...args], { from: 'user' });
    return typeof exit === 'number' ? exit : (exit as Promise<number>).catch((error: unknown) => exitOf(error, output, taken));
  } catch (error) {
    return exitOf(error, output, taken);
  } finally {
    stop();
  }
}

/** What asks, what says itself how far it is, and what takes no time. */
const QUIET: ReadonlySet<string> = new Set(['init', 'logs', 'completion']);

/**
 * The program with all of its commands.
 * @param end takes the exit code of the command that runs
 * @param taken gets what the command takes from the file with options
 */
export function programFor(
  args: readonly string[], output: Output, end: (exit: number | Promise<number>) => void, taken = new ConfigValues(),
): Command {
  const program = new CommandWithHints('azureml-network')
    .description('Writes and verifies network rules for Azure Machine Learning')
    .exitOverride()
    .version(versionOf(), '-V, --version', 'print the version')
    .configureOutput({
      writeOut: (text) => output.out(text), writeErr: (text) => output.err(text),
      outputError: (text, write) => write(withArgumentsShown(text, args)),
    });
  program.command('requirements')
    .description('list the documented requirements')
    .addOption(sharedOption('edition'))
    .addOption(sharedOption('cloud'))
    .addOption(choice('--section <section>', 'section of the catalog', CATALOG_SECTIONS))
    .addOption(formats(FORMATS, 'table'))
    .action((options: { edition?: Edition; cloud?: Cloud; section?: CatalogSection; format: Format }) => {
      output.out(formatRequirements(requirementDocuments(options), options.format));
    });
  program.command('lookup')
    .description('say which documented requirements ask for an endpoint')
    .argument('<endpoint...>', 'ENDPOINT[:PORT][/tcp|/udp]: host name, URL, address, service tag or port; - for a list on standard input')
    .addOption(sharedOption('edition'))
    .addOption(sharedOption('cloud', '; default: that of the deployment, or all'))
    .addOption(sharedOption('deployment', ': say whether it asks for the endpoint, and which rules open it'))
    .addOption(sharedOption('network', ': say what its rules do with the endpoint'))
    .addOption(sharedOption('service-tags', ', for addresses'))
    .addOption(formats(LOOKUP_FORMATS, 'text'))
    .action((endpoints: string[], options: LookupCommandOptions) => {
      end(lookupCommand(endpoints, options, output));
    });
  program.command('editions')
    .description('compare editions of the article: editions diff FROM TO')
    .addArgument(choiceArgument('<action>', 'diff', ['diff']))
    .addArgument(choiceArgument('<from>', `an edition: ${EDITIONS.join(', ')}`, EDITIONS))
    .addArgument(choiceArgument('<to>', 'another edition', EDITIONS))
    .addOption(sharedOption('deployment', ', to compare its rules in both editions too'))
    .addOption(formats(EDITIONS_FORMATS, 'text'))
    .action((action: string, from: string, to: string, options: EditionsCommandOptions) => {
      output.out(editionsCommand(action, from, to, options));
    });
  program.command('logs')
    .description('compare firewall logs and flow logs with what a deployment needs')
    .argument('<file...>', 'log files, which may be gzipped, or folders of them; - for standard input')
    .addOption(needed(sharedOption('deployment')))
    .addOption(sharedOption('network', ': say which of its rules denies a flow, and what is missing'))
    .addOption(sharedOption('var-file'))
    .addOption(sharedOption('service-tags', ', for addresses; default: the one that the deployment names'))
    .addOption(formats(LOGS_FORMATS, 'text'))
    .action((files: string[], options: LogsCommandOptions) => {
      end(logsCommand(files, options, output));
    });
  program.command('network-policies')
    .description('write network policies for the traffic inside a Kubernetes cluster')
    .addOption(needed(sharedOption('deployment')))
    .addOption(sharedOption('out', ', a file for each policy, instead of printing them'))
    .action((options: { deployment: string; out?: string }) => {
      end(networkPoliciesCommand(options, output) ? EXIT.ok : EXIT.differences);
    });
  program.command('drift')
    .description('compare an answer of the Dependencies API with the catalog and a deployment')
    .argument('<answer>', 'file with the answer as JSON, or - for standard input')
    .addOption(sharedOption('deployment', ', to compare with what its rules open'))
    .addOption(sharedOption('edition', ', if no deployment is given'))
    .addOption(sharedOption('cloud', ', if no deployment is given'))
    .addOption(sharedOption('region', ', if no deployment is given'))
    .addOption(formats(FORMATS, 'table'))
    .action((answer: string, options: DriftOptions) => {
      const shown = driftCommand(answer, options);
      output.out(shown.text);
      end(shown.exit);
    });
  program.command('export')
    .description('list what a deployment needs, for a firewall that knows no service tags')
    .addOption(needed(sharedOption('deployment')))
    .addOption(sharedOption('service-tags', ', for the addresses of service tags without host names'))
    .addOption(formats(LIST_FORMATS, 'lists'))
    .addOption(choice('--wildcards <notation>', 'how the firewall writes a wildcard', NOTATIONS).default('asterisk'))
    .addOption(sharedOption('out', ', a file for each list, instead of printing them'))
    .option('--no-header', 'leave out the comments at the top of the lists')
    .action((options: ExportOptions) => {
      end(exportCommand(options, output) ? EXIT.ok : EXIT.differences);
    });
  ofNetwork(program.command('verify'))
    .description('prove that Terraform JSON or an export of Azure meets the requirements, and find what else is open')
    .addOption(formats(VERIFICATION_FORMATS, 'text'))
    .option('--suggest', 'print the rules and routes that are missing, as Terraform JSON and HCL')
    .action((paths: string[], options: VerifyCommandOptions) => {
      const { text, exit: code } = verifyCommand(paths, options, versionOf());
      output.out(text);
      end(code);
    });
  ofNetwork(program.command('report'))
    .description('write a report: each rule with the requirements that need it, each requirement with its rules, and what is left')
    .addOption(formats(REPORT_FORMATS, 'markdown'))
    .addOption(sharedOption('output', ', instead of printing the report'))
    .action((paths: string[], options: ReportCommandOptions) => {
      const { text, exit: code } = reportCommand(paths, options);
      output.out(text);
      end(code);
    });
  program.command('explain')
    .description('show what the rules in Terraform JSON or an export of Azure do with one flow')
    .usage('[options] <path...> <flow...>')
    .argument(
      '<path-and-flow...>', 'paths as for verify, and SUBNET DIRECTION PROTOCOL PORT ENDPOINT, such as training outbound tcp 443 pypi.org',
    )
    .addOption(sharedOption('deployment', ', for the names of its subnets and for its firewall'))
    .addOption(sharedOption('service-tags', '; default: the one that the deployment names'))
    .addOption(sharedOption('resolve'))
    .addOption(sharedOption('var-file'))
    .addOption(formats(EXPLANATION_FORMATS, 'text'))
    .action((words: string[], options: ExplainCommandOptions) => {
      const { text, exit: code } = explainCommand(words, options);
      output.out(text);
      end(code);
    });
  program.command('diff')
    .description('say what traffic a change to a network opens and closes')
    .usage('[options] BASE HEAD, or [options] --plan FILE')
    .argument('[paths...]', 'BASE and HEAD: each a file or a folder as for verify')
    .option('--plan <file>', 'the output of "terraform show -json" for a plan: its prior state and its planned values')
    .option('--base <paths...>', 'files and folders of the base, if they are several or beside BASE or --plan')
    .option('--head <paths...>', 'the same for the head')
    .addOption(sharedOption('deployment', ', with the requirements; without it, nothing counts as asked for'))
    .option('--base-deployment <file>', 'deployment file of the base, if it is another one')
    .option('--missing-base-is-empty', 'if BASE does not exist, compare with an empty network')
    .option('--service-tags <files...>', 'service tag file, or one for each of base and head; default: that of the deployment')
    .addOption(sharedOption('var-file'))
    .addOption(choice('--fail-on <verdict>', 'the first verdict that has its own exit code; those before it end with 0', FAIL_ON)
      .default('only-narrower'))
    .addOption(formats(DIFF_FORMATS, 'text'))
    .action((paths: string[], options: DiffCommandOptions) => {
      const { text, exit: code } = diffCommand(paths, options, versionOf());
      output.out(text);
      end(code);
    });
  program.command('rules')
    .description('print the rules and routes of files, one on each line, as "git diff" can show them')
    .argument('<path...>', 'files or folders as for verify')
    .addOption(sharedOption('var-file'))
    .action((paths: string[], options: { readonly varFile?: readonly string[] }) => {
      output.out(rulesCommand(paths, options));
    });
  program.command('adopt')
    .description('print Terraform import, moved and removed blocks, so that a new configuration takes over existing resources')
    .argument('<existing>', 'the output of "terraform show -json" for a state or a plan, or JSON from az or Resource Graph')
    .argument('<new>', 'folder cdktf.out, a cdk.tf.json, or a folder with a Terraform configuration')
    .option('--same-state', 'the new configuration keeps the state of the old one: print moved blocks')
    .addOption(formats(ADOPT_FORMATS, 'hcl'))
    .action((existing: string, next: string, options: AdoptOptions) => {
      end(adoptCommand(existing, next, options, output));
    });
  program.command('init')
    .description('write a first deployment file; on a terminal, it asks for what you leave out')
    .option('--name <name>', 'name of the deployment')
    .addOption(sharedOption('edition'))
    .addOption(sharedOption('cloud'))
    .addOption(sharedOption('region'))
    .option('--subnet-id <id>', 'id of the subnet of the compute')
    .option('--address-prefix <range>', 'address range of the subnet')
    .option('--firewall <address>', 'private address of the firewall for the default route; without it, the file is for verify only')
    .option('--address-space <ranges...>', 'address ranges of the virtual network, and of its peers that have private endpoints; ' +
      'without it, the file allows the tag VirtualNetwork')
    .addOption(sharedOption('private-endpoint'))
    .addOption(sharedOption('public-ip'))
    .addOption(sharedOption('scenario'))
    .addOption(sharedOption('output').default('deployment.yaml'))
    .action((options: InitOptions) => {
      const { ask, close } = output.canAsk === true ? terminalAsk() : { ask: undefined, close: () => undefined };
      end(initCommand(options, output, ask).then(() => EXIT.ok).finally(close));
    });
  program.command('synth')
    .description('write the Terraform JSON of a deployment file; needs a package with constructs in the folder')
    .argument('<file>', 'deployment file')
    .addOption(sharedOption('out').default('cdktf.out'))
    .action((file: string, options: { readonly out: string }) => {
      synthCommand(file, options, output);
    });
  program.command('completion')
    .description('print a script that completes commands, options and values in your shell')
    .addArgument(choiceArgument('<shell>', SHELLS.join(', '), SHELLS))
    .action((shell: string) => {
      output.out(completionScript(program, choiceOf('shell', shell as Shell, SHELLS), choicesOf));
    });
  groupCommands(program);
  addExamples(program);
  program.commands.forEach((command) => useConfigFile(command, taken));
  program.commands.forEach(refuseRepeated);
  program.commands.forEach((command) => command.hook('preAction', () => (command as CommandWithHints).checkNeeded()));
  return program;
}

/** What is verified, and against what, for the commands that verify. */
function ofNetwork(command: Command): Command {
  return command
    .argument('<path...>', 'folder cdktf.out, a cdk.tf.json, the output of "terraform show -json", JSON of az network or az graph query, ' +
      'or - for standard input; several count as one network')
    .addOption(sharedOption('deployment', '; without it, give edition, cloud, region and subnets'))
    .addOption(sharedOption('edition', ', if no deployment is given'))
    .addOption(sharedOption('cloud', ', if no deployment is given'))
    .addOption(sharedOption('region', ', if no deployment is given'))
    .option('--subnet <names...>', 'subnets by id, network/subnet, name or Terraform address, if no deployment is given')
    .addOption(sharedOption('scenario'))
    .addOption(sharedOption('private-endpoint', ', if no deployment is given'))
    .addOption(sharedOption('public-ip', ', if no deployment is given'))
    .addOption(sharedOption('service-tags', '; default: the one that the deployment names'))
    .addOption(sharedOption('resolve'))
    .addOption(sharedOption('var-file'));
}

function exitOf(error: unknown, output: Output, taken?: ConfigValues): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  if (error instanceof InputError) {
    const origin = taken?.originOf(error);
    output.err(`${printableLines(error.message)}\n${origin === undefined ? '' : `${origin}\n`}`);
    return EXIT.usage;
  }
  output.err(`This is a bug in the program, not a fault of your input: ${(error as Error).stack ?? String(error)}\n`);
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
