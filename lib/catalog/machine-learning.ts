import { Cloud, CLOUDS } from '../azure/clouds';
import { oneOf } from '../azure/errors';
import { checkRegion } from '../azure/regions';
import { CatalogSection } from '../requirements/catalog-section';
import { anything, listOf, optional, propertiesOf } from '../azure/shapes';
import { checkCluster, KubernetesProps } from '../requirements/cluster';
import { Edition, EDITIONS } from '../requirements/edition';
import { Endpoint } from '../requirements/endpoint';
import { Facts, factsOf, factText } from '../requirements/facts';
import { Placeholders } from '../requirements/fill';
import { Ports } from '../requirements/ports';
import { Requirement } from '../requirements/requirement';
import { KnownNeed, LeftOutRequirement, RequirementSet } from '../requirements/requirement-set';
import { checkScenario, Scenario, SECTION_OF_SCENARIO } from '../requirements/scenario';
import { COMPUTE, KUBERNETES, WORKSPACE } from '../requirements/shapes';
import { ComputeProps, WorkspaceProps } from '../requirements/workspace';
import { catalogOf, ownersOf, slotKey } from './catalog';
import { ARTICLE, CatalogEntry, Condition, conditionsIn } from './entry';

/** What decides which documented requirements apply. */
export interface MachineLearningRequirementsProps {
  /** The Azure cloud. */
  readonly cloud: Cloud;

  /** Region of the workspace, as ARM name in plain text (`westus2`). */
  readonly region: string;

  /** The edition of the article to follow. */
  readonly edition: Edition;

  /** Facts about the workspace. */
  readonly workspace: WorkspaceProps;

  /** Facts about compute clusters and compute instances in the subnet. */
  readonly compute: ComputeProps;

  /**
   * Facts about an attached Kubernetes cluster.
   * @default - no cluster is attached
   */
  readonly kubernetes?: KubernetesProps;

  /**
   * Sections of the article to switch on.
   * @default - none: the basic configuration and what follows from the facts
   */
  readonly scenarios?: Scenario[];
}

// What is of a closed list, or decides which rules there are, has a check of its own.
const PROPS = propertiesOf<MachineLearningRequirementsProps>({
  cloud: anything, region: anything, edition: anything, workspace: WORKSPACE, compute: COMPUTE, kubernetes: optional(KUBERNETES), scenarios: optional(listOf(anything)),
});

/** The documented network requirements of Azure Machine Learning. */
export class MachineLearning {
  /**
   * The requirements that apply to one workspace.
   *
   * Source: the article "Configure inbound and outbound network traffic", in the edition given.
   * @throws when a fact is missing or contradicts another, when the region is not one of the cloud, or when a requirement
   * needs the name of something that was not stated
   */
  public static requirements(props: MachineLearningRequirementsProps): RequirementSet {
    PROPS('props', props);
    const cloud = oneOf('cloud', props.cloud, CLOUDS);
    const edition = oneOf('edition', props.edition, EDITIONS);
    const region = checkRegion(props.region, cloud);
    const chosen = props.scenarios ?? [];
    const facts = factsOf(props.workspace, props.compute, props.kubernetes, chosen.includes(Scenario.DATA_EXFILTRATION_PROTECTION));
    if (props.kubernetes !== undefined) {
      checkCluster(props.kubernetes, cloud);
    }
    const placeholders = new Placeholders(cloud, region, props.workspace, props.kubernetes);
    const sections = sectionsOf(chosen, facts);
    const templates = templatesOf(edition, cloud);

    const requirements: Requirement[] = [];
    const leftOut: LeftOutRequirement[] = [];
    for (const entry of catalogOf(edition)) {
      if (!sections.has(entry.section)) {
        continue;
      }
      if (!entry.clouds.includes(cloud)) {
        if (entry.isGapElsewhere || !(hasOwnList(entry, cloud, edition) || hasTwin(entry, cloud, edition))) {
          leftOut.push({ id: entry.id, reason: `not for the cloud "${cloud}"${notes(entry)}`, byUser: false, isGap: entry.isGapElsewhere });
        }
        continue;
      }
      const conditions = conditionsIn(entry, cloud);
      const ports = portsThatApply(entry, conditions, facts);
      if (ports.length === 0) {
        leftOut.push({ id: entry.id, reason: unmet(conditions, facts), byUser: false, isGap: false });
        continue;
      }
      const applying = applied(templates.get(entry)!, ports, placeholders);
      requirements.push(...(facts.dataExfiltrationProtection && entry.serviceEndpoint !== undefined
        ? applying.map((one) => one._throughServiceEndpoint(entry.serviceEndpoint!)) : applying));
    }
    let needs: Map<string, KnownNeed> | undefined;
    return RequirementSet._of({
      edition, placeholders, requirements, leftOut, dataExfiltrationProtection: facts.dataExfiltrationProtection, konnectivityAgent: facts.aksKonnectivityAgent,
      knownNeed: (need) => (needs ??= knownNeeds(edition, placeholders)).get(need),
    });
  }

  private constructor() {}
}

