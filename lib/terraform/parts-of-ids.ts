import { symbolOf } from './computed';
import { Expression } from './expression';
import { Unresolved } from './values';

/** `element(split("/", <id>), 8)`: the way to take the name out of an id. */
export function partOfId(
  { name, args, text }: Extract<Expression, { kind: 'call' }>, [list, index]: readonly unknown[],
): Unresolved | undefined {
  const [split] = args;
  if (name === 'split') {
    return index instanceof Unresolved && list === '/'
      ? new Unresolved(text, symbolOf(name, [list, index]), undefined, { of: index, index: -1 })
      : undefined;
  }
  const of = list instanceof Unresolved ? list.part?.of : undefined;
  return name === 'element' && split?.kind === 'call' && of !== undefined && typeof index === 'number'
    ? new Unresolved(text, of.symbol === undefined ? undefined : `${of.symbol} part ${index}`, undefined, { of, index }) : undefined;
}
