import { endsOf, mayBeSame } from './name-ends';
import { isId } from './resource-paths';
import { ReferenceTarget, Unresolved } from './values';

/** A part of an id that is text. */
const PART = '([^/${}]+)';
const ID = new RegExp(`^/subscriptions/\\$\\{[^{}]+\\}/resourcegroups/${PART}/providers/(microsoft\\.network/${PART})/${PART}` +
  `(?:/${PART}/${PART})?/*$`);

/**
 * Resource group and names, in lower case, of an id in which the subscription alone is an expression:
 * `/subscriptions/${var.hub}/resourceGroups/…`. Undefined for the id of another type, and where more is an expression.
 */
export function namesBesideSubscription(text: string, type: string): string[] | undefined {
  const [, resourceGroup, first, , name, subtype, subname] = ID.exec(text.toLowerCase()) ?? [];
  return resourceGroup === undefined || name === undefined || [first, subtype].filter(Boolean).join('/') !== type.toLowerCase() ? undefined
    : [resourceGroup, name, ...(subname === undefined ? [] : [subname])];
}

/** What an id says that is an expression in part. */
export interface PartsOfId {
  readonly subscription?: string;
  /** From the resource group on; nothing is known of one that is undefined. */
  readonly names: readonly unknown[];
}

/** Something that an id may be the id of. */
interface NamedById {
  readonly key: string;
  readonly names?: readonly unknown[];
  readonly resource?: { readonly subscription?: string };
}

/**
 * The parts of an id between its slashes, as far as they are known. What an expression gives may have slashes in it too.
 *
 * @param type as it stands in ids
 * @param parentOf the id of what is above it, where an expression refers to that
 * @returns undefined where nothing is known
 */
export function partsOfId(
  value: Unresolved, type: string, parentOf: (target: ReferenceTarget) => PartsOfId | undefined,
): PartsOfId | undefined {
  const [first, ...rest] = flat(value);
  const fixed = type.toLowerCase().split('/');
  const target = first instanceof Unresolved ? first.target : undefined;
  const parent = target?.attribute !== 'id' || fixed.length < 3 ? undefined : parentOf(target);
  if (parent !== undefined) {
    const [before, subtype, name, ...more] = segmentsOf(rest);
    const isBelow = before?.length === 0 && subtype !== undefined && nameOf(subtype) === fixed[2] && more.length === 0;
    return isBelow && name !== undefined ? { ...parent, names: [...parent.names, nameOf(name)] } : parent;
  }
  // '', subscriptions, <id>, resourceGroups, <name>, providers, Microsoft.Network, and types and names in turn.
  const count = 7 + 2 * (fixed.length - 1);
  const segments = segmentsOf(first === undefined ? [] : [first, ...rest]);
  const [begin, end] = [segments.findIndex(isOpen), segments.map(isOpen).lastIndexOf(true)];
  const all = Array.from({ length: count }, (_, i) => {
    const fromEnd = segments.length - count + i;
    return segments.length === count || i < begin ? nameOf(segments[i] ?? [undefined])
      : fromEnd > end ? nameOf(segments[fromEnd] ?? [undefined]) : undefined;
  });
  const [subscription, group, ...named] = [all[2], all[4], ...all.filter((_, i) => i >= 8 && i % 2 === 0)];
  return segments.length > count || all.every((one) => one === undefined) ? undefined
    : { ...(typeof subscription === 'string' && { subscription }), names: [group, ...named] };
}

/** Whether an id of which parts are known may be that of something. */
export function mayBeOf({ subscription, names }: PartsOfId, { key, names: own, resource }: NamedById): boolean {
  const given = isId(key) ? key.split('/')[2] : resource?.subscription?.toLowerCase();
  return (subscription === undefined || given === undefined || subscription === given) && mayBeSame(names, own);
}

/** What a text is made of: texts, and expressions that are not. */
function flat(value: unknown): readonly unknown[] {
  return value instanceof Unresolved && value.pieces !== undefined ? value.pieces.flatMap(flat) : [value];
}

function segmentsOf(pieces: readonly unknown[]): readonly (readonly unknown[])[] {
  const segments: unknown[][] = [[]];
  for (const piece of pieces) {
    const [head, ...others] = piece instanceof Unresolved ? [piece] : String(piece).split('/');
    segments.at(-1)!.push(...head === '' ? [] : [head]);
    segments.push(...others.map((text) => (text === '' ? [] : [text])));
  }
  while (segments.length > 1 && segments.at(-1)!.length === 0) {
    segments.pop(); // a slash at the end
  }
  return segments;
}

function isOpen(segment: readonly unknown[]): boolean {
  return segment.some((piece) => piece instanceof Unresolved);
}

/** A part between slashes, in lower case: a text, or what it begins and ends with. */
function nameOf(segment: readonly unknown[]): unknown {
  if (!isOpen(segment)) {
    return segment[0] === undefined ? undefined : segment.join('').toLowerCase();
  }
  const [first, last] = [segment[0], segment.at(-1)].map((piece) => endsOf(piece));
  return new Unresolved('', undefined, undefined, undefined, undefined, { first: first?.first ?? '', last: last?.last ?? '' });
}
