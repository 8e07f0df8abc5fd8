import { AddressInterval } from '../network/network';
import { splitUrl } from '../filtering/host-patterns';
import { INTERNET, Knowledge, LOAD_BALANCER, NETWORK_TAGS } from '../filtering/knowledge';
import { HEALTH_PROBES } from '../filtering/known-addresses';
import { AddressTerm } from '../network/network';
import { FilterRule, Symbols, Term } from '../filtering/rule-lists/filter-rules';

/** Kinds of symbols; each has names of its own. */
type SymbolKind = 'tag' | 'host' | 'url' | 'fqdnTag' | 'opaque';

export function symbol(kind: SymbolKind, name: string): Term {
  return { kind: 'symbol', symbol: `${kind} ${kind === 'host' || kind === 'url' ? name.toLowerCase() : name}` };
}

/**
 * Address terms of a rule for the engine. Two of which the addresses are not known are the same where they are the same group or
 * expression, and of any others nothing is known.
 * @param rule what tells the rule from others
 */
export function setTerms(terms: readonly AddressTerm[], rule: string): Term[] {
  return terms.map((term, i): Term => {
    switch (term.kind) {
      case 'any':
        return { kind: 'any' };
      case 'interval':
        return { kind: 'interval', interval: term.interval };
      case 'tag':
        return symbol('tag', term.tag);
      case 'opaque':
        return symbol('opaque', term.id ?? (term.isExpression === true || term.text.startsWith('/') ? term.text : `${rule} ${i} ${term.text}`));
    }
  });
}

/**
 * What is known of service tags, host names and the rest.
 * @param list the rules that it is asked for; wider names that none of them has are left out
 * @param internetHoldsTags whether the tag Internet counts as wider than public service tags
 */
export function symbolsOf(knowledge: Knowledge, list: readonly FilterRule[], internetHoldsTags: boolean): Symbols {
  const present = new Set(list.flatMap(({ sources, destinations }) => [...sources, ...destinations]).flatMap((term) => (term.kind === 'symbol' ? [term.symbol] : [])));
  const isPresent = (one: string): boolean => present.has(one);
  const nameOf = (text: string): [SymbolKind, string] => {
    const space = text.indexOf(' ');
    return [text.slice(0, space) as SymbolKind, text.slice(space + 1)];
  };
  return {
    intervalsOf(text: string): readonly AddressInterval[] | undefined {
      const [kind, name] = nameOf(text);
      return kind !== 'tag' ? undefined : name === LOAD_BALANCER ? HEALTH_PROBES.intervals : knowledge.addressesOf(name)?.intervals;
    },
    widerOf(text: string): readonly string[] {
      const [kind, name] = nameOf(text);
      switch (kind) {
        case 'tag':
          return widerTags(name, knowledge, internetHoldsTags).filter(isPresent);
        case 'host':
          return widerHosts(name).filter(isPresent);
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
      return ['host', 'url', 'fqdnTag'].includes(nameOf(text)[0]) ? [4] : [4, 6];
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
  const shorter = Array.from({ length: start.length }, (_, i) => `url ${host}${start.slice(0, i + 1)}*`).filter((one) => one !== `url ${url}`);
  return [...shorter, `host ${host}`, ...widerHosts(host)];
}
