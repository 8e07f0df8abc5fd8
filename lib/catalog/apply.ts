import { Edition } from '../requirements/edition';
import { Endpoint, EndpointKind } from '../requirements/endpoint';
import { Facts, factText } from '../requirements/facts';
import { Placeholders } from '../requirements/fill';
import { PortRange } from '../requirements/port-range';
import { Ports } from '../requirements/ports';
import { Requirement } from '../requirements/requirement';
import { DocumentationGap, KnownNeed, LeftOutRequirement } from '../requirements/requirement-set';
import { catalogOf } from './catalog';
import { CatalogEntry, Condition, conditionsIn } from './entry';
import { elsewhere, leftOutReason } from './other-clouds';
import { ruleIdentity } from './rule-identities';

/**
 * What becomes of the entries of the catalog for one workspace. Every entry of a section that is switched on ends as a requirement,
 * as left out with the reason, or as a gap of the documentation; an entry whose ports differ, in two of these.
 */
export class Application {
  public readonly requirements: Requirement[] = [];
  public readonly leftOut: LeftOutRequirement[] = [];
  public readonly gaps: DocumentationGap[] = [];
  private readonly templates: ReadonlyMap<CatalogEntry, Requirement>;

  constructor(private readonly edition: Edition, private readonly facts: Facts, private readonly placeholders: Placeholders) {
    this.templates = templatesOf(edition);
  }

  public add(entry: CatalogEntry): void {
    const { cloud } = this.placeholders;
    if (entry.clouds.includes(cloud)) {
      this.apply(entry, [entry]);
      return;
    }
    const what = elsewhere(entry, cloud, this.edition);
    switch (what.kind) {
      case 'instead':
        this.apply(entry, what.entries);
        break;
      case 'gap':
        this.addGap(entry, `the documentation gives no name for the cloud "${cloud}"`,
          `requirements of your own with the names of the cloud "${cloud}"; then leave these out`);
        break;
      case 'own-rows':
      case 'not-in-list':
      case 'not-needed':
        this.leaveOut(entry, entry.ports, leftOutReason(entry, cloud, what));
    }
  }

  /** Adds an entry for the ports whose conditions hold, by itself or by the entries that carry its need in this cloud. */
  private apply(entry: CatalogEntry, carriers: readonly CatalogEntry[]): void {
    const conditions = conditionsIn(entry, this.placeholders.cloud);
    const ports = entry.ports.filter((port) => unmetFor(port, conditions, this.facts).length === 0);
    const others = entry.ports.filter((port) => !ports.includes(port));
    if (others.length > 0) {
      this.leaveOut(entry, others, unmetText(others.flatMap((port) => unmetFor(port, conditions, this.facts)), this.facts));
    }
    if (ports.length === 0) {
      return;
    }
    const isOwn = carriers[0] === entry;
    const missing = isOwn ? [] : carriers.flatMap(({ endpoint: { value } }) => this.placeholders.missingIn(value));
    if (missing.length > 0) {
      this.addGap(
        entry,
        `the documentation has ${carriers.map(({ endpoint }) => endpoint.value).join(', ')} for the need, and ${missing[0]} is not stated`,
        `state ${missing[0]}`,
      );
      return;
    }
    const applying = isOwn ? this.filled(entry, ports) : this.carried(entry, carriers);
    const { serviceEndpoint } = entry;
    this.requirements.push(...(this.facts.dataExfiltrationProtection && serviceEndpoint !== undefined
      ? applying.map((one) => one._throughServiceEndpoint(serviceEndpoint)) : applying));
  }

  /** An entry with its placeholders filled; several requirements where it stands for several endpoints. */
  private filled(entry: CatalogEntry, ports: readonly PortRange[]): Requirement[] {
    const { placeholders, edition } = this;
    const template = this.templates.get(entry)!;
    const withPorts = ports.length === template.ports._all.length
      ? template
      : template._withPorts(Ports._of(template.ports.protocol, ports));
    const inRule = withPorts._inRule(ruleIdentity(entry, edition, placeholders), entry.heldBy.map((tag) => filledTag(tag, placeholders)));
    return numbered(placeholders.fillEach(template.endpoint, template.id).map((endpoint) =>
      (endpoint === template.endpoint ? inRule : inRule._withEndpoint(endpoint))));
  }

