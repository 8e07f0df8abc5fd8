import { ExampleFlow, RequirementAnswer } from '../filtering/answers';
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

/** What a finding has beside its id and severity, which are those of its row in the catalog of findings. */
export interface FindingFacts {
  /**
   * What it is about, the same from run to run: a subnet and a requirement, a resource and a rule. Together with the id it is
   * how a finding is acknowledged.
   */
  readonly subject: string;
  /** Plain text, one sentence or two. */
  readonly message: string;
  /** The rules and other places behind it. */
  readonly places: readonly Place[];
  readonly example?: ExampleFlow;
  /** Id of the requirement, where it is about one. */
  readonly requirement?: string;
  /** Name of the subnet, where it is about one. */
  readonly subnet?: string;
}

/** Makes the findings of one row of the catalog of findings. */
export type Finder = (context: FindingContext) => readonly FindingFacts[];

/** A rule or another part of a resource, the same from run to run: its address and its name. */
export function placeSubject({ resource }: Place, name: string): string {
  return `${resource}/${name}`;
}
