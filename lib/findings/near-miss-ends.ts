import { distance } from 'fastest-levenshtein';
import { Cloud } from '../azure/clouds';
import { refusalOf } from '../azure/errors';
import { withoutSlips } from '../azure/host-names';
import { parseServiceTag, spelledServiceTag } from '../azure/service-tags';
import { holdsHost, splitUrl } from '../filtering/host-patterns';
import { Knowledge } from '../filtering/knowledge';
import { knownInterval } from '../network/address-text';
import { AddressTerm } from '../network/network';
import { shown } from '../network/shown';
import { EndpointKind } from '../requirements/endpoint';
import { Requirement } from '../requirements/requirement';

/** What a rule has at the end that a requirement is about. */
export interface RuleEnds {
  readonly other: readonly AddressTerm[];
  /** The end of the subnet. */
  readonly own: readonly AddressTerm[];
  readonly hosts: readonly string[];
}

/** What is wrong with it: how a sentence about the rule goes on. */
export interface EndMiss {
  readonly text: string;
  /** What the rule has instead. */
  readonly found?: string;
}

export interface Asked {
  readonly requirement: Requirement;
  readonly knowledge: Knowledge;
  /** What requirements are for: a rule for one of these is meant for it. */
  readonly wanted: ReadonlySet<string>;
  /** The service tag that a text means. */
  readonly meantBy: (text: string) => string | undefined;
}

/** `same` for what the requirement asks for; undefined for what is meant for something else. */
export function endOf(ends: RuleEnds, asked: Asked, isFirewall: boolean): 'same' | EndMiss | undefined {
  switch (asked.requirement.endpoint.kind) {
    case EndpointKind.SERVICE_TAG:
      return tagEnd(ends, asked, isFirewall);
    case EndpointKind.FQDN:
    case EndpointKind.URL:
      return hostEnd(ends.hosts, asked);
    case EndpointKind.ADDRESS_RANGE:
      return rangeEnd(ends, asked);
    case EndpointKind.PODS:
    case EndpointKind.UNSPECIFIED:
      return undefined;
  }
}

/** The service tag that a text probably means. */
export function tagMeantBy(text: string, cloud: Cloud): string | undefined {
  const { suggestion = undefined } = refusalOf(() => parseServiceTag(text, cloud))?.details ?? {};
  return spelledServiceTag(text, cloud) ?? (typeof suggestion === 'string' ? suggestion : undefined);
}

function tagEnd({ other, own }: RuleEnds, asked: Asked, isFirewall: boolean): 'same' | EndMiss | undefined {
  const { requirement: { endpoint: { value }, direction }, knowledge, wanted, meantBy } = asked;
  const tags = other.flatMap((term) => (term.kind === 'tag' ? [term.tag] : []));
  const same = (text: string): boolean => text.toLowerCase() === value.toLowerCase();
  if (tags.some((text) => (isFirewall ? text === value : same(text)))) {
    return 'same';
  }
  // A rule that carries another requirement stays as it is.
  const isFree = (text: string): boolean => !wanted.has(text.toLowerCase());
  const misspelled = tags.find((text) => meantBy(text) === value || (text !== value && same(text)));
  const sibling = tags.find((text) => value.includes('.') && baseOf(text) === baseOf(value) && isFree(text));
  const part = tags.find((text) => isFree(text) && text !== value && knowledge.globalOf(text) === value);
  const found = misspelled ?? sibling ?? part;
  if (found !== undefined) {
    const elsewhere = same(found) ? ', which Azure may take for something else' : found === part ? `, which is a part of ${value}` : '';
    return { text: `has ${shown(found)}${elsewhere}; write ${value}`, found };
  }
  const ends = direction === 'outbound' ? ['source', 'destination'] : ['destination', 'source'];
  return own.some((term) => term.kind === 'tag' && same(term.tag))
    ? { text: `has ${value} as its ${ends[0]}; make it the ${ends[1]}` } : undefined;
}

function baseOf(tag: string): string {
  return tag.split('.')[0]!.toLowerCase();
}

function hostEnd(hosts: readonly string[], { requirement: { endpoint: { value } }, wanted }: Asked): 'same' | EndMiss | undefined {
  const { host } = splitUrl(value);
  if (hosts.some((one) => holdsHost(one, host))) {
    return 'same';
  }
  const around = hosts.find((one) => withoutSlips(one).toLowerCase() === host.toLowerCase());
  if (around !== undefined) {
    return { text: `has ${shown(around)}; write ${host}`, found: around };
  }
  const below = hosts.find((one) => one.toLowerCase() === `*.${host.toLowerCase()}`);
  if (below !== undefined) {
    return { text: `has ${shown(below)}, which does not match ${host} itself; add ${host}` };
  }
  const found = hosts.find((one) => !wanted.has(one.toLowerCase()) && isNear(one.toLowerCase(), host.toLowerCase()));
  return found === undefined ? undefined : { text: `has ${shown(found)}; write ${host}`, found };
}

/** One or two letters differ: of short names, more of them are names of their own. */
function isNear(one: string, host: string): boolean {
  return one.startsWith('*') === host.startsWith('*')
    ? Math.abs(one.length - host.length) <= 2 && distance(one, host) <= (host.length < 8 ? 1 : 2) : `*.${one}` === host;
}

function rangeEnd({ other, own }: RuleEnds, { requirement: { endpoint: { value }, direction }, wanted }: Asked) {
  const asked = knownInterval(value);
  if (asked === undefined) {
    return undefined;
  }
  const meets = (term: AddressTerm, isWhole: boolean): boolean => term.kind === 'interval' && term.interval.family === asked.family &&
    (isWhole ? term.interval.first <= asked.first && asked.last <= term.interval.last
      : term.interval.first <= asked.last && asked.first <= term.interval.last);
  if (other.some((term) => meets(term, true))) {
    return 'same';
  }
  const part = other.find((term) => meets(term, false));
  const slip = other.find((term) => term.kind === 'interval' && !wanted.has(term.text) && distance(term.text, value) === 1);
  const found = part ?? slip;
  if (found?.kind === 'interval') {
    return { text: `has ${found.text}${found === part ? `, which is a part of ${value}` : ''}; write ${value}` };
  }
  const ends = direction === 'outbound' ? ['source', 'destination'] : ['destination', 'source'];
  return own.some((term) => meets(term, true)) && !other.some(({ kind }) => kind === 'any')
    ? { text: `has ${value} as its ${ends[0]}; make it the ${ends[1]}` } : undefined;
}
