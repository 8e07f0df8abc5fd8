import { Cloud } from '../azure/clouds';
import { Condition } from '../catalog/entry';
import { HostRelation, HostRow, hostRows } from '../catalog/host-rows';
import { AnsweredPort, DependenciesAnswer, HostWithoutPort } from '../input/dependencies-answer';
import { HostResult, OpenHosts, SubnetHost } from '../lookup/open-hosts';
import { Edition } from '../requirements/edition';
import { Facts } from '../requirements/facts';
import { Placeholders } from '../requirements/fill';
import { PortRange } from '../requirements/port-range';
import { Protocol } from '../requirements/ports';
import { CatalogSection } from '../requirements/catalog-section';
import { WorkspaceProps } from '../requirements/workspace';

/** What an answer is compared with. */
export interface DriftSubject {
  readonly edition: Edition;
  readonly cloud: Cloud;
  readonly region: string;
  /** Names that fill placeholders. A name that is not given stands for any. */
  readonly workspace: Partial<WorkspaceProps>;
  /** Without facts every row of the catalog counts, whatever its conditions. */
  readonly facts?: Facts;
  /** What the rules of a deployment open, in each of its subnets. */
  readonly open?: OpenHosts;
}

/** How the catalog has a host and port of the answer; its host tables, unless it says otherwise. */
type CatalogResult =
  /** The same host and port. */
  | 'same'
  /** A wildcard that holds the host, with the port. */
  | 'covered'
  /** The host, or a wildcard above or hosts below it, under a condition that the workspace does not meet. */
  | 'conditional'
  /** Hosts below the wildcard of the answer only. */
  | 'partly'
  /** Not in the host tables, but in another section: the host, a wildcard above it or hosts below it, with the port. */
  | 'other-section'
  /** The port with UDP only; the answer names no protocol. */
  | 'other-protocol'
  /** The host, or a wildcard above or hosts below it, with other ports only. */
  | 'other-ports'
  /** Not at all. */
  | 'only-in-answer';

/** A row of the catalog that a result is about. */
interface DriftRow {
  readonly requirementId: string;
  readonly host: string;
  readonly protocol: Protocol;
  readonly ports: readonly string[];
}

/** What a deployment opens of a host and port, all of its subnets together. */
type DeploymentResult = HostResult
  /** Some subnets reach it, and others do not. */
  | 'some-subnets';

/** What a deployment opens of a host and port. */
export interface DeploymentEntry {
  readonly result: DeploymentResult;
  readonly requirements: readonly { readonly id: string; readonly endpoint: string }[];
  readonly subnets: readonly SubnetHost[];
}

/** One host and port of the answer. */
export interface DriftEntry extends AnsweredPort {
  readonly catalog: { readonly result: CatalogResult; readonly rows: readonly DriftRow[] };
  readonly deployment?: DeploymentEntry;
  /** Whether it counts as a difference. */
  readonly differs: boolean;
}

/** What the host tables of the catalog have and the answer does not list. */
interface OnlyInCatalog {
  readonly requirementIds: readonly string[];
  readonly host: string;
  readonly protocol: Protocol;
  readonly ports: readonly string[];
  /** `host`: not listed at all; `ports`: listed with other ports; `protocol`: UDP, which the API cannot list. */
  readonly reason: 'host' | 'ports' | 'protocol';
  readonly conditions: readonly Condition[];
}

export interface Drift {
  readonly entries: readonly DriftEntry[];
  readonly withoutPort: readonly HostWithoutPort[];
  readonly emptyCategories: readonly string[];
  readonly onlyInCatalog: readonly OnlyInCatalog[];
  /** Hosts with ports, and hosts without a port, that count as differences. */
  readonly differences: number;
  /** Hosts with ports of which it is not known whether they are open; none of them is a difference. */
  readonly unknown: number;
}

/** Compares an answer of the Dependencies API with the catalog, and with what a deployment opens. */
export function drift(answer: DependenciesAnswer, { edition, cloud, region, workspace, facts, open }: DriftSubject): Drift {
  const rows = hostRows(edition, cloud, new Placeholders(cloud, region, workspace));
  const entries = answer.ports.map((answered) => entryOf(answered, rows, facts, open?.of(answered.host, answered.port)));
  return {
    entries,
    withoutPort: answer.withoutPort,
    emptyCategories: answer.emptyCategories,
    onlyInCatalog: onlyInCatalog(rows.filter(isHostTable), answer, facts),
    differences: entries.filter(({ differs }) => differs).length + answer.withoutPort.length,
    unknown: entries.filter(({ deployment, differs }) => !differs && deployment?.subnets.some(({ result }) => result === 'unknown')).length,
  };
}

function entryOf(
  answered: AnsweredPort, rows: readonly HostRow[], facts: Facts | undefined, subnets: readonly SubnetHost[] | undefined,
): DriftEntry {
  const catalog = catalogResult(answered, rows, facts);
  return subnets === undefined
    ? { ...answered, catalog, differs: !MET.includes(catalog.result) && !(catalog.result === 'partly' && answered.suffix !== undefined) }
    : { ...answered, catalog, deployment: deploymentEntry(subnets), differs: !subnets.every((one) => isMet(one, answered.suffix)) };
}

