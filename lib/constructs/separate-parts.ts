import { TerraformElement, TerraformStack, Token } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { isReference } from '../azure/references';
import { AppParts, renewAtValidation } from './app-parts';
import { elementsOf, originText } from './origins';
import { resolved } from './resolved-values';

/** A kind of resource that is a part of another one, which it names; and what two parts of one resource cannot share. */
interface PartKind {
  readonly type: string;
  /** The resource it is a part of: its type, and the input that names it. */
  readonly owner: string;
  readonly ownerInput: string;
  /** Inputs that are unique in the owner together, with words for them. */
  readonly unique: readonly { readonly inputs: readonly string[]; readonly words: (values: readonly string[]) => string }[];
}

const NAME = { inputs: ['name'], words: ([name]: readonly string[]) => `the name ${name}` };

/** The separate resources for rules and routes that apps write besides those of this library. */
export const SEPARATE_RULES: PartKind = {
  type: 'azurerm_network_security_rule', owner: 'azurerm_network_security_group', ownerInput: 'networkSecurityGroupName',
  unique: [NAME, { inputs: ['direction', 'priority'], words: ([direction, priority]) => `the priority ${priority} (${direction})` }],
};
export const SEPARATE_ROUTES: PartKind = {
  type: 'azurerm_route', owner: 'azurerm_route_table', ownerInput: 'routeTableName',
  unique: [NAME, { inputs: ['addressPrefix'], words: ([prefix]) => `the prefix ${prefix}` }],
};
export const SEPARATE_COLLECTION_GROUPS: PartKind = {
  type: 'azurerm_firewall_policy_rule_collection_group', owner: 'azurerm_firewall_policy', ownerInput: 'firewallPolicyId',
  unique: [NAME, { inputs: ['priority'], words: ([priority]) => `the priority ${priority}` }],
};

/** The constructs of this library that add parts to what exists. What they take of each other, they claim. */
const OWN = new WeakSet<IConstruct>();

type Inputs = Readonly<Record<string, unknown>>;

/**
 * Checks, when the app is validated, that no resource that the app writes itself is a part of one whose parts are written inline here:
 * Terraform would make inline and separate parts overwrite each other at every run (azurerm, notes on both resources).
 */
export function checkNothingSeparate(scope: Construct, made: TerraformElement, kind: PartKind, block: string): void {
  renewAtValidation(scope);
  scope.node.addValidation({ validate: () => {
    return foreign(scope, kind, () => keysOfElement(made)).map(({ node }) =>
      `${node.path} is a separate ${kind.type} of this resource, whose ${block} are written inline, and the two overwrite each other; ` +
      'write all of them in one way');
  } });
}

/** Checks, when the app is validated, that resources that the app writes itself take no name and no priority of those made here. */
export function checkNothingTaken(scope: Construct, ownerId: string, kind: PartKind): void {
  OWN.add(scope);
  renewAtValidation(scope);
  scope.node.addValidation({ validate: () => {
    const others = foreign(scope, kind, () => {
      const element = isReference(ownerId) ? AppParts.of(scope).made(kind.owner, originText(scope, ownerId)) : undefined;
      return [...keysOfId(scope, ownerId), ...(element === undefined ? [] : keysOfElement(element))];
    });
    if (others.length === 0) {
      return [];
    }
    const own = elementsOf(scope, kind.type);
    return kind.unique.flatMap(({ inputs, words }) => {
      const taken = new Map(others.map((other) => [keyOf(other, inputs), other]));
      return own.flatMap((one) => {
        const other = taken.get(keyOf(one, inputs));
        const values = inputs.map((input) => resolved(one, String(inputsOf(one)[`${input}Input`])));
        return other === undefined ? [] : [`${words(values)} in ${resolved(scope, ownerId)} is taken by ${other.node.path}`];
      });
    });
  } });
}

/** The parts of the owners with some keys that the app writes itself. Most apps write none, and then nobody asks for the keys. */
function foreign(scope: Construct, kind: PartKind, keysOfOwners: () => readonly string[]): TerraformElement[] {
  const parts = AppParts.of(scope).byKey(kind, kind.type, (part) =>
    (part.node.scopes.some((one) => OWN.has(one)) ? [] : keysOfPart(part, kind)));
  return parts.size === 0 ? [] : [...new Set(keysOfOwners().flatMap((owner) => parts.get(owner) ?? []))];
}

function inputsOf(element: IConstruct): Inputs {
  return element as unknown as Inputs;
}

/** What is written in some inputs. Azure ignores the case of names. */
function keyOf(element: TerraformElement, inputs: readonly string[]): string {
  return inputs.map((input) => {
    const value = inputsOf(element)[`${input}Input`];
    const text = typeof value === 'number' && Token.isUnresolved(value) ? Token.asString(value) : String(value);
    return isReference(text) ? originText(element, text) : text.toLowerCase();
  }).join(' ');
}

/** How a part names its owner: by a reference to the name or the id, or by text. */
function keysOfPart(part: TerraformElement, { ownerInput }: PartKind): string[] {
  const inputs = inputsOf(part);
  const owner = inputs[`${ownerInput}Input`];
  if (typeof owner !== 'string') {
    return [];
  }
  return isReference(owner) || owner.startsWith('/') ? keysOfId(part, owner) : keysOfName(part, inputs['resourceGroupNameInput'], owner);
}

/** How an owner that the app makes can be named: by its references, and by the text of its name. */
function keysOfElement(element: TerraformElement): string[] {
  const inputs = inputsOf(element);
  const references = [inputs['id'], inputs['name']].filter((one): one is string => typeof one === 'string');
  return [
    ...references.map((one) => originText(element, one)),
    ...keysOfName(element, inputs['resourceGroupNameInput'], inputs['nameInput']),
  ];
}

/** How an owner can be named whose id, or a reference to it, is given. */
function keysOfId(scope: IConstruct, id: string): string[] {
  if (isReference(id)) {
    return [originText(scope, id)];
  }
  const [, , , , group, , , , name] = id.split('/');
  return [id.toLowerCase(), ...keysOfName(scope, group, name)];
}

function keysOfName(scope: IConstruct, group: unknown, name: unknown): string[] {
  if (typeof group !== 'string' || typeof name !== 'string' || isReference(name)) {
    return [];
  }
  // Stacks may be for different subscriptions, so a name counts within its stack.
  const where = isReference(group) ? originText(scope, group) : group.toLowerCase();
  return [`${TerraformStack.of(scope).node.path} ${where}/${name.toLowerCase()}`];
}
