import { isIP, isIPv6 } from 'node:net';
import { InputError, InputProblem, quote } from '../azure/errors';
import { serviceTagMeantBy } from '../azure/service-tags';

/** Schemes of URLs, with the port that each has where none is written, or the protocol that it names. */
export const SCHEMES: Readonly<Record<string, { readonly port?: number; readonly protocol?: 'TCP' | 'UDP' } | undefined>> = {
  http: { port: 80 }, https: { port: 443 }, ws: { port: 80 }, wss: { port: 443 }, tcp: { protocol: 'TCP' }, udp: { protocol: 'UDP' },
};

/** What is asked for, taken apart at the marks that URLs have, whether it is one or not. */
export interface QueryParts {
  readonly text: string;
  /** In lower case; undefined where there is none. */
  readonly scheme?: string;
  /** Between the scheme and the first of `/?#`: a host and perhaps a port. */
  readonly authority: string;
  /** What follows it. */
  readonly tail: string;
}

export function partsOf(text: string): QueryParts {
  const [, scheme, rest] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(text)!;
  const [authority] = /^[^/?#]*/.exec(rest!)!;
  return { text, ...(scheme !== undefined && { scheme: scheme.toLowerCase() }), authority, tail: rest!.slice(authority.length) };
}

/** Protocols, and slips of the pen for the two that there are, which are no paths where they stand behind an endpoint. */
const NO_PATHS: readonly string[] = [
  'any', 'icmp', 'icmpv6', 'sctp', 'esp', 'ah', 'gre', 'igmp', 'ip', 'http', 'https', 'tls', 'ssl', 'quic', 'dns', 'mssql',
  'tpc', 'tcpp', 'tcp4', 'tcp6', 'upd', 'udpp', 'udp4', 'udp6',
];

/** Forms that people write and that are no endpoint, with what is meant. The first of them is said; none shows what may be a password. */
const CHECKS: readonly ((parts: QueryParts) => InputProblem | undefined)[] = [
  unknownScheme, credentials, noHost, slashes, blanks, protocolFirst, otherProtocol, brackets, zone, wildcards,
  portName, severalPorts, addressRange, encodings,
];

/** Refuses what is no endpoint. */
export function refuseForms(parts: QueryParts): void {
  for (const check of CHECKS) {
    const problem = check(parts);
    if (problem !== undefined) {
      throw new InputError({ argument: 'lookup', ...problem });
    }
  }
}

function unknownScheme({ scheme }: QueryParts): InputProblem | undefined {
  return scheme === undefined || SCHEMES[scheme] !== undefined ? undefined : {
    what: 'scheme', given: scheme, problem: 'has no port that is known here',
    allowed: 'give the host name with its port, such as "example.com:22"',
  };
}

function credentials({ scheme, authority }: QueryParts): InputProblem | undefined {
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  return host === authority ? undefined : {
    problem: 'there is a user name, a password or another text before the "@"', allowed: 'leave it out',
    ...(host !== '' && { suggestion: scheme === undefined ? host : `${scheme}://${host}` }),
  };
}

function noHost({ text, scheme, authority }: QueryParts): InputProblem | undefined {
  return !/^\.*$/.test(authority) ? undefined
    : scheme === undefined && /^\/\/[^/?#]/.test(text) ? { given: text, problem: 'has no scheme', suggestion: `https:${text}` }
    : { given: text, problem: 'has no host' };
}

/** `https:example.com`, `https:/example.com` */
function slashes({ text, scheme }: QueryParts): InputProblem | undefined {
  const [, name, rest] = /^([a-z]+):\/?([a-z*].*)$/is.exec(text) ?? [];
  return scheme !== undefined || name === undefined || SCHEMES[name.toLowerCase()] === undefined ? undefined
    : { given: text, problem: 'has a scheme without its two slashes', suggestion: `${name}://${rest}` };
}

function blanks({ text }: QueryParts): InputProblem | undefined {
  if (!/\s/.test(text)) {
    return undefined;
  }
  const joined = spacedTag(text) ?? apart(text.split(/\s+/));
  if (joined !== undefined) {
    return { given: text, problem: `has ${/\s.*\s/s.test(text) ? 'blanks' : 'a blank'}`, suggestion: joined };
  }
  const names = endpointsIn(text);
  return { given: text, problem: 'has blanks', allowed: 'give one endpoint', ...(names.length === 1 && { suggestion: names[0] }) };
}

/** A service tag with blanks, as the name of a region is shown: `Storage.West US 2`. */
function spacedTag(text: string): string | undefined {
  const [, name, rest] = /^(.*?)((?::\d+)?(?:\/(?:tcp|udp))?)$/is.exec(text.replace(/\s+/g, ''))!;
  const tag = serviceTagMeantBy(name!);
  return tag === undefined ? undefined : tag + rest!;
}

/** An endpoint, its port and its protocol, each a word, in any order: `pypi.org tcp 443`, `udp 5831`. */
function apart(words: readonly string[]): string | undefined {
  const of = (form: RegExp): string[] => words.filter((word) => form.test(word));
  const [ports, protocols] = [of(/^:?\d+(?:\/(?:tcp|udp))?$/i), of(/^(?:tcp|udp)$/i)];
  const names = words.filter((word) => endpointsIn(word).includes(word) || serviceTagMeantBy(word) !== undefined);
  const isWhole = ports.length === 1 && protocols.length <= 1 && names.length <= 1;
  if (!isWhole || ports.length + protocols.length + names.length < words.length || (protocols.length > 0 && ports[0]!.includes('/'))) {
    return undefined;
  }
  const port = ports[0]!.replace(':', '');
  const protocol = protocols.map((one) => `/${one.toLowerCase()}`).join('');
  return `${names.map((name) => `${name}:`).join('')}${port}${protocol}`;
}

/** What looks like an endpoint in a text, such as the message of a program that could not connect. */
function endpointsIn(text: string): string[] {
  const words = text.split(/[\s,;()<>"'`=]+/).map((word) => word.replace(/[.:]+$/, ''));
  return [...new Set(words.filter((word) =>
    /^(?:https?:\/\/)?(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:\/\S*)?$/i.test(word) || isIP(word.replace(/:\d+$/, '')) === 4))];
}

/** `.example.com` and `*example.com`, as other firewalls write a domain with all that is below it. */
function wildcards({ text, authority, scheme }: QueryParts): InputProblem | undefined {
  const [, name, port = ''] = /^(?:\*\*?\.?|\.)((?:[a-z0-9-]+\.)+[a-z0-9-]+)(:\d+)?$/i.exec(authority) ?? [];
  return scheme !== undefined || name === undefined || authority.startsWith('*.') ? undefined
    : { given: text, problem: 'has a wildcard in a form that Azure Firewall does not take', suggestion: `*.${name}${port}` };
}

/** Ports by the names that programs write. Source: IANA, service names and port numbers. */
const PORT_NAMES: Readonly<Record<string, number | undefined>> = { http: 80, https: 443, domain: 53, ntp: 123, 'microsoft-ds': 445 };

function portName({ text, authority }: QueryParts): InputProblem | undefined {
  const [, host, name] = /^(.*[^:]):([a-z-]+)$/i.exec(authority) ?? [];
  const port = name === undefined ? undefined : PORT_NAMES[name.toLowerCase()];
  return port === undefined ? undefined : { given: text, problem: 'has a name instead of a port', suggestion: `${host}:${port}` };
}

function protocolFirst({ text }: QueryParts): InputProblem | undefined {
  const [, before, port, after, protocol] = /^(?:(tcp|udp)[:/](\d+)|(\d+):(tcp|udp))$/i.exec(text) ?? [];
  const right = before !== undefined ? `${port}/${before}` : after !== undefined ? `${after}/${protocol}` : undefined;
  return right === undefined ? undefined
    : { given: text, problem: 'has the protocol in the wrong place', suggestion: right.toLowerCase() };
}

/** A word after a slash is a protocol where no path can be: after a port alone or an address, or where it is the name of one. */
function otherProtocol({ text, scheme, authority, tail }: QueryParts): InputProblem | undefined {
  const isPort = /^:?\d+$/.test(authority);
  if (scheme !== undefined || !(isPort ? /^\// : /^\/[a-z*]/i).test(tail)) {
    return undefined;
  }
  const words = tail.slice(1).toLowerCase().split('/');
  const isProtocol = (word: string): boolean => word === 'tcp' || word === 'udp';
  if (words.length === 2 && words.every(isProtocol)) {
    return { given: text, problem: 'has two protocols', allowed: 'give one' };
  }
  const isPathless = isPort || isIP(authority) !== 0;
  const [word] = words;
  return isProtocol(word!) || (!isPathless && (words.length > 1 || !NO_PATHS.includes(word!))) ? undefined : {
    what: 'protocol', given: tail.slice(1), problem: `in ${quote(text)} is not one of`, allowed: ['tcp', 'udp'],
    ...(!isPathless && authority.includes('.') && { detail: `a path of that name is written ${quote(`https://${text}`)}` }),
  };
}

function brackets({ text, scheme, authority, tail }: QueryParts): InputProblem | undefined {
  if (!/[[\]]/.test(authority)) {
    return undefined;
  }
  const before = scheme === undefined ? '' : `${scheme}://`;
  const [, inside, port = ''] = /^\[([^[\]]*)\](:[^[\]]*)?$/.exec(authority) ?? [];
  if (inside !== undefined) {
    return isIPv6(inside.replace(/%.*$/s, '')) ? undefined : {
      given: text, problem: 'has brackets, which only an IPv6 address has', ...(inside !== '' && { suggestion: before + inside + port }),
    };
  }
  const [address, behind = ''] = authority.replace(/^\[/, '').split(']');
  const isMeant = isIPv6(address!) && !tail.includes(']');
  return { given: text, problem: 'has one bracket without the other', ...(isMeant && { suggestion: `${before}[${address}]${behind}` }) };
}

function zone({ text, authority }: QueryParts): InputProblem | undefined {
  const [, address] = /^\[?([0-9a-f:.]+)%/i.exec(authority) ?? [];
  return address === undefined || !isIPv6(address) ? undefined
    : { given: text, problem: 'has a zone, which has a meaning on one machine only', suggestion: address };
}

function severalPorts({ text, authority }: QueryParts): InputProblem | undefined {
  if (/^[^:]*\.[^:]*:[^:]*:[^:]*$/.test(authority) && isIP(authority) === 0) {
    return { given: text, problem: 'has two ports', allowed: 'give one port' };
  }
  const [, ports] = /(?:^|:)(\d+[-,][\d,-]*)$/.exec(authority) ?? [];
  return ports === undefined || isIP(authority) !== 0 ? undefined
    : { what: 'port', given: ports, problem: `in ${quote(text)} is more than one`, allowed: 'give one port' };
}

function addressRange({ text, authority }: QueryParts): InputProblem | undefined {
  const ends = authority.split('-');
  return ends.length === 2 && ends.every((end) => isIP(end) !== 0)
    ? { given: text, problem: 'is a range of addresses', allowed: 'give one address, or a CIDR range such as "10.1.0.0/16"' } : undefined;
}

function encodings({ text, scheme, authority, tail }: QueryParts): InputProblem | undefined {
  if (authority.includes('%')) {
    const plain = authority.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
    return {
      given: text, problem: 'has a percent sign in its host name',
      ...(/^[a-z0-9.*-]+(:\d+)?$/i.test(plain) && { suggestion: `${scheme === undefined ? '' : `${scheme}://`}${plain}${tail}` }),
    };
  }
  return /%(?![0-9a-f]{2})/i.test(tail.replace(/[?#].*$/s, ''))
    ? { given: text, problem: 'has a percent sign in its path that begins no encoding', allowed: 'write "%25" for a percent sign' }
    : undefined;
}
