import { contains, parseAddressRange } from '../azure/addresses';
import { isWider } from '../azure/host-names';
import { EndpointKind } from '../requirements/endpoint';
import { PortRange } from '../requirements/port-range';
import { Protocol } from '../requirements/ports';
import { Query, withoutRegion } from './query';

/**
 * How a documented endpoint stands to one that is asked for.
 *
 * | relation | meaning |
 * |---|---|
 * | `same` | it is the endpoint, or a name with a placeholder that stands for it |
 * | `wildcard` | a wildcard above it |
 * | `part` | it covers a part of what is asked for: paths of the host, or one region of the tag |
 * | `parent` | the domain above it, without a wildcard, so that a rule for it does not open this name |
 * | `below` | a name below it |
 * | `sibling` | another name of the same domain |
 */
export type Relation = 'same' | 'wildcard' | 'part' | 'parent' | 'below' | 'sibling';

/** Relations in which the documentation asks for what is asked for, or for a part of it. */
export const COVERING: readonly (Relation | undefined)[] = ['same', 'wildcard', 'part'];

/** An endpoint of a requirement or of an entry of the catalog; placeholders may be open. */
interface DocumentedEndpoint {
  readonly kind: EndpointKind;
  readonly value: string;
}

const patterns = new Map<string, RegExp>();

/** How an endpoint of the documentation stands to what is asked for; undefined where they have nothing in common. */
export function relationOf({ kind, value }: DocumentedEndpoint, query: Query, tags: readonly string[] = []): Relation | undefined {
  switch (query.kind) {
    case 'port':
      return 'same';
    case 'tag':
      return kind === EndpointKind.SERVICE_TAG ? tagRelation(value, query.value) : undefined;
    case 'address':
      return addressRelation(kind, value, query.value, tags);
    case 'host':
    case 'url':
      return nameRelation(kind, value, query);
  }
}

function nameRelation(kind: EndpointKind, value: string, query: Query): Relation | undefined {
  switch (kind) {
    case EndpointKind.FQDN:
      return hostRelation(value, query.value);
    case EndpointKind.URL:
      return urlRelation(value, query);
    case EndpointKind.SERVICE_TAG:
    case EndpointKind.ADDRESS_RANGE:
    case EndpointKind.PODS:
    case EndpointKind.UNSPECIFIED:
      return undefined;
  }
}

/** As `relationOf` for what covers the endpoint, without looking for what is near. */
export function covers({ kind, value }: DocumentedEndpoint, query: Query, tags: readonly string[] = []): boolean {
  if (kind === EndpointKind.FQDN && (query.kind === 'host' || query.kind === 'url')) {
    return coveringHost(value, query.value) !== undefined;
  }
  return COVERING.includes(relationOf({ kind, value }, query, tags));
}

/** Whether ports of the documentation hold the port that is asked for; a protocol of `ANY` holds every one. */
export function holdsPort(protocol: Protocol, ports: readonly PortRange[], query: Pick<Query, 'port' | 'protocol'>): boolean {
  const isProtocol = query.protocol === undefined || protocol === Protocol.ANY || protocol === query.protocol;
  return (
    isProtocol &&
    (query.port === undefined ||
      ports.some((range) => range.has(query.port!)))
  );
}

/** How one host name of the documentation stands to another name or wildcard. */
function hostRelation(documented: string, asked: string): Relation | undefined {
  const covering = coveringHost(documented, asked);
  if (covering !== undefined) {
    return covering;
  }
  if (documented.includes('<')) {
    return placeholderNearness(documented, asked);
  }
  return isWider(asked, documented) ? 'below' : nearness(documented.replace(/^\*\./, ''), documented.startsWith('*.'), asked);
}

/** Whether a host name of the documentation is another name, or a wildcard above it. */
function coveringHost(documented: string, asked: string): 'same' | 'wildcard' | undefined {
  if (documented === asked) {
    return 'same';
  }
  if (documented.includes('<')) {
    return !patternOf(documented).test(asked) ? undefined : documented.startsWith('*.') ? 'wildcard' : 'same';
  }
  return isWider(documented, asked) ? 'wildcard' : undefined;
}

