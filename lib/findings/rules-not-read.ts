import { Finding } from './finding';
import { Place } from '../network/network';
import { finding, Finder, FindingContext } from './context';

interface Incomplete {
  readonly name: string;
  readonly place: Place;
  readonly key: string;
  readonly incomplete?: string;
  readonly isMadeElsewhere?: boolean;
}

/** Groups, tables and firewalls that are made elsewhere, and may have rules beside those in the files. */
export const rulesNotRead: Finder = ({ views }: FindingContext): Finding[] => incompleteOf(views).filter(([, { isMadeElsewhere }]) => isMadeElsewhere === true)
  .map(([what, { name, place, incomplete }]) => finding('rules-not-read', {
    subject: `${what} ${name}`, places: [place], message: `The answers rest on the rules of the ${what} ${name} that are in the files: ${incomplete!}.`,
  }));

/** Those that are made in the files and of which something could not be read. */
export const rulesNotEvaluated: Finder = ({ views }: FindingContext): Finding[] => incompleteOf(views).filter(([, { isMadeElsewhere }]) => isMadeElsewhere !== true)
  .map(([what, { name, place, incomplete }]) => finding('not-evaluated', {
    subject: `${what} ${name}`, places: [place], message: `The ${what} ${name} may have rules that cannot be read from the files: ${incomplete!}.`,
  }));

function incompleteOf(views: FindingContext['views']): (readonly [what: string, one: Incomplete])[] {
  const used = new Map<string, readonly [what: string, one: Incomplete]>();
  for (const { group, table, firewalls } of views) {
    for (const [what, one] of [['network security group', group], ['route table', table], ...firewalls.map((firewall) => ['firewall', firewall] as const)] as const) {
      if (one?.incomplete !== undefined) {
        used.set(`${what} ${one.key}`, [what, one]);
      }
    }
  }
  return [...used.values()];
}
