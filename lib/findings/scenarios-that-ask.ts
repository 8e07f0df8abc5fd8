import { portsHold } from '../azure/port-sets';
import { catalogOf } from '../catalog/catalog';
import { CatalogEntry } from '../catalog/entry';
import { OpenPiece } from '../filtering/paths/openings';
import { holdsHost } from '../filtering/host-patterns';
import { Knowledge } from '../filtering/knowledge';
import { VerifiedSubnet } from '../filtering/paths/subnet-view';
import { Target } from '../filtering/paths/target';
import { EndpointKind } from '../requirements/endpoint';
import { SCENARIOS, Scenario, SECTION_OF_SCENARIO } from '../requirements/scenario';

const SCENARIO_OF_SECTION = new Map(SCENARIOS.map((scenario) => [SECTION_OF_SCENARIO[scenario], scenario]));

/** What else the documentation asks for: scenarios that are off and ask for some of what is open, in one sentence. */
export function askedByScenarios(
  { requirements: { all, edition, cloud }, context: { knowledge } }: VerifiedSubnet, pieces: readonly OpenPiece[],
): string | undefined {
  const own = new Set(all.map(({ _entry }) => _entry));
  const on = new Set(catalogOf(edition).filter(({ id }) => own.has(id)).map(({ section }) => section));
  const scenarios = new Set<Scenario>();
  for (const entry of catalogOf(edition)) {
    const scenario = SCENARIO_OF_SECTION.get(entry.section);
    if (scenario !== undefined && scenario !== Scenario.WITHOUT_SERVICE_TAGS && !on.has(entry.section) && entry.clouds.includes(cloud) &&
        pieces.some((piece) => asksFor(entry, piece, knowledge))) {
      scenarios.add(scenario);
    }
  }
  return scenarios.size === 0 ? undefined
    : `If you need it, switch on the scenario ${[...scenarios].join(' or ')}.`;
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

function hostOf(value: string): string {
  return value.split('/')[0]!;
}
