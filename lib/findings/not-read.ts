import { showByNames } from '../azure/az-commands';
import { interfacesElsewhere } from '../filtering/paths/interfaces';
import { SubnetView } from '../filtering/paths/subnet-view';
import { rangesOf } from '../network/term-ranges';
import { Network, Place } from '../network/network';
import { IntervalSet } from '../network/interval-set';
import { knownInterval, termText } from '../network/address-text';
import { isUnknown, writtenText } from '../network/unknown';
import { distinctNames } from './distinct-names';
import { Finder, FindingContext, FindingFacts, placeKey, sentence } from './context';
import { refusedOnGatewaySubnet } from './gateway-subnet';

/** Parts of the files that could not be read, or that contradict each other. */
export const inputNotUnderstood: Finder = ({ network, views }) =>
  [...problemsOf(network, false), ...views.flatMap(otherPrefixes)];

/** Parts that were understood, and that Azure does not take. */
export const refusedByAzure: Finder = (context) => [...problemsOf(context.network, true), ...refusedOnGatewaySubnet(context)];

/** The request has other addresses than the files: it may be another subnet, or rules are for addresses of the past. */
function otherPrefixes({ name, asked: { addressPrefixes, machine }, subnet }: SubnetView): FindingFacts[] {
  const [stated, read] = [addressPrefixes.flatMap((text) => knownInterval(text) ?? []), rangesOf(subnet.addressPrefixes)];
  const isKnown = stated.length > 0 && stated.length === addressPrefixes.length && !read.isEmpty &&
    subnet.addressPrefixes.every(({ kind }) => kind === 'interval');
  const isSame = IntervalSet.of(stated).isIn(read) && read.isIn(IntervalSet.of(stated));
  return !isKnown || isSame || machine !== undefined ? [] : [{
    subject: `${name} address prefixes`, subnet: name, places: [subnet.place],
    message: `The request gives the subnet ${addressPrefixes.join(', ')}, and the files give it ` +
      `${subnet.addressPrefixes.map(termText).join(', ')}. The answers use those in the files. Correct the ones that are wrong.`,
  }];
}

function problemsOf({ problems }: Network, isRefused: boolean): FindingFacts[] {
  return problems.filter((problem) => (problem.isRefused === true) === isRefused)
    .map(({ place, message, others = [], cause }) => ({
      subject: whereIn(place), message, places: [place, ...others],
      cause: cause === undefined
        ? { key: message, text: message, member: '' }
        : { key: `${placeKey({ file: place.file, resource: place.resource })} ${cause.text}`, text: cause.text, member: cause.member },
    }));
}

function whereIn({ resource, part, label = part }: Place): string {
  return label === undefined ? resource : `${resource} ${label}`;
}

/** Subnets that the files do not have, appliances whose rules were not read, and lists that may have more rules than were read. */
export const notEvaluated: Finder = (context) => [
  ...context.notFound.map(({ name, why, places }) => ({
    subject: name, subnet: name, places, message: `${sentence(why)}.`,
    cause: { key: 'subnets', member: why, text: 'These subnets cannot be found in the files.' },
  })),
  ...context.views.flatMap((view) => [...unreadAppliances(view, context.answers), ...unknownParts(view)]),
  ...incompleteOf(context).filter(({ one }) => one.isMadeElsewhere !== true).map(({ what, one: { name, place, incomplete } }) => ({
    subject: `${what} ${name}`, places: [place],
    cause: { key: 'lists', member: incomplete!, text: 'These may have rules that cannot be read from the files.' },
    message: `The ${what} ${name} may have rules that cannot be read from the files: ${incomplete!}.`,
  })),
];

/** Groups, tables and firewalls that are made elsewhere and may have other rules than the files show. */
export const rulesNotRead: Finder = (context) => [
  ...incompleteOf(context).filter(({ one }) => one.isMadeElsewhere === true).map(({ what, one: { name, path, place, incomplete } }) => ({
    subject: `${what} ${name}`, places: [place],
    cause: {
      key: '', member: incomplete!, text: 'These may have rules that are not in the files. The answers rest on those that are.',
    },
    message: `The ${what} ${name} may have rules that are not in the files (${incomplete!}). The answers rest on those that are.` +
      toGive(what, path),
  })),
  ...ofInterfaces(context.network),
  ...ofTranslations(context.network),
];

