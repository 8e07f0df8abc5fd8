import { InputError } from '../azure/errors';
import { ServiceTagFile } from '../input/service-tag-file';
import { ComparedRequest, Difference, networkDifference, VERDICTS } from './network-difference';

/**
 * Tells what people changed from what only service tags change: first the network of the base gets the service tags of the head, and
 * then that of the head takes its place. Every flow that fares differently does so in one of the two steps.
 */
export function tagDifference(
  base: ComparedRequest, head: ComparedRequest, [before, after]: readonly [ServiceTagFile, ServiceTagFile],
): Difference {
  if (before.cloud !== after.cloud) {
    throw new InputError({
      argument: '--service-tags',
      problem: `"${before.path}" is for the cloud "${before.cloud}" and "${after.path}" is for "${after.cloud}"`,
      allowed: 'give two files for one cloud',
    });
  }
  const between = { ...base, serviceTags: after };
  const byServiceTags = networkDifference({ ...base, serviceTags: before }, between);
  const people = networkDifference(between, { ...head, serviceTags: after });
  const worst = Math.max(...[people, byServiceTags].map(({ verdict }) => VERDICTS.indexOf(verdict)));
  return { ...people, verdict: VERDICTS[worst]!, verdictOfPeople: people.verdict, byServiceTags };
}
