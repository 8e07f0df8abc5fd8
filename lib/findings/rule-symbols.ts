import { AddressInterval } from '../network/network';
import { splitUrl } from '../filtering/host-patterns';
import { INTERNET, Knowledge, LOAD_BALANCER, NETWORK_TAGS } from '../filtering/knowledge';
import { HEALTH_PROBES } from '../filtering/known-addresses';
import { WHOLE_FAMILIES } from '../network/interval-set';
import { ListRule, Symbols, Term } from '../filtering/rule-lists/list-rule';
import { RuleEnd } from '../filtering/rule-end';

/** Kinds of symbols; each has names of its own. */
type SymbolKind = 'tag' | 'host' | 'url' | 'fqdnTag' | 'opaque';

function symbol(kind: SymbolKind, name: string): Term {
  return { kind: 'symbol', symbol: `${kind} ${kind === 'host' || kind === 'url' ? name.toLowerCase() : name}` };
}

/** The kind and the name that a symbol was made of. */
function nameOf(text: string): [SymbolKind, string] {
  const space = text.indexOf(' ');
  return [text.slice(0, space) as SymbolKind, text.slice(space + 1)];
}

/** The service tag that a symbol is; undefined for any other. */
export function tagOf(text: string): string | undefined {
  const [kind, name] = nameOf(text);
  return kind === 'tag' ? name : undefined;
}

/** The symbols of some rules. */
export function symbolsIn(list: readonly ListRule[]): Set<string> {
  const found = new Set<string>();
  for (const { sources, destinations } of list) {
    for (const terms of [sources, destinations]) {
      for (const term of terms) {
        if (term.kind === 'symbol') {
          found.add(term.symbol);
        }
      }
    }
  }
  return found;
}

const EVERYTHING: readonly Term[] = [{ kind: 'any' }];
export const EVERY_IPV4: readonly Term[] = [{ kind: 'interval', interval: WHOLE_FAMILIES[4] }];

/**
 * One end of a rule as it is compared. Two terms of which the addresses are not known are the same where they are the same group or
 * expression, and of any others nothing is known.
 * @param key what tells the end from others
 * @param families those of the addresses that the rule filters
 */
export function termsOf(end: RuleEnd, key: () => string, families: readonly (4 | 6)[] = [4, 6]): readonly Term[] {
  if (end.isAny) {
    return families.length === 2 ? EVERYTHING : EVERY_IPV4;
  }
  let terms = termsOfEnds.get(end);
  if (terms === undefined) {
    terms = madeOf(end, key);
    if (end.opaque.length === 0) {
      termsOfEnds.set(end, terms);
    }
  }
  return terms;
}

/** Many rules have the same end, and the terms of one are the same list, which is compared once. */
const termsOfEnds = new WeakMap<RuleEnd, readonly Term[]>();

function madeOf(end: RuleEnd, key: () => string): readonly Term[] {
  return [
    ...end.ranges.intervals.map((interval): Term => ({ kind: 'interval', interval })),
    ...end.tags.map((tag) => symbol('tag', tag)), ...end.hosts.map((host) => symbol('host', host)),
    ...end.urls.map((url) => symbol('url', url)), ...end.fqdnTags.map((tag) => symbol('fqdnTag', tag)),
    ...end.opaque.map(({ id, symbol: equal, text, isExpression }, i) =>
      symbol('opaque', id ?? equal ?? (isExpression === true || text.startsWith('/') ? text : `${key()} ${i} ${text}`))),
  ];
}

/**
 * What is known of service tags, host names and the rest.
 * @param present the symbols of the rules that it is asked for; wider names that are none of them are left out
 * @param families those of the addresses that the rules filter
 * @param internetHoldsTags whether the tag Internet counts as wider than public service tags
 */
export function symbolsOf(
  knowledge: Knowledge, present: ReadonlySet<string>, families: readonly (4 | 6)[], internetHoldsTags: boolean,
): Symbols {
  const isFiltered = ({ family }: AddressInterval): boolean => families.includes(family);
  const isPresent = (one: string): boolean => present.has(one);
  const hasPatterns = [...present].some((one) => one.startsWith('host *'));
  return {
    intervalsOf(text: string): readonly AddressInterval[] | undefined {
      const [kind, name] = nameOf(text);
      return kind !== 'tag' ? undefined
        : (name === LOAD_BALANCER ? HEALTH_PROBES : knowledge.addressesOf(name))?.intervals.filter(isFiltered);
    },
    widerOf(text: string): readonly string[] {
      const [kind, name] = nameOf(text);
      switch (kind) {
        case 'tag':
          return widerTags(name, knowledge, internetHoldsTags).filter(isPresent);
        case 'host':
          return hasPatterns ? widerHosts(name).filter(isPresent) : [];
        case 'url':
          return widerUrls(name).filter(isPresent);
        case 'fqdnTag':
          return ['host *'].filter(isPresent);
        case 'opaque':
          return [];
      }
    },
    familiesOf(text: string): readonly (4 | 6)[] {
      // Azure Firewall looks up and filters IPv4. Source: known issues of Azure Firewall, ms.date 2025-09-19.
      return ['host', 'url', 'fqdnTag'].includes(nameOf(text)[0]) ? [4] : families;
    },
  };
}

function widerTags(tag: string, knowledge: Knowledge, internetHoldsTags: boolean): string[] {
  const whole = knowledge.globalOf(tag);
  return [...(whole === tag ? [] : [`tag ${whole}`]), ...(internetHoldsTags && !NETWORK_TAGS.includes(tag) ? [`tag ${INTERNET}`] : [])];
}

/** Every pattern that ends as the name does: `*.contoso.com`, `*contoso.com`, `*`. */
function widerHosts(host: string): string[] {
  const name = host.replace(/^\*/, '');
  const isPattern = name !== host;
  return Array.from({ length: name.length + 1 }, (_, i) => `host *${name.slice(i)}`).slice(isPattern ? 1 : 0);
}

/** Shorter paths with a wildcard, and the whole host. */
function widerUrls(url: string): string[] {
  const { host, path } = splitUrl(url);
  const start = path.replace(/\*$/, '');
  const shorter = Array.from({ length: start.length }, (_, i) => `url ${host}${start.slice(0, i + 1)}*`).filter((one) =>
    one !== `url ${url}`);
  return [...shorter, `host ${host}`, ...widerHosts(host)];
}
