import { InputError, quote, quoteUpTo } from './errors';
import { isReference } from './references';

/** What the parts of ids that users name can have. Names of resource groups have letters of any script. */
const PART = /^[\p{L}\p{Nd}_().-]+$/u;

const ID = /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)\/providers\/([^/]+\/[^/]+)\/([^/]+)(?:\/([^/]+)\/([^/]+))?$/i;

/** Ids of Azure are longer than what messages show of other values, and what is wrong with one is often at its end. */
export const ID_LENGTH = 512;

/** The parts of the id of an Azure resource that rules are added to by name. */
export interface ResourceId {
  readonly resourceGroupName: string;
  readonly name: string;
}

/**
 * Checks the id of an Azure resource and takes it apart.
 *
 * @param type such as `Microsoft.Network/routeTables`, or `Microsoft.Network/virtualNetworks/subnets`
 * @returns undefined when the id is a reference, whose parts Terraform has to find
 */
export function parseResourceId(what: string, id: string, type: string): ResourceId | undefined {
  if (isReference(id)) {
    return undefined;
  }
  const match = ID.exec(id);
  const found = match && [match[2], match[4]].filter((part) => part !== undefined).join('/');
  if (!match || found!.toLowerCase() !== type.toLowerCase() || !namedParts(id).every((part) => PART.test(part))) {
    const [provider, ...types] = type.split('/');
    const shape = `/subscriptions/<id>/resourceGroups/<name>/providers/${provider}/${types.map((t) => `${t}/<name>`).join('/')}`;
    throw new InputError({
      argument: what, given: id, shownLength: ID_LENGTH, problem: `is not the id of a ${type}${firstDifference(id, shape)}`,
      allowed: `expected "${shape}" or a reference to one`,
    });
  }
  return { resourceGroupName: match[1]!, name: match[3]! };
}

/**
 * The id with its fixed parts in Azure's own case, in which alone the provider takes them. Exports have them in others.
 *
 * @param type such as `Microsoft.Network/routeTables`
 */
export function canonicalId(id: string, type: string): string {
  const [, subscriptions = '', subscription = '', , group = '', , , ...rest] = id.split('/');
  const [provider, ...types] = type.split('/');
  const names = rest.filter((_, i) => i % 2 === 1);
  return ['', subscriptions.toLowerCase(), subscription, 'resourceGroups', group, 'providers', provider,
    ...types.flatMap((one, i) => [one, names[i]])].join('/');
}

/** An id as shown in a message. */
export function quoteId(id: string): string {
  return quoteUpTo(ID_LENGTH, id);
}

/** Where an id leaves its shape; nothing for a text that is no id at all. */
export function firstDifference(id: string, shape: string): string {
  if (!id.startsWith('/')) {
    return '';
  }
  const [given, expected] = [id.split('/'), shape.split('/')];
  const isPlace = (part: string): boolean => part.startsWith('<');
  const at = expected.findIndex((part, i) => (isPlace(part) ? !given[i] : part.toLowerCase() !== given[i]?.toLowerCase()));
  if (at < 0 && given.length === expected.length) {
    const wrong = expected.findIndex((part, i) => isPlace(part) && !PART.test(given[i]!));
    return wrong < 0 ? '' : `: ${quote(given[wrong])} is no ${expected[wrong] === '<id>' ? 'id' : 'name'}`;
  }
  if (at < 0) {
    return `: nothing goes after ${quote(given[expected.length - 1])}`;
  }
  const after = isPlace(expected[at]!) ? ` after ${quote(expected[at - 1])}` : '';
  return given[at] ? `: it has ${quote(given[at])} where ${quote(expected[at])} belongs` : `: ${quote(expected[at])} is missing${after}`;
}

/** The parts of an id that are no keywords of it: the subscription, the resource group, and names. */
function namedParts(id: string): string[] {
  const [, , subscription, , group, , , ...rest] = id.split('/');
  return [subscription!, group!, ...rest.filter((_, i) => i % 2 === 1)];
}