function nearness(bare: string, isWildcard: boolean, asked: string): Relation | undefined {
  const name = asked.replace(/^\*\./, '');
  if (name === bare) {
    return isWildcard ? 'below' : 'parent'; // `azureml.ms` to `*.azureml.ms`, and `*.pypi.org` to `pypi.org`
  }
  if (name.endsWith(`.${bare}`)) {
    return 'parent';
  }
  if (bare.endsWith(`.${name}`)) {
    return 'below';
  }
  return domainOf(bare) === domainOf(name) ? 'sibling' : undefined;
}

function placeholderNearness(documented: string, asked: string): Relation | undefined {
  const fixed = documented.slice(documented.lastIndexOf('>') + 1).replace(/^[^.]*\./, '');
  const name = asked.replace(/^\*\./, '');
  return name === fixed ? 'below' : name.endsWith(`.${fixed}`) || domainOf(fixed) === domainOf(name) ? 'sibling' : undefined;
}

/** The last two labels: good enough to say that two names may belong together, and never to say that they do. */
function domainOf(name: string): string {
  return name.split('.').slice(-2).join('.');
}

/** What stands in a name instead of each placeholder of a documented one; none where they do not match. */
export function placeholdersIn(documented: string, asked: string): ReadonlyMap<string, string> {
  const names = documented.match(/<[^>]*>/g) ?? [];
  const found = names.length === 0 ? null : patternOf(documented).exec(asked);
  return new Map(found === null ? [] : names.map((name, i) => [name, found[i + 1]!]));
}

/** A registry that is Microsoft's, so that it is that of no workspace. Source: the article of 2022-09-06 and those on images. */
const NOT_OWN = '(?!viennaglobal\\.azurecr\\.io$)';

/** A placeholder stands for one label or a part of one; a wildcard for one label or several. */
function patternOf(documented: string): RegExp {
  let pattern = patterns.get(documented);
  if (pattern === undefined) {
    const body = documented
      .replace(/^\*\./, '')
      .replace(/\./g, '\\.')
      .replace(/<[^>]*>/g, '([a-z0-9-]+)');
    pattern = new RegExp(`^${NOT_OWN}${documented.startsWith('*.') ? '(?:[^.]+\\.)+' : ''}${body}$`);
    patterns.set(documented, pattern);
  }
  return pattern;
}

function urlRelation(documented: string, { value, path }: Query): Relation | undefined {
  const slash = documented.indexOf('/');
  const relation = hostRelation(documented.slice(0, slash), value);
  if (relation !== 'same' && relation !== 'wildcard') {
    return relation;
  }
  if (path === undefined) {
    return 'part';
  }
  const documentedPath = documented.slice(slash);
  const isHeld = documentedPath.endsWith('*') ? path.startsWith(documentedPath.slice(0, -1)) : path === documentedPath;
  return isHeld ? 'same' : 'sibling';
}

function tagRelation(documented: string, asked: string): Relation | undefined {
  const base = withoutRegion(documented);
  const isRegional = base !== documented;
  if (asked === documented || (isRegional && isRegionOf(asked, base))) {
    return 'same';
  }
  if (isRegionOf(asked, base)) {
    return 'wildcard';
  }
  if (asked === base || isRegionOf(documented, asked)) {
    return documented.includes('<') || asked === base ? 'part' : 'below';
  }
  return base.split('.')[0] === asked.split('.')[0] ? 'sibling' : undefined;
}

/** Whether a tag is another with one part more. */
function isRegionOf(tag: string, base: string): boolean {
  return tag.startsWith(`${base}.`) && !tag.slice(base.length + 1).includes('.');
}

function addressRelation(kind: EndpointKind, value: string, asked: string, tags: readonly string[]): Relation | undefined {
  if (kind === EndpointKind.SERVICE_TAG) {
    return tags.some((tag) => COVERING.includes(tagRelation(value, tag)) && tagRelation(value, tag) !== 'part') ? 'wildcard' : undefined;
  }
  if (kind !== EndpointKind.ADDRESS_RANGE || !/^[0-9a-fA-F:.]+(\/\d+)?$/.test(value)) {
    return undefined; // a placeholder, or a reference, whose address is not known here
  }
  const documented = parseAddressRange(value);
  const address = parseAddressRange(asked);
  return contains(documented, address)
    ? documented.text === address.text
      ? 'same'
      : 'wildcard'
    : contains(address, documented)
    ? 'part'
    : undefined;
}
