import { announcedDefault, privateRoutesToHubFirewall, routeToHubFirewall } from '../network/learned-route';
import type { ReportProblem, Route, Unknown } from '../network/network';
import { shown } from '../network/shown';
import { Arguments, isKnown } from './arguments';
import { privateAddresses } from './firewall-addresses';
import { ROUTING_INTENT } from './kinds';
import type { Resource } from './resource';
import type { ResourceIndex } from './resource-index';
import { Unresolved } from './values';

const CONNECTION = 'azurerm_virtual_hub_connection';

/** Routes that hubs of Virtual WAN announce, or may, to virtual networks, by the keys of these. Source: azurerm 4.55. */
export class HubConnections {
  private readonly byNetwork = new Map<string, Route>();
  private readonly privateByNetwork = new Map<string, readonly Route[]>();
  /** Of a connection whose network is not known: it may be any. */
  private ofAny: Route | undefined;

  constructor(
    private readonly resourceIndex: ResourceIndex, private readonly report: ReportProblem, private readonly resources: readonly Resource[],
  ) {
    const [firewalls, ofPrivate] = [this.firewallsOfHubs('Internet'), this.firewallsOfHubs('PrivateTraffic')];
    for (const resource of this.managed(CONNECTION)) {
      const args = Arguments.of(resource, report);
      const announces = args.flag('internet_security_enabled') ?? false;
      const id = args.value('remote_virtual_network_id');
      const network = resourceIndex.byIdOf(id, 'virtualNetwork', args.place);
      const hub = keyOf(args.value('virtual_hub_id'));
      const firewall = announces === true && hub !== undefined ? firewalls.get(hub) : undefined;
      const certain = resource.repeatedBy === undefined && network !== undefined && isKnown(network) &&
        (network.resource !== undefined || typeof id === 'string') ? network : undefined; // else an expression, which may be any network
      const name = shown(args.name());
      const forPrivate = hub === undefined ? undefined : ofPrivate.get(hub);
      if (certain !== undefined && forPrivate !== undefined) {
        this.privateByNetwork.set(certain.key, privateRoutesToHubFirewall(name, args.place, forPrivate));
      }
      if (announces === false) {
        continue;
      }
      if (certain !== undefined) {
        this.byNetwork.set(certain.key, firewall === undefined ? announcedDefault(name, args.place)
          : routeToHubFirewall(name, args.place, firewall));
      } else {
        this.ofAny ??= announcedDefault(name, args.place);
      }
    }
  }

  public routeTo(network: string): Route | undefined {
    return this.byNetwork.get(network) ?? this.ofAny;
  }

  public privateRoutesTo(network: string): readonly Route[] {
    return this.privateByNetwork.get(network) ?? [];
  }

  /** Addresses of the firewalls that routing intents lead traffic of a kind to, by hub. */
  private firewallsOfHubs(traffic: 'Internet' | 'PrivateTraffic'): ReadonlyMap<string, string | Unknown> {
    return new Map(this.managed(ROUTING_INTENT).filter(({ repeatedBy }) => repeatedBy === undefined).flatMap((resource) => {
      const args = Arguments.of(resource, this.report);
      const hub = keyOf(args.value('virtual_hub_id'));
      const policies = args.blocks('routing_policy').filter((policy) => policy.texts('destinations').includes(traffic));
      const [hop] = policies.map((policy) => policy.value('next_hop'));
      const firewall = hub === undefined || policies.length !== 1 || args.gaps.length > 0 ? undefined
        : this.resourceIndex.byIdOf(hop, 'firewall', args.place);
      const [address] = firewall === undefined || !isKnown(firewall) || firewall.resource === undefined ? []
        : privateAddresses(firewall.resource, () => undefined);
      return address === undefined ? [] : [[hub!, address]];
    }));
  }

  private managed(type: string): Resource[] {
    return this.resources.filter((resource) => resource.type === type && resource.mode === 'managed');
  }
}

/** What is the same for two ids of one hub; undefined for one that is not known. */
function keyOf(id: unknown): string | undefined {
  if (typeof id === 'string') {
    return id.toLowerCase();
  }
  const target = id instanceof Unresolved ? id.target : undefined;
  return target === undefined ? undefined : JSON.stringify([target.group, target.address, target.attribute]);
}
