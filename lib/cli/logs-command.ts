import { Deployment } from '../deployment/deployment';
import { STANDARD_INPUT } from '../input/text';
import { AlikeLines } from '../logs/alike-lines';
import { analyse } from '../logs/analysis';
import { LogEvent } from '../logs/event';
import { FlowTable } from '../logs/flow-table';
import { LogReport } from '../logs/log-report';
import { LogReader } from '../logs/reader';
import { ReadingNotes } from '../logs/reading-notes';
import { LogSource, logSources } from '../logs/sources';
import { logsCsv, logsJson, logsMarkdown, logsText, unreadLines } from '../review/logs-formats';
import { logsInNetwork } from '../review/logs-network';
import { InputError } from '../azure/errors';
import { readRequest } from '../verification/read-request';
import { EXIT } from './exit';
import { Output } from './output';
import { checkStandardInput, requestFor, withValues } from './verify-command';

/** Forms of what logs say. */
export const LOGS_FORMATS = ['text', 'markdown', 'json', 'csv'] as const;

export interface LogsCommandOptions {
  readonly deployment: string;
  readonly network?: string;
  readonly varFile?: readonly string[];
  readonly serviceTags?: string;
  readonly format: (typeof LOGS_FORMATS)[number];
}

const FORMATTERS = { text: logsText, markdown: logsMarkdown, json: logsJson, csv: logsCsv } as const;

/** How often progress is shown, in milliseconds. */
const PROGRESS = 1000;

/** Holds logs of firewalls and flows against what a deployment needs. */
export async function logsCommand(
  paths: readonly string[],
  { deployment: file, network, varFile, serviceTags, format }: LogsCommandOptions,
  output: Output,
): Promise<number> {
  checkStandardInput({
    FILE: paths.find((path) => path === STANDARD_INPUT), '--deployment': file, '--network': network, '--service-tags': serviceTags,
    '--var-file': varFile,
  });
  if (varFile !== undefined && network === undefined) {
    throw new InputError({ argument: '--var-file', problem: 'sets variables of the network, so it needs --network too' });
  }
  const deployment = Deployment.fromFile(file);
  const request = requestFor(deployment, network === undefined ? [] : [network], serviceTags);
  const tags = request.serviceTags;
  // A network that cannot be read is said before hours of logs are.
  const read = network === undefined ? undefined : readRequest(withValues(request, varFile));
  const sources = logSources(paths);
  const subnets = Object.entries(deployment._description.subnets).map(([name, { addressPrefixes }]) => ({ name, addressPrefixes }));
  const [without] = subnets.filter(({ addressPrefixes }) => addressPrefixes.length === 0);
  if (without !== undefined) {
    throw new InputError({
      argument: `${file}: subnets.${without.name}`, problem: '"addressPrefixes" is missing',
      allowed: 'give the address ranges of the subnet, because logs name machines by their addresses only',
    });
  }
  const table = new FlowTable(subnets);
  const notes = new ReadingNotes();
  await readAll(sources, table, notes, output);
  const report = analyse(deployment, table, notes, sources.length, tags);
  output.out(FORMATTERS[format](report, read && logsInNetwork(report, network!, read)));
  if (format === 'csv') {
    unreadLines(report).forEach((line) => output.err(`${line}\n`));
  }
  return exitOf(report);
}

/** Reads logs one after another. A file that cannot be read to its end gives what it has, and the report says so. */
async function readAll(sources: readonly LogSource[], table: FlowTable, notes: ReadingNotes, output: Output): Promise<void> {
  let bytes = 0;
  let last = Date.now(); // what takes less than a second shows nothing
  let isShown = false;
  const alike = new AlikeLines(table);
  for (const source of sources) {
    const emit = (event: LogEvent): void => {
      const problem = table.add(event);
      if (problem !== undefined) {
        notes.add(problem, source.name, 0, event.machine);
      }
    };
    const reader = new LogReader(source.name, emit, notes, alike);
    let failure: InputError | undefined;
    try {
      for await (const chunk of source.chunks()) {
        reader.push(chunk);
        bytes += chunk.length;
        if (output.isTerminal && Date.now() - last > PROGRESS) {
          last = Date.now();
          isShown = true;
          output.control?.(`\r${Math.round(bytes / 1e6)} MB, ${notes.records} records`);
        }
      }
    } catch (error) {
      if (!(error instanceof InputError)) {
        throw error;
      }
      failure = error;
    }
    reader.end();
    if (failure !== undefined) {
      if (sources.length === 1 && notes.records === 0) {
        throw failure;
      }
      notes.say('incomplete', failure.message);
    }
  }
  if (isShown) {
    output.control?.('\r\u001b[K');
  }
}

function exitOf({ rows, isIncomplete, events }: LogReport): number {
  if (rows.some(({ finding }) => finding === 'denied-required')) {
    return EXIT.differences;
  }
  return isIncomplete || events === 0 || rows.some(({ finding }) => finding === 'denied-unknown') ? EXIT.unknown : EXIT.ok;
}
