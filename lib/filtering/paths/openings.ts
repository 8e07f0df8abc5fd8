import { Direction } from '../../requirements/direction';
import { Firewall, Place, PortInterval } from '../../network/network';
import { sidesOf, byFile } from './asked';
import { Expected } from './expected';
import { ALL_PORTS, FilterRule, hasPorts, PROTOCOLS, TransportProtocol } from '../filter-rule';
import { splitUrl } from '../host-patterns';
import { INTERNET, Knowledge, LOAD_BALANCER, VIRTUAL_NETWORK } from '../knowledge';
import { HEALTH_PROBES, PRIVATE_ADDRESSES } from '../known-addresses';
import { RuleEnd } from '../rule-end';
import { Setting } from './split';
import { SubnetView, VerifiedSubnet } from './subnet-view';
import { fqdnTagName, Target, targetText } from './target';
import { Doubt, holdsPorts, walk } from './walk';

/** Flows that are open and that nothing asks for, on ports that are not divided. */
export interface OpenPiece {
  readonly direction: Direction;
  readonly protocol: TransportProtocol;
  readonly ports: PortInterval;
  readonly target: Target;
  /** How it goes out, for messages; undefined inbound. */
  readonly way?: string;
  readonly places: readonly Place[];
  /** Why it is not certain that it is open; undefined when it is. */
  readonly doubt?: string;
}

/** Where a piece comes from, and how certain it is. */
interface Origin {
  readonly places: readonly Place[];
  readonly doubt?: string;
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
  private readonly onPorts = new Map<string, readonly FilterRule[]>();
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
      this.open({ kind: 'every', except: [] }, PROTOCOLS, ALL_PORTS, { places: [] }, false);
    }
    for (const rule of this.rules) {
      if (rule.access === 'allow') {
        const origin = { places: rule.place === undefined ? [] : [rule.place] };
        for (const target of targetsOf(this.isOutbound ? rule.destination : rule.source, view)) {
          this.open(target, rule.protocols, portsOf(rule), origin, isDoubtful(rule));
        }
      }
    }
    return this.found;
  }

  private open(target: Target, protocols: readonly TransportProtocol[], ports: readonly PortInterval[], origin: Origin, isOfDoubt: boolean): void {
    for (const protocol of protocols) {
      for (const range of hasPorts(protocol) ? ports : ports.filter(({ first, last }) => first === 0 && last === 65535)) {
        if (this.expected.beyond(protocol, range, target) !== undefined) {
          for (const piece of this.pieces(protocol, range)) {
            this.openPiece(target, protocol, piece, origin, isOfDoubt);
          }
        }
      }
    }
  }

  private openPiece(target: Target, protocol: TransportProtocol, ports: PortInterval, origin: Origin, isOfDoubt: boolean): void {
    const left = this.expected.beyond(protocol, ports, target);
    if (left === undefined) {
      return;
    }
    const { view } = this;
    const ends = this.isOutbound ? { source: view.ownFor(left), destination: left } : { source: left, destination: view.ownFor(left) };
    const leaves = view.group === undefined ? [{ ...ends, access: 'allow' as const, doubts: {}, byName: false }] : walk(this.rules, { protocol, ports, ...ends }, this.setting);
    for (const leaf of leaves) {
      const end = this.isOutbound ? leaf.destination : leaf.source;
      const doubt = leaf.access === 'allow' ? doubtfulOf(leaf.doubts.deny) : isOfDoubt ? leaf.doubts.allow : undefined;
      if ((leaf.access === 'allow' || doubt !== undefined) && !isEmpty(end) && this.expected.beyond(protocol, ports, end) !== undefined) {
        const from = doubt === undefined ? origin : { ...origin, doubt: `${doubt.rule.label} may ${leaf.access === 'allow' ? 'deny' : 'allow'} it: ${doubt.why}` };
        if (this.isOutbound) {
          this.goOut(end, protocol, ports, from);
        } else {
          this.add({ protocol, ports, target: end, ...from });
        }
      }
    }
  }

  /** Follows what a security group lets out, to the Internet or through a firewall. */
  private goOut(target: Target, protocol: TransportProtocol, ports: PortInterval, origin: Origin): void {
    const { knowledge } = this.setting;
    for (const { target: way, hops } of this.view.waysOf(byAddresses(target, knowledge))) {
      const part = byAddresses(way, knowledge);
      if (this.expected.beyond(protocol, ports, part) === undefined) {
        continue;
      }
      for (const hop of hops) {
        if (hop.kind === 'appliance') {
          const firewall = this.view.firewallAt(hop.route);
          if (firewall !== undefined) {
            this.throughFirewall(firewall, part, protocol, ports, origin);
          } // else said once for the appliance
        } else if (hop.kind === 'unknown' || this.view.routes.delivers(hop, part) !== 'no') {
          const isCertain = hop.kind !== 'unknown' && this.view.routes.delivers(hop, part) === 'yes';
          const places = hop.route === undefined ? origin.places : [...origin.places, hop.route.place];
          const doubt = origin.doubt ?? (isCertain ? undefined : hop.kind === 'gateway' ? 'what is behind the gateway is not in the files' : 'where the route leads it to is not in the files');
          this.add({ protocol, ports, target: part, way: hop.text, places, ...(doubt !== undefined && { doubt }) });
        }
      }
    }
  }

  private throughFirewall(firewall: Firewall, target: Target, protocol: TransportProtocol, ports: PortInterval, origin: Origin): void {
    const { view } = this;
    const rules = this.rulesOn(firewall, protocol, ports);
    for (const rule of rules) {
      for (const end of rule.access === 'allow' ? targetsOf(rule.destination, view) : []) {
        const both = meet(target, end, view.setting.knowledge);
        const left = both && this.expected.beyond(protocol, ports, both.target);
        if (left !== undefined) {
          const leaves = walk(rules, { protocol, ports, source: view.ownFor(left), destination: left }, this.setting);
          const unsure = isDoubtful(rule) ? leaves.find((leaf) => leaf.access === 'deny' && leaf.doubts.allow !== undefined)?.doubts.allow : undefined;
          const isOpenHere = leaves.some((leaf) => leaf.access === 'allow');
          const doubt = origin.doubt ?? (isOpenHere ? both!.doubt : unsure && `${unsure.rule.label} may allow it: ${unsure.why}`);
          if (isOpenHere || unsure !== undefined) {
            const places = rule.place === undefined ? origin.places : [...origin.places, rule.place];
            this.add({ protocol, ports, target: left, way: `firewall ${firewall.name}`, places, ...(doubt !== undefined && { doubt }) });
          }
        }
      }
    }
  }

  /** The rules of a firewall that may hold a protocol and ports: of many rules those are few, and they are asked for again and again. */
  private rulesOn(firewall: Firewall, protocol: TransportProtocol, ports: PortInterval): readonly FilterRule[] {
    const key = `${firewall.key} ${protocol} ${ports.first}-${ports.last}`;
    let rules = this.onPorts.get(key);
    if (rules === undefined) {
      rules = this.view.rulesOf(firewall).filter((rule) => holdsPorts(rule, { protocol, ports }, this.setting) !== 'no');
      this.onPorts.set(key, rules);
    }
    return rules;
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
    ...end.opaque.map(({ text }): Target => ({ kind: 'host', host: text, except: [] })),
  ];
}

