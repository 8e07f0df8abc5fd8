import { printable, quote } from '../azure/errors';
import { Finding } from '../findings/finding';
import { findingRow } from '../findings/finding-catalog';
import { exampleText } from '../verification/flow';
import { AppDocuments } from './app-documents';

/** Places that a message names; more make it unreadable. */
const PLACES = 3;

/** A finding that fails the synthesis: where it is, what is wrong, and what to do. */
export function failureText(finding: Finding, subnetPath: string | undefined, documents: AppDocuments): string {
  const { id, subject } = finding;
  return `${findingText(finding, subnetPath, documents)} ${findingRow(id).remedy} ` +
    `To accept it, acknowledge the finding ${quote(id)} with the subject ${quote(subject)} and a reason.`;
}

/** A finding in one line, with paths of constructs. */
export function findingText(
  { id, message, subject, places, example, requirementId }: Finding, subnetPath: string | undefined, documents: AppDocuments,
): string {
  const about = subnetPath === undefined ? subject : requirementId === undefined ? subnetPath : `${subnetPath}: ${requirementId}`;
  const shown = [...new Set(places.map((place) => placeText(documents.constructPath(place) ?? place.resource, place.label ?? place.part)))];
  const more = shown.length > PLACES ? ` and ${shown.length - PLACES} more` : '';
  return printable(
    `${id}: ${about}: ` +
      `${message}${example === undefined
        ? ''
        : ` For example: ${exampleText(example)}.`}${shown.length === 0 ? '' : ` At ${shown.slice(0, PLACES).join(', ')}${more}.`}`,
  );
}

function placeText(path: string, part: string | undefined): string {
  return part === undefined ? path : `${path} ${part}`;
}
