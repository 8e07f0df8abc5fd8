import { MAX_PORT, PortInterval, portText } from '../azure/port-sets';
import { SubnetView } from '../filtering/paths/subnet-view';
import { Target } from '../filtering/paths/target';
import { undivided } from '../filtering/paths/undivided-ports';
import { resultOf, walk } from '../filtering/paths/walk';
import { knownInterval } from '../network/address-text';
import { IntervalSet } from '../network/interval-set';
import { DnatRule } from '../network/network';
import { isUnknown } from '../network/unknown';
import { Direction } from '../requirements/direction';
import { Finder, FindingFacts } from './context';

const EVERY_PORT: PortInterval = { first: 0, last: MAX_PORT };

/**
 * DNAT rules of firewalls that lead into a subnet. What comes by them has a source that no rule of the group is written for: the
 * firewall instead of the client, or the client. It is looked at as both, and said where the group is not sure to deny it.
 * Source: Azure Firewall, DNAT rules.
 */
export const translatedInto: Finder = ({ views, network: { dnatRules: translations = [] } }) => views.flatMap((view) =>
  translations.filter((rule) => mayLeadInto(rule, view) && !isDenied(rule, view)).map((rule) => facts(rule, view)));

function mayLeadInto({ address }: DnatRule, { own }: SubnetView): boolean {
  const interval = isUnknown(address) ? undefined : knownInterval(address);
  return own.kind === 'addresses' && interval !== undefined && own.set.overlaps(IntervalSet.of([interval]));
}

/** Whether the group denies it for certain, from every client and on every port. */
function isDenied({ address, port, protocols }: DnatRule, view: SubnetView): boolean {
  const ports = isUnknown(port) ? EVERY_PORT : { first: port, last: port };
  const own: Target = { kind: 'addresses', set: IntervalSet.of([knownInterval(String(address))!]), side: 'network' };
  const sources: Target[] = [{ kind: 'unknown', text: 'the firewall', side: 'network' }, { kind: 'tag', tag: 'Internet', except: [] }];
  return !view.isUnfiltered && sources.every((target) => protocols.every((protocol) =>
    undivided(view, Direction.INBOUND, { protocol, ports, own, target }).every((part) =>
      walk(view.inbound, { protocol, ports: part, source: target, destination: own }, view.context)
        .every((leaf) => resultOf(leaf) === 'deny'))));
}

function facts({ name, place, address, port, protocols }: DnatRule, { name: subnet }: SubnetView): FindingFacts {
  const to = `${String(address)}${isUnknown(port) ? '' : ` port ${port}`}`;
  return {
    subject: `${subnet} inbound DNAT ${name}`, subnet, places: [place],
    message: `The DNAT rule ${name} leads traffic to ${to}, which is in the subnet, and the security group is not sure to deny it. ` +
      'No requirement asks for it, and who may use it is not evaluated.',
    openings: [{
      direction: 'inbound', traffic: [protocols.join(' and '), ...(isUnknown(port) ? [] : [String(port)])].join(' '),
      ports: [isUnknown(port) ? portText(EVERY_PORT) : String(port)], endpoint: `clients of the firewall, by its DNAT rule ${name}`,
      by: [`DNAT rule ${name}`], doubt: 'who may use the DNAT rule is not evaluated',
    }],
  };
}
