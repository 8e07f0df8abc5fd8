import { groupBy } from '../azure/groups';
import { portsHold } from '../azure/port-sets';
import { catalogOf } from '../catalog/catalog';
import { CatalogEntry } from '../catalog/entry';
import { OpenPiece } from '../filtering/paths/openings';
import { holdsHost } from '../filtering/host-patterns';
import { Knowledge } from '../filtering/knowledge';
import { VerifiedSubnet } from '../filtering/paths/subnet-view';
import { Target } from '../filtering/paths/target';
import { EndpointKind } from '../requirements/endpoint';
import { RequirementSet } from '../requirements/requirement-set';
import { SCENARIOS, Scenario, SECTION_OF_SCENARIO } from '../requirements/scenario';

const SCENARIO_OF_SECTION = new Map(SCENARIOS.map((scenario) => [SECTION_OF_SCENARIO[scenario], scenario]));

/** A requirement of a scenario that is off. */
interface OffEntry {
  readonly scenario: Scenario;
  readonly entry: CatalogEntry;
}

/** Hosts that stand for service tags: without the scenario, only rules for the tags are what requirements ask for. */
const INSTEAD_OF_TAGS = 'The article lists it for firewalls without service tags. If you use host names instead of tags, switch on the ' +
  `scenario ${Scenario.WITHOUT_SERVICE_TAGS}.`;

/** Asked for each thing that is open, and the same for all that have these requirements. */
const OFF = new WeakMap<RequirementSet, readonly OffEntry[]>();

/** What else the documentation asks for: scenarios that are off and ask for some of what is open, in one sentence. */
export function askedByScenarios(
  { requirements, context: { knowledge } }: VerifiedSubnet, pieces: readonly OpenPiece[],
): string | undefined {
  const named = pieces.filter(({ target }) => isNamed(target));
  if (named.length === 0) {
    return undefined;
  }
  const off = OFF.get(requirements) ?? offEntries(requirements);
  OFF.set(requirements, off);
  const asking = off.filter(({ entry }) => named.some((piece) => asksFor(entry, piece, knowledge)));
  const whole = new Set(asking.filter(({ entry }) => named.some(({ target }) => isForAll(entry, target))).map(({ scenario }) => scenario));
  const others = [...whole].filter((scenario) => scenario !== Scenario.WITHOUT_SERVICE_TAGS);
  return others.length > 0 ? `If you need it, switch on the scenario ${others.join(' or ')}.`
    : whole.size > 0 ? INSTEAD_OF_TAGS : askedInPart(asking);
}

/** A scenario that asks for one host is no reason to open all hosts around it. */
function askedInPart(asking: readonly OffEntry[]): string | undefined {
  const parts = [...groupBy(asking, ({ entry: { endpoint } }) => hostOf(endpoint.value))]
    .map(([host, those]) => `${host} (${[...new Set(those.map(({ scenario }) => scenario))].join(' or ')})`);
  const more = parts.length - SHOWN_PARTS;
  return parts.length === 0 ? undefined
    : `Scenarios that are off ask only for part of it: ${parts.slice(0, SHOWN_PARTS).join(', ')}${more > 0 ? ` and ${more} more` : ''}. ` +
      'If you need that, open only that part.';
}

const SHOWN_PARTS = 3;

function offEntries({ all, edition, cloud }: RequirementSet): OffEntry[] {
  const own = new Set(all.map(({ _entry }) => _entry));
  const on = new Set(catalogOf(edition).filter(({ id }) => own.has(id)).map(({ section }) => section));
  return catalogOf(edition).flatMap((entry) => {
    const scenario = SCENARIO_OF_SECTION.get(entry.section);
    return scenario === undefined || on.has(entry.section) || !entry.clouds.includes(cloud) ? [] : [{ scenario, entry }];
  });
}

/** Whether it is open to a tag or to a host, and not to bare addresses or to everything. */
function isNamed(target: Target): boolean {
  return target.kind === 'tag' || (target.kind === 'host' && target.host !== '*') ||
    (target.kind === 'addresses' && target.tag !== undefined);
}

function asksFor({ direction, protocol, ports, endpoint }: CatalogEntry, piece: OpenPiece, knowledge: Knowledge): boolean {
  return direction === piece.direction && protocol === piece.protocol && isOf(endpoint, piece.target, knowledge) &&
    ports.some(({ interval }) => interval !== undefined && portsHold([piece.ports], [interval]));
}

/** By names: what is open to everything is not asked for by one name. */
function isOf({ kind, value }: CatalogEntry['endpoint'], target: Target, knowledge: Knowledge): boolean {
  const isTag = (tag: string): boolean => kind === EndpointKind.SERVICE_TAG && value.split('.<')[0] === knowledge.globalOf(tag);
  switch (target.kind) {
    case 'host':
      return (kind === EndpointKind.FQDN || kind === EndpointKind.URL) && target.host !== '*' &&
        (holdsHost(hostOf(value), target.host) || holdsHost(target.host, hostOf(value)));
    case 'tag':
      return isTag(target.tag);
    case 'addresses':
      return target.tag !== undefined && isTag(target.tag);
    case 'url':
    case 'every':
    case 'own':
    case 'unknown':
      return false;
  }
}

/** Whether it asks for all that is open, and not only for one of the hosts that a pattern holds. */
function isForAll({ endpoint }: CatalogEntry, target: Target): boolean {
  return target.kind !== 'host' || holdsHost(hostOf(endpoint.value), target.host);
}

function hostOf(value: string): string {
  return value.split('/')[0]!;
}
