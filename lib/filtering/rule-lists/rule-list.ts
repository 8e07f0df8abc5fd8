import { ALL_PORTS, commonPorts, PortInterval, portSet, PortSet, portsHold, portsKey } from '../../azure/port-sets';
import { AddressClasses } from './address-classes';
import { Access, ListRule, Symbols } from './list-rule';
import { Dimension, Points } from './points';
import { SideTable } from './rule-sides';
import { SymbolTable } from './symbol-table';

/** Flows: from each of the sources to each of the destinations, with each of the protocols and ports. */
export interface Box {
  readonly sources: Points;
  readonly destinations: Points;
  /** A bit for each protocol. */
  readonly protocols: number;
  readonly sourcePorts: PortSet;
  readonly destinationPorts: PortSet;
}

/** A list of rules, and what decides the flows that none of them matches. */
interface Policy {
  readonly rules: readonly ListRule[];
  readonly defaultAccess: Access;
}

/** How many protocols fit into a number that is used as a set of bits. */
const MOST_PROTOCOLS = 31;

/**
 * The rules of some policies, one policy after the other, with classes, symbols, protocols and lists of ports as numbers. The default of
 * each policy follows its rules, as a rule that matches everything.
 */
export class RuleList {
  public readonly count: number;
  /** 1 for rules that allow. */
  public readonly allows: Uint8Array;
  public readonly protocols: Int32Array;
  /** Numbers of sides. */
  public readonly source: Int32Array;
  public readonly destination: Int32Array;
  public readonly sourcePorts: readonly PortSet[];
  public readonly destinationPorts: readonly PortSet[];
  public readonly sources: Dimension;
  public readonly destinations: Dimension;
  public readonly sourceClasses: AddressClasses;
  public readonly destinationClasses: AddressClasses;
  public readonly protocolNames: readonly string[];
  private readonly symbolTable: SymbolTable;

  public constructor(policies: readonly Policy[], symbols: Symbols) {
    const protocolNames = [...new Set(policies.flatMap(({ rules }) => rules.flatMap(({ protocols }) => protocols)))];
    if (protocolNames.length > MOST_PROTOCOLS) {
      throw new RangeError(`rules with ${protocolNames.length} different protocols, of at most ${MOST_PROTOCOLS}`);
    }
    this.protocolNames = protocolNames;
    const rules = policies.flatMap((policy) => [...policy.rules, defaultRule(policy.defaultAccess, protocolNames)]);
    this.symbolTable = new SymbolTable(symbols);
    const [sources, destinations] = [new SideTable(this.symbolTable), new SideTable(this.symbolTable)];
    const ports = new PortTable();
    this.count = rules.length;
    this.allows = Uint8Array.from(rules, ({ access }) => (access === 'allow' ? 1 : 0));
    this.protocols = Int32Array.from(rules, (rule) => rule.protocols.reduce((bits, name) => bits | (1 << protocolNames.indexOf(name)), 0));
    this.source = Int32Array.from(rules, (rule) => sources.numberOf(rule.sources));
    this.destination = Int32Array.from(rules, (rule) => destinations.numberOf(rule.destinations));
    this.sourcePorts = rules.map((rule) => ports.of(rule.sourcePorts));
    this.destinationPorts = rules.map((rule) => ports.of(rule.destinationPorts));
    [this.sources, this.sourceClasses] = this.dimension(sources);
    [this.destinations, this.destinationClasses] = this.dimension(destinations);
  }

  /** Whether a rule matches no flow, whatever the addresses of symbols. */
  public isEmpty(rule: number): boolean {
    return this.protocols[rule] === 0 || this.sourcePorts[rule]!.length === 0 || this.destinationPorts[rule]!.length === 0 ||
      this.sources.of(this.source[rule]!).length === 0 || this.destinations.of(this.destination[rule]!).length === 0;
  }

  /** The flows of a rule. */
  public box(rule: number): Box {
    return {
      sources: this.sources.of(this.source[rule]!), destinations: this.destinations.of(this.destination[rule]!),
      protocols: this.protocols[rule]!,
      sourcePorts: this.sourcePorts[rule]!, destinationPorts: this.destinationPorts[rule]!,
    };
  }

  /**
   * The flows that two rules match.
   * @param withAll whether to have each class of addresses, and not only as many as are enough to ask for all of them
   */
  public commonBox(one: number, other: number, withAll = false): Box | undefined {
    const protocols = this.protocols[one]! & this.protocols[other]!;
    const sourcePorts = commonPorts(this.sourcePorts[one]!, this.sourcePorts[other]!);
    const destinationPorts = commonPorts(this.destinationPorts[one]!, this.destinationPorts[other]!);
    if (protocols === 0 || sourcePorts.length === 0 || destinationPorts.length === 0) {
      return undefined;
    }
    const sources = this.sources.ofBoth(this.source[one]!, this.source[other]!, withAll);
    const destinations = sources.length === 0
      ? sources
      : this.destinations.ofBoth(this.destination[one]!, this.destination[other]!, withAll);
    return destinations.length === 0 ? undefined : { sources, destinations, protocols, sourcePorts, destinationPorts };
  }

  /** Whether a rule matches all flows of another. */
  public contains(holder: number, rule: number): boolean {
    return (this.protocols[rule]! & ~this.protocols[holder]!) === 0 &&
      portsHold(this.sourcePorts[holder]!, this.sourcePorts[rule]!) &&
      portsHold(this.destinationPorts[holder]!, this.destinationPorts[rule]!) &&
      this.sources.contains(this.source[holder]!, this.source[rule]!) &&
      this.destinations.contains(this.destination[holder]!, this.destination[rule]!);
  }

  /** The names of a symbol and of all wider ones. */
  public symbolNames(symbol: number): readonly [string, ...string[]] {
    const { name, wider } = this.symbolTable.symbol(symbol);
    return [name, ...wider.filter((one) => one !== symbol).map((one) => this.symbolTable.symbol(one).name)];
  }

  private dimension(table: SideTable): [Dimension, AddressClasses] {
    const { sides, domains, classes } = table.finish();
    const wider = domains.map((_, symbol) => this.symbolTable.symbol(symbol).wider);
    return [new Dimension(sides, domains, wider, classes.count), classes];
  }
}

function defaultRule(access: Access, protocols: readonly string[]): ListRule {
  return {
    access, protocols, sources: [{ kind: 'any' }], sourcePorts: ALL_PORTS, destinations: [{ kind: 'any' }], destinationPorts: ALL_PORTS,
  };
}

/** Each different set of ports once, so that equal sets are the same object. */
class PortTable {
  private readonly sets = new Map<number | string, PortSet>();

  public of(intervals: readonly PortInterval[]): PortSet {
    const ports = portSet(intervals);
    const key = ports.length === 1 ? ports[0]!.first * 65536 + ports[0]!.last : portsKey(ports);
    const same = this.sets.get(key);
    if (same === undefined) {
      this.sets.set(key, ports);
    }
    return same ?? ports;
  }
}
