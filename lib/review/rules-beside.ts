import { groupBy } from '../azure/groups';
import { compareTexts } from '../azure/text-order';
import { SubnetView } from '../filtering/paths/subnet-view';
import { Network } from '../network/network';
import { groupLines, linesOfFirewall, tableLines } from './rule-lines';

/** A network with the subnets of it that are compared. */
interface Side {
  readonly network: Network;
  readonly views: ReadonlyMap<string, SubnetView>;
}

/**
 * Groups, tables and firewalls whose rules are others and that no compared subnet is known to use, in words. No flow shows what that
 * changes, so nobody may say that nothing did. Names tell them apart: the two networks may come from different kinds of files.
 */
export function rulesBeside(before: Side, after: Side): string[] {
  const [was, is] = [rulesByOwner(before), rulesByOwner(after)];
  const used = new Set([...usedBy(before), ...usedBy(after)]);
  const changed = [...new Set([...was.keys(), ...is.keys()])].filter((owner) => was.get(owner) !== is.get(owner));
  return changed.filter((owner) => !used.has(owner)).sort(compareTexts)
    .map((owner) => `rules of the ${owner} changed, and no compared subnet is known to use it: which traffic that changes is unknown`);
}

const group = ({ name }: { readonly name: string }): string => `security group ${name}`;
const table = ({ name }: { readonly name: string }): string => `route table ${name}`;
const firewall = ({ name }: { readonly name: string }): string => `firewall ${name}`;

/** All rules of what has a name, as one text. */
function rulesByOwner({ network: { securityGroups, routeTables, firewalls } }: Side): ReadonlyMap<string, string> {
  const all = [
    ...[...securityGroups.values()].map((one) => [group(one), groupLines(one)] as const),
    ...[...routeTables.values()].map((one) => [table(one), tableLines(one)] as const),
    ...firewalls.map((one) => [firewall(one), linesOfFirewall(one)] as const),
  ];
  return new Map([...groupBy(all.filter(([, lines]) => lines.length > 0), ([owner]) => owner)]
    .map(([owner, those]) => [owner, those.flatMap(([, lines]) => lines).sort(compareTexts).join('\n')]));
}

/** What subnets use, and interfaces, whose groups are compared on their own. */
function usedBy({ network: { interfaces = [], securityGroups }, views }: Side): string[] {
  const ofInterfaces = interfaces.map(({ securityGroup: key }) => (typeof key === 'string' ? securityGroups.get(key) : undefined));
  return [
    ...[...views.values()].flatMap((view) => [
      ...(view.group === undefined ? [] : [group(view.group)]), ...(view.table === undefined ? [] : [table(view.table)]),
      ...view.firewalls.map(firewall),
    ]),
    ...ofInterfaces.flatMap((one) => (one === undefined ? [] : [group(one)])),
  ];
}
