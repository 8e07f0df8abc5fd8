import { Protocol } from '../requirements/ports';

/** One application rule: host names or URLs on HTTP and HTTPS ports. */
export interface FirewallApplicationRule {
  /** Name, unique among the rules. */
  readonly name: string;
  /** What the rule is for. */
  readonly description: string;
  /** Position in the order of rules. */
  readonly slot: number;
  /** `Http:80`, `Https:443`. */
  readonly protocols: string[];
  /** Host names, perhaps with a wildcard as left-most label. */
  readonly hostNames: string[];
  /** URLs, which need a Premium policy with TLS inspection. */
  readonly urls: string[];
  /** FQDN tags, whose lists of host names Azure keeps. */
  readonly fqdnTags: string[];
  /** Ids of the requirements that the rule carries. */
  readonly requirementIds: string[];
}

/** One network rule: service tags, addresses or host names on other ports. */
export interface FirewallNetworkRule {
  /** Name, unique among the rules. */
  readonly name: string;
  /** What the rule is for. */
  readonly description: string;
  /** Position in the order of rules. */
  readonly slot: number;
  /** Transport protocol. */
  readonly protocol: Protocol;
  /** Ports and ranges, or `*`. */
  readonly ports: string[];
  /** Service tags, or address ranges, but never both in one rule. */
  readonly addresses: string[];
  /** Host names, without wildcards. */
  readonly hostNames: string[];
  /** Ids of the requirements that the rule carries. */
  readonly requirementIds: string[];
}
