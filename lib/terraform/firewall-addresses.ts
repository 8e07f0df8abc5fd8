import type { ReportProblem, Unknown } from '../network/network';
import { Arguments } from './arguments';
import type { Resource } from './resource';
import { KNOWN_LATER } from './values';

/** Addresses in a virtual network or in a hub. Source: azurerm 4.55, attributes of azurerm_firewall. */
export function privateAddresses(resource: Resource, report: ReportProblem): (string | Unknown)[] {
  const args = Arguments.of(resource, report);
  const inHub = args.blocks('virtual_hub');
  const block = inHub.length > 0 ? 'virtual_hub' : 'ip_configuration';
  const found = inHub.length > 0 ? inHub : args.blocks(block);
  // A data source of a configuration says nothing of its blocks; the first one has the address.
  const addresses = found.length > 0 ? found.map((part) => part.text('private_ip_address')) : [undefined];
  return addresses.map((address, i) => (typeof address === 'string' ? address : {
    unknown: KNOWN_LATER, symbol: `${resource.group} ${resource.address}.${block}[${i}].private_ip_address`,
  }));
}
