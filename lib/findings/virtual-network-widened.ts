import { hasPorts } from '../filtering/filter-rule';
import { VIRTUAL_NETWORK } from '../filtering/knowledge';
import { SubnetView } from '../filtering/paths/subnet-view';
import { resultOf, walk } from '../filtering/paths/walk';
import { Finder, FindingFacts, placeSubject } from './context';

/**
 * Rules that allow the tag VirtualNetwork, where the routes of the subnet can widen it. Source: service tags overview, ms.date 2025-07-15.
 */
export const virtualNetworkWidened: Finder = ({ views }) => views.filter(({ routes }) => routes.holdEverything).flatMap(ofView);

function ofView(view: SubnetView): FindingFacts[] {
  const target = { kind: 'tag', tag: VIRTUAL_NETWORK, except: [] } as const;
  return view.outbound.filter(({ access, destination }) =>
    access === 'allow' && destination.tags.includes(VIRTUAL_NETWORK)).flatMap((rule) => {
    const protocol = rule.protocols[0]!;
    const ports = rule.ports[0];
    if (ports === undefined && hasPorts(protocol)) {
      return [];
    }
    const leaves = walk(
      view.outbound, { protocol, ports: { first: ports?.first ?? 0, last: ports?.first ?? 0 }, source: view.own, destination: target },
      view.context,
    );
    const isReached = leaves.some((leaf) => leaf.rule === rule && resultOf(leaf) !== 'deny');
    return isReached ? [{
      subject: rule.place === undefined ? `${view.name} ${rule.label}` : `${view.name} ${placeSubject(rule.place, rule.label)}`,
      subnet: view.name,
      message: `The ${rule.label} allows the tag VirtualNetwork, and routes for 0.0.0.0/0 can widen that tag to every address. Write the ` +
        'address space of the network instead.',
      cause: {
        key: '', member: rule.label,
        text: 'Rules allow the tag VirtualNetwork, and routes for 0.0.0.0/0 can widen that tag to every address. Write the address space ' +
          'of the network instead.',
      },
      places: rule.place === undefined ? [] : [rule.place],
    }] : [];
  });
}
