import { isIP } from 'node:net';
import { Deployment, hasOwnRequirements } from '../deployment/deployment';
import { ServiceTagFile } from '../input/service-tag-file';
import { Carrier, carriersOf, DeploymentRules, deploymentRules } from '../lookup/deployment-rules';
import { Direction } from '../requirements/direction';
import { EndpointKind } from '../requirements/endpoint';
import { Requirement } from '../requirements/requirement';
import { RequirementSet } from '../requirements/requirement-set';
import { DecidedLater } from './decided-later';
import { FlowCount } from './flow-count';
import { FlowTable } from './flow-table';
import { FlowRow, LogFinding, LogReport, Probable } from './log-report';
import { Need, Needs } from './needs';
import { ReadingNotes } from './reading-notes';

const FINDINGS: readonly LogFinding[] = [
  'denied-required',
  'denied-off',
  'denied-unknown',
  'denied-unasked',
  'unresolved',
  'allowed-unasked',
  'allowed-unknown',
];
/** Findings on flows to an address that nothing else tells what it is. */
const GUESSED: readonly LogFinding[] = ['denied-unknown', 'denied-unasked', 'allowed-unasked', 'allowed-unknown'];
const ALLOWED: readonly LogFinding[] = ['allowed-unasked', 'allowed-unknown'];

/** Azure's own resolver, health and metadata. Source: "What is IP address 168.63.129.16", "Azure Instance Metadata Service". */
const PLATFORM: readonly string[] = ['168.63.129.16', '169.254.169.254'];

/** Of many servers that clients did not name, some are enough to look at. */
const MAX_NAMELESS = 8;

/** Holds what was counted against what the deployment needs. */
export function analyse(
  deployment: Deployment,
  table: FlowTable,
  notes: ReadingNotes,
  files: number,
  serviceTags?: ServiceTagFile,
): LogReport {
  table.settle();
  const set = deployment._requirementsOfAll;
  const needsOf = needsBySubnet(deployment, serviceTags);
  const rules = deploymentRules(deployment);
  const used = new Set<string>();
  const perhaps = new Set<string>();
  const later = new DecidedLater(table);
  const rows = new Map<string, MutableRow>();
  for (const count of table.counts) {
    const needs = needsOf(count.subnet);
    const need = needOf(count, table, needs);
    need.requirements.forEach(({ id }) => used.add(id));
    need.candidates.forEach(({ id }) => perhaps.add(id));
    const finding = findingOf(count, need, later);
    if (finding !== undefined) {
      const probably = GUESSED.includes(finding) ? probablyOf(count, table, needs) : [];
      put(rows, { ...rowOf(finding, count, need, table, rules, later), probably });
    }
  }
  const hasLayers = [...table.layers].sort();
  const untold = set.all
    .filter(({ id }) => !used.has(id))
    .flatMap((requirement) => {
      const why = untoldOf(requirement, perhaps, hasLayers);
      return why === undefined ? [] : [{ requirement, why }];
    });
  const isUntold = new Set(untold.map(({ requirement }) => requirement));
  return {
    deployment: deployment.name,
    files,
    records: notes.records,
    events: table.events,
    elsewhere: table.elsewhere,
    machinesElsewhere: table.machinesElsewhere,
    ...(!Number.isNaN(table.first) && { from: table.first, to: table.last }),
    layers: hasLayers,
    rows: [...rows.values()].sort(byWeight),
    unused: table.events === 0 ? [] : set.all.filter((one) => !used.has(one.id) && !isUntold.has(one)),
    untold,
    skipped: notes.all,
    notes: [...notes.notes, ...tableNotes(table, serviceTags)],
    isIncomplete: notes.isIncomplete || table.beyondLimit > 0,
  };
}

/** What the subnets need, each its own; a flow of which the subnet is not known may be of any of them. */
function needsBySubnet(deployment: Deployment, serviceTags: ServiceTagFile | undefined): (subnet: string) => Needs {
  const { requirements, _requirementsOfAll: all, _requirementsOf: sets, _description: { subnets } } = deployment;
  const known = new Map<RequirementSet, Needs>();
  return (name) => {
    const subnet = subnets[name];
    const set = subnet === undefined ? all : hasOwnRequirements(subnet) ? sets.get(name)! : requirements;
    const needs = known.get(set) ?? new Needs(set, serviceTags);
    known.set(set, needs);
    return needs;
  };
}

