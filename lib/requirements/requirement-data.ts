import { Cloud, CLOUDS } from '../azure/clouds';
import { choiceOf } from '../azure/errors';
import { checkRegion } from '../azure/regions';
import { anything, boolean, listOf, number, optional, propertiesOf, text } from '../azure/argument-shapes';
import { Citation } from './citation';
import { Direction } from './direction';
import { Edition, EDITIONS } from './edition';
import { Endpoint, EndpointKind } from './endpoint';
import { Placeholders } from './fill';
import { NameResolution } from './name-resolution';
import { Ports, Protocol } from './ports';
import { Requirement, RuleIdentity, StandsFor } from './requirement';
import { DocumentationGap, LeftOutRequirement, RequirementSet } from './requirement-set';
import { CatalogSection } from './catalog-section';

/** One requirement as data: all that its class has, so that the same can be made of it again. */
interface RequirementData {
  readonly id: string;
  readonly slot: number;
  readonly direction: Direction;
  readonly endpoint: { readonly kind: EndpointKind; readonly value: string };
  readonly protocol: Protocol;
  readonly ports: readonly string[];
  readonly purpose: string;
  readonly capability: string;
  readonly rule: RuleIdentity;
  readonly entry?: string;
  readonly section?: CatalogSection;
  readonly citation?: Citation;
  readonly nextHopInternet?: boolean;
  readonly fqdnTag?: string;
  readonly serviceEndpoint?: string;
  readonly wider?: string;
  readonly heldBy?: readonly string[];
  readonly standsFor?: StandsFor;
  readonly atFirewall?: boolean;
  readonly dataExfiltration?: string;
  readonly notes?: readonly string[];
}

/** A requirement set as data: what is asked of a network, and what is not asked of it and why. */
export interface RequirementSetData {
  readonly edition: Edition;
  readonly cloud: Cloud;
  readonly region: string;
  readonly nameResolution?: { readonly servers: readonly string[]; readonly isFirewall: boolean };
  readonly requirements: readonly RequirementData[];
  readonly leftOut: readonly LeftOutRequirement[];
  readonly gaps: readonly DocumentationGap[];
}

/** The data of a set. Members that say nothing are left out. */
export function dataOfSet({ edition, cloud, region, all, leftOut, gaps, _nameResolution: resolution }: RequirementSet): RequirementSetData {
  return {
    edition, cloud, region,
    ...(resolution !== undefined && { nameResolution: { servers: resolution._servers, isFirewall: resolution._isFirewall } }),
    requirements: all.map(dataOf), leftOut, gaps,
  };
}

function dataOf(one: Requirement): RequirementData {
  const { id, slot, direction, endpoint: { kind, value }, ports: { protocol, ranges }, purpose, capability, _rule: rule } = one;
  return {
    id, slot, direction, endpoint: { kind, value }, protocol, ports: ranges, purpose, capability, rule,
    ...(one._entry !== id && { entry: one._entry }), ...(one.section !== undefined && { section: one.section }),
    ...(one.citation !== undefined && { citation: one.citation }), ...(one.nextHopInternet && { nextHopInternet: true }),
    ...(one.fqdnTag !== undefined && { fqdnTag: one.fqdnTag }),
    ...(one.serviceEndpoint !== undefined && { serviceEndpoint: one.serviceEndpoint }),
    ...(one._wider !== undefined && { wider: one._wider }), ...(one._heldBy.length > 0 && { heldBy: one._heldBy }),
    ...(one._standsFor !== undefined && { standsFor: one._standsFor }), ...(one._atFirewall && { atFirewall: true }),
    ...(one.dataExfiltration !== undefined && { dataExfiltration: one.dataExfiltration }),
    ...(one.notes.length > 0 && { notes: one.notes }),
  };
}

const CITATION = propertiesOf<Citation>({ article: text, date: text, section: text, row: text });
const REQUIREMENT = propertiesOf<RequirementData>({
  id: text, slot: number, direction: anything, protocol: anything, ports: listOf(text), purpose: text, capability: text,
  endpoint: propertiesOf<RequirementData['endpoint']>({ kind: anything, value: text }),
  rule: propertiesOf<RuleIdentity>({ name: text, description: text }),
  entry: optional(text), section: optional(text), citation: optional(CITATION), nextHopInternet: optional(boolean), fqdnTag: optional(text),
  serviceEndpoint: optional(text), wider: optional(text), heldBy: optional(listOf(text)), atFirewall: optional(boolean),
  standsFor: optional(propertiesOf<StandsFor>({ need: text, reason: text, isWider: boolean })), dataExfiltration: optional(text),
  notes: optional(listOf(text)),
});

export const REQUIREMENT_SET_DATA = propertiesOf<RequirementSetData>({
  edition: anything, cloud: anything, region: text, requirements: listOf(REQUIREMENT),
  leftOut: listOf(propertiesOf<LeftOutRequirement>({ id: text, ports: listOf(text), reason: text, byUser: boolean })),
  gaps: listOf(propertiesOf<DocumentationGap>({
    id: text, need: text, ports: listOf(text), reason: text, remedy: text, notes: listOf(text),
  })),
  nameResolution: optional(propertiesOf<NonNullable<RequirementSetData['nameResolution']>>({ servers: listOf(text), isFirewall: boolean })),
});

/**
 * The set that data was made of.
 *
 * @throws when a set does not have such a value
 */
export function setOfData({ edition, cloud, region, nameResolution, requirements, leftOut, gaps }: RequirementSetData): RequirementSet {
  checkRegion(region, choiceOf('cloud', cloud, CLOUDS));
  return RequirementSet._of({
    edition: choiceOf('edition', edition, EDITIONS), requirements: requirements.map(requirementOf), leftOut, gaps,
    placeholders: new Placeholders(choiceOf('cloud', cloud, CLOUDS), region, {}),
    ...(nameResolution !== undefined && { nameResolution: resolutionOf(nameResolution) }),
    dataExfiltrationProtection: false, konnectivityAgent: false, knownNeed: () => undefined,
  });
}

function resolutionOf({ servers, isFirewall }: NonNullable<RequirementSetData['nameResolution']>): NameResolution {
  return servers.length === 0 ? NameResolution.azure()
    : isFirewall ? NameResolution.firewall(servers[0]!) : NameResolution.servers([...servers]);
}

function requirementOf(
  { id, slot, direction, endpoint: { kind, value }, protocol, ports, purpose, ...facts }: RequirementData,
): Requirement {
  return Requirement._fromCatalog(choiceOf('direction', direction, Object.values(Direction)), {
    id, slot, purpose, ports: Ports.of(protocol, [...ports]),
    endpoint: Endpoint._of(choiceOf('endpoint', kind, Object.values(EndpointKind)), value, true),
  }, facts);
}
