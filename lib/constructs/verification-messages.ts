import { printable, quote } from '../azure/errors';
import { Finding } from '../findings/finding';
import { FindingId } from '../findings/table';
import { exampleText } from '../verification/flow';
import { AppDocuments } from './app-documents';

/** Places that a message names; more make it unreadable. */
const PLACES = 3;

/** What to do about findings that fail a synthesis. */
const REMEDIES: Partial<Record<FindingId, string>> = {
  'requirement-denied': 'Add the rule that is missing, or move or narrow the rule that denies; where the traffic is not needed, take the requirement out of the set with a reason',
  'requirement-unknown': 'Where a value is not known, give one that the app has, or verify the JSON of a plan',
  'not-evaluated': 'Name the firewall policy behind the address in appliances, or have the subnet, its security group and its route table in the app',
  'input-not-understood': 'Write it in a form that can be evaluated, or verify the JSON of a plan',
  'open-beyond-requirements': 'Narrow the rule or take it away, or add a requirement for what it is for',
  'rules-contradict': 'Take one of the rules away, or narrow it',
  'tag-case': 'Write the service tag in its canonical spelling',
  'tag-unknown': 'Write a service tag of this cloud',
  'host-name-not-accepted': 'Put the host name where Azure takes one',
  'firewall-without-way-out': 'Take the route away, or let 0.0.0.0/0 of AzureFirewallSubnet lead to the Internet',
  'subnet-without-security-group': 'Associate a network security group with the subnet',
};

/** A finding that fails the synthesis: where it is, what is wrong, and what to do. */
export function failureText(finding: Finding, subnetPath: string | undefined, documents: AppDocuments): string {
  const { id, subject } = finding;
  const remedy = REMEDIES[id];
  return `${findingText(finding, subnetPath, documents)}${remedy === undefined ? '' : ` ${remedy}.`} To accept it, acknowledge the finding ${quote(id)} with the subject ${quote(subject)} and a reason.`;
}

/** A finding in one line, with paths of constructs. */
export function findingText({ id, message, subject, places, example, requirement }: Finding, subnetPath: string | undefined, documents: AppDocuments): string {
  const about = subnetPath === undefined ? subject : requirement === undefined ? subnetPath : `${subnetPath}: ${requirement}`;
  const shown = [...new Set(places.map((place) => placeText(documents.constructPath(place) ?? place.resource, place.part)))];
  const more = shown.length > PLACES ? ` and ${shown.length - PLACES} more` : '';
  return printable(`${id}: ${about}: ${message}${example === undefined ? '' : ` For example: ${exampleText(example)}.`}${shown.length === 0 ? '' : ` At ${shown.slice(0, PLACES).join(', ')}${more}.`}`);
}

function placeText(path: string, part: string | undefined): string {
  return part === undefined ? path : `${path} ${part}`;
}
