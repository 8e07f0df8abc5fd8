import { TerraformSet, UnorderedSet } from './computed';
import { isFields } from '../network/fields';
import { itemsOf, Unresolved } from './values';

/** Whether an attribute of a resource is its subnets. */
export function isVirtualNetwork(address: string, attribute: string | number): boolean {
  return attribute === 'subnet' && address.startsWith('azurerm_virtual_network.');
}

/**
 * The subnets that a virtual network has as blocks, each with the id that it will have. They are a set, whose order follows from
 * all their values. Source: azurerm 4.55, azurerm_virtual_network.
 *
 * @param value the blocks, evaluated
 * @param network the id of the virtual network
 */
export function withIds(value: unknown, network: Unresolved): unknown {
  const blocks = itemsOf(value);
  return value instanceof Unresolved || value instanceof TerraformSet || !blocks.every(isFields) ? value
    : new UnorderedSet(blocks.map((block) => ({ ...block, id: idOf(block['name'], network) })));
}

function idOf(name: unknown, network: Unresolved): Unresolved {
  const text = `${network.text}/subnets/${typeof name === 'string' ? name : '?'}`;
  return typeof name === 'string'
    ? new Unresolved(
      text, network.symbol && `${network.symbol}/subnets/${name}`, undefined, undefined, { of: network, rest: `/subnets/${name}` },
    )
    : new Unresolved(text);
}
