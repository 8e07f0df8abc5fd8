import { Fields, isFields, member } from '../network/fields';
import { shown } from '../network/shown';
import type { Resource } from './resource';
import { NotRead, Unresolved } from './values';

/**
 * The properties of a body of azapi, where all of them are known members; null stands for one that is left out. What is ignored of a body,
 * or sent besides it, may be any of them.
 */
export function readable({ values }: Resource, members: readonly string[]): Fields | undefined {
  const { ignore_body_changes: ignored = [], sensitive_body: other } = values;
  const isWhole = (ignored === null || (Array.isArray(ignored) && ignored.length === 0)) && (other === undefined || other === null);
  return isWhole ? knownMembers(member(bodyOf(values['body']), 'properties'), members) : undefined;
}

/** What of a body is not read: a member that is not known here, or all of it. */
export function unreadIn({ address, values }: Resource, members: readonly string[]): NotRead {
  const properties = member(bodyOf(values['body']), 'properties');
  const names = isFields(properties) && !(properties instanceof Unresolved) ? Object.keys(properties) : [];
  const unknown = names.find((name) => !members.includes(name));
  return new NotRead(unknown === undefined ? `the body of ${shown(address)}`
    : `the member ${JSON.stringify(shown(unknown))} in the body of ${shown(address)}`);
}

/** What is given of members that are known; undefined where there is another one, which may decide something. */
export function knownMembers(properties: unknown, members: readonly string[]): Fields | undefined {
  if (!isFields(properties) || properties instanceof Unresolved) {
    return undefined;
  }
  const all = Object.entries(properties).filter(([, value]) => value !== null && value !== undefined);
  return all.every(([name]) => members.includes(name)) ? Object.fromEntries(all) : undefined;
}

/** Version 1 of the provider takes it as the text of JSON. */
function bodyOf(body: unknown): unknown {
  if (typeof body !== 'string') {
    return body;
  }
  try {
    return JSON.parse(body) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

export function given(name: string, value: unknown): Fields {
  return value === undefined || value === null ? {} : { [name]: value };
}

/** The id of an object that has nothing else to say. */
export function memberId(value: unknown): unknown {
  return value instanceof Unresolved ? value : member(value, 'id') ?? undefined;
}

/** A member of each object of a list; the list itself where it is not known. */
export function eachOf(list: unknown, name: string): unknown {
  return Array.isArray(list) ? list.map((one: unknown) => (one instanceof Unresolved ? one : member(one, name))) : list;
}
