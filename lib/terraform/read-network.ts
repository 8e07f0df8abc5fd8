import { compareTexts } from '../azure/text-order';
import { HiddenTexts } from '../network/hidden-texts';
import type { Network, ReadingProblem, ReportProblem } from '../network/network';
import { AdminRules } from './admin-rules';
import type { Configuration } from './configuration';
import { otherConnections } from './connections';
import { CONNECTION_TYPES, ROUTING_INTENT } from './kinds';
import { ResourceIndex } from './resource-index';
import { documentsOf } from './documents';
import { readSources } from './files';
import { ExpressionsOutside } from './expressions-outside';
import { FirewallReader } from './firewalls';
import { forgottenIn, sayForgotten, withForgotten } from './forgotten';
import { RuleReader } from './collection-rules';
import { IpGroups } from './ip-groups';
import { BALANCER_TYPES } from './balancer-types';
import { balancerRules } from './load-balancers';
import { NAT_ADDRESS_TYPES } from './nat-address-types';
import { NetworkInterfaces } from './network-interfaces';
import { sayManagedRoutes, sayOtherWays, withOtherWays } from './other-ways';
import { PartsOfOwner } from './parts-of-owner';
import { withLeftOut } from './left-out';
import type { Resource, SourceDocument } from './resource';
import { removedOf } from './removed-resources';
import { ROUTES, routeTable } from './route-tables';
import { securityGroup, SECURITY_RULES } from './security-groups';
import { SubnetReader } from './subnets';
import { withPartial } from './partial-plans';
import { endpointSubnets, privateZones } from './private-zones';
import { ZONE_TYPES } from './zone-types';
import { dnatRules } from './translations';
import { shown } from '../network/shown';
import { VirtualNetworks } from './virtual-networks';

/**
 * Reads the networks that Terraform JSON describes.
 *
 * @param path a file with the configuration, a plan or a state, a folder such as `cdktf.out`, or `-` for standard input
 */
export function readTerraform(path: string): Network {
  return readPaths([path]).network;
}

/** The same for several files or folders that are parts of one network, with what can be said of values in their words. */
function readPaths(paths: readonly string[]): NetworkRead {
  return readDocuments(paths.flatMap(readSources));
}

/** The same for documents that were read already. Configurations of one folder belong together, as they do for Terraform. */
export function networkOf(documents: readonly SourceDocument[]): Network {
  return readDocuments(documents).network;
}

/** A network, and values that are given with it. */
export interface NetworkRead {
  readonly network: Network;
  /**
   * Values in the words of one configuration.
   *
   * @param folder folder of its files; without it, that of the only configuration
   */
  readonly outside: (folder?: string) => ExpressionsOutside;
}

