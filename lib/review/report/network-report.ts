import { HopKind, Outcome } from '../../filtering/answers';
import { OpenTraffic } from '../../findings/context';
import { Severity } from '../../findings/severity';
import { Citation } from '../../requirements/citation';
import { VerificationCounts } from '../verification-summary';
import { LimitUsed } from './limits-used';

/** What lets traffic through or stops it. */
export type RuleLayer = 'security group' | 'route' | 'firewall';

/** One rule or route of the network, with the requirements that it serves. */
export interface ReportRule {
  /** Unique in the report, and the same from run to run; a link to the rule ends with it. */
  readonly anchor: string;
  readonly layer: RuleLayer;
  /** The group, table or firewall that it is of. */
  readonly owner: string;
  readonly name: string;
  readonly label: string;
  readonly access: 'allow' | 'deny' | 'either' | 'route';
  /** Undefined for routes. */
  readonly direction?: 'outbound' | 'inbound';
  /** Ports as numbers and ranges; none for what has no ports, such as a route. */
  readonly ports: readonly string[];
  /** Protocols and ports, sources and destinations, in one line each. */
  readonly traffic: string;
  readonly source: string;
  readonly destination: string;
  /** Of a route to an appliance. */
  readonly nextHopAddress?: string;
  /** Why it may match less or more than it says. */
  readonly uncertain?: string;
  readonly file: string;
  /** Of a file in Terraform's own syntax. */
  readonly line?: number;
  readonly resource: string;
  /** Anchors of the requirements whose traffic it decides. */
  readonly requirementAnchors: readonly string[];
  /** Anchors of what it opens although no requirement asks for it. */
  readonly openingAnchors: readonly string[];
}

/** One layer on the way of a requirement's traffic. */
export interface ReportStep {
  readonly layer: RuleLayer;
  readonly result: 'allow' | 'deny' | 'unknown';
  /** The flows of the requirement that it is about, `TCP 443, 8787`; none where they are not known. */
  readonly flows: readonly string[];
  readonly text: string;
  /** Anchors of the rules that decide; empty for default rules of Azure. */
  readonly ruleAnchors: readonly string[];
  /** What the route leads to, where it is about one. */
  readonly leadsTo?: readonly HopKind[];
}

/** One requirement of one subnet. */
export interface ReportRequirement {
  readonly anchor: string;
  readonly subnet: string;
  readonly id: string;
  readonly need: string;
  readonly purpose: string;
  readonly direction: 'outbound' | 'inbound';
  readonly protocol: string;
  readonly ports: readonly string[];
  readonly endpointKind: string;
  readonly endpoint: string;
  /** The section of the catalog, which is the scenario where one switches it on; `own` for a requirement of the user. */
  readonly section: string;
  readonly capability: string;
  readonly citation?: Citation & { readonly link?: string };
  /** Address of its page, where it is of the catalog. */
  readonly page?: string;
  readonly notes: readonly string[];
  readonly outcome: Outcome;
  /** The ports that the outcome is about, where others have a better one. */
  readonly decidedPorts?: string;
  readonly steps: readonly ReportStep[];
  readonly example?: string;
  readonly conditions: readonly string[];
  /** Why data can leave through it. */
  readonly wayOut?: string;
}

/** Traffic that is open, or may be, although no requirement asks for it, with its place in the report. */
export interface ReportOpening extends Omit<OpenTraffic, 'hop'> {
  readonly anchor: string;
  readonly subnet: string;
  readonly leadsTo?: HopKind;
  /** Anchors of the rules and routes of the files that let it through. */
  readonly ruleAnchors: readonly string[];
  /** A flow that is open, as `explain` takes it. */
  readonly example?: string;
  /** Why it is accepted; undefined when nobody has. */
  readonly acknowledged?: string;
}

/** A requirement that is not there as documented: left out, not carried, or carried in another form. */
export interface ReportGap {
  readonly kind: 'left out' | 'left out by you' | 'not documented' | 'unexpressed' | 'out of path' | 'substituted';
  /** The subnet, or the rule language. */
  readonly where: string;
  readonly id: string;
  readonly ports: readonly string[];
  readonly reason: string;
  /** What to do instead. */
  readonly remedy?: string;
  /** What is written instead. */
  readonly writtenAs?: string;
}

export interface ReportFinding {
  readonly id: string;
  readonly severity: Severity;
  readonly subject: string;
  readonly message: string;
  /** What is wrong with all findings that have one cause, and what to write instead; what is said about this one alone is `own`. */
  readonly cause?: string;
  readonly own?: string;
  readonly example?: string;
  readonly places: readonly string[];
  /** Why it is accepted; undefined when nobody has. */
  readonly acknowledged?: string;
}

/** A subnet, and what its traffic passes. */
interface ReportSubnet {
  readonly name: string;
  readonly resource?: string;
  /** Why nothing is known of it. */
  readonly notFound?: string;
  readonly group?: string;
  readonly table?: string;
  readonly firewalls: readonly string[];
  /** What counts as asked for besides requirements: address ranges, or a tag, of the network itself; none for no such traffic. */
  readonly insideTraffic: readonly string[];
}

/** All that a report says, as plain data. Every form of it is made from this alone. */
export interface NetworkReport {
  readonly name: string;
  readonly network: string;
  /** What the network was compared with. */
  readonly against: string;
  readonly serviceTagFile: string;
  readonly verdict: Outcome;
  readonly headline: string;
  readonly summary: VerificationCounts;
  readonly subnets: readonly ReportSubnet[];
  readonly requirements: readonly ReportRequirement[];
  readonly rules: readonly ReportRule[];
  readonly openings: readonly ReportOpening[];
  readonly gaps: readonly ReportGap[];
  /** Why gaps do not say what rule languages cannot carry; undefined where they do. */
  readonly notTranslated?: string;
  readonly findings: readonly ReportFinding[];
  readonly limits: readonly LimitUsed[];
  /** What answers rest on and that is not in the files; members are what single ones of a group say. */
  readonly conditions: readonly { readonly condition: string; readonly requirementCount: number; readonly members: readonly string[] }[];
}
