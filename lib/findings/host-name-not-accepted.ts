import { quote } from '../azure/errors';
import { whyCategoryNotAccepted, whyHostNotAccepted, whyUrlNotAccepted } from '../filtering/accepted-names';
import { known } from '../network/unknown';
import { AddressTerm, Firewall, FirewallRule, Place, Unknown } from '../network/network';
import { Cause, Finder, FindingFacts, placeSubject, sentence } from './context';
import { isHostName } from '../network/host-like';
import { writtenTerms } from './written-terms';

const INSTEAD = {
  'security rule': 'a security rule takes addresses and service tags; let a firewall filter host names',
  'network rule': 'destination addresses are addresses and service tags; host names go into destination_fqdns, or into an application rule',
  'application rule': 'the addresses of an application rule cannot be host names; these go into destination_fqdns',
  'route': 'a route takes an address range or a service tag',
} as const;

/**
 * Host names where Azure takes none, and wildcards where it takes none. Source: Azure Firewall questions and answers;
 * FQDN filtering in network rules.
 */
export const hostNameNotAccepted: Finder = ({ network, knowledge }) => [
  ...writtenTerms(network).flatMap(({ term, place, name, where }) => {
    const text = nameIn(term);
    // A tag in the wrong case is another finding, although it looks like a name.
    return isHostName(text) && knowledge.spelled(text) === undefined
      ? [found(place, name, text, `The ${where} ${name} has the host name ${text} instead of addresses: ${INSTEAD[where]}.`, {
        key: INSTEAD[where], text: `Host names are where addresses belong: ${INSTEAD[where]}.`, member: `${where} ${name}: ${text}`,
      })]
      : [];
  }),
  ...network.firewalls.flatMap(ofFirewall),
];

/** What may be a name in a term; nothing in what is an address for certain, or an expression. */
function nameIn(term: AddressTerm): string {
  switch (term.kind) {
    case 'tag':
      return term.tag;
    case 'opaque':
      return term.isExpression === true ? '' : term.text;
    case 'any':
    case 'interval':
      return '';
  }
}

function ofFirewall(firewall: Firewall): FindingFacts[] {
  return firewall.levels.flat().flatMap(({ collections }) => collections).flatMap(({ rules }) => rules).flatMap((rule) => [
    ...problems(rule, 'host name', rule.hostNames, (host) => whyHostNotAccepted(rule, host, firewall)),
    ...(rule.kind === 'application' ? [
      ...problems(rule, 'URL', rule.urls, (url) => whyUrlNotAccepted(rule, url, firewall)),
      ...problems(rule, 'web category', rule.webCategories, () => whyCategoryNotAccepted(firewall)),
    ] : []),
  ]);
}

function problems(
  rule: FirewallRule, what: string, names: readonly (string | Unknown)[], why: (name: string) => string | undefined,
): FindingFacts[] {
  return known(names).flatMap((name) => {
    const problem = why(name);
    const shownName = /^\S+$/.test(name) ? name : quote(name);
    return problem === undefined
      ? []
      : [found(rule.place, rule.name, name, `The ${rule.kind} rule ${rule.name} has the ${what} ${shownName}: ${problem}.`, {
        key: problem, text: `${sentence(problem)}.`, member: `${rule.kind} rule ${rule.name}: ${name}`,
      })];
  });
}

function found(place: Place, name: string, text: string, message: string, cause: Cause): FindingFacts {
  return { subject: `${placeSubject(place, name)} ${text}`, places: [place], message, cause };
}
