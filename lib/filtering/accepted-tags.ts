import { isHostName } from '../network/host-like';
import { termText } from '../network/address-text';
import { AddressTerm } from '../network/network';
import { Knowledge, NETWORK_TAGS } from './knowledge';
import { NeverMatched } from './rule-end';

/** Terms of one end of a rule: those that Azure may match, and those that it never does. */
interface AcceptedTerms {
  readonly terms: readonly AddressTerm[];
  readonly never: readonly NeverMatched[];
}

/**
 * Terms of a security rule. Azure takes a tag there in any case.
 * Source: azure-docs issue 1206, checkov issue 655, azure-cli issue 15462: tags in another case are applied.
 */
export function securityTerms(terms: readonly AddressTerm[], knowledge: Knowledge): AcceptedTerms {
  const spelled = terms.map((term) => (term.kind === 'tag' && !isListed(term.tag, knowledge)
    ? { ...term, tag: knowledge.spelled(term.tag) ?? term.tag } : term));
  return sorted(spelled, (term) => noAddress(term, knowledge));
}

/**
 * Terms of a firewall rule, which takes tags as destinations of network rules only, and in Azure's own spelling.
 * Source: service tags overview, ms.date 2025-07-15; azure-cli-extensions issue 2922: a tag in another case is filed under addresses.
 */
export function firewallTerms(terms: readonly AddressTerm[], knowledge: Knowledge, takesTags: boolean): AcceptedTerms {
  const areEmpty = terms.every((term) => term.kind === 'opaque' && term.isEmptyGroup === true);
  return sorted(terms, (term) => (areEmpty ? emptyGroup(term) : undefined) ?? noAddress(term, knowledge) ?? noIpv4(term) ??
    (term.kind === 'tag' ? noTag(term.tag, knowledge, takesTags) : undefined));
}

function sorted(all: readonly AddressTerm[], why: (term: AddressTerm) => NeverMatched | undefined): AcceptedTerms {
  const terms: AddressTerm[] = [];
  const never: NeverMatched[] = [];
  for (const term of all) {
    const reason = why(term);
    if (reason === undefined) {
      terms.push(term);
    } else {
      never.push(reason);
    }
  }
  return { terms, never };
}

/** A host name instead of addresses. The name of an IP group and the text of an expression may look like one. */
function noAddress(term: AddressTerm, knowledge: Knowledge): NeverMatched | undefined {
  const isWritten = term.kind === 'tag' || (term.kind === 'opaque' && term.isWritten === true);
  const text = termText(term);
  return isWritten && isHostName(text) && knowledge.spelled(text) === undefined
    ? { text, kind: 'host name', why: 'it is a host name instead of addresses' }
    : undefined;
}

/**
 * Source: IP groups in Azure Firewall, 2023-10-10: a rule whose group has no addresses is skipped. It does not say so where other
 * addresses stand next to the group.
 */
function emptyGroup(term: AddressTerm): NeverMatched {
  return { text: termText(term), kind: 'IP group', why: 'the IP group is empty, and Azure skips the rule' };
}

/** Source: known issues of Azure Firewall, ms.date 2025-09-19: it filters IPv4. */
function noIpv4(term: AddressTerm): NeverMatched | undefined {
  return term.kind === 'interval' && term.interval.family === 6
    ? { text: term.text, kind: 'IPv6', why: 'Azure Firewall filters IPv4 only' }
    : undefined;
}

function noTag(tag: string, knowledge: Knowledge, takesTags: boolean): NeverMatched | undefined {
  const never = (why: string): NeverMatched => ({ text: tag, kind: 'tag', why });
  if (!takesTags) {
    return never('a service tag can be only the destination of a network rule');
  }
  if (isListed(tag, knowledge)) {
    return undefined;
  }
  const right = knowledge.spelled(tag);
  return NETWORK_TAGS.includes(right ?? tag) ? never('only security rules take this service tag')
    : right === undefined ? undefined : never(`Azure spells the service tag ${right}`);
}

/** A tag that the file has is right, however new it is. */
function isListed(tag: string, { file }: Knowledge): boolean {
  return file?._has(tag) === true;
}
