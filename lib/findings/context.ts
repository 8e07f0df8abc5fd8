import { ExampleFlow, RequirementAnswer } from '../filtering/answers';
import { Finding } from './finding';
import { Knowledge } from '../filtering/knowledge';
import { OpenPiece } from '../filtering/paths/openings';
import { VerifiedSubnet } from '../filtering/paths/subnet-view';
import { Network, Place } from '../network/network';
import { RuleChecks } from './rule-checks';
import { FindingId, severityOf } from './table';

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

/** Makes the findings of one id. */
export type Finder = (context: FindingContext) => Finding[];

/** What a finding has beside its id and severity. */
interface FindingFacts {
  readonly subject: string;
  readonly message: string;
  readonly places?: readonly Place[];
  readonly example?: ExampleFlow;
  readonly requirement?: string;
  readonly subnet?: string;
}

export function finding(id: FindingId, { places = [], ...facts }: FindingFacts): Finding {
  return { id, severity: severityOf(id), places, ...facts };
}

/** A rule or another part of a resource, the same from run to run: its address and its name. */
export function placeSubject({ resource }: Place, name: string): string {
  return `${resource}/${name}`;
}
