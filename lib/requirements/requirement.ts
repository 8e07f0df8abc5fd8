import { InputError, quote } from '../azure/errors';
import { LIMITS } from '../azure/limits';
import { isPlainLine } from '../azure/plain-text';
import { instanceOf, number, optional, propertiesOf, text, words } from '../azure/argument-shapes';
import { CatalogSection } from './catalog-section';
import { Citation } from './citation';
import { Direction } from './direction';
import { Endpoint, EndpointKind } from './endpoint';
import { Ports } from './ports';
import { ruleDescription } from './rule-description';

/** Slots that requirements of users take; the catalog has those below. */
export const OWN_SLOTS = { min: 2000, max: 2999 } as const;

const ID = /^[a-z0-9]([a-z0-9.-]{0,58}[a-z0-9])?$/;

/** A network need that the documentation does not list: built with the same values, merged with the catalog's. */
export interface RequirementProps {
  /**
   * Stable, readable id: 1 to 60 lower-case letters, digits, `.` and `-`. Rules are named after it.
   */
  readonly id: string;

  /**
   * A number from 2000 to 2999, unique in the requirement set. Priorities and the order of rules come from it, so that
   * adding or removing another requirement does not change this one's rules.
   */
  readonly slot: number;

  /** The other side. */
  readonly endpoint: Endpoint;

  /** Protocol and destination ports. */
  readonly ports: Ports;

  /** What it is for, in one line. It becomes the description of the rule. */
  readonly purpose: string;

  /**
   * Where the need is written down.
   * @default - none
   */
  readonly citation?: Citation;
}

const CITATION = propertiesOf<Citation>({ article: words, date: words, section: words, row: words });

const PROPS = propertiesOf<RequirementProps>({
  id: text, slot: number, endpoint: instanceOf(() => Endpoint, 'Endpoint'), ports: instanceOf(() => Ports, 'Ports'), purpose: text,
  citation: optional(CITATION),
});

/** Name and description of the rule that carries a requirement; requirements that share a slot share them. */
export interface RuleIdentity {
  readonly name: string;
  readonly description: string;
}

/** What a documented row asks for, where another one carries its need. */
export interface StandsFor {
  /** Endpoint and ports of the row, in one line. */
  readonly need: string;
  readonly reason: string;
  /** Whether this holds more than what the row asks for. */
  readonly isWider: boolean;
}

/** What the catalog states of a requirement on top of what users state. */
interface CatalogFacts {
  /** Undefined for what stands in no section of the article: hosts that the Dependencies API lists. */
  readonly section?: CatalogSection;
  readonly capability: string;
  readonly citation?: Citation;
  readonly documentedAs?: string;
  readonly notes?: readonly string[];
  readonly rule: RuleIdentity;
  readonly subject?: string;
  readonly nextHopInternet?: boolean;
  readonly dataExfiltration?: string;
  readonly fqdnTag?: string;
  readonly serviceEndpoint?: string;
  /** Id of the entry of the catalog, where it stands for several requirements. */
  readonly entry?: string;
  /** Why the endpoint holds more than what is needed. */
  readonly wider?: string;
  /** Service tags that together hold the addresses of the host. */
  readonly heldBy?: readonly string[];
  /** What the documentation asks for where it can be had, and why this stands for it. */
  readonly standsFor?: StandsFor;
  /** Whether the firewall itself answers, so that its rules do not apply. */
  readonly atFirewall?: boolean;
}

/** One network need: direction, protocol, ports, endpoint, and where it comes from. Immutable. */
export class Requirement {
  /**
   * The compute connects to the endpoint.
   *
   * @param props the endpoint, the ports, and what the need is for
   * @throws when the id, the slot or the purpose is not of the form that `RequirementProps` states
   */
  public static outbound(props: RequirementProps): Requirement {
    PROPS('props', props);
    return Requirement.own(Direction.OUTBOUND, props);
  }

  /**
   * The endpoint (a service tag or an address range) connects to the compute.
   *
   * @param props the endpoint, the ports, and what the need is for
   * @throws as `outbound`, and when the endpoint is neither a service tag nor an address range
   */
  public static inbound(props: RequirementProps): Requirement {
    PROPS('props', props);
    const { kind } = props.endpoint;
    if (kind !== EndpointKind.SERVICE_TAG && kind !== EndpointKind.ADDRESS_RANGE) {
      throw new InputError({
        argument: `requirement ${quote(props.id)}`,
        problem: `the source of inbound traffic is a service tag or an address range, not ${quote(props.endpoint.toString())}`,
      }, { part: ['endpoint', kind] });
    }
    return Requirement.own(Direction.INBOUND, props);
  }

