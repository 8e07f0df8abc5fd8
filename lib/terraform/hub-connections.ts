import { announcedDefault } from '../network/learned-route';
import type { ReportProblem, Route } from '../network/network';
import { shown } from '../network/shown';
import { Arguments, isKnown } from './arguments';
import type { Resource } from './resource';
import type { ResourceIndex } from './resource-index';

const CONNECTION = 'azurerm_virtual_hub_connection';

/** Default routes that hubs of Virtual WAN may announce to virtual networks, by the keys of these. Source: azurerm 4.55. */
export class HubConnections {
  private readonly byNetwork = new Map<string, Route>();
  /** Of a connection whose network is not known: it may be any. */
  private ofAny: Route | undefined;

  constructor(resourceIndex: ResourceIndex, report: ReportProblem, resources: readonly Resource[]) {
    for (const resource of resources.filter(({ type, mode }) => type === CONNECTION && mode === 'managed')) {
      const args = Arguments.of(resource, report);
      if ((args.flag('internet_security_enabled') ?? false) === false) {
        continue;
      }
      const id = args.value('remote_virtual_network_id');
      const network = resourceIndex.byIdOf(id, 'virtualNetwork', args.place);
      const route = announcedDefault(shown(args.name()), args.place);
      const isSure = resource.repeatedBy === undefined && network !== undefined && isKnown(network) &&
        (network.resource !== undefined || typeof id === 'string'); // else an expression, which may be any network
      if (isSure) {
        this.byNetwork.set(network.key, route);
      } else {
        this.ofAny ??= route;
      }
    }
  }

  public routeTo(network: string): Route | undefined {
    return this.byNetwork.get(network) ?? this.ofAny;
  }
}
