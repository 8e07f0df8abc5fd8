import { AddressInterval } from '../lib/network/network';
import { ListRule, Term } from '../lib/filtering/rule-lists/list-rule';

/** Rules with their names. */
export interface NamedRules {
  readonly names: readonly string[];
  readonly rules: readonly ListRule[];
}

interface StoredPolicy {
  readonly networks: Readonly<Record<string, readonly string[]>>;
  /** Such as `8080-8090/tcp`. */
  readonly services: Readonly<Record<string, string>>;
  readonly rules: readonly {
    readonly name: string; readonly src: readonly string[]; readonly dst: readonly string[]; readonly proto: string;
    readonly services: readonly string[];
    readonly action: 'accept' | 'deny';
  }[];
}

const ALL_PORTS = [{ first: 0, last: 65535 }];
const PROTOCOLS = ['tcp', 'udp', 'icmp'];

/** Reads a policy with named networks and services; an empty list is any. */
export function policyFromJson(text: string): NamedRules {
  const { networks, services, rules } = JSON.parse(text) as StoredPolicy;
  const terms = (names: readonly string[]): Term[] =>
    (names.length === 0
      ? [{ kind: 'any' }]
      : names.flatMap((name) => networks[name]!.map((range): Term => ({ kind: 'interval', interval: interval(range) }))));
  return {
    names: rules.map(({ name }) => name),
    rules: rules.map(({ src, dst, proto, services: names, action }) => ({
      access: action === 'accept' ? 'allow' : 'deny', protocols: proto === '' ? PROTOCOLS : [proto],
      sources: terms(src), sourcePorts: ALL_PORTS, destinations: terms(dst),
      destinationPorts: names.length === 0 ? ALL_PORTS : names.map((name) => ports(services[name]!)),
    })),
  };
}

function interval(range: string): AddressInterval {
  const [address, length] = range.split('/') as [string, string];
  const first = BigInt(address.split('.').reduce((value, byte) => value * 256 + Number(byte), 0));
  return { family: 4, first, last: first + (1n << BigInt(32 - Number(length))) - 1n };
}

function ports(service: string): { first: number; last: number } {
  const [first, last = first] = service.split('/')[0]!.split('-').map(Number) as [number, number?];
  return { first, last };
}

/** Rules as JSON, with addresses as texts of numbers. */
export function storedRules(rules: readonly ListRule[]): string {
  return JSON.stringify(rules, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

/**
 * Rules as they come together over years: applications with three tiers of four subnets each, flows between them and to shared
 * services, one in twenty inside an earlier one, some denies, rules of any source or to everywhere, and a deny at the end.
 */
export function sampleRules(size: number): NamedRules {
  let state = 20260319;
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor(state / 2 ** 32 * below);
  };
  const subnet = (tier: number, i: number): Term => {
    const first = BigInt(0x0a000000 + tier * 256 + i * 64);
    return { kind: 'interval', interval: { family: 4, first, last: first + 63n } };
  };
  const tiers = Math.ceil(size / 6);
  const side = (isPart: boolean): Term[] => {
    const tier = random(tiers);
    return isPart ? [subnet(tier, random(4))] : [0, 1, 2, 3].map((i) => subnet(tier, i));
  };
  const PORTS = [80, 443, 1433, 5432, 6379, 8080].map((port) => ({ first: port, last: port + random(3) }));
  const rules: ListRule[] = [];
  while (rules.length < size - 1) {
    const kind = random(200);
    const like = rules[random(rules.length)];
    if (kind < 10 && like !== undefined) {
      rules.push({ ...like, sources: like.sources.slice(0, 1 + random(2)), destinations: like.destinations.slice(0, 1) });
    } else {
      rules.push({
        access: random(8) === 0 ? 'deny' : 'allow', protocols: [PROTOCOLS[random(2)]!], sourcePorts: ALL_PORTS,
        sources: kind === 10 ? [{ kind: 'any' }] : [...side(false), ...(random(4) === 0 ? side(true) : [])],
        destinations: kind === 11 ? [{ kind: 'any' }] : side(random(3) === 0),
        destinationPorts: PORTS.slice(random(3), 3 + random(3)),
      });
    }
  }
  rules.push({
    access: 'deny', protocols: PROTOCOLS, sources: [{ kind: 'any' }], sourcePorts: ALL_PORTS, destinations: [{ kind: 'any' }],
    destinationPorts: ALL_PORTS,
  });
  return { names: rules.map((_, i) => String(i)), rules };
}