  /**
   * A requirement of the catalog.
   * @internal
   */
  public static _fromCatalog(direction: Direction, props: RequirementProps, facts: CatalogFacts): Requirement {
    return new Requirement(direction, props, facts);
  }

  private static own(direction: Direction, props: RequirementProps): Requirement {
    const { id, slot, endpoint, purpose } = props;
    if (!ID.test(id)) {
      throw new InputError({
        argument: `requirement ${quote(id)}`,
        problem: 'an id is 1 to 60 lower-case letters, digits, "." and "-", with a letter or digit at both ends',
      });
    }
    if (!Number.isInteger(slot) || slot < OWN_SLOTS.min || slot > OWN_SLOTS.max) {
      throw new InputError({
        argument: `requirement ${quote(id)}`,
        problem:
          `slot ${quote(slot)} is not a whole number from ${OWN_SLOTS.min} to ${OWN_SLOTS.max} (lower numbers belong to the catalog)`,
      });
    }
    checkPurpose(id, purpose);
    if (endpoint.kind === EndpointKind.PODS || endpoint.kind === EndpointKind.UNSPECIFIED) {
      throw new InputError({ argument: `requirement ${quote(id)}`, given: endpoint.kind, problem: 'is for the catalog only' });
    }
    return new Requirement(direction, props);
  }

  /** Stable id. */
  public readonly id: string;
  /** Number that priorities and order come from. */
  public readonly slot: number;
  /** Direction, seen from the compute. */
  public readonly direction: Direction;
  /** Protocol and destination ports. */
  public readonly ports: Ports;
  /** The other side, with placeholders filled when the requirement comes from a set. */
  public readonly endpoint: Endpoint;
  /** What it is for. */
  public readonly purpose: string;
  /** The need that it serves. A service tag and host names of the same capability can replace each other. */
  public readonly capability: string;
  /** The section of the article. Undefined for a requirement of your own and for one of the Dependencies API. */
  public readonly section?: CatalogSection;
  /** Where it is documented. */
  public readonly citation?: Citation;
  /** How the article wrote it, where that differs. */
  public readonly documentedAs?: string;
  /** What else to know about it. */
  public readonly notes: string[];
  /** Whether it asks for a route with the next hop Internet instead of an open flow. */
  public readonly nextHopInternet: boolean;
  /** Whose traffic it is. Undefined means the compute of the subnet. */
  public readonly subject?: string;
  /** Why data can leave through it, with the source. Undefined where the documentation does not mark it. */
  public readonly dataExfiltration?: string;
  /** The FQDN tag of Azure Firewall whose list is documented to cover the host. */
  public readonly fqdnTag?: string;
  /** The service endpoint of the subnet that the traffic takes, past any firewall: `Microsoft.Storage`. */
  public readonly serviceEndpoint?: string;
  /**
   * Id of the entry of the catalog that it is from; its own id in all cases but that of an entry with several endpoints.
   * @internal
   */
  public readonly _entry: string;
  /**
   * Why the endpoint holds more than what is needed, where it does.
   * @internal
   */
  public readonly _wider?: string;
  /**
   * Service tags that together hold the addresses of the host; none where that is not known.
   * @internal
   */
  public readonly _heldBy: readonly string[];
  /**
   * The documented row that it stands for, in a cloud that the row is not for.
   * @internal
   */
  public readonly _standsFor?: StandsFor;
  /**
   * Whether the endpoint is the firewall itself, so that its rules do not apply.
   * @internal
   */
  public readonly _atFirewall: boolean;
  /**
   * The rule that carries it.
   * @internal
   */
  public readonly _rule: RuleIdentity;

  private readonly props: RequirementProps;
  private readonly facts?: CatalogFacts;

