import { ruleHostFlaw, ruleUrlFlaw } from '../azure/host-names';
import { serviceTagMeantBy } from '../azure/service-tags';
import { ApplicationRule, Firewall, FirewallRule } from '../network/network';
import { isUnknown } from '../network/unknown';

/**
 * Why a firewall does not filter by a host name of a rule; undefined when it does.
 * Source: Azure Firewall questions and answers, wildcards; FQDN filtering in network rules; features by SKU, ms.date 2025-09-18.
 */
export function whyHostNotAccepted(rule: FirewallRule, host: string, { sku, dnsProxy }: Firewall): string | undefined {
  const tag = /[A-Z]/.test(host) ? serviceTagMeantBy(host) : undefined;
  if (tag !== undefined) {
    return `it is a service tag, and no host has that name; the destination_addresses of a network rule take ${tag}`;
  }
  const flaw = ruleHostFlaw(host);
  if (rule.kind === 'application') {
    return host.lastIndexOf('*') > 0 && !host.includes('/') ? 'Azure accepts a wildcard in the left-most place only' : flaw;
  }
  return flaw !== undefined ? flaw
    : host.includes('*') ? 'a network rule takes no wildcard; an application rule does'
    : sku === 'Basic' ? 'a network rule with a host name needs a Standard or Premium firewall'
      : dnsProxy === false ? 'a network rule with a host name needs the DNS proxy of the firewall, which is off' : undefined;
}

/**
 * Why it is not known what a rule with TLS inspection does; undefined where it can inspect, or has nothing to inspect. Azure takes such a
 * rule in a Premium policy without a certificate, and does not inspect.
 * Source: features by SKU, ms.date 2025-09-18; Premium features, TLS inspection; azurerm 4.55, acceptance tests of rule collection groups.
 */
export function whyNotInspected(
  { protocols, terminatesTls }: Pick<ApplicationRule, 'protocols' | 'terminatesTls'>, { sku, inspectsTls }: Firewall,
): string | undefined {
  if (!terminatesTls || !protocols.some(({ type }) => type === 'Https' || isUnknown(type))) {
    return undefined;
  }
  return sku !== undefined && !isUnknown(sku) && sku !== 'Premium'
    ? `its TLS inspection (terminate_tls) needs a Premium firewall, and this one is ${sku}`
    : inspectsTls === false ? 'its TLS inspection (terminate_tls) needs a certificate on the firewall policy, which has none' : undefined;
}

/** Why a firewall does not filter by web categories; undefined where it does. Source: features by SKU, ms.date 2025-09-18. */
export function whyCategoryNotAccepted({ sku }: Firewall): string | undefined {
  return sku === 'Basic' ? 'a web category needs a Standard or Premium firewall, and this one is Basic' : undefined;
}

/** Why a firewall does not filter by a URL of a rule. Source: features by SKU, URL filtering; Premium features, TLS inspection. */
export function whyUrlNotAccepted(rule: ApplicationRule, url: string, firewall: Firewall): string | undefined {
  return whyUrlsNotAccepted(rule, firewall) ?? ruleUrlFlaw(url);
}

function whyUrlsNotAccepted({ protocols, terminatesTls }: ApplicationRule, { sku }: Firewall): string | undefined {
  if (sku !== undefined && !isUnknown(sku) && sku !== 'Premium') {
    return `a path is filtered by a Premium firewall only, and this one is ${sku}`;
  }
  return !terminatesTls && protocols.some(({ type }) => type === 'Https')
    ? 'a path of HTTPS is filtered only with TLS inspection (terminate_tls)'
    : undefined;
}