/** The ports that a rule may be for. */
function portsOf({ ports, hasUnknownPorts }: FilterRule): readonly PortInterval[] {
  return hasUnknownPorts === true ? ALL_PORTS : ports;
}

/** Whether a rule has a value that is not known, so that it may open what it does not surely open. */
function isDoubtful({ uncertain, hasUnknownPorts, source, destination }: FilterRule): boolean {
  return uncertain !== undefined || hasUnknownPorts === true || source.opaque.length > 0 || destination.opaque.length > 0;
}

/** A rule that may deny all of it. One for a tag that may have some of the addresses leaves others open. */
function doubtfulOf(doubt: Doubt | undefined): Doubt | undefined {
  return doubt !== undefined && isDoubtful(doubt.rule) ? doubt : undefined;
}

/** Whether all that a target stood for is taken away: every address is in the network or on the Internet. */
function isEmpty(target: Target): boolean {
  return target.kind === 'every' && target.except.includes(INTERNET) && target.except.includes(VIRTUAL_NETWORK);
}

/** What both a security group and a firewall let through, and why that is not certain. */
interface Meeting {
  readonly target: Target;
  readonly doubt?: string;
}

/** The narrower of both; what may overlap is the firewall's, with a doubt. */
function meet(before: Target, behind: Target, knowledge: Knowledge): Meeting | undefined {
  const isPublic = before.kind === 'tag' && before.tag === INTERNET;
  if (before.kind === 'every' || isPublic) {
    if (behind.kind === 'addresses' && isPublic) {
      const set = behind.set.without(PRIVATE_ADDRESSES);
      return set.isEmpty ? undefined : { target: { ...behind, set } };
    }
    return { target: behind.kind === 'every' ? before : behind };
  }
  if (behind.kind === 'every' || targetText(before) === targetText(behind) || (behind.kind === 'host' && behind.host === '*')) {
    return { target: before };
  }
  if (before.kind === 'addresses' && behind.kind === 'addresses') {
    const set = before.set.and(behind.set);
    return set.isEmpty ? undefined : { target: { kind: 'addresses', set, side: before.side } };
  }
  const doubt = `the security group opens ${targetText(before)}, and whether that has addresses of ${targetText(behind)} cannot be told`;
  if (before.kind === 'tag' && behind.kind === 'tag') {
    // By names, two tags have nothing in common, but for those that hold most of the others.
    return knowledge.holds(before.tag, behind.tag) ? { target: behind } : knowledge.holds(behind.tag, before.tag) ? { target: before }
      : knowledge.mayHold(before.tag) || knowledge.mayHold(behind.tag) ? { target: behind, doubt } : undefined;
  }
  const isPrivate = (one: Target): boolean => one.kind === 'addresses' && one.set.isIn(PRIVATE_ADDRESSES);
  // Private addresses have neither service tags nor, in these files, names.
  return isPrivate(before) || (before.kind === 'tag' && isPrivate(behind)) ? undefined : { target: behind, doubt };
}
