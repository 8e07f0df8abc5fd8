import { Direction } from '../../requirements/direction';
import { EndpointKind } from '../../requirements/endpoint';
import { Requirement } from '../../requirements/requirement';
import { firewallsPassed } from './firewalls-passed';
import { requiredFlowsOf, alternativesByLayer } from './required-flows';
import { splitUrl } from '../host-patterns';
import { pathOf } from './path';
import { VerifiedSubnet } from './subnet-view';

export function hostOfUrl(url: string): string {
  return splitUrl(url).host;
}

/** Whether all paths of the host of a URL are open, although no requirement asks for the host. */
export function isWholeHostOpen(requirement: Requirement, view: VerifiedSubnet): boolean {
  const host = hostOfUrl(requirement.endpoint.value);
  const isAsked = view.requirements.all.some(({ endpoint: { kind, value } }) => kind === EndpointKind.FQDN && value === host);
  return !isAsked && requiredFlowsOf(requirement, view, alternativesByLayer([]))
    .every((asked) => pathOf(view, Direction.OUTBOUND, { ...asked, target: { kind: 'host', host, except: [] } }).result === 'allow');
}

/** Whether a firewall on the way of a subnet allows an FQDN tag. */
export function isFqdnTagUsed(tag: string, view: VerifiedSubnet): boolean {
  return firewallsPassed(view).some(({ rules }) =>
    rules.some(({ access, destination }) => access === 'allow' && destination.fqdnTags.includes(tag)));
}