function sectionsOf(chosen: readonly Scenario[], facts: Facts): ReadonlySet<CatalogSection> {
  chosen.forEach(checkScenario);
  const on = new Set<CatalogSection>([CatalogSection.BASIC, ...chosen.map((scenario) => SECTION_OF_SCENARIO[scenario])]);
  if (on.has(CatalogSection.WITHOUT_SERVICE_TAGS)) {
    // The host tables list port 445 of the storage account without a condition, so its tag belongs to the same need.
    on.add(CatalogSection.STORAGE_FIREWALL);
  }
  if (facts.publicIp) {
    on.add(CatalogSection.PUBLIC_IP_COMPUTE);
  }
  if (facts.hbi) {
    on.add(CatalogSection.HBI_WORKSPACE);
  }
  if (facts.kubernetesTraining || facts.kubernetesInference) {
    on.add(CatalogSection.KUBERNETES).add(CatalogSection.IN_CLUSTER);
  }
  if (facts.aks) {
    on.add(CatalogSection.AKS).add(CatalogSection.AKS_EXTENSIONS);
  }
  if (facts.arc) {
    on.add(CatalogSection.AZURE_ARC);
  }
  return on;
}

/** Whether a linked article has a list of its own for the other cloud, so that this row is none of its. */
function hasOwnList(entry: CatalogEntry, cloud: Cloud, edition: Edition): boolean {
  const { article } = entry.citation;
  return article !== ARTICLE && catalogOf(edition).some((other) => other.clouds.includes(cloud) && other.section === entry.section && other.citation.article === article &&
    !other.clouds.includes(entry.clouds[0]!));
}

/** Whether the article has this row for the other cloud under another name, in that cloud's own table. */
function hasTwin(entry: CatalogEntry, cloud: Cloud, edition: Edition): boolean {
  const { section, row } = entry.citation;
  return catalogOf(edition).some((other) => other.clouds.includes(cloud) && !other.clouds.includes(entry.clouds[0]!) &&
    other.citation.section === section && other.citation.row === row && other.capability === entry.capability);
}

function portsThatApply(entry: CatalogEntry, conditions: readonly Condition[], facts: Facts): string[] {
  return entry.ports.filter((port) => conditions.every((condition) =>
    (condition.ports !== undefined && !condition.ports.includes(port)) || facts[condition.fact] === condition.is));
}

function unmet(conditions: readonly Condition[], facts: Facts): string {
  return conditions.filter((condition) => facts[condition.fact] !== condition.is)
    .map(({ fact }) => factText(fact, facts[fact])).join(' and ');
}

function notes(entry: CatalogEntry): string {
  return entry.notes.length === 0 ? '' : `: ${entry.notes.join(' ')}`;
}

const templatesByKey = new Map<string, ReadonlyMap<CatalogEntry, Requirement>>();

/** The entries of one edition and cloud as requirements with all their ports, and with their placeholders. Made once. */
function templatesOf(edition: Edition, cloud: Cloud): ReadonlyMap<CatalogEntry, Requirement> {
  const key = `${edition} ${cloud}`;
  let templates = templatesByKey.get(key);
  if (templates === undefined) {
    const owners = ownersOf(edition, cloud);
    templates = new Map(catalogOf(edition).filter(({ clouds }) => clouds.includes(cloud))
      .map((entry) => [entry, templateOf(entry, edition, owners.get(slotKey(entry))!)]));
    templatesByKey.set(key, templates);
  }
  return templates;
}

function templateOf(entry: CatalogEntry, edition: Edition, owner: CatalogEntry): Requirement {
  const { article, section, row } = entry.citation;
  return Requirement._fromCatalog(entry.direction, {
    id: entry.id, slot: entry.slot, purpose: entry.purpose,
    endpoint: Endpoint._of(entry.endpoint.kind, entry.endpoint.value),
    ports: Ports.of(entry.protocol, [...entry.ports]),
  }, {
    section: entry.section, capability: entry.capability, documentedAs: entry.documentedAs, notes: entry.notes,
    citation: { article, section, row, date: entry.citation.date ?? edition },
    rule: { name: owner.ruleName, description: owner.purpose },
    subject: entry.subject, nextHopInternet: entry.nextHopInternet,
    dataExfiltration: entry.dataExfiltration, fqdnTag: entry.fqdnTag,
  });
}

/** A template with the ports that apply and its placeholders filled; itself when nothing changes, because it is immutable. */
function applied(template: Requirement, ports: string[], placeholders: Placeholders): Requirement[] {
  const withPorts = ports.length === template.ports.ranges.length ? template : template._withPorts(Ports.of(template.ports.protocol, ports));
  return placeholders.fillEach(template.endpoint, template.id).map((endpoint, i) => {
    const filled = endpoint === template.endpoint ? withPorts : withPorts._withEndpoint(endpoint);
    return i === 0 ? filled : filled._withId(`${filled.id}-${i + 1}`);
  });
}

/** The needs of the whole catalog, with the placeholders that this workspace can fill. A route is no open flow, so it is none. */
function knownNeeds(edition: Edition, placeholders: Placeholders): Map<string, KnownNeed> {
  const needs = new Map<string, KnownNeed>();
  for (const template of templatesOf(edition, placeholders.cloud).values()) {
    for (const endpoint of template.nextHopInternet ? [] : placeholders.tryFill(template.endpoint)) {
      needs.set(template._withEndpoint(endpoint).need, { slot: template.slot, rule: template._rule, dataExfiltration: template.dataExfiltration });
    }
  }
  return needs;
}
