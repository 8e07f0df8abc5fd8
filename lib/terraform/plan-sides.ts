import { InputError, printable } from '../azure/errors';
import { HiddenTexts } from '../network/hidden-texts';
import { contentKind } from './content';
import { readSources } from './files';
import type { SourceDocument } from './resource';
import { sensitiveTexts } from './sensitive-texts';
import { member } from '../network/fields';

/** What a plan says is there, and what it says will be. */
interface PlanSides {
  readonly before: SourceDocument;
  readonly after: SourceDocument;
  readonly sensitive: HiddenTexts;
}

/**
 * Reads both sides of a plan. Before the first apply there is no state, so that nothing is there.
 *
 * @param path file with the output of `terraform show -json` for a plan, or `-`
 */
export function planSides(path: string): PlanSides {
  const [document, ...others] = readSources(path);
  if (document === undefined || others.length > 0 || contentKind(document.file, document.json) !== 'plan') {
    throw new InputError({
      argument: `--plan ${printable(path)}`, problem: 'is not a plan', allowed: 'give the output of "terraform show -json" for a plan',
    });
  }
  const { json, file } = document;
  const state = member(json, 'prior_state') ?? { format_version: member(json, 'format_version') };
  return { before: { file, json: state }, after: document, sensitive: sensitiveTexts([document]).hidden };
}

/** Sensitive values of files; what is no file of Terraform has none. */
export function sensitiveOf(paths: readonly string[]): HiddenTexts {
  const files = [...new Set(paths)].filter((path) => path.endsWith('.json') && !path.endsWith('.tf.json'));
  return sensitiveTexts(files.flatMap(readSources)).hidden;
}
