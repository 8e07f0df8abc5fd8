import { contains, parseAddressRange } from '../azure/addresses';
import { PRIVATE_RANGES } from '../azure/private-ranges';
import { isReference } from '../azure/references';
import { EndpointKind } from '../requirements/endpoint';
import { Protocol } from '../requirements/ports';
import { Requirement } from '../requirements/requirement';
import { RequirementSet } from '../requirements/requirement-set';
import { Alternatives, isHostAlternative } from './alternatives';
import { RuleLanguage } from './rule-language';
import {
  comesFromOutside, TranslationReport, PODS_REMEDY, PODS_REASON, SERVICE_ENDPOINT_REMEDY, SERVICE_ENDPOINT_REASON, Substitution,
  UnexpressedRequirement, UNSPECIFIED_REMEDY, UNSPECIFIED_REASON,
} from './translation-report';
import { translatedOnce } from './shared-translation';

/** What a NAT gateway does not filter or does not carry. */
export interface NatExpression {
  readonly unexpressed: UnexpressedRequirement[];
  readonly substitutions: Substitution[];
}

/** Tags whose traffic stays in the virtual network, or between Azure and the network. */
const INTERNAL_TAGS: readonly string[] = ['VirtualNetwork', 'AzureLoadBalancer'];

/**
 * Says of each requirement what becomes of it when a NAT gateway is the way out. The gateway has no rules: what the
 * security group of a subnet lets out goes out. So service tags and address ranges are as narrow as the group makes them,
 * and host names are filtered by nobody.
 */
export function natEgress(set: RequirementSet): NatExpression {
  return translated(set, {});
}

const translated = translatedOnce((set: RequirementSet): NatExpression => {
  const report = new TranslationReport(RuleLanguage.NAT_GATEWAY, set);
  const alternatives = new Alternatives(set.all);
  for (const requirement of set.all) {
    if (!requirement.nextHopInternet) { // a route, not a flow
      explain(requirement, alternatives, report);
    }
  }
  return { unexpressed: report.unexpressed, substitutions: report.substitutions };
});

function explain(requirement: Requirement, alternatives: Alternatives, report: TranslationReport): void {
  if (requirement.serviceEndpoint !== undefined) {
    report.doesNotPass(requirement, `${SERVICE_ENDPOINT_REASON} NAT gateway`, SERVICE_ENDPOINT_REMEDY);
  } else if (comesFromOutside(requirement)) {
    report.doesNotPass(
      requirement, 'connections from outside do not come in through a NAT gateway',
      'the public IP address of the compute, and a security rule on its subnet',
    );
  } else {
    explainEndpoint(requirement, alternatives, report);
  }
}

function explainEndpoint(requirement: Requirement, alternatives: Alternatives, report: TranslationReport): void {
  switch (requirement.endpoint.kind) {
    case EndpointKind.PODS:
      report.doesNotPass(requirement, `${PODS_REASON} NAT gateway`, PODS_REMEDY);
      break;
    case EndpointKind.UNSPECIFIED:
      report.cannot(requirement, UNSPECIFIED_REASON, UNSPECIFIED_REMEDY);
      break;
    case EndpointKind.FQDN:
    case EndpointKind.URL:
      explainHost(requirement, alternatives, report);
      break;
    case EndpointKind.SERVICE_TAG:
    case EndpointKind.ADDRESS_RANGE:
      explainAddresses(requirement, report);
      break;
  }
}

function explainHost(requirement: Requirement, alternatives: Alternatives, report: TranslationReport): void {
  const open = requirement.ports._all.filter((port) =>
    !isHostAlternative(requirement) || alternatives.tagsFor(requirement, port).length === 0);
  if (open.length > 0) {
    report.cannot(requirement, 'a NAT gateway filters nothing, and a network security group in front of it knows no host names',
      'a firewall as the way out; without one, ports that the security group opens for host names reach the whole Internet');
  }
}

function explainAddresses(requirement: Requirement, report: TranslationReport): void {
  if (INTERNAL_TAGS.includes(requirement.endpoint.value) || isPrivate(requirement)) {
    report.doesNotPass(
      requirement, 'traffic within private networks does not pass a NAT gateway',
      'a security rule; routes or peerings where it leaves the virtual network',
    );
  } else if (isIPv6(requirement)) {
    // Source: Azure NAT Gateway SKUs: Standard has public IPv4 addresses only.
    report.cannot(
      requirement, 'a NAT gateway of the SKU Standard translates IPv4 only', 'a requirement of your own with the IPv4 addresses',
    );
  } else if (requirement.ports.protocol === Protocol.ANY) {
    report.instead(requirement, 'TCP and UDP', 'a NAT gateway translates TCP and UDP only', false);
  }
}

/**
 * Addresses that are reached without translation.
 * Source: Azure Firewall SNAT private IP address ranges, which names RFC 1918 and RFC 6598 as not translated by default. What is said
 * of a NAT gateway itself is that it is for connections to the Internet, where the other ranges are not routed.
 */
function isPrivate({ endpoint: { kind, value } }: Requirement): boolean {
  return kind === EndpointKind.ADDRESS_RANGE && !isReference(value) &&
    PRIVATE_RANGES.some((range) => contains(parseAddressRange(range), parseAddressRange(value)));
}

function isIPv6({ endpoint: { kind, value } }: Requirement): boolean {
  return kind === EndpointKind.ADDRESS_RANGE && !isReference(value) && parseAddressRange(value).family === 6;
}
