import { Direction } from '../../requirements/direction';
import { Firewall, Place, PortInterval } from '../network';
import { sidesOf, byFile } from './asked';
import { Expected } from './expected';
import { ALL_PORTS, FilterRule, hasPorts, PROTOCOLS, TransportProtocol } from './filter-rule';
import { splitUrl } from './host-patterns';
import { INTERNET, Knowledge, LOAD_BALANCER } from './knowledge';
import { HEALTH_PROBES, PRIVATE_ADDRESSES } from './known-addresses';
import { RuleEnd } from './rule-end';
import { Setting } from './split';
import { SubnetView, VerifiedSubnet } from './subnet-view';
import { fqdnTagName, Target, targetText } from './target';
import { resultOf, walk } from './walk';

/** Flows that are open and that nothing asks for, on ports that are not divided. */
export interface OpenPiece {
  readonly direction: Direction;
  readonly protocol: TransportProtocol;
  readonly ports: PortInterval;
  readonly target: Target;
  /** How it goes out, for messages; undefined inbound. */
  readonly way?: string;
  readonly places: readonly Place[];
}

/** What is open beyond what is asked for, of one subnet and direction. */
export function openings(view: VerifiedSubnet, direction: Direction): OpenPiece[] {
  return new Openings(view, direction).find();
}

class Openings {
  private readonly expected: Expected;
  private readonly rules: readonly FilterRule[];
  private readonly found: OpenPiece[] = [];
  private readonly isOutbound: boolean;
  private readonly setting: Setting;
  private portStarts?: readonly number[];

  constructor(private readonly view: VerifiedSubnet, private readonly direction: Direction) {
    this.expected = new Expected(view, direction);
    this.isOutbound = direction === Direction.OUTBOUND;
    this.rules = this.isOutbound ? view.outbound : view.inbound;
    this.setting = { ...view.setting, isForOpenings: true };
  }

  public find(): OpenPiece[] {
    const { view } = this;
    if (view.unknownGroup !== undefined) {
      return [];
    }
    if (view.group === undefined) {
      this.open({ kind: 'every', except: [] }, PROTOCOLS, ALL_PORTS, []);
    }
    for (const rule of this.rules) {
      if (rule.access === 'allow') {
        const places = rule.place === undefined ? [] : [rule.place];
        for (const target of targetsOf(this.isOutbound ? rule.destination : rule.source, view)) {
          this.open(target, rule.protocols, rule.ports, places);
        }
      }
    }
    return this.found;
  }

  private open(target: Target, protocols: readonly TransportProtocol[], ports: readonly PortInterval[], places: readonly Place[]): void {
    for (const protocol of protocols) {
      for (const range of hasPorts(protocol) ? ports : ports.filter(({ first, last }) => first === 0 && last === 65535)) {
        if (this.expected.beyond(protocol, range, target) !== undefined) {
          for (const piece of this.pieces(protocol, range)) {
            this.openPiece(target, protocol, piece, places);
          }
        }
      }
    }
  }

  private openPiece(target: Target, protocol: TransportProtocol, ports: PortInterval, places: readonly Place[]): void {
    const left = this.expected.beyond(protocol, ports, target);
    if (left === undefined) {
      return;
    }
    const { view } = this;
    const ends = this.isOutbound ? { source: view.ownFor(left), destination: left } : { source: left, destination: view.ownFor(left) };
    const leaves = view.group === undefined ? [{ ...ends, access: 'allow' as const, doubts: {}, byName: false }] : walk(this.rules, { protocol, ports, ...ends }, this.setting);
    for (const leaf of leaves) {
      const end = this.isOutbound ? leaf.destination : leaf.source;
      if (leaf.access === 'allow' && resultOf(leaf) !== 'deny' && this.expected.beyond(protocol, ports, end) !== undefined) {
        if (this.isOutbound) {
          this.goOut(end, protocol, ports, places);
        } else {
          this.add({ protocol, ports, target: end, places });
        }
      }
    }
  }

  /** Follows what a security group lets out, to the Internet or through a firewall. */
  private goOut(target: Target, protocol: TransportProtocol, ports: PortInterval, places: readonly Place[]): void {
    const { knowledge } = this.setting;
    for (const { target: way, hops } of this.view.routes.of(byAddresses(target, knowledge))) {
      const part = byAddresses(way, knowledge);
      if (this.expected.beyond(protocol, ports, part) === undefined) {
        continue;
      }
      for (const hop of hops) {
        if (hop.kind === 'appliance') {
          const firewall = this.view.firewallAt(hop);
          if (firewall !== undefined) {
            this.throughFirewall(firewall, part, protocol, ports, places);
          } // else said once for the appliance
        } else if (hop.kind !== 'unknown' && this.view.routes.delivers(hop, part) !== 'no') {
          this.add({ protocol, ports, target: part, way: hop.text, places: hop.route === undefined ? places : [...places, hop.route.place] });
        }
      }
    }
  }

