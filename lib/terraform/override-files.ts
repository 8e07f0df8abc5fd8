import { basename } from 'node:path';
import type { SourceDocument } from './resource';
import { Fields, isFields, member } from '../network/fields';
import { itemsOf } from './values';

/** Whether Terraform merges a file into the others. Source: Terraform 1.11, override files. */
export function isOverride({ file }: SourceDocument): boolean {
  return /(^|_)override\.tf(\.json)?$/.test(basename(file));
}

/** Arguments whose own arguments are merged one by one. */
const MERGED: ReadonlySet<string> = new Set(['lifecycle', 'connection']);

/**
 * The body of a block with what an override file says of it: an argument takes the place of one of the same name, and the blocks of a
 * type take the place of all of that type, also of those that a dynamic block makes.
 */
export function overridden(before: Fields, by: Fields): Fields {
  const dynamic = itemsOf(member(by, 'dynamic'));
  const names = new Set([...Object.keys(by), ...dynamic.flatMap((one) => (isFields(one) ? Object.keys(one) : []))]);
  const kept = Object.entries(before).filter(([name]) => !names.has(name) || MERGED.has(name));
  const isKept = (one: unknown): boolean => !isFields(one) || !Object.keys(one).some((name) => names.has(name));
  const dynamicBefore = itemsOf(member(before, 'dynamic')).filter(isKept);
  const merged = [...MERGED].filter((name) => isFields(itemsOf(by[name])[0]) && isFields(itemsOf(before[name])[0]))
    .map((name) => [name, { ...itemsOf(before[name])[0] as Fields, ...itemsOf(by[name])[0] as Fields }] as const);
  const all = [...dynamicBefore, ...dynamic];
  return { ...Object.fromEntries(kept.filter(([name]) => name !== 'dynamic')), ...by, ...Object.fromEntries(merged),
    ...(all.length > 0 && { dynamic: all }) };
}
