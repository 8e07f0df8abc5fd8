import { isIP } from 'node:net';
import { parseAddressRange } from '../azure/addresses';
import { Cloud, CLOUDS } from '../azure/clouds';
import { InputError, choiceOf, quote, refusalOf } from '../azure/errors';
import { checkHostName, parseUrl } from '../azure/host-names';
import { regionsOf } from '../azure/regions';
import { SERVICE_TAG_ROWS } from '../azure/service-tag-table';
import { checkNotMapped } from '../azure/special-ranges';
import { parseServiceTag } from '../azure/service-tags';
import { Endpoint, EndpointKind } from '../requirements/endpoint';

/** Kinds that can be said in front of an endpoint: `fqdn:storage.westus2`. */
const KINDS = [EndpointKind.SERVICE_TAG, EndpointKind.FQDN, EndpointKind.URL, EndpointKind.ADDRESS_RANGE] as const;
type FlowEndpointKind = (typeof KINDS)[number];

const TAGS: ReadonlySet<string> = new Set(SERVICE_TAG_ROWS.map(([name]) => name.toLowerCase()));
const REGIONS: ReadonlySet<string> = new Set(CLOUDS.flatMap(regionsOf));

/**
 * Reads the other side of a flow: an address or a CIDR range, a service tag, a URL when there is a path, else a host name. What
 * could be a service tag in the wrong case is taken for one and refused, because Azure would take it for something else.
 */
export function parseEndpoint(text: string, cloud?: Cloud): Endpoint {
  const [kind, value] = saidKind(text) ?? [kindOf(text), text];
  check(kind, value, cloud);
  return Endpoint._of(kind, value);
}

/** One stable text, which `parseEndpoint` reads: with the kind only where it would take it for another. */
export function endpointText({ kind, value }: Endpoint): string {
  return saidKind(value) === undefined && kindOf(value) === kind ? value : `${kind}:${value}`;
}

function saidKind(text: string): [kind: FlowEndpointKind, value: string] | undefined {
  const match = /^([A-Za-z]+):(.*)$/s.exec(text);
  if (match === null || isIP(text.split('/')[0]!) !== 0 || match[2]!.startsWith('//')) {
    return undefined; // an IPv6 address may begin with letters, too
  }
  return [choiceOf('flow: kind of the endpoint', match[1], KINDS), match[2]!];
}

function kindOf(text: string): FlowEndpointKind {
  if (/^([\d.]+(\/.*)?|[^/]*:[^/]*:.*)$/s.test(text)) { // of these forms even when it is wrong
    return EndpointKind.ADDRESS_RANGE;
  }
  return text.includes('/') ? EndpointKind.URL : looksLikeTag(text) ? EndpointKind.SERVICE_TAG : EndpointKind.FQDN;
}

/** A host name has dots and no capitals. What has no dot, or reads like a tag with a region in any case, is meant as a tag. */
function looksLikeTag(text: string): boolean {
  const lower = text.toLowerCase();
  const dot = lower.lastIndexOf('.');
  return /^[a-z0-9]+$/.test(lower) || TAGS.has(lower) ||
    (TAGS.has(lower.slice(0, Math.max(dot, 0))) && (text !== lower || REGIONS.has(lower.slice(dot + 1))));
}

function check(kind: FlowEndpointKind, value: string, cloud: Cloud | undefined): void {
  switch (kind) {
    case EndpointKind.SERVICE_TAG:
      return checkTag(value, cloud === undefined ? CLOUDS : [cloud]);
    case EndpointKind.FQDN:
      return checkHostName(value);
    case EndpointKind.URL:
      return void parseUrl(value);
    case EndpointKind.ADDRESS_RANGE:
      return checkNotMapped('flow', parseAddressRange(value));
  }
}

/** A tag of one of the clouds. What is wrong with it is reported for the first of them. */
function checkTag(value: string, clouds: readonly Cloud[]): void {
  const refusals = clouds.map((cloud) => refusalOf(() => parseServiceTag(value, cloud)));
  const [first] = refusals;
  if (first !== undefined && refusals.every((refusal) => refusal !== undefined)) {
    throw new InputError({ ...first.details, ...hintFor(value) });
  }
}

function hintFor(value: string): { readonly allowed?: string } {
  if (!value.includes('.')) {
    return { allowed: 'give a host name in full, with its dots' };
  }
  return /^[a-z0-9.]+$/.test(value) ? { allowed: `for the host name write ${quote(`fqdn:${value}`)}` } : {};
}