  private throughFirewall(firewall: Firewall, target: Target, protocol: TransportProtocol, ports: PortInterval, places: readonly Place[]): void {
    const { view } = this;
    const rules = view.rulesOf(firewall);
    for (const rule of rules) {
      const isOpen = rule.access === 'allow' && rule.protocols.includes(protocol) &&
        (!hasPorts(protocol) || [...rule.ports, ...(rule.otherPorts ?? [])].some(({ first, last }) => first <= ports.first && ports.last <= last));
      for (const end of isOpen ? targetsOf(rule.destination, view) : []) {
        const both = meet(target, end, view.setting.knowledge);
        const left = both && this.expected.beyond(protocol, ports, both);
        if (left !== undefined) {
          const leaves = walk(rules, { protocol, ports, source: view.ownFor(left), destination: left }, this.setting);
          if (leaves.some((leaf) => leaf.access === 'allow' && resultOf(leaf) !== 'deny')) {
            this.add({ protocol, ports, target: left, way: `firewall ${firewall.name}`, places: rule.place === undefined ? places : [...places, rule.place] });
          }
        }
      }
    }
  }

  private starts(): readonly number[] {
    if (this.portStarts === undefined) {
      const rules = [...this.rules, ...(this.isOutbound ? this.view.firewalls.flatMap((firewall) => this.view.rulesOf(firewall)) : [])];
      const ofRules = rules.flatMap((rule) => [...rule.ports, ...(rule.otherPorts ?? [])].flatMap(({ first, last }) => [first, last + 1]));
      this.portStarts = [...new Set([...this.expected.portStarts, ...ofRules])].sort((a, b) => a - b);
    }
    return this.portStarts;
  }

  private add(piece: Omit<OpenPiece, 'direction'>): void {
    this.found.push({ direction: this.direction, ...piece });
  }

  /** The parts of a port range that no rule and nothing asked for divides. */
  private pieces(protocol: TransportProtocol, range: PortInterval): PortInterval[] {
    if (!hasPorts(protocol) || range.first === range.last) {
      return [range];
    }
    const cuts = [range.first, ...this.starts().filter((start) => start > range.first && start <= range.last)];
    return cuts.map((first, i) => ({ first, last: (cuts[i + 1] ?? range.last + 1) - 1 }));
  }
}

/** A tag that is a whole by its addresses, where they are known: they can be told from those of routes and rules. */
function byAddresses(target: Target, knowledge: Knowledge): Target {
  return target.kind === 'tag' && target.except.length === 0 ? byFile(target.tag, knowledge) : target;
}

/** What a rule names, each as a target. */
function targetsOf(end: RuleEnd, view: SubnetView): Target[] {
  if (end.isAny) {
    return [{ kind: 'every', except: [] }];
  }
  return [
    ...(end.isEveryIpv4 ? [{ kind: 'every', except: [] } as const] : end.ranges.isEmpty ? [] : sidesOf(end.ranges, view).map(({ target }) => target)),
    ...end.tags.map((tag): Target => (tag === LOAD_BALANCER ? { kind: 'addresses', set: HEALTH_PROBES, side: 'network', label: tag } : byFile(tag, view.setting.knowledge))),
    ...end.hosts.map((host): Target => ({ kind: 'host', host, except: [] })),
    ...end.urls.map((url): Target => ({ kind: 'url', ...splitUrl(url) })),
    ...end.fqdnTags.map((tag): Target => ({ kind: 'host', host: fqdnTagName(tag), except: [] })),
    ...end.opaque.filter(({ isNotAccepted }) => isNotAccepted !== true).map(({ text }): Target => ({ kind: 'host', host: text, except: [] })),
  ];
}

/** What both a security group and a firewall let through: the narrower one, or the firewall's where it cannot be told. */
function meet(before: Target, behind: Target, knowledge: Knowledge): Target | undefined {
  const isPublic = before.kind === 'tag' && before.tag === INTERNET;
  if (before.kind === 'every' || isPublic) {
    if (behind.kind === 'addresses' && isPublic) {
      const set = behind.set.without(PRIVATE_ADDRESSES);
      return set.isEmpty ? undefined : { ...behind, set };
    }
    return behind.kind === 'every' ? before : behind;
  }
  if (behind.kind === 'every' || targetText(before) === targetText(behind) || (behind.kind === 'host' && behind.host === '*')) {
    return before;
  }
  if (before.kind === 'addresses' && behind.kind === 'addresses') {
    const set = before.set.and(behind.set);
    return set.isEmpty ? undefined : { kind: 'addresses', set, side: before.side };
  }
  if (before.kind === 'tag' && behind.kind === 'tag') {
    return knowledge.holds(before.tag, behind.tag) ? behind : knowledge.holds(behind.tag, before.tag) ? before : undefined;
  }
  // Private addresses have neither service tags nor, in these files, names.
  return before.kind === 'addresses' && before.set.isIn(PRIVATE_ADDRESSES) ? undefined : behind;
}