/** DNAT rules that lead to a host name, or to an address that is known only after apply, in one finding. */
function ofTranslations({ dnatRules: translations = [] }: Network): FindingFacts[] {
  const unknown = translations.filter(({ address }) => isUnknown(address) || knownInterval(address) === undefined);
  const what = unknown.length === 1 ? 'a DNAT rule leads' : `${unknown.length} DNAT rules lead`;
  return unknown.length === 0 ? [] : [{
    subject: 'DNAT rules', places: unknown.map(({ place }) => place),
    message: `Where ${what} is not known, and what comes into a subnet by such a rule is not evaluated.`,
  }];
}

/** Groups of network interfaces that are not in the subnets of the files, in one finding. */
function ofInterfaces(network: Network): FindingFacts[] {
  const places = [...network.groupsOfInterfaces ?? [], ...interfacesElsewhere(network)].map(({ place }) => place);
  const what = places.length === 1 ? 'A network interface that is in no subnet of the files has a security group of its own, which filters'
    : `${places.length} network interfaces that are in no subnet of the files have security groups of their own, which filter`;
  return places.length === 0 ? [] : [{
    subject: 'network interfaces', places, message: `${what} in addition to the group of the subnet and cannot be evaluated.`,
  }];
}

function unreadAppliances(view: SubnetView, answers: FindingContext['answers']): FindingFacts[] {
  const unread = new Map((view.table?.routes ?? []).flatMap((route) => {
    const { nextHop, nextHopAddress, place } = route;
    if (isUnknown(nextHop) || nextHop !== 'VirtualAppliance' || view.firewallAt(route) !== undefined) {
      return [];
    }
    const address = nextHopAddress === undefined ? 'without an address' : writtenText(nextHopAddress);
    return [[address, { place, why: view.whyUnread(route), remedy: view.remedyUnread(route) }] as const];
  }));
  if (unread.size === 0) {
    return [];
  }
  const behind = answers.filter(({ subnet, isNotEvaluated }) => subnet === view.name && isNotEvaluated === true).length;
  const many = behind === 1 ? 'one requirement is' : `${behind} requirements are`;
  const consequence = behind === 0 ? '' : `, so ${many} unknown`;
  return [...unread].map(([address, { place, why, remedy }]) => ({
    subject: `${view.name} appliance ${address}`, subnet: view.name, places: [place],
    cause: {
      key: `${address}\n${why}`, member: behind === 0 ? '' : `${many} unknown`,
      text: `Routes lead to the appliance ${address}, and ${why}: neither what it lets through nor what it denies is known. ${remedy}`,
    },
    message: `Routes of the subnet lead to the appliance ${address}, and ${why}: ` +
      `neither what it lets through nor what it denies is known${consequence}. ${remedy}`,
  }));
}

function unknownParts({ name, subnet, unknownGroup, unknownTable }: SubnetView): FindingFacts[] {
  const parts = [['security group', unknownGroup], ['route table', unknownTable]] as const;
  return parts.flatMap(([what, value]) => (value === undefined ? [] : [{
    subject: `${name} ${what}`, subnet: name, places: [subnet.place], message: `The ${what} of the subnet is not known: ${value.unknown}.`,
  }]));
}

/** Types of Azure by what messages call them. */
const TYPES: Readonly<Record<string, string>> = {
  'network security group': 'microsoft.network/networksecuritygroups', 'route table': 'microsoft.network/routetables',
};

/** What prints the rules that are there. */
function toGive(what: string, path: string | undefined): string {
  const command = showByNames(TYPES[what] ?? '', path);
  return command === undefined ? '' : ` Give the output of "${command}" too.`;
}

interface Incomplete {
  readonly name: string;
  readonly path?: string;
  readonly place: Place;
  readonly key: string;
  readonly incomplete?: string;
  readonly isMadeElsewhere?: boolean;
}

/** The groups, tables and firewalls in use that may have more rules than were read, each once. */
function incompleteOf({ views, network }: FindingContext): { readonly what: string; readonly one: Incomplete }[] {
  const used = new Map<string, { readonly what: string; readonly one: Incomplete }>();
  const names = distinctNames(network);
  for (const { group, table, firewalls } of views) {
    const parts = [
      ['network security group', group], ['route table', table], ...firewalls.map((one) => ['firewall', one] as const),
    ] as const;
    for (const [what, one] of parts) {
      if (one?.incomplete !== undefined) {
        used.set(`${what} ${one.key}`, { what, one: { ...one, name: names.get(one.key) ?? one.name } });
      }
    }
  }
  return [...used.values()];
}
