import { Cloud, CLOUDS } from '../azure/clouds';
import { choiceOf } from '../azure/errors';
import { checkRegion } from '../azure/regions';
import { CatalogSection } from '../requirements/catalog-section';
import { anything, instanceOf, listOf, optional, propertiesOf } from '../azure/argument-shapes';
import { checkCluster, KubernetesProps } from '../requirements/cluster';
import { Edition, EDITIONS } from '../requirements/edition';
import { Facts, factsOf } from '../requirements/facts';
import { Placeholders } from '../requirements/fill';
import { NameResolution } from '../requirements/name-resolution';
import { KnownNeed, RequirementSet } from '../requirements/requirement-set';
import { checkScenario, Scenario, SECTION_OF_SCENARIO } from '../requirements/scenario';
import { COMPUTE, KUBERNETES, WORKSPACE } from '../requirements/requirement-shapes';
import { ComputeProps, WorkspaceProps } from '../requirements/workspace';
import { Application, knownNeeds } from './apply';
import { catalogOf } from './catalog';
import { withNameResolution } from './resolver-requirements';

/** What decides which documented requirements apply. */
export interface MachineLearningRequirementsProps {
  /** The Azure cloud. */
  readonly cloud: Cloud;

  /** Region of the workspace, such as `westus2`, as plain text. */
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

  /**
   * Who resolves host names for the compute. The way to the resolver becomes a requirement of the set.
   * @default - the DNS proxy of the firewall, where a `SecuredSubnet` has rules for one with its DNS proxy on; else the resolver of Azure
   */
  readonly nameResolution?: NameResolution;
}

// What is of a closed list, or decides which rules there are, has a check of its own.
const PROPS = propertiesOf<MachineLearningRequirementsProps>({
  cloud: anything, region: anything, edition: anything, workspace: WORKSPACE, compute: COMPUTE, kubernetes: optional(KUBERNETES),
  scenarios: optional(listOf(anything)),
  nameResolution: optional(instanceOf(() => NameResolution, 'NameResolution')),
});

/** The documented network requirements of Azure Machine Learning. */
export class MachineLearning {
  /**
   * The requirements that apply to one workspace.
   *
   * Source: the article "Configure inbound and outbound network traffic", in the edition given.
   *
   * @param props the cloud, the region, the edition, and the facts about the workspace
   * @throws when a fact is missing or contradicts another, when the region is not one of the cloud, or when a requirement
   * needs the name of something that was not stated
   */
  public static requirements(props: MachineLearningRequirementsProps): RequirementSet {
    PROPS('props', props);
    const cloud = choiceOf('cloud', props.cloud, CLOUDS);
    const edition = choiceOf('edition', props.edition, EDITIONS);
    const region = checkRegion(props.region, cloud);
    const chosen = props.scenarios ?? [];
    const facts = factsOf(props.workspace, props.compute, props.kubernetes, chosen.includes(Scenario.DATA_EXFILTRATION_PROTECTION));
    if (props.kubernetes !== undefined) {
      checkCluster(props.kubernetes, cloud);
    }
    const placeholders = new Placeholders(cloud, region, props.workspace, props.kubernetes);
    const sections = sectionsOf(chosen, facts);
    const application = new Application(edition, facts, placeholders);
    catalogOf(edition).filter(({ section }) => sections.has(section)).forEach((entry) => application.add(entry));
    const { requirements, leftOut, gaps } = application;
    let needs: Map<string, KnownNeed> | undefined;
    const set = RequirementSet._of({
      edition, placeholders, requirements, leftOut, gaps,
      dataExfiltrationProtection: facts.dataExfiltrationProtection, konnectivityAgent: facts.aksKonnectivityAgent,
      knownNeed: (need) => (needs ??= knownNeeds(edition, placeholders)).get(need),
    });
    return props.nameResolution === undefined ? set : withNameResolution(set, props.nameResolution);
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
