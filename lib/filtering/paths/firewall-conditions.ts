import { Firewall } from '../../network/network';
import { Target } from './target';

/** What must be true for traffic that a firewall lets out to reach the Internet, and for answers to come back. */
export function wayOutConditionsOf({ name, keepsEverySource = false, isWithoutAddress = false }: Firewall, target: Target): string[] {
  if ((target.kind === 'addresses' || target.kind === 'unknown') && target.side === 'network') {
    return [];
  }
  return [
    // Source: Azure Firewall SNAT private IP address ranges: with 0.0.0.0/0 it cannot route traffic directly to the Internet.
    ...(keepsEverySource ? [
      `what network rules of the firewall ${name} let out goes on to something else that translates it: its private ranges are 0.0.0.0/0`,
    ] : []),
    // Source: Azure Firewall forced tunnelling, 2026-03-28: without a public address, its traffic goes through another firewall or nowhere.
    ...(isWithoutAddress ? [`the firewall ${name} has a way out to the Internet: the files give it no public address`] : []),
  ];
}
