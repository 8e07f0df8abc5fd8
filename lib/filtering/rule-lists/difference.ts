import { Cover, rulesBeforeAnd, Selection } from './cover';
import { DifferenceBox, DifferenceTable } from './difference-table';
import { ListRule, Symbols } from './list-rule';
import { LaterRules } from './later-rules';
import { RuleList } from './rule-list';

/**
 * What one list of rules allows and another does not, for some addresses that symbols can have; what no rule matches is denied.
 *
 * Each such flow is in one of the boxes. The other way, each flow of a box from and to addresses of its intervals is such a flow when
 * these addresses are in no symbol without known addresses; and for each of its symbols there are such flows for some addresses that
 * symbols can have, but not always all of them: each box has an example, which says all symbols that its addresses are in.
 */
export function difference(allowing: readonly ListRule[], other: readonly ListRule[], symbols: Symbols): DifferenceBox[] {
  const list = new RuleList([{ rules: allowing, defaultAccess: 'deny' }, { rules: other, defaultAccess: 'deny' }], symbols);
  const cover = new Cover(list);
  const table = new DifferenceTable(list);
  for (const [rule, opposed, selection] of disputes(list, cover, allowing.length)) {
    const box = list.commonBox(rule, opposed);
    if (box !== undefined && cover.gap(box, selection) !== undefined) {
      const whole = list.commonBox(rule, opposed, true)!;
      cover.cells(whole, selection, (source, destination, rules) => table.add(whole, source, destination, rules));
    }
  }
  return table.boxes();
}

/** Each rule of the first list that allows with each of the second that denies, and the rules that decide before one of them. */
function* disputes(list: RuleList, cover: Cover, firstLength: number): Generator<[number, number, Selection]> {
  const others = new LaterRules(list, cover);
  for (let rule = 0; rule < firstLength; rule++) {
    if (list.allows[rule] === 1) {
      for (const opposed of others.opposed(rule, list.count)) {
        if (opposed > firstLength) { // where the default of the first list is
          yield [rule, opposed, rulesBeforeAnd(rule, firstLength + 1, opposed)];
        }
      }
    }
  }
}