  /** An entry that is not for this cloud, as the endpoints of the rows that carry its need here. */
  private carried(entry: CatalogEntry, carriers: readonly CatalogEntry[]): Requirement[] {
    const { placeholders: { cloud } } = this;
    const template = this.templates.get(entry)!;
    const what = entry.endpoint.kind === EndpointKind.SERVICE_TAG
      ? 'the service tag does not exist'
      : 'the documentation gives this name for other clouds, and not';
    const reason = `${what} in the cloud "${cloud}", where the documentation lists ${carriers.map(({ id }) => id).join(', ')} ` +
      'for the same need';
    const isNarrow = entry.endpoint.kind === EndpointKind.FQDN && !entry.endpoint.value.startsWith('*');
    return numbered(carriers.flatMap((carrier) => this.filled(carrier, carrier.ports)).map((carrier) =>
      template._carriedBy(carrier, { need: template.need, reason, isWider: isNarrow && carrier.endpoint.value.startsWith('*') })));
  }

  private addGap(entry: CatalogEntry, reason: string, remedy: string): void {
    const { id, need, ports } = this.templates.get(entry)!;
    this.gaps.push({ id, need, ports: [...ports.ranges], reason, remedy, notes: [...entry.notes] });
  }

  private leaveOut({ id }: CatalogEntry, ports: readonly PortRange[], reason: string): void {
    this.leftOut.push({ id, ports: ports.map(String), reason, byUser: false });
  }
}

/** The second requirement of an entry gets an id of its own, and so on. */
function numbered(requirements: readonly Requirement[]): Requirement[] {
  return requirements.map((requirement, i) => (i === 0 ? requirement : requirement._withId(`${requirement.id}-${i + 1}`)));
}

function filledTag(tag: string, placeholders: Placeholders): string {
  return placeholders.fill(Endpoint._of(EndpointKind.SERVICE_TAG, tag), tag).value;
}

/** The conditions that keep a port from being needed. */
function unmetFor(port: PortRange, conditions: readonly Condition[], facts: Facts): Condition[] {
  return conditions.filter(({ fact, is, ports }) => (ports === undefined || port.isOneOf(ports)) && facts[fact] !== is);
}

function unmetText(conditions: readonly Condition[], facts: Facts): string {
  return [...new Set(conditions.map(({ fact }) => factText(fact, facts[fact])))].join(' and ');
}

const templatesByEdition = new Map<Edition, ReadonlyMap<CatalogEntry, Requirement>>();

/** The entries of one edition as requirements with all their ports, and with their placeholders. Made once. */
function templatesOf(edition: Edition): ReadonlyMap<CatalogEntry, Requirement> {
  let templates = templatesByEdition.get(edition);
  if (templates === undefined) {
    templates = new Map(catalogOf(edition).map((entry) => [entry, templateOf(entry, edition)]));
    templatesByEdition.set(edition, templates);
  }
  return templates;
}

function templateOf(entry: CatalogEntry, edition: Edition): Requirement {
  const { article, section, row, date } = entry.citation;
  return Requirement._fromCatalog(entry.direction, {
    id: entry.id, slot: entry.slot, purpose: entry.purpose,
    endpoint: Endpoint._of(entry.endpoint.kind, entry.endpoint.value),
    ports: Ports._of(entry.protocol, entry.ports),
  }, {
    section: entry.section, capability: entry.capability, documentedAs: entry.documentedAs, notes: entry.notes,
    citation: { article, section, row, date: date ?? edition },
    rule: { name: '', description: '' }, // both come with the names of a workspace
    subject: entry.subject, nextHopInternet: entry.nextHopInternet,
    dataExfiltration: entry.dataExfiltration, fqdnTag: entry.fqdnTag,
  });
}

/** The needs of the whole catalog, with the placeholders that this workspace can fill. Routes are not open flows, so they are left out. */
export function knownNeeds(edition: Edition, placeholders: Placeholders): Map<string, KnownNeed> {
  const needs = new Map<string, KnownNeed>();
  for (const [entry, template] of templatesOf(edition)) {
    if (!entry.clouds.includes(placeholders.cloud) || entry.nextHopInternet) {
      continue;
    }
    const rule = ruleIdentity(entry, edition, placeholders);
    for (const endpoint of placeholders.tryFill(template.endpoint)) {
      needs.set(template._withEndpoint(endpoint).need, { slot: template.slot, rule, dataExfiltration: template.dataExfiltration });
    }
  }
  return needs;
}
