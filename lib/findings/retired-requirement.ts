import { isUnknown } from '../network/unknown';
import { SecurityRule } from '../network/network';
import { Finder, placeSubject } from './context';

/**
 * What templates still open and the documentation no longer asks for.
 * Source: the article's edition 2022-08-26 has the ports of the classic communication of Azure Batch; 2023-04-14 and 2026-03-19 do not.
 */
const RETIRED = [{
  direction: 'Inbound', tag: /^BatchNodeManagement(\.|$)/i, first: 29876, last: 29877,
  what: 'The classic communication of Azure Batch, TCP 29876-29877 from BatchNodeManagement,',
}] as const;

export const retiredRequirement: Finder = ({ network }) =>
  [...network.securityGroups.values()].flatMap(({ rules }) => rules.flatMap((rule) =>
    RETIRED.filter((one) => opens(rule, one)).map(({ what }) => ({
      subject: placeSubject(rule.place, rule.name), places: [rule.place],
      message: `${what} is open by the rule ${rule.name}. The documentation no longer asks for it since its edition of 2023-04-14; ` +
        'remove the rule.',
      cause: {
        key: what, member: `the rule ${rule.name}`,
        text: `${what} is open. The documentation no longer asks for it since its edition of 2023-04-14; remove the rules.`,
      },
    }))));

/** A rule for these ports and not for all. */
function opens({ access, direction, sources, destinationPorts }: SecurityRule, retired: (typeof RETIRED)[number]): boolean {
  return access === 'Allow' && direction === retired.direction &&
    sources.some((term) => term.kind === 'tag' && retired.tag.test(term.tag)) &&
    destinationPorts.some((ports) => !isUnknown(ports) && ports.first >= retired.first && ports.last <= retired.last);
}
