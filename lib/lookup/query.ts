import { isIP } from 'node:net';
import { parseAddressRange } from '../azure/addresses';
import { CLOUDS } from '../azure/clouds';
import { InputError, printable, quote } from '../azure/errors';
import { isReference } from '../azure/references';
import { spelledServiceTag } from '../azure/service-tags';
import { catalog } from '../catalog/catalog';
import { EndpointKind } from '../requirements/endpoint';
import { parseEndpoint } from '../verification/flow-endpoint';

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
const SCHEME_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, ws: 80, wss: 443 };
const MAX_PORT = 65535;

/**
 * Reads `ENDPOINT[:PORT][/tcp|/udp]`. Capitals and a final dot of a host name do not count, because logs have them.
 *
 * @throws with what was given and what is allowed
 */
export function parseQuery(given: string): Query {
  const text = given.trim();
  if (text === '') {
    throw new InputError({ argument: 'lookup', problem: 'nothing is given', allowed: `expected ${FORM}` });
  }
  if (isReference(text)) {
    throw new InputError({
      argument: 'lookup', given: text, problem: 'is a reference, and what it stands for is not known here', allowed: `expected ${FORM}`,
    });
  }
  const url = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(text);
  const [rest, protocol] = url === null ? withoutProtocol(text) : [url[2]!, undefined];
  const scheme = url?.[1]!.toLowerCase();
  if (/^:?\d+$/.test(rest)) {
    return {
      text: printable(text),
      kind: 'port',
      value: '',
      port: portOf(rest.replace(':', ''), text),
      ...(protocol && { protocol }),
      notes: [],
    };
  }
  const [authority, path] = pathOf(rest, url !== null);
  const [name, portText] = withoutPort(authority);
  const port = portText === undefined ? scheme && SCHEME_PORTS[scheme] : portOf(portText, text);
  const notes: string[] = [];
  const common = { text: printable(text), ...(port !== undefined && port !== '' && { port }), ...(protocol && { protocol }), notes };
  if (isAddress(name) && (path === undefined || url !== null)) {
    return { ...common, kind: 'address', value: parseAddressRange(name).text };
  }
  if (path !== undefined && path !== '/') {
    checkHost(name);
    return { ...common, kind: 'url', value: hostText(name), path };
  }
  return { ...common, ...named(name, notes) };
}

/** The protocol that is said behind the port or the endpoint. */
function withoutProtocol(text: string): [rest: string, protocol: 'TCP' | 'UDP' | undefined] {
  const match = /^(.*)\/(tcp|udp)$/i.exec(text);
  return match === null ? [text, undefined] : [match[1]!, match[2]!.toUpperCase() as 'TCP' | 'UDP'];
}

/** Parts what comes after the host of a URL. The query of a URL is no part of what rules see. */
function pathOf(text: string, isUrl: boolean): [authority: string, path: string | undefined] {
  const slash = text.indexOf('/');
  if (slash < 0 || (!isUrl && isAddress(text))) {
    return [isUrl ? text.replace(/[?#].*$/s, '') : text, undefined];
  }
  return [text.slice(0, slash), text.slice(slash).replace(/[?#].*$/s, '')];
}

function withoutPort(text: string): [name: string, port: string | undefined] {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/s.exec(text);
  if (bracketed !== null) {
    return [bracketed[1]!, bracketed[2]];
  }
  const colon = text.lastIndexOf(':');
  return colon < 0 || isAddress(text) ? [text, undefined] : [text.slice(0, colon), text.slice(colon + 1)];
}

function isAddress(text: string): boolean {
  return isIP(text.split('/')[0]!) !== 0;
}

function portOf(text: string, given: string): number {
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

/** A host name or a service tag. A tag that the article, or the one who asks, spells in another way is put right, and it is said. */
function named(name: string, notes: string[]): Pick<Query, 'kind' | 'value'> {
  const tag = misspelledByArticle(name) ?? CLOUDS.map((cloud) => spelledServiceTag(name, cloud)).find((one) => one !== undefined);
  if (tag !== undefined) {
    notes.push(`Azure spells this service tag ${tag}; a rule with ${printable(name)} would mean something else or be refused.`);
    return { kind: 'tag', value: tag };
  }
  const isName = name.includes('.') && hostText(name) !== name;
  const { kind, value } = parseEndpoint(isName && !looksLikeTag(name) ? hostText(name) : name);
  return kind === EndpointKind.SERVICE_TAG ? { kind: 'tag', value } : { kind: 'host', value };
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
