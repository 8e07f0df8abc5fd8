import { networkOf } from '../../lib/terraform/read-network';
import { Network } from '../../lib/network/network';
import { EndpointKind, Protocol, Requirement } from '../../lib';
import fc from '../support/fast-check';
import { Firewalled, firewalled, SUBNET_ID, SUBNET_RANGE, synthesizeFirewalled } from '../support/firewalled';
import { documentedWorld, endsOf, OWN, SPACE } from '../support/packets/documented';
import { passes, Site } from '../support/packets/walk';
import { address, Packet, range } from '../support/packets/world';
import { applied, Configuration, suggestedOf, written } from '../support/suggested';
import { Report } from '../../lib/verification/verification-result';
import { VerificationRequest } from '../../lib/verification/request';
import { RequirementSet } from '../../lib/requirements/requirement-set';

/**
 * Networks that meet their requirements, from which rules are taken away: what is suggested, applied, meets all of them again, by the
 * verifier and by an evaluator that walks packets through the network that was read anew.
 */

type Body = Record<string, unknown>;
/** Which rules stay, by their position among all; the numbers go round. */
type Keep = readonly boolean[];

function without(json: Configuration, keep: Keep, dropsWhole: boolean): Configuration {
  let at = 0;
  const left = (all: unknown): Body[] => (all as Body[]).filter(({ access }) => access === 'Deny' || keep[at++ % keep.length]);
  const collections = (all: unknown): Body[] => (all as Body[]).map((one) => ({ ...one, rule: left(one['rule']) }))
    .filter(({ rule }) => rule.length > 0);
  const copy = JSON.parse(JSON.stringify(json)) as Configuration;
  for (const [type, resources] of Object.entries(copy.resource)) {
    for (const [name, body] of Object.entries(resources)) {
      if (type === 'azurerm_network_security_group') {
        body['security_rule'] = left(body['security_rule']);
      }
      for (const key of ['network_rule_collection', 'application_rule_collection', 'rule'].filter((one) => body[one] !== undefined)) {
        body[key] = key === 'rule' ? left(body[key]) : collections(body[key]);
      }
      const isEmpty = ['network_rule_collection', 'application_rule_collection', 'rule']
        .every((key) => body[key] === undefined || (body[key] as unknown[]).length === 0);
      if (/rule_collection/.test(type) && (isEmpty || dropsWhole)) {
        delete resources[name];
      }
    }
  }
  return copy;
}

function requestFor(json: Configuration, requirements: RequirementSet): VerificationRequest {
  return {
    source: { paths: [written(json)] }, subnets: [{ name: 'compute', subnetId: SUBNET_ID, addressPrefixes: [SUBNET_RANGE], requirements }],
  };
}

/** The network with an address for the firewall, which only Azure knows. */
function settled(network: Network): Network {
  const at = '10.1.0.4';
  return {
    ...network, firewalls: network.firewalls.map((one) => ({ ...one, privateAddresses: [at] })),
    routeTables: new Map([...network.routeTables].map(([key, table]) => [key, { ...table, routes: table.routes.map((route) => ({
      ...route, ...(route.nextHop === 'VirtualAppliance' && { nextHopAddress: at }),
    })) }])),
  };
}

/** Packets of a requirement that do not get through. */
function stopped(requirement: Requirement, network: Network, site: Site): string[] {
  const { endpoint, ports: { ranges, protocol }, direction, _heldBy: heldBy, nextHopInternet } = requirement;
  const subnet = network.subnets.find(({ name }) => name === 'compute')!;
  if (nextHopInternet) {
    return [];
  }
  const isHost = endpoint.kind === EndpointKind.FQDN || endpoint.kind === EndpointKind.URL;
  const protocols = protocol !== Protocol.ANY ? [protocol] : isHost ? ['TCP' as const] : ['TCP' as const, 'UDP' as const];
  return endsOf(endpoint, heldBy, site).flatMap(({ other, host, path }) => protocols.flatMap((one) => ranges.flatMap((text) => {
    const port = Number(text.split('-')[0]) || 1;
    const packet: Packet = {
      direction, own: address(OWN), other, protocol: one, port, sourcePort: 50000, host, path,
      application: host === undefined || one === 'UDP' ? undefined : port === 80 ? 'Http' : 'Https',
    };
    return passes(packet, subnet, network, site) ? [] : [`${requirement.id} ${one} ${port} ${host ?? ''} ${other.value}`];
  })));
}

function check(one: Firewalled, keep: Keep, dropsWhole: boolean): void {
  const { json, requirements } = synthesizeFirewalled(one);
  const before = suggestedOf(requestFor(json, requirements));
  const broken = without(json, keep, dropsWhole);
  const { suggestions } = suggestedOf(requestFor(broken, requirements));
  const fixed = applied(broken, suggestions);
  const after = suggestedOf(requestFor(fixed, requirements));
  const unmet = ({ answers }: Report): string[] =>
    answers.filter(({ outcome }) => outcome !== 'met').map(({ requirementId }) => requirementId);
  expect([suggestions.nothing, unmet(after.report)]).toEqual([before.suggestions.nothing, unmet(before.report)]);
  const severe = ({ findings }: Report): string[] => findings.filter(({ severity, id }) => severity === 'error' || id.startsWith('open'))
    .map(({ id, subject }) => `${id} ${subject}`);
  expect(severe(after.report)).toEqual(severe(before.report));
  const network = settled(networkOf([{ file: 'cdk.tf.json', json: fixed }]));
  const site: Site = { ...documentedWorld(one.facts), space: SPACE.map(range) };
  const whole = settled(networkOf([{ file: 'cdk.tf.json', json }]));
  const stops = (of: Network): string[] => requirements.all.flatMap((requirement) => stopped(requirement, of, site));
  const closed = new Set(stops(whole)); // a tag that host names stand for may be closed
  expect(stops(network).filter((packet) => !closed.has(packet))).toEqual([]);
}

test('rules that are taken away are suggested, and what is suggested meets all again', () => {
  fc.assert(fc.property(firewalled, fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), fc.constantFrom(false, false, true), check),
    { numRuns: 40 });
});
