import { distance } from 'fastest-levenshtein';
import { isIPv4, isIPv6 } from 'node:net';

/** Says what is wrong with a value of the right type, or nothing. Never called with a reference. */
export type ValueCheck = (value: unknown) => string | undefined;

/** Where Terraform begins to work something out; doubled signs are text. */
export const REFERENCE = /(?<!\$)\$\{|(?<!%)%\{/;

/** Whether Terraform works the value out, so that nothing can be said about it here. */
export function isReference(value: unknown): value is string {
  return typeof value === 'string' && REFERENCE.test(value);
}

export function didYouMean(given: string, candidates: Iterable<string>): string {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(given.length / 5)) + 1;
  for (const candidate of candidates) {
    const d = distance(given.toLowerCase(), candidate.toLowerCase());
    if (d < least) {
      [best, least] = [candidate, d];
    }
  }
  return best === undefined ? '' : `; did you mean ${JSON.stringify(best)}?`;
}

/** A check of text; `expected` ends the sentence "... is not". */
function text(expected: string, accepts: (value: string) => boolean): ValueCheck {
  return (value) => (accepts(String(value)) ? undefined : `${JSON.stringify(value)} is not ${expected}`);
}

export function oneOf(...allowed: string[]): ValueCheck {
  const names = allowed.map((value) => JSON.stringify(value)).join(', ');
  return (value) => allowed.includes(String(value))
    ? undefined
    : `${JSON.stringify(value)} is not one of ${names}${didYouMean(String(value), allowed)}`;
}

export function integer(min: number, max: number): ValueCheck {
  return (value) => Number.isInteger(value) && Number(value) >= min && Number(value) <= max
    ? undefined
    : `${JSON.stringify(value)} is not a whole number from ${min} to ${max}`;
}

export function length(min: number, max: number): ValueCheck {
  return (value) => {
    const found = [...String(value)].length;
    return found >= min && found <= max ? undefined : `has ${found} characters; ${min} to ${max} are allowed`;
  };
}

export function items(min: number, max: number): ValueCheck {
  return (value) => {
    const found = Array.isArray(value) ? value.length : 0;
    if (found < min) {
      return `has ${found} items; the least is ${min}`;
    }
    return found > max ? `has ${found} items; the most is ${max}` : undefined;
  };
}

export const nonEmpty = text('a non-empty string', (value) => value !== '');

/** `minLength` 2 is what the provider asks of firewall policies and their groups. */
export function name(minLength: 1 | 2): ValueCheck {
  return text(`a name: ${minLength} to 80 letters, digits, "_", "." and "-", a letter or digit first, no "." or "-" last`,
    (value) => value.length >= minLength && /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?$/.test(value));
}

const isRange = (value: string): boolean => {
  const ends = value.split('-');
  return ends.length === 2 && ends.every((end) => isIPv4(end));
};

export const isCidr = (value: string): boolean => {
  const [address = '', bits = ''] = value.split('/', 2);
  const most = isIPv4(address) ? 32 : isIPv6(address) ? 128 : -1;
  return value.split('/').length === 2 && /^\d{1,3}$/.test(bits) && Number(bits) <= most;
};

const isIpv4Cidr = (value: string): boolean => isCidr(value) && !value.includes(':');

/** Holds for all names in the service tag files of the three clouds; the names themselves are the library's affair. */
export const isTagShaped = (value: string): boolean => /^[A-Z][A-Za-z0-9]*(\.[A-Za-z0-9]+)?$/.test(value);

const isAddressOrCidr = (value: string): boolean => isIPv4(value) || isIPv6(value) || isCidr(value);
const isFirewallAddress = (value: string): boolean => value === '*' || isIPv4(value) || isIpv4Cidr(value) || isRange(value);

export const ipAddress = text('an IP address', (value) => isIPv4(value) || isIPv6(value));
export const ipv4Address = text('an IPv4 address', isIPv4);
export const ipv4OrCidr = text('an IPv4 address or CIDR range', (value) => isIPv4(value) || isIpv4Cidr(value));
export const addressOrCidr = text('an IP address or CIDR range', isAddressOrCidr);
export const addressOrTag = text('an IP address, CIDR range, service tag or "*"',
  (value) => value === '*' || isAddressOrCidr(value) || isTagShaped(value));
export const firewallAddress = text('an IPv4 address, range, CIDR range or "*"', isFirewallAddress);
export const firewallAddressOrTag = text('an IPv4 address, range, CIDR range, service tag or "*"',
  (value) => isFirewallAddress(value) || isTagShaped(value));

const NOT_IN_ROUTES = [
  'AzurePlatformDNS', 'AzurePlatformIMDS', 'AzurePlatformLKM', 'VirtualNetwork', 'AzureLoadBalancer', 'Internet',
];
export const routePrefix = text('a CIDR range or a service tag that routes can use',
  (value) => isCidr(value) || (isTagShaped(value) && !NOT_IN_ROUTES.includes(value)));

/** `"443"`, `"8704-8710"` and perhaps `"*"`; the firewall policy alone refuses a range of one port. */
export function port(min: number, max: number, options: { all: boolean; ranges: 'none' | 'any' | 'two or more' }): ValueCheck {
  const forms = [
    `a port from ${min} to ${max}`,
    ...(options.ranges === 'none' ? [] : ['a rising range of them']),
    ...(options.all ? ['"*"'] : []),
  ];
  return text(forms.join(' or '), (value) => {
    if (value === '*') {
      return options.all;
    }
    const ends = value.split('-');
    const [from = NaN, to = from] = ends.map((end) => (/^\d{1,5}$/.test(end) ? Number(end) : NaN));
    if (ends.length > (options.ranges === 'none' ? 1 : 2) || !(from >= min && to <= max)) {
      return false;
    }
    return ends.length === 1 || from < to || (from === to && options.ranges === 'any');
  });
}

/** `"443"`, `"80,1024-65535"` or `"*"`: the rules of a managed network have all ports in one text. */
export const portList: ValueCheck = (value) => {
  const one = port(0, 65535, { all: false, ranges: 'any' });
  // A reference in a list is worked out later.
  const parts = String(value).split(',').filter((part) => !isReference(part));
  return value === '*' || parts.every((part) => one(part) === undefined)
    ? undefined
    : `${JSON.stringify(value)} is not "*" or a list of ports and rising ranges with commas`;
};

export const managedRuleName = text('a name: 3 to 33 letters, digits, "_" and "-", a letter or digit first', (value) =>
  /^[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}$/.test(value));
export const workspaceId = text('the id of a workspace', (value) =>
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.MachineLearningServices\/workspaces\/[^/]+$/.test(value));

export const fqdnPattern = text('a host name with "*" only at its very beginning', (value) => value !== '' && /^\*?[^*]*$/.test(value));
export const fqdnWithoutWildcard = text('a host name without "*"', (value) => /^[^*]+$/.test(value));
export const urlPattern = text('a URL without port and query, with "*" only at its beginning or at the end of its path',
  (value) => /^\*?[^*?]+(\/[^*?]*\*)?$/.test(value) && !/:\d/.test(value));

/** Azure refuses a property that mixes the two address families. */
export const oneFamily: ValueCheck = (value) => {
  const plain = Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string' && !isReference(item)) : [];
  return plain.some((item) => item.includes(':')) && plain.some((item) => item.includes('.'))
    ? 'mixes IPv4 and IPv6'
    : undefined;
};

/** Passes when all of the checks do. */
export function all(...checks: ValueCheck[]): ValueCheck {
  return (value) => checks.map((check) => check(value)).find((problem) => problem !== undefined);
}
