import { groupBy } from '../azure/groups';
import { isEveryPort, portText } from '../azure/port-sets';
import { FilterRule, PROTOCOLS } from '../filtering/filter-rule';
import { FlowSide, SubnetPair } from '../filtering/paths/changed-flows';
import { SubnetView } from '../filtering/paths/subnet-view';
import { contentOf } from '../filtering/rule-content';
import { RuleEnd } from '../filtering/rule-end';
import { placeKey } from '../findings/context';
import { intervalText } from '../network/address-text';
import { Direction } from '../requirements/direction';
import { FlowChange } from './flow-changes';

/** Rules that are written in another way and that no change of flows comes from. */
export interface RuleChange {
  readonly subnet: string;
  readonly direction: Direction;
  /** `changed` is a rule that keeps its name, with all that it says. `rewritten` is split, merged, added or removed. */
  readonly kind: 'renamed' | 'moved' | 'changed' | 'rewritten';
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** A rule that moved with the name that it keeps, and where it was and is: `network rule (group, collection)`. */
  readonly moved?: { readonly name: string; readonly from: string; readonly to: string };
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
      const isMoved = same.name === rule.name;
      changes.push({
        subnet, direction, kind: isMoved ? 'moved' : 'renamed', before: [same.label], after: [rule.label],
        ...(isMoved && { moved: { name: rule.name, from: withoutName(same), to: withoutName(rule) } }),
      });
    }
  }
  // A rule that says something else and that flows are said with, on either side, is said there.
  const left = [...rest.values()].flat();
  const paired = sameNames(left, added);
  for (const [was, is] of paired) {
    if (!isAmong(was, decidedBefore) && !isAmong(is, decidesAfter)) {
      changes.push({ subnet, direction, kind: 'changed', before: [ruleWords(was)], after: [ruleWords(is)] });
    }
  }
  const [pairedBefore, pairedAfter] = [new Set(paired.map(([was]) => was)), new Set(paired.map(([, is]) => is))];
  const gone = left.filter((rule) => !pairedBefore.has(rule) && !isAmong(rule, decidedBefore)).map(({ label }) => label);
  const come = added.filter((rule) => !pairedAfter.has(rule) && !isAmong(rule, decidesAfter)).map(({ label }) => label);
  return gone.length + come.length === 0 ? changes : [...changes, { subnet, direction, kind: 'rewritten', before: gone, after: come }];
}

function withoutName({ label, name }: FilterRule): string {
  return label.replace(` ${name} `, ' ');
}

/** Rules of two lists that have one name, which no other rule of either has. */
function sameNames(before: readonly FilterRule[], after: readonly FilterRule[]): (readonly [FilterRule, FilterRule])[] {
  const keyOf = ({ kind, name }: FilterRule): string => `${kind}\n${name}`;
  const others = groupBy(after, keyOf);
  return [...groupBy(before, keyOf)].flatMap(([key, those]) => {
    const [was, is] = [those, others.get(key) ?? []];
    return was.length === 1 && is.length === 1 ? [[was[0]!, is[0]!] as const] : [];
  });
}

/** A rule with what it says, for one that changed. */
function ruleWords({ label, access, protocols, ports, source, destination }: FilterRule): string {
  const flows = protocols.length === PROTOCOLS.length ? 'any protocol' : protocols.join(' and ');
  const where = ports.length === 1 && isEveryPort(ports[0]!) ? 'all ports' : `ports ${ports.map(portText).join(', ')}`;
  return `${label}: ${access} ${flows} on ${where} from ${endWords(source)} to ${endWords(destination)}`;
}

function endWords({ isAny, ranges, tags, opaque, never, hosts, urls, fqdnTags }: RuleEnd): string {
  const all = isAny ? ['any address']
    : [...ranges.intervals.map(intervalText), ...tags, ...opaque.map(({ text }) => text), ...hosts, ...urls, ...fqdnTags,
      ...never.map(({ text }) => `${text} (never matches)`)];
  const more = all.length - SHOWN_ENDS;
  return all.length === 0 ? 'nothing' : all.slice(0, SHOWN_ENDS).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Addresses and names that one end of a rule shows. */
const SHOWN_ENDS = 8;

/** The places of all that decides on flows that changed. */
function placesOf(sides: readonly FlowSide[]): ReadonlySet<string> {
  return new Set(sides.flatMap(({ places }) => places.map(placeKey)));
}

function isAmong({ place }: FilterRule, places: ReadonlySet<string>): boolean {
  return place !== undefined && places.has(placeKey(place));
}

/** Rules of what both sides pass: a group that is taken off a subnet, and a firewall that routes no longer lead to, are no rules. */
function rulesOf(view: SubnetView, other: SubnetView, direction: Direction): FilterRule[] {
  const ofGroup = other.group === undefined ? [] : view.rulesIn(direction);
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
