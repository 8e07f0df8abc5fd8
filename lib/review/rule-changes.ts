import { FilterRule } from '../filtering/filter-rule';
import { SubnetPair } from '../filtering/paths/changed-flows';
import { SubnetView } from '../filtering/paths/subnet-view';
import { contentOf } from '../filtering/rule-content';
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
  const rest = byContent(rulesOf(before, direction));
  const changes: RuleChange[] = [];
  const added: FilterRule[] = [];
  for (const rule of rulesOf(after, direction)) {
    const same = rest.get(contentOf(rule))?.shift();
    if (same === undefined) {
      added.push(rule);
    } else if (same.label !== rule.label) {
      changes.push({ subnet, direction, kind: same.name === rule.name ? 'moved' : 'renamed', before: [same.label], after: [rule.label] });
    }
  }
  const removed = [...rest.values()].flat();
  const mentioned = flows.flatMap((one) => [...one.before.texts, ...one.after.texts]);
  const isEffective = ({ label }: FilterRule): boolean => mentioned.some((text) => text.includes(label));
  const [gone, come] =
    [removed, added].map((rules) => rules.filter((rule) => !isEffective(rule)).map(({ label }) => label)) as [string[], string[]];
  return gone.length + come.length === 0 ? changes : [...changes, { subnet, direction, kind: 'rewritten', before: gone, after: come }];
}

function rulesOf(view: SubnetView, direction: Direction): FilterRule[] {
  const those = direction === Direction.INBOUND ? view.inbound : [...view.outbound, ...view.firewalls.flatMap((one) => view.rulesOf(one))];
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