  private constructor(direction: Direction, props: RequirementProps, facts?: CatalogFacts, rule?: RuleIdentity) {
    this.props = props;
    this.facts = facts;
    this.direction = direction;
    this.id = props.id;
    this.slot = props.slot;
    this.ports = props.ports;
    this.endpoint = props.endpoint;
    this.purpose = props.purpose;
    this.citation = facts?.citation ?? props.citation;
    this.section = facts?.section;
    this.capability = facts?.capability ?? `own:${props.id}`;
    this.documentedAs = facts?.documentedAs;
    this.notes = [...(facts?.notes ?? [])];
    Object.freeze(this.notes);
    this.nextHopInternet = facts?.nextHopInternet ?? false;
    this.subject = facts?.subject;
    this.dataExfiltration = facts?.dataExfiltration;
    this.fqdnTag = facts?.fqdnTag;
    this.serviceEndpoint = facts?.serviceEndpoint;
    this._entry = facts?.entry ?? props.id;
    this._wider = facts?.wider;
    this._heldBy = facts?.heldBy ?? [];
    this._standsFor = facts?.standsFor;
    this._atFirewall = facts?.atFirewall ?? false;
    this._rule = rule ?? facts?.rule ??
      { name: `Allow-${props.id}`, description: ruleDescription({ purpose: props.purpose, ids: [props.id], isWayOut: false }) };
    Object.freeze(this); // sets share requirements
  }

  /** One stable text: `outbound TCP 443 fqdn pypi.org`. Two requirements with the same text ask for the same. */
  public get need(): string {
    return `${this.direction} ${this.ports} ${this.endpoint}`;
  }

  /** One stable text: the id and the need. */
  public toString(): string {
    return `${this.id} (${this.need})`;
  }

  /**
   * The same requirement with its placeholders filled.
   * @internal
   */
  public _withEndpoint(endpoint: Endpoint): Requirement {
    return new Requirement(this.direction, { ...this.props, endpoint }, this.facts, this._rule);
  }

  /**
   * The same requirement under another id, where one entry of the catalog stands for several endpoints.
   * @internal
   */
  public _withId(id: string): Requirement {
    return new Requirement(this.direction, { ...this.props, id }, { ...this.facts!, entry: this._entry }, this._rule);
  }

  /**
   * The same requirement, met through a service endpoint of the subnet.
   * @internal
   */
  public _throughServiceEndpoint(serviceEndpoint: string): Requirement {
    return new Requirement(this.direction, this.props, { ...this.facts!, serviceEndpoint }, this._rule);
  }

  /**
   * The same requirement as a rule carries it, with the names that are known of the workspace.
   * @internal
   */
  public _inRule(rule: RuleIdentity, heldBy: readonly string[]): Requirement {
    return new Requirement(this.direction, this.props, { ...this.facts!, rule, heldBy }, rule);
  }

  /**
   * Another row of the catalog with this one's need: a requirement for its endpoint, ports and rule, under this one's id.
   * @internal
   */
  public _carriedBy(other: Requirement, standsFor: StandsFor): Requirement {
    const facts = {
      ...other.facts!, ...this.facts!, fqdnTag: undefined, serviceEndpoint: other.serviceEndpoint, rule: other._rule, heldBy: [], standsFor,
    };
    const { endpoint, ports, slot } = other.props;
    return new Requirement(this.direction, { ...this.props, endpoint, ports, slot }, facts, other._rule);
  }

  /**
   * The same requirement with some of its ports.
   * @internal
   */
  public _withPorts(ports: Ports): Requirement {
    return new Requirement(this.direction, { ...this.props, ports }, this.facts, this._rule);
  }

  /**
   * The same requirement, for a catalog entry that asks for the same.
   * @internal
   */
  public _inPlaceOf(
    { slot, rule, dataExfiltration }: { readonly slot: number; readonly rule: RuleIdentity; readonly dataExfiltration?: string },
  ): Requirement {
    // What the documentation asks for is not wider than documented.
    const facts = {
      capability: this.capability, rule, ...this.facts, wider: undefined, ...(dataExfiltration !== undefined && { dataExfiltration }),
    };
    return new Requirement(this.direction, { ...this.props, slot }, facts, rule);
  }
}

/** The purpose becomes the description of a security rule: up to 140 characters, and nothing that Terraform or CDKTF would evaluate. */
function checkPurpose(id: string, purpose: string): void {
  const max = LIMITS.securityRuleDescription;
  if (!isPlainLine(purpose) || purpose.length > max) {
    throw new InputError({
      argument: `requirement ${quote(id)}`,
      problem: `the purpose ${quote(purpose)} must be one line of 1 to ${max} characters of plain text, without an expression`,
    });
  }
}
