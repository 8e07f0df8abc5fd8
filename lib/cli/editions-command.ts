import { InputError, choiceOf } from '../azure/errors';
import { Deployment } from '../deployment/deployment';
import { editionChanges, rulesOfEditions, unknownOmissions } from '../lookup/edition-changes';
import { EDITIONS } from '../requirements/edition';
import { editionsJson, editionsMarkdown, editionsText } from '../review/editions';

/** Forms of a comparison of editions. */
export const EDITIONS_FORMATS = ['text', 'json', 'markdown'] as const;

export interface EditionsCommandOptions {
  readonly deployment?: string;
  readonly format: (typeof EDITIONS_FORMATS)[number];
}

const FORMATTERS = { text: editionsText, json: editionsJson, markdown: editionsMarkdown } as const;

/** Says what changed from one edition of the article to another, and what that changes in the rules of a deployment. */
export function editionsCommand(
  action: string,
  first: string,
  second: string,
  { deployment: file, format }: EditionsCommandOptions,
): string {
  choiceOf('editions', action, ['diff']);
  const [from, to] = [choiceOf('FROM', first, EDITIONS), choiceOf('TO', second, EDITIONS)];
  if (from === to) {
    throw new InputError({
      argument: 'TO', problem: `${to} is given twice`, allowed: `name two editions of ${EDITIONS.join(', ')}`,
    });
  }
  const deployment = file === undefined ? undefined : Deployment.fromFile(file);
  return FORMATTERS[format]({
    from,
    to,
    changes: editionChanges(from, to),
    ...(deployment && {
      deployment: {
        name: deployment.name, rules: rulesOfEditions(deployment, from, to), unknownOmissions: unknownOmissions(deployment, [from, to]),
      },
    }),
  });
}
