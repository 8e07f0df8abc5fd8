import { KINDS, ResourceKind } from './kinds';
import type { Resource } from './resource';
import { Unresolved } from './values';

/** Whether a key is an id. Others begin with the folder of the files, whose path may begin with a slash too. */
export function isId(key: string): boolean {
  return key.startsWith('/subscriptions/');
}

/** A text that only one path of a kind has, in one group of files or in any. */
export function pathKey(kind: ResourceKind, path: readonly string[], group?: string): string {
  return JSON.stringify(group === undefined ? [kind, ...path] : [kind, group, ...path]);
}

/** Names in a form that is equal for equal names: Azure compares them without case. */
export function namesPath(values: readonly unknown[]): string[] | undefined {
  const parts = values.map((value) =>
    (typeof value === 'string' && value !== '' ? value.toLowerCase() : value instanceof Unresolved ? value.symbol : undefined));
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

/** The id of a resource that is made: as it is written, or by its names where its subscription is stated. */
export function idOf({ values, subscription }: Resource, kind: ResourceKind, path: readonly string[] | undefined): string | undefined {
  const id = values['id'];
  if (typeof id === 'string' && isId(id.toLowerCase())) {
    return id.toLowerCase();
  }
  const isText = path !== undefined && KINDS[kind].path.every((argument) => typeof values[argument] === 'string');
  return isText ? idIn(subscription, kind, path) : undefined;
}

/** The id of what has some names in a subscription; undefined where the subscription is not said. */
export function idIn(subscription: string | undefined, kind: ResourceKind, path: readonly string[]): string | undefined {
  if (subscription === undefined) {
    return undefined;
  }
  const [provider, ...types] = KINDS[kind].azure.toLowerCase().split('/');
  const rest = types.map((type, i) => `${type}/${path[i + 1]}`).join('/');
  return `/subscriptions/${subscription.toLowerCase()}/resourcegroups/${path[0]}/providers/${provider}/${rest}`;
}
