import { printable } from '../azure/errors';
import { DecisionReason } from '../logs/event';
import { FlowRow, LogFinding, LogReport } from '../logs/log-report';
import { notDocumented } from '../lookup/not-documented';
import { Place } from '../network/network';
import { NetworkAnswer } from './logs-network';
import { placeText } from './verification-summary';

/** The parts of a report, in its order. */
export const SECTIONS: readonly { readonly finding: LogFinding; readonly title: string; readonly meaning: string }[] = [
  {
    finding: 'denied-required',
    title: 'Denied, and a requirement asks for it',
    meaning: 'This is what breaks. The rule that carries the requirement is missing, or another comes first.',
  },
  {
    finding: 'denied-off',
    title: 'Denied, and a documented scenario asks for it that is off',
    meaning: 'Switch the scenario on if you use it.',
  },
  {
    finding: 'denied-unknown',
    title: 'Denied, and perhaps asked for',
    meaning: 'The log has only an address. A requirement, or a scenario that is off, may ask for it.',
  },
  { finding: 'denied-unasked', title: 'Denied, and nothing asks for it', meaning: 'Nothing documented needs it. Your own code may.' },
  { finding: 'unresolved', title: 'Names that were not resolved', meaning: 'Whoever asks for such a name does not get as far as a rule.' },
  { finding: 'allowed-unasked', title: 'Allowed, and nothing asks for it', meaning: 'These are ways out to look at.' },
  {
    finding: 'allowed-unknown',
    title: 'Allowed, and perhaps asked for',
    meaning: 'The log has only an address. A requirement may ask for it.',
  },
];

/** The flow of a row in one line: `training outbound TCP 443 pypi.org`. */
export function flowOf({ subnet, isInbound, protocol, port, endpoint, names, finding }: FlowRow): string {
  const known = names.length === 0 ? '' : ` (${names.join(', ')})`;
  const side = `${endpoint || 'a server that the log does not name'}${known}`;
  const where = subnet === '' ? 'the firewall itself' : subnet;
  const words =
    finding === 'unresolved'
      ? [where, side]
      : [where, isInbound ? 'inbound' : 'outbound', protocol, ...(port === undefined ? [] : [port]), side];
  return printable(words.join(' '));
}

/** How often, by how many machines, when, and how much. */
export function measuresOf({ count, machines, machinesAreAtLeast, first, last, bytes }: FlowRow): string {
  const from = machines === 0 ? '' : ` from ${machinesAreAtLeast ? 'at least ' : ''}${machines} ${machines === 1 ? 'machine' : 'machines'}`;
  const when =
    first === undefined
      ? ', at a time that cannot be placed'
      : first === last
      ? `, at ${timeText(first)}`
      : `, from ${timeText(first)} to ${timeText(last!)}`;
  return `${count} ${count === 1 ? 'time' : 'times'}${from}${when}${bytes === undefined ? '' : `, ${bytes} bytes`}`;
}

/** What an address without a name probably is. */
function probableLines({ probably }: FlowRow): string[] {
  return probably.map(({ name, requirements, off }) => {
    const ids = [...requirements.map(({ id }) => id), ...off.map(({ id, section }) => `${id} of ${section}, which is off`)];
    return printable(`probably ${name}${probably.length > 1 ? ' or another of these' : ''}, a name that the machine had just asked for: ` +
      (ids.length === 0 ? 'nothing asks for it' : `then it is for ${ids.join(', ')}`));
  });
}

const UNASKED: readonly LogFinding[] = ['denied-unasked', 'allowed-unasked'];
const MAX_IDS = 5;

function someOf(all: readonly { readonly id: string }[]): string {
  const ids = all.slice(0, MAX_IDS).map(({ id }) => id).join(', ');
  return all.length > MAX_IDS ? `${ids} or ${all.length - MAX_IDS} more` : ids;
}

/** How it is known what the other side is, where that is not plain from the line of the log. */
const HOW: Readonly<Record<FlowRow['through'], string>> = {
  'name': '', 'address': '', 'nothing': '',
  'joined name': ', by the name that the log has for the address', 'service tag file': ', by the service tag file',
};

/** What the articles say of the service that a host belongs to, where nothing asks for the host and no list has it. */
export function unlistedOf({ finding, endpoint }: FlowRow): string | undefined {
  return UNASKED.includes(finding) ? notDocumented({ kind: 'host', value: endpoint }) : undefined;
}

/** What asks for the flow, or may. */
export function reasonsOf(row: FlowRow): string[] {
  const { requirements, candidates, off, through } = row;
  const how = HOW[through];
  const unlisted = unlistedOf(row);
  return [
    ...(requirements.length > 0 ? [`asked for by ${requirements.map(({ id }) => id).join(', ')}${how}`] : []),
    ...(off.length > 0
      ? [
          `${through === 'nothing' ? 'perhaps ' : ''}documented as ${someOf(off)} in ${[...new Set(off.map(({ section }) => section))].join(
            ', ',
          )}, which the deployment does not have${how}`,
        ]
      : []),
    ...(candidates.length > 0 ? [`perhaps ${someOf(candidates)}`] : []),
    ...(unlisted === undefined ? [] : [unlisted]),
    ...probableLines(row),
  ];
}