/** What an address may be that no line has a name for: names that the machines had asked for just before. */
function probablyOf(count: FlowCount, table: FlowTable, needs: Needs): Probable[] {
  if (count.host !== '' || count.address === '' || count.isInbound || table.names.of(count.address).length > 0) {
    return [];
  }
  return table.resolved.before(count.samples).map((name) => {
    const { requirements, off } = needs.of({
      isInbound: false, protocol: count.protocol, host: name, url: '', address: '', port: count.port, joined: [],
    });
    return { name, requirements, off };
  });
}

type MutableRow = { -readonly [K in keyof FlowRow]: FlowRow[K] };

function needOf(count: FlowCount, table: FlowTable, needs: Needs): Need {
  const { isInbound, protocol, host, url, address, port, verdict } = count;
  const joined = host === '' && address !== '' ? table.names.of(address) : [];
  // A name that is not resolved was asked for on port 53; its flow would be on the port of the requirement.
  return needs.of({
    isInbound,
    protocol: verdict === 'unresolved' ? '' : protocol,
    host,
    url,
    address,
    port: verdict === 'unresolved' ? -1 : port,
    joined,
  });
}

/** Undefined for what needs no word: flows that are allowed and asked for, and name resolution. */
function findingOf(count: FlowCount, need: Need, later: DecidedLater): LogFinding | undefined {
  const { requirements, candidates, off, through } = need;
  if (count.verdict === 'unresolved') {
    return 'unresolved';
  }
  const isUnknown = candidates.length > 0;
  if (count.verdict === 'deny') {
    const isOff = off.length > 0 && through !== 'nothing';
    return requirements.length > 0 ? 'denied-required' : isOff ? 'denied-off'
      : isUnknown || off.length > 0 ? 'denied-unknown' : 'denied-unasked';
  }
  const isPlatform = PLATFORM.includes(count.address) || (count.port === 53 && !count.isInbound);
  // What a security group lets through, a firewall after it may deny; the log of the firewall says.
  const isDecidedLater = later.has(count);
  return requirements.length > 0 || isPlatform || isDecidedLater ? undefined : isUnknown ? 'allowed-unknown' : 'allowed-unasked';
}

function rowOf(
  finding: LogFinding, count: FlowCount, need: Need, table: FlowTable, rules: DeploymentRules, later: DecidedLater,
): MutableRow {
  const { subnet, isInbound, protocol, host, address, port, first, last, layer, rule, reason, machines, begun, ended } = count;
  const bytes = Math.max(count.bytes, later.bytesOf(count));
  return {
    finding,
    subnet,
    isInbound,
    protocol,
    ...(port >= 0 && finding !== 'unresolved' && { port }),
    endpoint: host || address,
    names: namesOf(count, table),
    count: Math.max(begun, ended, 1), // of a flow that began before the log and ends after it, there are lines in between alone
    machines,
    machinesAreAtLeast: count.isManyMachines,
    ...(!Number.isNaN(first) && { first, last }),
    ...(bytes >= 0 && ALLOWED.includes(finding) && { bytes }),
    layer,
    by: decidedBy(layer, rule, reason),
    reason,
    requirements: need.requirements,
    candidates: need.candidates,
    off: need.off,
    through: need.through,
    probably: [],
    missing: finding === 'denied-required' && reason !== 'not-resolved' ? missingFor(need.requirements, count, rules) : [],
  };
}

/** Names of an address; where the client named no host, the addresses that it connected to, as far as flow logs tell. */
function namesOf({ host, address, reason }: FlowCount, table: FlowTable): readonly string[] {
  if (host === '' && address === '' && reason === 'no-server-name') {
    return [...new Set([...table.names.nameless.values()].map((server) => server.address))].sort().slice(0, MAX_NAMELESS);
  }
  return host === '' && address !== '' ? table.names.of(address) : [];
}

/** Rows that differ in nothing that a reader sees, such as the URL, are one. */
function put(rows: Map<string, MutableRow>, row: MutableRow): void {
  const { finding, subnet, isInbound, protocol, port, endpoint, layer, by } = row;
  const key = JSON.stringify([
    finding,
    subnet,
    isInbound,
    protocol,
    port,
    endpoint,
    layer,
    by,
    row.requirements.map(({ id }) => id),
    row.off.map(({ id }) => id),
  ]);
  const found = rows.get(key);
  if (found === undefined) {
    rows.set(key, row);
    return;
  }
  found.count += row.count;
  found.machines = Math.max(found.machines, row.machines);
  found.machinesAreAtLeast ||= row.machinesAreAtLeast || found.machines > 1;
  found.first = least(found.first, row.first, Math.min);
  found.last = least(found.last, row.last, Math.max);
  found.bytes = row.bytes === undefined ? found.bytes : (found.bytes ?? 0) + row.bytes;
}

