import { ExampleFlow, HopKind, RequirementAnswer } from '../filtering/answers';
import { Knowledge } from '../filtering/knowledge';
import { OpenPiece } from '../filtering/paths/openings';
import { VerifiedSubnet } from '../filtering/paths/subnet-view';
import { Network, Place } from '../network/network';
import { RuleChecks } from './rule-checks';

/** A subnet that was asked for and that cannot be looked at. */
export interface NotFound {
  readonly name: string;
  readonly why: string;
  readonly places: readonly Place[];
}

/** What findings are made from. */
export interface FindingContext {
  readonly network: Network;
  readonly knowledge: Knowledge;
  /** The subnets that were asked for and found. */
  readonly views: readonly VerifiedSubnet[];
  readonly notFound: readonly NotFound[];
  readonly answers: readonly RequirementAnswer[];
  /** Dead, redundant and contradicting rules. */
  readonly checks: RuleChecks;
  readonly open: readonly { readonly view: VerifiedSubnet; readonly pieces: readonly OpenPiece[] }[];
}

/**
 * What findings of one kind have in common: a rule that decides, or what is missing. Whoever reads sees one entry for all of them.
 */
export interface Cause {
  /** Findings of one kind with the same key have the same cause. */
  readonly key: string;
  /** What is wrong with all of them, and what to write instead: whole sentences. */
  readonly text: string;
  /** What is said about this one alone. */
  readonly member: string;
  /** What is said about it, and may be said about others in the same words. */
  readonly notes?: readonly string[];
}

/** Traffic that is open, or may be, although no requirement asks for it. */
export interface OpenTraffic {
  readonly direction: 'outbound' | 'inbound';
  /** `TCP 80,443`. */
  readonly traffic: string;
  /** Ports as numbers and ranges; none for protocols without ports. */
  readonly ports: readonly string[];
  /** The other end: a tag, a host, addresses. */
  readonly endpoint: string;
  /** How it goes out; undefined inbound. */
  readonly way?: string;
  readonly hop?: HopKind;
  /** The rules that let it through, those of Azure too. */
  readonly by: readonly string[];
  /** Why it is not certain that it is open; undefined when it is. */
  readonly doubt?: string;
}

/** All that a finding has except its id and severity, which are in the catalog of findings. */
export interface FindingFacts {
  /**
   * What it is about, the same from run to run: a subnet and a requirement, a resource and a rule. Together with the id it is
   * how a finding is acknowledged.
   */
  readonly subject: string;
  /** Plain text, one sentence or two. */
  readonly message: string;
  /** The rules and other places that it is about. */
  readonly places: readonly Place[];
  readonly example?: ExampleFlow;
  /** Left out where each finding has a cause of its own. */
  readonly cause?: Cause;
  /** What is open, where it is about that. */
  readonly openings?: readonly OpenTraffic[];
  /** Id of the requirement, where it is about one. */
  readonly requirementId?: string;
  /** Name of the subnet, where it is about one. */
  readonly subnet?: string;
}

/** Makes the findings of one row of the catalog of findings. */
export type Finder = (context: FindingContext) => readonly FindingFacts[];

/** A text that only the same place has. */
export function placeKey(place: Place): string {
  let key = placeKeys.get(place);
  if (key === undefined) {
    const { file, resource, part = '' } = place;
    key = JSON.stringify([file, resource, part]);
    placeKeys.set(place, key);
  }
  return key;
}

/** A rule of a group is in the findings of all that it lets through. */
const placeKeys = new WeakMap<Place, string>();

/** Places without those that are there already. */
export function eachOnce(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [placeKey(place), place])).values()];
}

/** A rule or another part of a resource, the same from run to run: its address and its name. */
export function placeSubject({ resource }: Place, name: string): string {
  return `${resource}/${name}`;
}

/** A text with a capital at its beginning. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