/** The same with what can be said of values in the words of the configurations. */
export function readDocuments(sources: readonly SourceDocument[]): NetworkRead {
  const problems = new Map<string, ReadingProblem>();
  const report: ReportProblem = (place, message, more = {}) => {
    // What two resources name is looked at twice, and reported once.
    problems.set(JSON.stringify([place.file, place.resource, place.part, message]), { place, message, ...more });
  };
  const documents = documentsOf(sources, report);
  const { resources } = documents;
  documents.configurations.forEach((configuration) => sayOnce(configuration, resources, report));
  const resourceIndex = new ResourceIndex(resources, report);
  // Ids before names: what is not made here is known by its id where an id is given.
  const subnets = new SubnetReader(resourceIndex, report, new VirtualNetworks(resourceIndex, report, resources)).read(resources);
  const ipGroups = new IpGroups(resourceIndex, report, resources);
  const securityGroups = new PartsOfOwner(SECURITY_RULES, resourceIndex, report).read(documents).map(securityGroup);
  const routeTables = new PartsOfOwner(ROUTES, resourceIndex, report).read(documents).map(routeTable);
  const firewalls = new FirewallReader(resourceIndex, new RuleReader(ipGroups), report, subnets).read(resources);
  const adminRules = new AdminRules(resourceIndex, report, resources).read();
  sayManagedRoutes(resources, report);
  sayOtherWays(resources, report);
  const forgotten = forgottenIn(documents.configurations);
  sayForgotten(forgotten, report);
  const interfaces = new NetworkInterfaces(resourceIndex).read(resources);
  const translated = dnatRules(resources);
  const { hidden } = documents.secrets;
  const read = withPartial({
    subnets, firewalls, securityGroups: byKey(securityGroups), routeTables: byKey(routeTables),
    ipGroups: byKey([...ipGroups.all().values()]),
    ...privateZones(resources, resourceIndex, areZonesRead(documents)), ...endpointSubnets(resources, resourceIndex),
    ...otherConnections(resources, documents.configurations), ...interfaces, ...balancerRules(resources, resourceIndex),
    ...(documents.moduleSources.size > 0 && { moduleSources: documents.moduleSources }),
    ...(documents.removed.length > 0 && { removed: removedOf(documents.removed) }),
    ...(adminRules.length > 0 && { adminRules }),
    ...(translated.length > 0 && { dnatRules: translated }), ...(hidden !== HiddenTexts.NONE && { hidden }),
    problems: [...problems].sort(([a], [b]) => compareTexts(a, b)).map(([, problem]) => problem),
  }, documents.partial);
  const { configurations } = documents;
  const network =
    withForgotten(withOtherWays(withLeftOut(read, resources, documents.leftOut, resourceIndex), resources, resourceIndex), forgotten);
  const keys = new Set([...subnets, ...firewalls].map(({ key }) => key));
  return {
    network,
    outside: (folder) => new ExpressionsOutside(
      folder === undefined && configurations.length === 1 ? configurations[0] : configurations.find(({ group }) => group === folder),
      resourceIndex, keys, configurations.length === 1,
    ),
  };
}

/** Whether all zones and links of the files were read, with what modules make. */
function areZonesRead({ configurations, partial, leftOut }: ReturnType<typeof documentsOf>): boolean {
  return partial.length === 0 && leftOut.every(({ type }) => !ZONE_TYPES.includes(type)) &&
    configurations.every(({ modules }) => modules.length === 0);
}

/** How to get what a configuration does not say. */
const PLAN = 'give the JSON of a plan: terraform plan -out plan.bin, then terraform show -json plan.bin > plan.json';

/** Types of which an answer says what it rests on. */
const SAID_APART: readonly string[] = [...ZONE_TYPES, ...NAT_ADDRESS_TYPES, ...BALANCER_TYPES, ...CONNECTION_TYPES, ROUTING_INTENT];

/** At most this many are named. */
const NAMED = 5;

/** What of a configuration only Terraform evaluates, in one message with the way out. */
function sayOnce(configuration: Configuration, resources: readonly Resource[], report: ReportProblem): void {
  const { group, documents, modules, missing } = configuration;
  const several = resources.filter((resource) =>
    resource.group === group && resource.repeatedBy !== undefined && !SAID_APART.includes(resource.type));
  const repeated = several
    .map(({ address, repeatedBy, repeatedWhy: why }) => `${shown(address)} (${repeatedBy!}${why === undefined ? '' : `: ${shown(why)}`})`);
  const all = [...repeated, ...modules];
  if (all.length > 0) {
    const more = all.length > NAMED ? ` and ${all.length - NAMED} more` : '';
    const what = all.length === 1 ? 'one part is' : `${all.length} parts are`;
    report(
      { file: documents[0]!.file, resource: 'configuration' },
      `${what} made in a way that only Terraform evaluates: ${all.slice(0, NAMED).join(', ')}${more}; ` +
        howToKnow([...new Set([...missing, ...several.flatMap((one) => one.missing ?? [])])].sort(compareTexts)),
      { isForTerraform: true },
    );
  }
}

/** A values file is enough where nothing else is missing. */
function howToKnow(missing: readonly string[]): string {
  const named = missing.slice(0, NAMED).map((name) => shown(name)).join(', ') +
    (missing.length > NAMED ? ` and ${missing.length - NAMED} more` : '');
  const which = missing.length === 1 ? `the variable ${named} has` : `the variables ${named} have`;
  return missing.length === 0 ? PLAN : `${which} no value here: give a values file with --var-file, or ${PLAN}`;
}

function byKey<T extends { readonly key: string }>(items: readonly T[]): Map<string, T> {
  return new Map([...items].sort((a, b) => compareTexts(a.key, b.key)).map((item) => [item.key, item]));
}
