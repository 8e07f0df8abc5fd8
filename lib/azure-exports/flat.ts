import { Fields, isFields } from '../network/fields';
import { apiName } from './member-names';
import { Contradicted } from './members';

/** What says nothing of how the network works, and differs from form to form and from day to day. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'etag', 'type', 'apiVersion', 'dependsOn', 'comments', 'resourceGuid', 'resourceGroup', 'subscriptionId', 'tenantId', 'managedBy', 'plan',
    'identity',
  'extendedLocation', 'tags', 'location', 'kind', 'zones', 'changedTime', 'createdTime', 'size',
]);

/** Marks what has its properties in an object of their own, as Azure itself prints a resource. No member of Azure has this name. */
const NESTED = '#properties';

/**
 * Why a resource may have more than is listed: a query chose the members, so that one that is absent may be there all the same. Azure
 * nests all that a resource has in its properties, and every command prints the provisioning state with the rest.
 */
export function isChosenByQuery(fields: Fields): boolean {
  return !Object.hasOwn(fields, NESTED) && !Object.hasOwn(fields, 'provisioningState');
}

/**
 * One form for what is written in several: what the API nests under `properties` the command line prints one level up; null,
 * which old versions of the command line print, is what is not set.
 * Source: azure-cli, aaz commands (client_flatten), and issue 16172 (2020-12-07).
 */
export function flat(value: unknown, text: (written: string) => unknown = (written) => written): unknown {
  if (typeof value === 'string') {
    return text(value);
  }
  if (Array.isArray(value)) {
    return value.map((item) => flat(item, text));
  }
  if (!isFields(value)) {
    return value;
  }
  const members = new Map<string, unknown>();
  const isResource = ['id', 'properties'].some((key) => Object.hasOwn(value, key));
  const properties = Object.hasOwn(value, 'properties') ? value['properties'] : undefined;
  const inner = isFields(properties) ? flat(properties, text) as Fields : {};
  Object.entries(inner).forEach(([key, item]) => members.set(key, item));
  if (isFields(properties)) {
    members.set(NESTED, true);
  }
  for (const [key, item] of Object.entries(value)) {
    const name = apiName(key);
    // The name that the API has goes before others.
    const isOther = name !== key && Object.hasOwn(value, name);
    if (key !== NESTED && !(isResource && LEFT_OUT.has(key)) && !isOther && item !== null && !(key === 'properties' && isFields(item))) {
      members.set(name, flat(item, text));
    }
  }
  return Object.fromEntries(members);
}

/** What two files say of one thing, and the members of which they say different things. */
interface Merged {
  readonly value: unknown;
  readonly conflicts: readonly string[];
}

/** Members that every version of every command prints where there is one, so that one without has none, and what tells a whole resource. */
const TELLING: Readonly<Record<string, { readonly members: readonly string[]; readonly whole: readonly string[] }>> = {
  'microsoft.network/virtualnetworks/subnets': {
    members: ['networkSecurityGroup', 'routeTable', 'natGateway'], whole: ['addressPrefix', 'addressPrefixes'],
  },
  'microsoft.network/azurefirewalls': { members: ['firewallPolicy'], whole: ['ipConfigurations', 'hubIPAddresses'] },
  'microsoft.network/firewallpolicies': { members: ['basePolicy'], whole: ['threatIntelMode', 'ruleCollectionGroups'] },
};

/** Joins what two files say of a resource. One that has no group, and one that has, are of different times. */
export function mergedResources(a: Fields, b: Fields, type: string): Merged {
  const both = merged(a, b);
  const { members = [], whole = [] } = TELLING[type] ?? {};
  const isWhole = (fields: Fields): boolean => whole.some((name) => Object.hasOwn(fields, name));
  const gone = isWhole(a) && isWhole(b) ? members.filter((name) => Object.hasOwn(a, name) !== Object.hasOwn(b, name)) : [];
  return gone.length === 0 ? both : {
    value: { ...both.value as Fields, ...Object.fromEntries(gone.map((name) => [name, contradiction(name)])) },
    conflicts: [...both.conflicts, ...gone],
  };
}

function contradiction(part: string): Contradicted {
  return new Contradicted(`the files say different things about ${part}`);
}

/** Joins what two files say: what only one of them says is taken from it. */
export function merged(a: unknown, b: unknown, part = ''): Merged {
  if (isFields(a) && isFields(b)) {
    const conflicts: string[] = [];
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    const value = Object.fromEntries(keys.map((key) => {
      if (!Object.hasOwn(a, key) || !Object.hasOwn(b, key)) {
        return [key, Object.hasOwn(a, key) ? a[key] : b[key]];
      }
      const one = merged(a[key], b[key], part === '' ? key : `${part}.${key}`);
      conflicts.push(...one.conflicts);
      return [key, one.value];
    }));
    return { value, conflicts };
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return mergedLists(a as unknown[], b as unknown[], part);
  }
  const isSame = typeof a === 'string' && typeof b === 'string' ? isSameText(a, b) : textOf(a) === textOf(b);
  return isSame ? { value: a, conflicts: [] } : { value: contradiction(part), conflicts: [part] };
}

function isSameText(a: string, b: string): boolean {
  return a === b || (a.startsWith('/') && a.toLowerCase() === b.toLowerCase());
}

/** Lists of named objects are joined by name; others have to hold the same. */
function mergedLists(a: readonly unknown[], b: readonly unknown[], part: string): Merged {
  const [named, others] = [byName(a), byName(b)];
  if (named !== undefined && others !== undefined && named.size === others.size && [...named.keys()].every((name) => others.has(name))) {
    const items = [...named].map(([name, item]) => merged(item, others.get(name), `${part} ${name}`));
    return { value: items.map(({ value }) => value), conflicts: items.flatMap(({ conflicts }) => conflicts) };
  }
  const texts = (list: readonly unknown[]): string => list.map(textOf).sort().join('\n');
  return texts(a) === texts(b) ? { value: a, conflicts: [] }
    : { value: contradiction(part), conflicts: [part] };
}

function byName(list: readonly unknown[]): Map<string, unknown> | undefined {
  const names = list.map((item) => (isFields(item) && typeof item['name'] === 'string' ? item['name'].toLowerCase() : undefined));
  return names.every((name) => name !== undefined) && new Set(names).size === names.length
    ? new Map(names.map((name, i) => [name!, list[i]])) : undefined;
}

/** A text that is the same for values that mean the same: keys in order, ids in lower case. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === 'string' && item.startsWith('/')) {
      return item.toLowerCase();
    }
    return isFields(item) ? Object.fromEntries(Object.entries(item).filter(([key]) => key !== NESTED)
      .sort(([x], [y]) => (x < y ? -1 : 1))) : item;
  }) ?? '';
}
