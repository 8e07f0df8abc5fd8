import { compareTexts } from '../../azure/text-order';
import { addTo } from '../../azure/groups';
import { HiddenTexts } from '../../network/hidden-texts';
import { documentsOf } from '../../terraform/documents';
import { ALL_TYPES } from '../../terraform/kinds';
import type { Resource, SourceDocument } from '../../terraform/resource';
import { sensitiveNames } from '../../terraform/sensitive-texts';
import { itemsOf } from '../../terraform/values';
import { Existing, existingIn } from './existing';
import { ANY_SUBSCRIPTION, Identities, KEPT_TYPES } from './identities';

/** A resource of the new configuration that exists already. */
export interface Adopted {
  /** Address in the new configuration. */
  readonly to: string;
  readonly existing: Existing;
}

/** What becomes of resources when a new configuration takes over. */
export interface Adoption {
  readonly adopted: readonly Adopted[];
  /** Addresses that nothing exists for: Terraform makes them. */
  readonly created: readonly string[];
  /** What is unknown, with the reason. */
  readonly unknown: readonly { readonly address: string; readonly reason: string }[];
  /** Addresses of the old state whose rules and routes are now written inline, in a resource that is taken over. */
  readonly absorbed: readonly string[];
  /** Addresses of the old state that the new configuration does not take over. */
  readonly left: readonly string[];
}

/**
 * Finds the resources of a new configuration that are in Azure already. Two are the same when they have the same id in Azure; nothing
 * is guessed from likeness.
 *
 * @param isSameState whether both configurations have the same state, which has the ids by itself
 */
export function adopt(old: readonly SourceDocument[], next: readonly SourceDocument[], isSameState = false): Adoption {
  const hidden = sensitiveNames([...old, ...next]);
  const existing = existingIn(old);
  const byId = index(existing);
  const problems: { address: string; reason: string }[] = [];
  const { resources } = documentsOf(next, ({ resource }, message) => problems.push({ address: resource, reason: message }), ALL_TYPES);
  const identities = new Identities(resources);
  const adopted: Adopted[] = [];
  const created: string[] = [];
  const unknown: { address: string; reason: string }[] = [...problems];
  const inline: string[] = [];
  for (const resource of resources.filter(({ mode, type }) => mode === 'managed' && KEPT_TYPES.includes(type))) {
    const identity = identities.of(resource);
    const found = 'id' in identity ? byId.get(key(resource, identity.id)) ?? [] : [];
    const ids = new Set(found.map(({ id }) => id.toLowerCase()));
    if ('unknown' in identity) {
      unknown.push({ address: resource.address, reason: identity.unknown });
    } else if (ids.size > 1) {
      unknown.push({ address: resource.address, reason: `several have these names: ${[...ids].sort().join(', ')}` });
    } else if (ids.size === 0) {
      created.push(resource.address);
    } else if (isSecret(preferred(found), isSameState, hidden)) {
      unknown.push({ address: resource.address, reason: `it exists, and its id is marked as sensitive; ${WRITE_IT}` });
    } else {
      adopted.push({ to: resource.address, existing: preferred(found) });
      inline.push(...inlineOf(resource, found[0]!.id));
    }
  }
  const taken = new Set(adopted.map(({ existing: { id, type } }) => `${type} ${id.toLowerCase()}`));
  const others = existing.filter(({ address, type, id }) => address !== undefined && !taken.has(`${type} ${id.toLowerCase()}`));
  const isAbsorbed = ({ type, id }: Existing): boolean => inline.some((start) => `${type} ${id.toLowerCase()}`.startsWith(start));
  const addresses = (those: readonly Existing[]): string[] => those.map(({ address }) => address!).sort(compareTexts);
  return hidden.without({
    adopted: sorted(adopted), created: [...created].sort(compareTexts), unknown,
    absorbed: addresses(others.filter(isAbsorbed)), left: addresses(others.filter((one) => !isAbsorbed(one))),
  });
}

const WRITE_IT = 'write its import block yourself, or use nonsensitive() where the name is not secret';

/** Whether an import block would show what nothing may show. */
function isSecret({ id, address }: Existing, isSameState: boolean, hidden: HiddenTexts): boolean {
  return !(isSameState && address !== undefined) && hidden.without([id])[0] !== id;
}

/** Resources that can be written inline: where they are, what their type is, and how their ids go on. */
const INLINE: Readonly<Record<string, readonly [argument: string, type: string, below: string]>> = {
  azurerm_network_security_group: ['security_rule', 'azurerm_network_security_rule', 'securityrules'],
  azurerm_route_table: ['route', 'azurerm_route', 'routes'],
};

/** What the types and ids of rules begin with that a resource has inline. */
function inlineOf({ type, values }: Resource, id: string): string[] {
  const [argument, part, below] = INLINE[type] ?? [];
  return argument === undefined || itemsOf(values[argument]).length === 0 ? [] : [`${part} ${id.toLowerCase()}/${below}/`];
}

function key({ type }: Pick<Resource, 'type'>, id: string): string {
  return `${type} ${id}`;
}

/** By type and id, with the subscription and without it. */
function index(existing: readonly Existing[]): ReadonlyMap<string, readonly Existing[]> {
  const all = new Map<string, Existing[]>();
  for (const one of existing) {
    const id = one.id.toLowerCase();
    for (const key of new Set([id, id.replaceAll(/\/subscriptions\/[^/]+\//g, `/subscriptions/${ANY_SUBSCRIPTION}/`)])) {
      addTo(all, `${one.type} ${key}`, one);
    }
  }
  return all;
}

/** A state says more of a resource than an answer of Azure. */
function preferred(found: readonly Existing[]): Existing {
  return found.find(({ address }) => address !== undefined) ?? found.find(({ inlineIn }) => inlineIn !== undefined) ?? found[0]!;
}

function sorted(adopted: readonly Adopted[]): Adopted[] {
  return [...adopted].sort((a, b) => compareTexts(a.to, b.to));
}
