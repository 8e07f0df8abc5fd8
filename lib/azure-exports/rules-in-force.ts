import type { AddressTerm, NetworkSecurityGroup, PortTerm, ReportProblem, SecurityRule } from '../network/network';
import { isUnknown } from '../network/unknown';

/**
 * Groups that are listed, those of which rules are in force that they do not have, or have otherwise, as not known: the files are of
 * different times. A rule may be missing among those in force, because an application security group without members is no address.
 */
export function heldAgainstForce(listed: readonly NetworkSecurityGroup[], inForce: readonly NetworkSecurityGroup[], report: ReportProblem):
NetworkSecurityGroup[] {
  return listed.map((group) => {
    const others = inForce.filter(({ key }) => key === group.key).flatMap(({ rules }) => rules)
      .filter((rule) => !group.rules.some((one) => areSame(one, rule)));
    const [first] = others;
    if (first === undefined || group.unread !== undefined) {
      return group;
    }
    const names = [...new Set(others.map(({ name }) => name))];
    const some = names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
    const why = `the rules in force have ${some}, which ` +
      `the group ${group.name} does not have like this, so the files are from different times; give only the later one`;
    report(first.place, why);
    return { ...group, incomplete: why, unread: [{ place: group.place, why }] };
  });
}

function areSame(listed: SecurityRule, inForce: SecurityRule): boolean {
  return listed.name.toLowerCase() === inForce.name.toLowerCase()
    && (['direction', 'access', 'priority', 'protocol'] as const).every((name) => isAlike(listed[name], inForce[name]))
    && isSameSet(listed.sourcePorts, inForce.sourcePorts, portText)
    && isSameSet(listed.destinationPorts, inForce.destinationPorts, portText)
    && isSameSet(listed.sources, inForce.sources, addressText) && isSameSet(listed.destinations, inForce.destinations, addressText);
}

/** Values that are not known are not compared. */
function isAlike(a: unknown, b: unknown): boolean {
  return a === b || isUnknown(a) || isUnknown(b);
}

function isSameSet<T>(a: readonly T[], b: readonly T[], textOf: (one: T) => string | undefined): boolean {
  const [x, y] = [a.map(textOf), b.map(textOf)];
  return x.includes(undefined) || y.includes(undefined) || [...new Set(x)].sort().join() === [...new Set(y)].sort().join();
}

function portText(port: PortTerm): string | undefined {
  return isUnknown(port) ? undefined : `${port.first}-${port.last}`;
}

/** Every address is written as `0.0.0.0/0` among the rules in force; members of application security groups as their addresses. */
function addressText(term: AddressTerm): string | undefined {
  switch (term.kind) {
    case 'any':
      return '4 0-4294967295';
    case 'tag':
      return term.tag.toLowerCase();
    case 'interval':
      return `${term.interval.family} ${term.interval.first}-${term.interval.last}`;
    case 'opaque':
      return undefined;
  }
}