/** From the best to the worst. */
const RESULTS: readonly HostResult[] = ['open', 'required', 'partly', 'unknown', 'not-required', 'not-open'];
const CLOSED: readonly HostResult[] = ['not-open', 'not-required'];

/** The worst of the subnets, unless it is that some reach what others do not. */
function deploymentEntry(subnets: readonly SubnetHost[]): DeploymentEntry {
  const results = subnets.map(({ result }) => result);
  const worst = [...RESULTS].reverse().find((result) => results.includes(result))!;
  const isMixed = CLOSED.includes(worst) && !results.every((result) => CLOSED.includes(result));
  const by = new Map(subnets.flatMap((one) => one.by.map(({ id, endpoint }) => [id, { id, endpoint: endpoint.toString() }])));
  return {
    subnets, result: isMixed ? 'some-subnets' : worst, requirements: [...by.values()],
  };
}

/**
 * Whether what a subnet reaches is what the answer asks for, or may be. A suffix such as `core.windows.net` says that hosts below it are
 * needed and not which, so those that the documentation has are an answer to it; a host that only the user has is not.
 */
function isMet({ result, isDocumented }: SubnetHost, suffix: string | undefined): boolean {
  switch (result) {
    case 'open':
    case 'required':
    case 'unknown':
      return true;
    case 'partly':
      return suffix !== undefined && isDocumented;
    case 'not-open':
    case 'not-required':
      return false;
  }
}

const MET: readonly CatalogResult[] = ['same', 'covered'];

interface Related {
  readonly row: HostRow;
  readonly relation: HostRelation;
}

/** The host tables come first: they are what stands for the workspace itself, whichever sections are switched on. */
function catalogResult({ host, port }: AnsweredPort, rows: readonly HostRow[], facts: Facts | undefined): DriftEntry['catalog'] {
  const related = rows.flatMap((row): Related[] => {
    const relation = row.relationTo(host);
    return relation === undefined ? [] : [{ row, relation }];
  });
  const tables = related.filter(({ row }) => isHostTable(row));
  const onPort = tables.filter(({ row }) => row.hasTcp(port));
  const applied = onPort.filter(({ row }) => row.entry.ports.some((range) => range.has(port) && applies(row, range, facts)));
  // The first that is not empty is the result.
  const results: readonly (readonly [CatalogResult, readonly Related[]])[] = [
    ['same', applied.filter(({ relation }) => relation === 'same')],
    ['covered', applied.filter(({ relation }) => relation === 'wider')],
    ['conditional', onPort.filter(({ relation }) => relation !== 'narrower')],
    ['partly', applied],
    ['conditional', onPort],
    ['other-section', related.filter(({ row }) => !isHostTable(row) && row.hasTcp(port))],
    ['other-protocol', tables.filter(({ row: { entry } }) => entry.protocol === Protocol.UDP && entry.ports.some((one) => one.has(port)))],
    ['other-ports', tables],
  ];
  const [result, found] = results.find(([, those]) => those.length > 0) ?? ['only-in-answer', []];
  return { result, rows: found.map(({ row }) => driftRow(row)) };
}

function isHostTable({ entry }: HostRow): boolean {
  return entry.section === CatalogSection.WITHOUT_SERVICE_TAGS;
}

function driftRow({ host, entry: { id, protocol, ports } }: HostRow): DriftRow {
  return { requirementId: id, host, protocol, ports: ports.map(String) };
}

/** Whether the conditions of a row hold for one of its ports. */
function applies({ entry }: HostRow, range: PortRange, facts: Facts | undefined): boolean {
  return facts === undefined ||
    entry.conditions.every(({ fact, is, ports }) => (ports !== undefined && !range.isOneOf(ports)) || facts[fact] === is);
}

function onlyInCatalog(rows: readonly HostRow[], answer: DependenciesAnswer, facts: Facts | undefined): OnlyInCatalog[] {
  const found = new Map<string, OnlyInCatalog & { requirementIds: string[] }>();
  for (const row of rows) {
    const { id, protocol, conditions } = row.entry;
    const listed = answer.ports.flatMap(({ host, port }) => {
      const relation = row.relationTo(host);
      return relation === undefined ? [] : [{ relation, port }];
    });
    const left = row.entry.ports.filter((range) => applies(row, range, facts) &&
      (protocol === Protocol.UDP || !listed.some(({ port }) => range.isOnly(port))));
    const ports = left.map(String);
    if (ports.length === 0) {
      continue;
    }
    const key = JSON.stringify([row.host, protocol, ports, conditions]);
    const known = found.get(key);
    if (known !== undefined) {
      known.requirementIds.push(id);
      continue;
    }
    const reason = protocol === Protocol.UDP ? 'protocol' : listed.some(({ relation }) => relation === 'same') ? 'ports' : 'host';
    found.set(key, {
      requirementIds: [id], host: row.host, protocol, ports, reason,
      conditions: facts === undefined ? conditions.filter((one) => concerns(one, left)) : [],
    });
  }
  return [...found.values()];
}

function concerns({ ports }: Condition, those: readonly PortRange[]): boolean {
  return ports === undefined || those.some((range) => range.isOneOf(ports));
}
