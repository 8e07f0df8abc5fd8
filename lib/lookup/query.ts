import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { parseAddressRange } from '../azure/addresses';
import { CLOUDS } from '../azure/clouds';
import { InputError, printable, quote, refusing } from '../azure/errors';
import { MAX_PORT } from '../azure/port-sets';
import { isReference } from '../azure/references';
import { serviceTagFacts, serviceTagNear, spelledServiceTag } from '../azure/service-tags';
import { catalog } from '../catalog/catalog';
import { CatalogEntry } from '../catalog/entry';
import { EndpointKind } from '../requirements/endpoint';
import { parseEndpoint } from '../verification/flow-endpoint';
import { addressNotes } from './address-reach';
import { plainForm } from './query-forms';
import { partsOf, QueryParts, refuseForms, SCHEMES } from './query-refusals';

/** What somebody wants to know the reason of: an endpoint, a port, or both. */
export interface Query {
  /** As given, and safe to print. */
  readonly text: string;
  readonly kind: 'host' | 'url' | 'address' | 'tag' | 'port';
  /** Host name in lower case, address or CIDR range, service tag in Azure's spelling; empty for a port alone. */
  readonly value: string;
  /** With its slash; for a URL alone. */
  readonly path?: string;
  readonly port?: number;
  readonly protocol?: 'TCP' | 'UDP';
  /** What was taken for something else than was written, and why. */
  readonly notes: readonly string[];
}

const FORM = 'a host name, URL, address, service tag or port, such as "pypi.org:443", "AzureMonitor", "5831/udp"';

/**
 * Reads `ENDPOINT[:PORT][/tcp|/udp]`. Capitals and a final dot of a host name do not count, because logs have them.
 *
 * @throws with what was given and what is allowed
 */
export function parseQuery(given: string): Query {
  const notes: string[] = [];
  const text = plainForm(given, notes);
  if (text === '') {
    throw new InputError({ argument: 'lookup', problem: 'nothing is given', allowed: `expected ${FORM}` });
  }
  if (isReference(text)) {
    throw new InputError({
      argument: 'lookup', given: text, problem: 'is a reference, and its value is not known here', allowed: `expected ${FORM}`,
    });
  }
  const parts = partsOf(text);
  refuseForms(parts);
  const named = (error: InputError): InputError => (error.details.argument === 'lookup' ? error : error.of('lookup'));
  return refusing(named, () => read(parts, printable(given.trim()), notes));
}

function read({ text, scheme, authority, tail }: QueryParts, given: string, notes: string[]): Query {
  const known = scheme === undefined ? undefined : SCHEMES[scheme];
  const [rest, protocol] = scheme === undefined ? withoutProtocol(authority + tail) : [authority + tail, known!.protocol];
  const common = { text: given, ...(protocol && { protocol }), notes };
  if (/^:?[+-]?\d+$/.test(rest)) {
    return { ...common, kind: 'port', value: '', port: portOf(rest.replace(':', ''), text) };
  }
  const [place, path] = pathOf(rest, scheme !== undefined, notes);
  const [name, portText] = withoutPort(place, notes);
  const port = portText === undefined || (portText === '' && scheme !== undefined) ? known?.port : portOf(portText, text);
  const withPort = { ...common, ...(port !== undefined && { port }) };
  if (isAddress(name) && (path === undefined || scheme !== undefined)) {
    const range = parseAddressRange(unmapped(name, notes));
    notes.push(...addressNotes(range));
    return { ...withPort, kind: 'address', value: range.text };
  }
  const ascii = asciiName(name, notes);
  if (path !== undefined && path !== '/') {
    if (!ascii.includes('.')) {
      throw new InputError({
        argument: 'lookup', given: text, problem: 'has a path, and no host name before it', allowed: `expected ${FORM}`,
      });
    }
    checkHost(ascii);
    return { ...withPort, kind: 'url', value: hostText(ascii), path };
  }
  return { ...withPort, ...named(ascii, notes) };
}

