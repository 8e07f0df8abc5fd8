import { FilterRule } from '../filtering/filter-rule';
import { FlowSide, SubnetPair } from '../filtering/paths/changed-flows';
import { SubnetView } from '../filtering/paths/subnet-view';
import { contentOf } from '../filtering/rule-content';
import { placeKey } from '../findings/context';
import { Direction } from '../requirements/direction';
import { FlowChange } from './flow-changes';

/** Rules that are written in another way and that no change of flows comes from. */
export interface RuleChange {
  readonly subnet: string;
  readonly direction: Direction;
  /** `rewritten` is split, merged, added or removed. */
  readonly kind: 'renamed' | 'moved' | 'rewritten';
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The rules of a subnet whose change changes no flow. */
export function ruleChanges(
  subnet: string, { before, after }: SubnetPair, direction: Direction, flows: readonly FlowChange[],
): RuleChange[] {
  if (before === undefined || after === undefined) {
    return [];
  }
  const rest = byContent(rulesOf(before, after, direction));
  const [decidedBefore, decidesAfter] = [placesOf(flows.map((one) => one.before)), placesOf(flows.map((one) => one.after))];
  const changes: RuleChange[] = [];
  const added: FilterRule[] = [];
  for (const rule of rulesOf(after, before, direction)) {
    const same = rest.get(contentOf(rule))?.shift();
    if (same === undefined) {
      added.push(rule);
    } else if (same.label !== rule.label && !isAmong(same, decidedBefore) && !isAmong(rule, decidesAfter)) {
      // One that flows are said with may have changed them by standing elsewhere.
      changes.push({ subnet, direction, kind: same.name === rule.name ? 'moved' : 'renamed', before: [same.label], after: [rule.label] });
    }
  }
  const gone = [...rest.values()].flat().filter((rule) => !isAmong(rule, decidedBefore)).map(({ label }) => label);
  const come = added.filter((rule) => !isAmong(rule, decidesAfter)).map(({ label }) => label);
  return gone.length + come.length === 0 ? changes : [...changes, { subnet, direction, kind: 'rewritten', before: gone, after: come }];
}

/** The places of all that decides on flows that changed. */
function placesOf(sides: readonly FlowSide[]): ReadonlySet<string> {
  return new Set(sides.flatMap(({ places }) => places.map(placeKey)));
}

function isAmong({ place }: FilterRule, places: ReadonlySet<string>): boolean {
  return place !== undefined && places.has(placeKey(place));
}

/** Rules of what both sides pass: a group that is taken off a subnet, and a firewall that routes no longer lead to, are no rules. */
function rulesOf(view: SubnetView, other: SubnetView, direction: Direction): FilterRule[] {
  const ofGroup = other.group === undefined ? [] : direction === Direction.INBOUND ? view.inbound : view.outbound;
  const isThrough = direction === Direction.OUTBOUND && other.firewalls.length > 0;
  const those = isThrough ? [...ofGroup, ...view.firewalls.flatMap((one) => view.rulesOf(one))] : ofGroup;
  return those.filter(({ place }) => place !== undefined);
}

function byContent(rules: readonly FilterRule[]): Map<string, FilterRule[]> {
  const all = new Map<string, FilterRule[]>();
  for (const rule of rules) {
    const key = contentOf(rule);
    const those = all.get(key) ?? [];
    all.set(key, those);
    those.push(rule);
  }
  return all;
}
