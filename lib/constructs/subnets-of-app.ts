import { TerraformElement, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { addTo } from '../azure/groups';
import { AddressRange, compareRanges, contains, parseAddressRange } from '../azure/addresses';
import { isReference } from '../azure/references';
import { checkSubnetOfCompute, OWN_SUBNET, reservedName } from '../azure/reserved-subnets';
import { parseResourceId } from '../azure/resource-ids';
import { advise } from './annotate';
import { argumentsOf, originText, resourcesById } from './origins';

/** What a construct says of a subnet of compute. */
interface SubnetUse {
  readonly scope: Construct;
  readonly what: string;
  readonly subnetId: string;
  /** Whether the construct that this one is a part of says the same. */
  readonly isSaid: boolean;
}

/** Ranges that a construct makes rules for. */
interface RangeUse {
  readonly scope: Construct;
  readonly prefixes: readonly string[];
  /** Id of the group whose rules are for the ranges, where others may add rules for the same ranges to it. */
  readonly existingGroup: string | undefined;
}

interface Subnets {
  readonly uses: SubnetUse[];
  readonly ranges: RangeUse[];
  /** Constructs that were told their problems. The first one that asks again begins another validation. */
  readonly told: Set<Construct>;
  readonly advised: Set<string>;
  problems: ReadonlyMap<Construct, string[]>;
}

/** Where a subnet is, as far as the app says. */
interface KnownSubnet {
  readonly network: string;
  readonly name: string;
}

const subnetsByRoot = new WeakMap<IConstruct, Subnets>();
const validated = new WeakSet<IConstruct>();
const noted = new WeakSet<IConstruct>();
const subnetOf = new WeakMap<IConstruct, string>();

/**
 * Checks the id of a subnet of compute. That a reference leads to a subnet that Azure keeps for a service is said when the app is
 * validated, because only then is it known.
 * @param what the argument, for messages
 */
export function takeSubnet(scope: Construct, what: string, subnetId: string): void {
  parseResourceId(what, subnetId, 'Microsoft.Network/virtualNetworks/subnets');
  checkSubnetOfCompute(what, subnetId);
  const isSaid = scope.node.scopes.some((one) => one !== scope && subnetOf.get(one) === subnetId);
  subnetOf.set(scope, subnetId);
  subnetsOf(scope).uses.push({ scope, what, subnetId, isSaid });
}

/**
 * Notes the ranges of the subnet or subnets that a construct makes rules for. No address is in two subnets of one network.
 * What a part of a construct says is what the whole has said.
 */
export function noteRanges(scope: Construct, prefixes: readonly string[], existingGroup?: string): void {
  const known = prefixes.filter((prefix) => !isReference(prefix));
  if (known.length > 0 && !scope.node.scopes.some((one) => noted.has(one))) {
    noted.add(scope);
    subnetsOf(scope).ranges.push({ scope, prefixes: known, existingGroup });
  }
}

function subnetsOf(scope: Construct): Subnets {
  const { root } = scope.node;
  const subnets = subnetsByRoot.get(root) ?? { uses: [], ranges: [], told: new Set(), advised: new Set(), problems: new Map() };
  subnetsByRoot.set(root, subnets);
  if (!validated.has(scope)) {
    validated.add(scope);
    scope.node.addValidation({ validate: () => problemsFor(scope, subnets) });
  }
  return subnets;
}

/** The problems of one construct. All are found at once, so that the cost does not grow with the square of the subnets. */
function problemsFor(scope: Construct, subnets: Subnets): string[] {
  if (subnets.told.size === 0 || subnets.told.has(scope)) {
    subnets.told.clear();
    subnets.problems = allProblems(scope.node.root, subnets);
  }
  subnets.told.add(scope);
  return subnets.problems.get(scope) ?? [];
}

function allProblems(root: IConstruct, { uses, ranges, advised }: Subnets): Map<Construct, string[]> {
  const problems = new Map<Construct, string[]>();
  const say = (scope: Construct, problem: string): unknown => addTo(problems, scope, problem);
  const places = new Map<Construct, KnownSubnet[]>();
  const made = uses.some(({ subnetId }) => isReference(subnetId)) ? resourcesById(root, 'azurerm_subnet') : undefined;
  for (const { scope, what, subnetId, isSaid } of uses) {
    const place = placeOf(scope, subnetId, made);
    if (place !== undefined) {
      addTo(places, scope, place);
      const problem = isReference(subnetId) && !isSaid ? reservedName(place.name) : undefined; // an id was checked when it was given
      if (problem !== undefined) {
        say(scope, `${what}: ${problem}; ${OWN_SUBNET}`);
      }
    }
  }
  for (const { own, other, isOneNetwork } of overlaps(ranges, places)) {
    const [a, b] = [own, other].map(({ range, use: { scope } }) => `${range.text} of ${scope.node.path}`);
    if (isOneNetwork) {
      say(own.use.scope, `subnetAddressPrefixes: ${a} overlaps ${b} in the same virtual network; an address is in one subnet only`);
    } else if (!advised.has(`${a} ${b}`)) {
      advised.add(`${a} ${b}`);
      advise(
        own.use.scope, 'warning', 'overlapping-subnets',
        `${a} overlaps ${b}. Subnets of one virtual network, and networks that are peered, have no address in common. Correct one of ` +
          'them if both are in such networks.',
      );
    }
  }
  return problems;
}

function placeOf(scope: Construct, subnetId: string, made: ReadonlyMap<string, TerraformElement> | undefined): KnownSubnet | undefined {
  if (!isReference(subnetId)) {
    const [network, name] = subnetId.split(/\/subnets\//i) as [string, string];
    return { network: network.toLowerCase(), name };
  }
  const resource = made?.get(originText(scope, subnetId));
  if (resource === undefined) {
    return undefined;
  }
  const { name, virtual_network_name: network, resource_group_name: group } = argumentsOf(resource, 'azurerm_subnet');
  // With the stack of the subnet, because stacks may be for different subscriptions.
  return { name: String(name), network: [group, network].map((part) => originText(resource, String(part)).toLowerCase()).join(' ') };
}

interface PlacedRange {
  readonly use: RangeUse;
  readonly range: AddressRange;
}

interface Overlap {
  readonly own: PlacedRange;
  readonly other: PlacedRange;
  /** Whether it is known that both are in one network. */
  readonly isOneNetwork: boolean;
}

/**
 * Ranges of two constructs that overlap: in one network, and in one stack where it is not known that the networks are different. Each
 * construct is said once. Networks of different stacks may be of different environments, which have the same ranges on purpose.
 */
function overlaps(ranges: readonly RangeUse[], places: ReadonlyMap<Construct, readonly KnownSubnet[]>): Overlap[] {
  const byNetwork = new Map<string, PlacedRange[]>();
  const byStack = new Map<string, PlacedRange[]>();
  const add = (groups: Map<string, PlacedRange[]>, key: string, placed: readonly PlacedRange[]): unknown =>
    (groups.get(key)?.push(...placed) ?? groups.set(key, [...placed]));
  const networksOf = (use: RangeUse): string[] => [...new Set((places.get(use.scope) ?? []).map(({ network }) => network))];
  const unknown = new Set(ranges.filter((use) => networksOf(use).length !== 1).map(({ scope }) => TerraformStack.of(scope).node.path));
  for (const use of ranges) {
    const stack = TerraformStack.of(use.scope).node.path;
    const [network, ...more] = networksOf(use);
    const placed = use.prefixes.map((prefix) => ({ use, range: parseAddressRange(prefix) }));
    if (network !== undefined && more.length === 0) {
      add(byNetwork, network, placed);
    }
    if (unknown.has(stack)) {
      add(byStack, stack, placed);
    }
  }
  const found = new Map<Construct, Overlap>();
  const note = (groups: ReadonlyMap<string, readonly PlacedRange[]>, isOneNetwork: boolean): void => {
    for (const [other, own] of [...groups.values()].flatMap((placed) => [...neighbours(placed)])) {
      const isPossible = isOneNetwork || [own, other].some(({ use }) => networksOf(use).length !== 1);
      if (isPossible && !shareGroup(own.use, other.use) && !found.has(own.use.scope)) {
        found.set(own.use.scope, { own, other, isOneNetwork });
      }
    }
  };
  note(byNetwork, true);
  note(byStack, false);
  return [...found.values()];
}

function shareGroup(a: RangeUse, b: RangeUse): boolean {
  return a.existingGroup !== undefined && b.existingGroup !== undefined &&
    originText(a.scope, a.existingGroup).toLowerCase() === originText(b.scope, b.existingGroup).toLowerCase();
}

/** Each range with the narrowest one before it that holds it and is of another construct. */
function* neighbours(placed: readonly PlacedRange[]): Generator<readonly [wide: PlacedRange, narrow: PlacedRange]> {
  const open: PlacedRange[] = [];
  for (const one of [...placed].sort((a, b) => compareRanges(a.range, b.range))) {
    while (open.length > 0 && !contains(open[open.length - 1]!.range, one.range)) {
      open.pop();
    }
    const other = open[open.length - 1];
    if (other !== undefined && other.use.scope !== one.use.scope) {
      yield [other, one];
    }
    open.push(one);
  }
}
