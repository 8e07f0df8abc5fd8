import { isUnknown } from '../network/unknown';
import { Network, SecurityRule } from '../network/network';
import { Finder, placeKey, placeSubject, sentence } from './context';

/**
 * What templates still open and the documentation no longer asks for.
 * Source: the article's edition 2022-08-26 has the ports of the classic communication of Azure Batch; 2023-04-14 and 2026-03-19 do not.
 */
const RETIRED = [{
  direction: 'Inbound', tag: /^BatchNodeManagement(\.|$)/i, first: 29876, last: 29877,
  what: 'the classic communication of Azure Batch, TCP 29876-29877 from BatchNodeManagement',
}] as const;

type Retired = (typeof RETIRED)[number];

const SINCE = 'The documentation no longer asks for it since its edition of 2023-04-14';

/** Rules for what the documentation no longer asks for. What is open by one says it, so that there is one finding. */
export const retiredRequirement: Finder = ({ network, open }) => {
  const opened = new Set(open.flatMap(({ pieces }) => pieces.filter(({ doubt }) => doubt === undefined)
    .flatMap(({ places }) => places.map(placeKey))));
  return rulesFor(network).filter(({ rule }) => !opened.has(placeKey(rule.place))).map(({ rule, retired: { what } }) => ({
    subject: placeSubject(rule.place, rule.name), places: [rule.place],
    message: `${sentence(what)}, is open by the rule ${rule.name}. ${SINCE}; remove the rule.`,
    cause: { key: what, member: `the rule ${rule.name}`, text: `${sentence(what)}, is open. ${SINCE}; remove the rules.` },
  }));
};

/** What to say of the rules for what the documentation no longer asks for, by their places. */
export function retiredRules(network: Network): ReadonlyMap<string, string> {
  return new Map(rulesFor(network).map(({ rule, retired: { what } }) =>
    [placeKey(rule.place), `The rule ${rule.name} is for ${what}. ${SINCE}; remove the rule.`]));
}

function rulesFor({ securityGroups }: Network): { readonly rule: SecurityRule; readonly retired: Retired }[] {
  return [...securityGroups.values()].flatMap(({ rules }) => rules.flatMap((rule) =>
    RETIRED.filter((one) => opens(rule, one)).map((retired) => ({ rule, retired }))));
}

/** A rule for these ports and not for all. */
function opens({ access, direction, sources, destinationPorts }: SecurityRule, retired: Retired): boolean {
  return access === 'Allow' && direction === retired.direction &&
    sources.some((term) => term.kind === 'tag' && retired.tag.test(term.tag)) &&
    destinationPorts.some((ports) => !isUnknown(ports) && ports.first >= retired.first && ports.last <= retired.last);
}
