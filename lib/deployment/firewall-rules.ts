import { FirewallRules, firewallRules } from '../rules/firewall-rules';
import { Deployment } from './deployment';

/** The rules that a deployment writes for its firewall; undefined when the file describes none. */
export function firewallRulesOf({ requirements, _description: { firewall } }: Deployment): FirewallRules | undefined {
  if (firewall === undefined) {
    return undefined;
  }
  const { sku = 'Standard', dnsProxy = false, tlsInspection = false, destinations } = firewall;
  return firewallRules(requirements, {
    destinations: destinations === 'host-names' ? 'hostNames' : 'serviceTags', sku, dnsProxy, urls: tlsInspection && sku === 'Premium',
  });
}
