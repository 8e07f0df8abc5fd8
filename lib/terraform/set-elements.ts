import { Fields } from '../network/fields';
import { entries, Unresolved } from './values';

/**
 * A text that is equal for blocks that are one element of a set, and undefined where a value of the block is not known. Lists of such a
 * block are sets too, an argument without a value is like one that is missing, and a number is like its text.
 * Source: azurerm 4.55, `security_rule` of azurerm_network_security_group and `route` of azurerm_route_table: sets of objects.
 */
export function elementKey(block: Fields): string | undefined {
  const keys = entries(block).map(([name, value]) => [name, valueKey(value)] as const).filter(([, key]) => key !== '');
  return keys.some(([, key]) => key === undefined) ? undefined : JSON.stringify(keys);
}

/** Empty for what is not given. */
function valueKey(value: unknown): string | undefined {
  if (value instanceof Unresolved) {
    return value.symbol === undefined ? undefined : JSON.stringify({ symbol: value.symbol });
  }
  if (Array.isArray(value)) {
    const keys = new Set(value.map(valueKey));
    return keys.has(undefined) ? undefined : keys.size === 0 ? '' : JSON.stringify([...keys].sort());
  }
  return value === null || value === undefined || value === '' ? '' : typeof value === 'object' ? undefined : JSON.stringify(String(value));
}
