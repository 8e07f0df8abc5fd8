import { isDeepStrictEqual } from 'node:util';
import { BlockSchema, ProviderSchema, Type } from './schema';

/** What a later version of a provider no longer takes, or asks for, of one resource. The path of the argument leads through blocks. */
export interface Change {
  readonly resource: string;
  readonly argument: string;
  /** `required`: it was optional. `type`: it takes another kind of value. */
  readonly change: 'removed' | 'required' | 'type';
}

/** Changes that a program for the earlier version can fail on. What the later version adds is not among them. */
export function changes(earlier: ProviderSchema, later: ProviderSchema): Change[] {
  return Object.entries(earlier.resources).flatMap(([resource, schema]) => {
    const now = later.resources[resource];
    return now === undefined
      ? [{ resource, argument: '', change: 'removed' as const }]
      : blockChanges(schema, now).map((one) => ({ resource, ...one }));
  });
}

type InBlock = Omit<Change, 'resource'>;

function blockChanges(before: BlockSchema, now: BlockSchema): InBlock[] {
  return [
    ...Object.entries(before.attributes).flatMap(([name, { type, required, optional }]): InBlock[] => {
      const next = now.attributes[name];
      // What the provider alone computes, no program writes.
      if (required !== true && optional !== true) {
        return [];
      }
      if (next === undefined) {
        return [{ argument: name, change: 'removed' }];
      }
      const isNew = next.required === true && required !== true;
      return [...(isNew ? [{ argument: name, change: 'required' as const }] : []), ...typeChanges(type, next.type, name)];
    }),
    ...Object.entries(before.block_types).flatMap(([name, { block, min_items: least, ...kind }]): InBlock[] => {
      const next = now.block_types[name];
      if (next === undefined) {
        return [{ argument: name, change: 'removed' }];
      }
      const isNew = (next.min_items ?? 0) > (least ?? 0);
      const isOther = next.nesting_mode !== kind.nesting_mode || next.max_items !== kind.max_items;
      return [
        ...(isNew ? [{ argument: name, change: 'required' as const }] : []),
        ...(isOther ? [{ argument: name, change: 'type' as const }] : []),
        ...blockChanges(block, next.block).map(({ argument, change }) => ({ argument: `${name}.${argument}`, change })),
      ];
    }),
    ...Object.keys(now.attributes).filter((name) => now.attributes[name]!.required === true && !(name in before.attributes))
      .map((argument): InBlock => ({ argument, change: 'required' })),
  ];
}

/** Objects that one argument takes may lose fields, or change them. A new field is written as null. */
function typeChanges(before: Type, now: Type, at: string): InBlock[] {
  if (isDeepStrictEqual(before, now)) {
    return [];
  }
  if (typeof before === 'string' || typeof now === 'string' || before[0] !== now[0]) {
    return [{ argument: at, change: 'type' }];
  }
  if (before[0] === 'object' && now[0] === 'object') {
    const fields = now[1];
    return Object.entries(before[1]).flatMap(([name, type]) => {
      const next = fields[name];
      return next === undefined ? [{ argument: `${at}.${name}`, change: 'removed' as const }] : typeChanges(type, next, `${at}.${name}`);
    });
  }
  return typeChanges(before[1] as Type, now[1] as Type, at);
}
