import { PLATFORM_SERVICES, PlatformService } from '../../azure/platform-services';
import { ALL_PORTS } from '../../azure/port-sets';
import { FilterRule, PROTOCOLS } from '../filter-rule';
import { PLATFORM, platformAddress } from '../known-addresses';
import { ANYTHING } from '../rule-end';
import type { RequiredFlow } from './path';
import { Target } from './target';

/** Whether a target is at the host of the machine, whose services neither routes nor most rules of security groups hold. */
export function isOfPlatform(target: Target): boolean {
  switch (target.kind) {
    case 'addresses':
      return target.set.isIn(PLATFORM);
    case 'tag':
      return platformAddress(target.tag) !== undefined;
    case 'host':
    case 'url':
    case 'every':
    case 'own':
    case 'unknown':
      return false;
  }
}

/** The service of the host that flows are for; undefined for what else the host does, such as DHCP, which no tag names. */
export function platformServiceOf({ target, protocol, ports }: RequiredFlow): PlatformService | undefined {
  return PLATFORM_SERVICES.find(({ tag, protocols, port }) => protocols.includes(protocol) && ports.first <= port && port <= ports.last &&
    (target.kind === 'addresses' ? platformAddress(tag)!.overlaps(target.set) : target.kind === 'tag' && target.tag === tag));
}

/** The rules that decide on flows to a service of the host: rules that name its tag, then Azure itself, which lets them through. */
export function platformRules(outbound: readonly FilterRule[], service: PlatformService | undefined): FilterRule[] {
  const naming = service === undefined ? [] : outbound.filter(({ destination }) => destination.tags.includes(service.tag));
  const label = service === undefined ? 'Azure itself, because no rule of a group matches this traffic to the host'
    : `Azure itself, because rules match ${service.what} only when they name ${service.tag}`;
  return [...naming, {
    name: 'platform', label, kind: 'security', access: 'allow', protocols: PROTOCOLS, ports: ALL_PORTS, sourcePorts: ALL_PORTS,
    source: ANYTHING, destination: ANYTHING,
  }];
}
