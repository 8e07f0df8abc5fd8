import { Command } from 'commander';
import { Cloud } from '../azure/clouds';
import { choiceOf } from '../azure/errors';
import { requirementDocuments } from '../catalog/requirement-documents';
import { Edition, EDITIONS } from '../requirements/edition';
import { CATALOG_SECTIONS, CatalogSection } from '../requirements/catalog-section';
import { NOTATIONS } from '../review/host-notations';
import { ADOPT_FORMATS, adoptCommand, AdoptOptions } from './adopt-command';
import { needed } from './command';
import { completionScript, Shell, SHELLS } from './completion';
import { DIFF_FORMATS, diffCommand, DiffCommandOptions, FAIL_ON } from './diff-command';
import { driftCommand, DriftOptions } from './drift-command';
import { EDITIONS_FORMATS, editionsCommand, EditionsCommandOptions } from './editions-command';
import { EXIT } from './exit';
import { explainCommand, ExplainCommandOptions, EXPLANATION_FORMATS } from './explain-command';
import { exportCommand, ExportOptions, LIST_FORMATS } from './export-command';
import { initCommand, InitOptions, terminalAsk } from './init-command';
import { LOGS_FORMATS, logsCommand, LogsCommandOptions } from './logs-command';
import { LOOKUP_FORMATS, lookupCommand, LookupCommandOptions } from './lookup-command';
import { networkPoliciesCommand } from './network-policies-command';
import { choice, choiceArgument, choicesOf, formats, sharedOption } from './options';
import { Output } from './output';
import { REPORT_FORMATS, reportCommand, ReportCommandOptions } from './report-command';
import { formatRequirements } from './requirements-command';
import { rulesCommand } from './rules-command';
import { paintOf } from './shown-output';
import { synthCommand } from './synth-command';
import { Format, FORMATS } from './tables';
import { VERIFICATION_FORMATS, verifyCommand, VerifyCommandOptions } from './verify-command';
import { versionOf } from './version';

/** What a command writes to, and what takes its exit code. */
interface Running {
  readonly output: Output;
  readonly end: (exit: number | Promise<number>) => void;
}

/** Adds one command to the program. */
type AddCommand = (program: Command, running: Running) => void;

/** All commands. The help shows them in groups of its own. */
export const COMMANDS: readonly AddCommand[] = [
  addRequirements, addLookup, addEditions, addLogs, addNetworkPolicies, addDrift, addExport, addVerify, addReport, addExplain, addDiff,
  addRules, addAdopt, addInit, addSynth, addCompletion,
];

function addRequirements(program: Command, { output }: Running): void {
  program.command('requirements')
    .description('list the documented requirements')
    .addOption(sharedOption('edition'))
    .addOption(sharedOption('cloud'))
    .addOption(choice('--section <section>', 'section of the catalog', CATALOG_SECTIONS))
    .addOption(formats(FORMATS, 'table'))
    .action((options: { edition?: Edition; cloud?: Cloud; section?: CatalogSection; format: Format }) => {
      output.out(formatRequirements(requirementDocuments(options), options.format));
    });
}

function addLookup(program: Command, { output, end }: Running): void {
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
}

function addEditions(program: Command, { output }: Running): void {
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
}

function addLogs(program: Command, { output, end }: Running): void {
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
}

function addNetworkPolicies(program: Command, { output, end }: Running): void {
  program.command('network-policies')
    .description('write network policies for the traffic inside a Kubernetes cluster')
    .addOption(needed(sharedOption('deployment')))
    .addOption(sharedOption('out', ', a file for each policy, instead of printing them'))
    .action((options: { deployment: string; out?: string }) => {
      end(networkPoliciesCommand(options, output) ? EXIT.ok : EXIT.differences);
    });
}

function addDrift(program: Command, { output, end }: Running): void {
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
}

function addExport(program: Command, { output, end }: Running): void {
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
}

function addVerify(program: Command, { output, end }: Running): void {
  ofNetwork(program.command('verify'))
    .description('prove that Terraform JSON or an export of Azure meets the requirements, and find what else is open')
    .addOption(formats(VERIFICATION_FORMATS, 'text'))
    .option('--suggest', 'print the rules and routes that are missing, as Terraform JSON and HCL')
    .action((paths: string[], options: VerifyCommandOptions) => {
      const { text, exit: code } = verifyCommand(paths, options, versionOf(), paintOf(output));
      output.out(text);
      end(code);
    });
}

function addReport(program: Command, { output, end }: Running): void {
  ofNetwork(program.command('report'))
    .description('write a report: each rule with the requirements that need it, each requirement with its rules, and what is left')
    .addOption(formats(REPORT_FORMATS, 'markdown'))
    .addOption(sharedOption('output', ', instead of printing the report'))
    .action((paths: string[], options: ReportCommandOptions) => {
      const { text, exit: code } = reportCommand(paths, options);
      output.out(text);
      end(code);
    });
}

function addExplain(program: Command, { output, end }: Running): void {
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
      const { text, exit: code } = explainCommand(words, options, paintOf(output));
      output.out(text);
      end(code);
    });
}

function addDiff(program: Command, { output, end }: Running): void {
  program.command('diff')
    .description('say what traffic a change to a network opens and closes')
    .usage('[options] BASE HEAD, or [options] --plan FILE')
    .argument('[paths...]', 'BASE and HEAD: each a file or a folder as for verify')
    .option('--plan <file>', 'the output of "terraform show -json" for a plan: its prior state and its planned values')
    .option('--base <paths...>', 'files and folders of the base, if there are several, or as well as BASE or --plan')
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
      const { text, exit: code } = diffCommand(paths, options, versionOf(), paintOf(output));
      output.out(text);
      end(code);
    });
}

function addRules(program: Command, { output }: Running): void {
  program.command('rules')
    .description('print the rules and routes of files, one on each line, as "git diff" can show them')
    .argument('<path...>', 'files or folders as for verify')
    .addOption(sharedOption('var-file'))
    .action((paths: string[], options: { readonly varFile?: readonly string[] }) => {
      output.out(rulesCommand(paths, options));
    });
}

function addAdopt(program: Command, { output, end }: Running): void {
  program.command('adopt')
    .description('print Terraform import, moved and removed blocks, so that a new configuration takes over existing resources')
    .argument('<existing>', 'the output of "terraform show -json" for a state or a plan, or JSON from az or Resource Graph')
    .argument('<new>', 'folder cdktf.out, a cdk.tf.json, or a folder with a Terraform configuration')
    .option('--same-state', 'the new configuration keeps the state of the old one: print moved blocks')
    .addOption(formats(ADOPT_FORMATS, 'hcl'))
    .action((existing: string, next: string, options: AdoptOptions) => {
      end(adoptCommand(existing, next, options, output));
    });
}

function addInit(program: Command, { output, end }: Running): void {
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
}

function addSynth(program: Command, { output }: Running): void {
  program.command('synth')
    .description('write the Terraform JSON of a deployment file; needs a package with constructs in the folder')
    .argument('<file>', 'deployment file')
    .addOption(sharedOption('out').default('cdktf.out'))
    .action((file: string, options: { readonly out: string }) => {
      synthCommand(file, options, output);
    });
}

function addCompletion(program: Command, { output }: Running): void {
  program.command('completion')
    .description('print a script that completes commands, options and values in your shell')
    .addArgument(choiceArgument('<shell>', SHELLS.join(', '), SHELLS))
    .action((shell: string) => {
      output.out(completionScript(program, choiceOf('shell', shell as Shell, SHELLS), choicesOf));
    });
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