function least(a: number | undefined, b: number | undefined, choose: (a: number, b: number) => number): number | undefined {
  return a === undefined ? b : b === undefined ? a : choose(a, b);
}

function decidedBy(layer: FlowCount['layer'], rule: string, reason: FlowCount['reason']): string {
  const who = layer === 'firewall' ? 'the firewall' : 'the security group';
  switch (reason) {
    case 'rule':
      return rule === '' ? `a rule of ${who}` : `${who}, ${rule}`;
    case 'admin-rule':
      return `security admin rule ${rule}`;
    case 'default':
      return rule === '' ? `${who}, because no rule matched` : `${who}, default rule ${rule}`;
    case 'no-server-name':
      return `${who}, because the client named no host (SNI)`;
    case 'not-resolved':
      return rule === '' ? `${who}, because it could not resolve the name` : rule;
    case 'threat':
      return `${who}, threat intelligence or intrusion detection: ${rule || 'no description'}`;
    case 'encryption':
      return rule;
    case 'unnamed':
      return `${who}; the log names no rule, so it may be the default or a rule`;
  }
}

/** The rules of the deployment file that carry a requirement, in the layer that denied the flow. */
function missingFor(
  requirements: readonly Requirement[], { layer, subnet, protocol, port }: FlowCount, rules: DeploymentRules,
): Carrier[] {
  const all = carriersOf(rules, new Set(requirements.map(({ id }) => id)), { protocol, ...(port >= 0 && { port }) });
  return all.filter(({ owner }) => owner.kind === layer &&
    (owner.kind === 'firewall' ? subnet === '' || owner.subnets.includes(subnet) : owner.subnet === subnet));
}

/** Why these logs cannot tell whether a requirement is used; undefined where they can. */
function untoldOf(requirement: Requirement, perhaps: ReadonlySet<string>, layers: readonly string[]): string | undefined {
  const {
    endpoint: { kind, value },
    direction,
    nextHopInternet,
    serviceEndpoint,
  } = requirement;
  if (nextHopInternet) {
    return 'a route, which no log shows';
  }
  if (kind === EndpointKind.PODS || kind === EndpointKind.UNSPECIFIED) {
    return 'its other side is not in these logs';
  }
  if (perhaps.has(requirement.id)) {
    return 'flows on its port go to addresses that may be its own; a service tag file, or logs with host names, would tell';
  }
  const needsGroupLog = direction === Direction.INBOUND || value === 'VirtualNetwork' || serviceEndpoint !== undefined;
  return needsGroupLog && !layers.includes('security-group')
    ? 'its traffic does not pass the firewall, and there are no flow logs'
    : undefined;
}

function byWeight(a: FlowRow, b: FlowRow): number {
  return FINDINGS.indexOf(a.finding) - FINDINGS.indexOf(b.finding) || b.count - a.count || (rowText(a) < rowText(b) ? -1 : 1);
}

function rowText({ subnet, protocol, port, endpoint, by }: FlowRow): string {
  return `${subnet} ${protocol} ${String(port)} ${endpoint} ${by}`;
}

/** What the answers rest on. */
function tableNotes(table: FlowTable, serviceTags: ServiceTagFile | undefined): string[] {
  const joined = [...table.names.names.keys()].filter((address) => isIP(address) !== 0).length;
  return [
    ...(joined > 0
      ? [`names of ${joined} ${joined === 1 ? 'address' : 'addresses'} come from the logs themselves: ` +
        'from lines with both, or from lines of the same client and port']
      : []),
    serviceTags === undefined
      ? 'addresses are not joined to service tags; give --service-tags FILE'
      : `addresses are joined to service tags by ${serviceTags.path}`,
    ...(table.untimed > 0 ? [`${table.untimed} ${table.untimed === 1 ? 'event has' : 'events have'} no time that can be placed`] : []),
    ...(table.repeated > 0
      ? [
          `at least ${table.repeated} events came more than once, in another file or another form (same client, ports, other side, ` +
            'decision and time); they count once',
        ]
      : []),
    ...(table.beyondLimit > 0
      ? [`${table.beyondLimit} events are beyond the number of different flows that is kept, and are counted without their other side`]
      : []),
    ...(table.layers.has('security-group') && !table.layers.has('firewall')
      ? ['there is no log of a firewall: what a security group allowed may have been denied there']
      : []),
    ...(table.layers.has('firewall') && !table.layers.has('security-group')
      ? ['there are no flow logs: what a security group denied never came to the firewall']
      : []),
  ];
}