/** The protocol after the port or the endpoint. */
function withoutProtocol(text: string): [rest: string, protocol: 'TCP' | 'UDP' | undefined] {
  const match = /^(.*)\/(tcp|udp)$/i.exec(text);
  return match === null ? [text, undefined] : [match[1]!, match[2]!.toUpperCase() as 'TCP' | 'UDP'];
}

/**
 * Parts what comes after the host of a URL. The query of a URL is no part of what rules see, and a client resolves dots and encodings of
 * plain letters before it asks.
 */
function pathOf(text: string, isUrl: boolean, notes: string[]): [place: string, path: string | undefined] {
  const plain = text.replace(/[?#].*$/s, '');
  const slash = plain.indexOf('/');
  if (slash < 0 || (!isUrl && isAddress(plain))) {
    return [plain, undefined];
  }
  const given = plain.slice(slash);
  const path = new URL(`https://host.example${given}`).pathname
    .replace(/%([0-9a-f]{2})/gi, (whole, code: string) => unreserved(String.fromCharCode(parseInt(code, 16))) ?? whole.toUpperCase());
  if (path !== given) {
    notes.push(`A client asks for the path ${printable(path)}.`);
  }
  return [plain.slice(0, slash), path];
}

/** A character that means the same with and without an encoding. Source: RFC 3986, section 2.3. */
function unreserved(character: string): string | undefined {
  return /[A-Za-z0-9._~-]/.test(character) ? character : undefined;
}

function withoutPort(text: string, notes: string[]): [name: string, port: string | undefined] {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/s.exec(text);
  if (bracketed !== null) {
    return [bracketed[1]!, bracketed[2]];
  }
  const ofRange = /^([0-9a-f:.]+\/\d{1,3}):(\d*)$/i.exec(text);
  if (ofRange !== null && isAddress(ofRange[1]!)) {
    return [ofRange[1]!, ofRange[2]];
  }
  const colon = text.lastIndexOf(':');
  if (isAddress(text)) {
    const [address, port] = [text.slice(0, Math.max(colon, 0)), text.slice(colon + 1)];
    if (isIP(address) === 6 && /^[1-9]\d{1,3}$/.test(port)) {
      notes.push(`All of it was read as an address. To give a port, write [${address}]:${port}.`);
    }
    return [text, undefined];
  }
  return colon < 0 ? [text, undefined] : [text.slice(0, colon), text.slice(colon + 1)];
}

/** An address of IPv4 in the form of IPv6 is that address to every rule. */
function unmapped(address: string, notes: string[]): string {
  const [, plain] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  if (plain !== undefined) {
    notes.push(`Rules see it as ${plain}.`);
  }
  return plain ?? address;
}

/** A name as it is resolved and as rules see it: letters beyond those of English have another form there. */
function asciiName(name: string, notes: string[]): string {
  if (/^[\p{ASCII}]*$/u.test(name)) {
    return name;
  }
  const wildcard = name.startsWith('*.') ? '*.' : '';
  const ascii = domainToASCII(name.slice(wildcard.length));
  if (ascii === '' || isIP(ascii) !== 0) {
    throw new InputError({ argument: 'lookup', given: name, problem: 'has characters that a host name cannot have' });
  }
  notes.push(`Rules and logs have this name as ${wildcard}${ascii}.`);
  return wildcard + ascii;
}

function isAddress(text: string): boolean {
  return isIP(text.split('/')[0]!) !== 0;
}

function portOf(text: string, given: string): number {
  if (text === '') {
    throw new InputError({ argument: 'lookup', given, problem: 'has a colon without a port after it' });
  }
  if (!/^(0|[1-9]\d{0,4})$/.test(text) || Number(text) > MAX_PORT) {
    throw new InputError({
      argument: 'lookup', problem: `port ${quote(text)} in ${quote(given)} is not a whole number from 0 to ${MAX_PORT}`,
    });
  }
  return Number(text);
}

function hostText(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

function checkHost(name: string): void {
  const { kind } = parseEndpoint(`${EndpointKind.FQDN}:${hostText(name)}`);
  if (kind !== EndpointKind.FQDN) {
    throw new InputError({ argument: 'lookup', given: name, problem: 'is not a host name', allowed: `expected ${FORM}` });
  }
}

/** A host name or a service tag. A tag that the article, or the one who asks, spells in another way is put right, and a note says so. */
function named(name: string, notes: string[]): Pick<Query, 'kind' | 'value'> {
  const whole = wholeTagOf(name);
  if (whole !== undefined) {
    notes.push(`${whole} has no regional form that rules can use, so this is about ${whole}.`);
    return { kind: 'tag', value: whole };
  }
  const documented = documentedName(name);
  if (documented !== undefined) {
    return { kind: documented.kind === EndpointKind.SERVICE_TAG ? 'tag' : 'host', value: documented.value };
  }
  const tag = misspelledByArticle(name) ?? CLOUDS.map((cloud) => spelledServiceTag(name, cloud)).find((one) => one !== undefined);
  if (tag !== undefined) {
    notes.push(`Azure spells this service tag ${tag}; a rule with ${printable(name)} would mean something else or be refused.`);
    return { kind: 'tag', value: tag };
  }
  const isName = name.includes('.') && hostText(name) !== name;
  const { kind, value } = parseEndpoint(isName && !beginsWithTag(name) && !looksLikeTag(name) ? hostText(name) : name);
  const near = kind === EndpointKind.SERVICE_TAG ? undefined : serviceTagNear(name);
  if (near !== undefined) {
    notes.push(`No service tag is called ${printable(name)}, so this is about a host. If you mean a service tag, ask for ${near}.`);
  }
  return kind === EndpointKind.SERVICE_TAG ? { kind: 'tag', value } : { kind: 'host', value };
}

/** Whether a name is a service tag in Azure's spelling with one part more, which should be a region. */
function beginsWithTag(name: string): boolean {
  const dot = name.lastIndexOf('.');
  return dot > 0 && CLOUDS.some((cloud) => serviceTagFacts(name.slice(0, dot), cloud)?.regional === true);
}

/** Whether a name is a service tag as it stands. */
function looksLikeTag(name: string): boolean {
  try {
    return parseEndpoint(name).kind === EndpointKind.SERVICE_TAG;
  } catch (error) {
    if (error instanceof InputError) {
      return false;
    }
    throw error;
  }
}

/** The tag of a regional form that no rule can use, which service tag files have; undefined for anything else. */
function wholeTagOf(name: string): string | undefined {
  const form = CLOUDS.map((cloud) => spelledServiceTag(name.toLowerCase(), cloud)).find((one) => one !== undefined);
  const tag = form?.slice(0, Math.max(0, form.lastIndexOf('.'))) ?? '';
  const all = CLOUDS.map((cloud) => serviceTagFacts(tag, cloud)).filter((one) => one !== undefined);
  return all.length > 0 && !all.some(({ regional }) => regional) ? tag : undefined;
}

/** A host name or tag with placeholders, as the documentation and the answers of this command have it. */
function documentedName(name: string): CatalogEntry['endpoint'] | undefined {
  const lower = name.toLowerCase();
  const isName = ({ kind, value }: CatalogEntry['endpoint']): boolean =>
    (kind === EndpointKind.FQDN || kind === EndpointKind.SERVICE_TAG) && value.toLowerCase() === lower;
  return lower.includes('<') ? catalog().find(({ endpoint }) => isName(endpoint))?.endpoint : undefined;
}

/** The tag that is meant by a spelling of the article that Azure does not have. */
function misspelledByArticle(name: string): string | undefined {
  const lower = name.toLowerCase();
  for (const { documentedAs, endpoint } of catalog()) {
    const written = endpoint.kind === EndpointKind.SERVICE_TAG ? withoutRegion(documentedAs ?? '').toLowerCase() : '';
    const tag = withoutRegion(endpoint.value);
    if (written !== '' && name !== tag && (lower === written || lower.startsWith(`${written}.`))) {
      const suffix = name.slice(written.length);
      return CLOUDS.map((cloud) => spelledServiceTag(tag + suffix, cloud)).find((one) => one !== undefined) ?? tag + suffix;
    }
  }
  return undefined;
}

/** A tag of the catalog without the placeholder of its region. */
export function withoutRegion(tag: string): string {
  return tag.replace(/\.<[^>]*>$/, '');
}
