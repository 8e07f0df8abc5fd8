import { Finding } from './finding';
import { SubnetView } from '../filtering/paths/subnet-view';
import { isUnknown } from '../network/unknown';
import { finding, Finder, FindingContext } from './context';

/** Subnets that the files do not have, and appliances whose rules were not read. */
export const notEvaluated: Finder = ({ views, notFound, answers }: FindingContext): Finding[] => [
  ...notFound.map(({ name, why, places }) => finding('not-evaluated', { subject: name, subnet: name, places, message: `${why.charAt(0).toUpperCase()}${why.slice(1)}.` })),
  ...views.flatMap((view) => ofView(view, answers.filter(({ subnet, isNotEvaluated }) => subnet === view.name && isNotEvaluated === true).length)),
];

function ofView(view: SubnetView, behind: number): Finding[] {
  const unread = new Map((view.table?.routes ?? []).flatMap((route) => {
    const { nextHop, nextHopAddress, place } = route;
    if (isUnknown(nextHop) || nextHop !== 'VirtualAppliance' || view.firewallAt(route) !== undefined) {
      return [];
    }
    const address = nextHopAddress === undefined ? 'without an address' : isUnknown(nextHopAddress) ? nextHopAddress.unknown : nextHopAddress;
    return [[address, { place, why: view.whyUnread(route) }] as const];
  }));
  const unknown = [['security group', view.unknownGroup], ['route table', view.unknownTable]] as const;
  return [
    ...[...unread].map(([address, { place, why }]) => finding('not-evaluated', {
      subject: `${view.name} appliance ${address}`, subnet: view.name, places: [place],
      message: `Routes of the subnet lead to the appliance ${address}, and ${why}: neither what it lets through nor what it denies is known${behind === 0 ? '' : `, so that ${behind === 1 ? 'one requirement is' : `${behind} requirements are`} unknown`}.`,
    })),
    ...unknown.flatMap(([what, value]) => (value === undefined ? [] : [finding('not-evaluated', {
      subject: `${view.name} ${what}`, subnet: view.name, places: [view.subnet.place], message: `The ${what} of the subnet is not known: ${value.unknown}.`,
    })])),
  ];
}