/** What a network does with the flow, and what is missing there. */
export function networkLines({ reason: decidedBy }: FlowRow, answer: NetworkAnswer | undefined, lineOf: LineNumberOf): string[] {
  if (answer === undefined) {
    return [];
  }
  const { outcome, steps, reason, suggested, nothing } = answer;
  const by = reason ?? steps.map(({ text }) => text).join('; ');
  const hint = outcome === 'allow' && !NOT_BY_RULES.includes(decidedBy) ? [ALLOWED_HINT] : [];
  return [
    `in the network: ${OUTCOMES[outcome]}${by === '' ? '' : `: ${printable(by)}`}`,
    ...hint,
    ...steps.flatMap(({ places }) => places.map((place) => `at ${placeText(place)}${lineText(lineOf(place))}`)),
    ...suggested.flatMap(({ proposals }) => proposals.map(({ kind, owner }) =>
      `missing there: a ${kind} in ${placeText(owner)}${lineText(lineOf(owner))}; see the end of this report`)),
    ...nothing.map((one) => printable(`nothing is suggested for ${one.requirementId}: ${one.reason}`)),
  ];
}

const OUTCOMES: Readonly<Record<NetworkAnswer['outcome'], string>> = { allow: 'allowed', deny: 'denied', unknown: 'unknown' };

/** Reasons of a denial that the rules of a network say nothing of. */
const NOT_BY_RULES: readonly DecisionReason[] = ['not-resolved', 'threat', 'encryption', 'admin-rule'];
const ALLOWED_HINT =
  'so the log is older than these files, what denied the flow is not in them, or what is deployed is not what they say';

/** The line of a place in its file, where it can be told. */
export type LineNumberOf = (place: Place) => number | undefined;

function lineText(line: number | undefined): string {
  return line === undefined ? '' : `, line ${line}`;
}

/** What to do about the flow. What a network says of it comes before what the deployment file says. */
export function remediesOf(row: FlowRow, answer?: NetworkAnswer): string[] {
  const isSaid = answer !== undefined && (answer.outcome === 'allow' || answer.suggested.length > 0);
  return isSaid && row.reason !== 'not-resolved' ? [] : described(row);
}

function described({ missing, finding, requirements, reason, protocol, port }: FlowRow): string[] {
  if (finding !== 'denied-required') {
    return [];
  }
  if (reason === 'not-resolved') {
    return ['the firewall could not resolve the name: look at its DNS servers, and at the private DNS zones that they see'];
  }
  return missing.length > 0
    ? missing.map(({ where, rule, text }) => printable(`missing or not first: rule ${rule} in ${where}: ${text}`))
    : [
        printable(`the deployment file describes no rule in this layer for ${requirements.map(({ id }) => id).join(', ')} on ${protocol}` +
          `${port === undefined ? '' : ` ${port}`}; what asks for it is ${requirements.map(String).join(' and ')}`),
      ];
}

/** Scenarios that are off, with the number of their other sides that were denied. */
export function offSummary(rows: readonly FlowRow[]): string[] {
  const sides = new Map<string, Set<string>>();
  rows
    .filter(({ finding }) => finding === 'denied-off')
    .forEach(({ off, endpoint }) => off.forEach(({ section }) => sides.set(section, (sides.get(section) ?? new Set()).add(endpoint))));
  return [...sides]
    .sort(([a, x], [b, y]) => y.size - x.size || (a < b ? -1 : 1))
    .map(([section, others]) => `${others.size} ${others.size === 1 ? 'host' : 'hosts'} of ${section}`);
}

/** What was read. */
export function headOf({ deployment, files, records, events, elsewhere, machinesElsewhere, from, to, layers }: LogReport): string[] {
  const period = from === undefined ? 'no time that can be placed' : `${timeText(from)} to ${timeText(to!)}`;
  const logs = layers.length === 0 ? 'none' : layers.map((layer) => (layer === 'firewall' ? 'firewall' : 'flow logs')).join(' and ');
  return [
    `Deployment ${printable(deployment)}: ${events} events of its subnets in ${records} records of ${files} ${
      files === 1 ? 'file' : 'files'
    }`,
    `Period: ${period}. Logs: ${logs}.`,
    ...(elsewhere > 0
      ? [`Left out, because the machine is in none of its subnets: ${elsewhere}, such as of ${machinesElsewhere.join(', ')}.`] : []),
    ...(events === 0
      ? [
          'Nothing in these files is about this deployment. That proves nothing: look at the address prefixes of its subnets and ' +
            'at the export.',
        ]
      : []),
  ];
}

export function timeText(time: number): string {
  return new Date(time).toISOString().replace(/\.000Z$/, 'Z');
}
