import type { Place } from '../network/network';
import type { Explanation } from '../verification/explain';
import type { VerificationResult } from '../verification/verification-result';
import type { Difference, NetworkDifference } from './network-difference';
import { ResourceLines } from './resource-lines';

/** Places with their lines, where people wrote the files themselves, in Terraform's own syntax. */
export class PlacesWithLines {
  private readonly lines = new ResourceLines();

  public readonly located = <T extends { readonly places: readonly Place[] }>(one: T): T =>
    ({ ...one, places: one.places.map((place) => this.place(place)) });

  /** The line of a place, where its file has lines that people wrote. */
  public lineOf(place: Place): number | undefined {
    return place.file.endsWith('.tf') ? this.lines.lineOf(place) : undefined;
  }

  private place(place: Place): Place {
    const line = this.lineOf(place);
    return line === undefined ? place : { ...place, line };
  }
}

/** A result whose places have lines. */
export function withLines<T extends VerificationResult>(result: T): T {
  const { located } = new PlacesWithLines();
  return {
    ...result, findings: result.findings.map(located),
    answers: result.answers.map((answer) => ({ ...answer, steps: answer.steps.map(located) })),
  };
}

/** An explanation whose places have lines. */
export function explanationWithLines(explanation: Explanation): Explanation {
  return { ...explanation, steps: explanation.steps.map(new PlacesWithLines().located) };
}

/** A difference whose places have lines, each in the files of its own side. */
export function differenceWithLines(difference: Difference): Difference {
  const { located } = new PlacesWithLines();
  const withLinesOf = <T extends NetworkDifference>(one: T): T => ({
    ...one, flows: one.flows.map((flow) => ({ ...flow, before: located(flow.before), after: located(flow.after) })),
    newFindings: one.newFindings.map(located), goneFindings: one.goneFindings.map(located),
  });
  const { byServiceTags } = difference;
  return { ...withLinesOf(difference), ...(byServiceTags !== undefined && { byServiceTags: withLinesOf(byServiceTags) }) };
}
