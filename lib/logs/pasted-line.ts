import { InputError } from '../azure/errors';
import { LogEvent } from './event';
import { LogReader } from './reader';
import { ReadingNotes } from './reading-notes';

/** What stands for the file in notes, which nobody sees. */
const NAME = 'a line';

/**
 * The endpoints that a line of a log is about, as somebody pastes it, in the form that a lookup takes; undefined where the text is no
 * such line.
 *
 * @throws where the line has no other side that a lookup could be about
 */
export function endpointsOfLine(text: string): string[] | undefined {
  const events: LogEvent[] = [];
  if (/\s/.test(text) || text.startsWith('{')) {
    const reader = new LogReader(NAME, (event) => void events.push(event), new ReadingNotes());
    reader.push(Buffer.from(`${text.trim()}\n`));
    reader.end();
  }
  return events.length === 0 ? undefined : [...new Set(events.map(endpointOf))];
}

function endpointOf({ isInbound, protocol, host, url, address, port, verdict }: LogEvent): string {
  const other = url.includes('/') ? url : host || address;
  if (isInbound) {
    throw wrongLine('is a line of a log about traffic from outside, and a lookup is about what traffic goes to');
  }
  if (other === '') {
    throw wrongLine('is a line of a log without a host and an address of the other side');
  }
  if (protocol !== 'TCP' && protocol !== 'UDP') {
    throw wrongLine(`is a line of a log about ${protocol}, and the documentation asks only for TCP and UDP`);
  }
  const [name, ...path] = other.split('/');
  const isWhole = /:\d+$/.test(name!) || port < 0 || verdict === 'unresolved';
  const place = isWhole ? name! : `${name!.includes(':') ? `[${name!}]` : name!}:${port}`;
  return path.length > 0 ? `${place}/${path.join('/')}` : verdict === 'unresolved' ? place : `${place}/${protocol.toLowerCase()}`;
}

function wrongLine(problem: string): InputError {
  return new InputError({ argument: 'lookup', problem: `what is given ${problem}`, allowed: 'give only the endpoint' });
}
