import { OpenEndpoint } from '../catalog/host-coverage';
import { EndpointKind } from '../requirements/endpoint';
import { Requirement } from '../requirements/requirement';
import { RequirementSet } from '../requirements/requirement-set';
import { FirewallRules } from './firewall-rules';

/** What the rules of a firewall let out over TCP, by host name and by service tag, with the requirements of each. */
export function openEndpoints({ applicationRules, networkRules }: FirewallRules, set: RequirementSet): OpenEndpoint[] {
  const requirements = new Map(set.all.map((requirement) => [requirement.id, requirement]));
  const by = (ids: readonly string[], value: string): Requirement[] => {
    const those = ids.map((id) => requirements.get(id)!);
    const exact = those.filter(({ endpoint }) => endpoint.value === value);
    return exact.length > 0 ? exact : those;
  };
  return [
    ...applicationRules.flatMap(({ hostNames, protocols, requirementIds: ids }) => hostNames.map((value) =>
      ({ kind: EndpointKind.FQDN as const, value, ports: protocols.map((one) => one.split(':')[1]!), by: by(ids, value) }))),
    ...networkRules.filter(({ protocol }) => protocol !== 'UDP').flatMap(({ hostNames, addresses, ports, requirementIds: ids }) => [
      ...hostNames.map((value) => ({ kind: EndpointKind.FQDN as const, value, ports, by: by(ids, value) })),
      ...addresses.map((value) => ({ kind: EndpointKind.SERVICE_TAG as const, value, ports, by: by(ids, value) })),
    ]),
  ];
}
