import { printable } from '../azure/errors';
import { ALL_PORTS } from '../azure/port-sets';
import { Deployment } from '../deployment/deployment';
import { SubnetDescription } from '../deployment/description';
import { trafficOf } from '../deployment/request-from-deployment';
import {
  AddressTerm, Firewall, FirewallRule, Network, NetworkSecurityGroup, Place, PortTerm, Route, RouteTable, RuleCollection, SecurityRule,
  Subnet,
} from '../network/network';
import { AddressForm, readAddressTerm, readPortTerm } from '../network/read-terms';
import { STANDARD_INPUT } from '../input/text';
import { Direction } from '../requirements/direction';
import { Protocol } from '../requirements/ports';
import { EgressRoute } from '../rules/egress-route';
import { FirewallApplicationRule, FirewallNetworkRule } from '../rules/firewall-rule';
import { RuleAccess } from '../rules/rule-access';
import { SecurityGroupRule } from '../rules/security-group-rule';
import { SubnetToVerify } from '../filtering/paths/subnet-view';
import { DeploymentRules, deploymentRules } from './deployment-rules';

/** What a deployment file makes, as the network that its subnets see. */
export interface DeploymentNetwork {
  readonly network: Network;
  readonly subnets: readonly SubnetToVerify[];
  /** Subnets of which the file makes no security group, and whose traffic passes no firewall rules of the file. */
  readonly withoutRules: ReadonlySet<string>;
  /** Requirements of rules, by the places of these. */
  readonly requirementIds: ReadonlyMap<Place, readonly string[]>;
}

/** Where the way out leads that a file with a firewall does not describe. */
const WAY_TO_FIREWALL = { unknown: 'the address of the firewall', symbol: 'the firewall of the deployment' } as const;

/**
 * The network that a deployment file makes: the rules that a stack of it has, and nothing besides them. A subnet without a route table
 * in a file with a firewall is taken to lead there, because the rules of the firewall are made for it.
 */
export function networkOfDeployment(deployment: Deployment): DeploymentNetwork {
  const { subnets, firewall } = deployment._description;
  const rules = deploymentRules(deployment);
  const make = new NetworkOfRules(deployment.path === STANDARD_INPUT ? 'standard input' : printable(deployment.path));
  const described = Object.entries(subnets);
  const groups = new Map(rules.securityGroups.map(({ subnet, name, rules: own }) => [subnet, make.group(subnet, name, own.rules)]));
  const tables = new Map(described.flatMap(([name]) => {
    const routes = rules.routeTables.find((one) => one.subnet === name)?.routes;
    const table = routes !== undefined ? make.table(name, routes)
      : leadsToFirewall(deployment, name) ? make.wayToFirewall(name) : undefined;
    return table === undefined ? [] : [[name, table] as const];
  }));
  const addresses = described.flatMap(([, { routeTable }]) => routeTable?.defaultRoute.firewall ?? []);
  return {
    requirementIds: make.requirementIds,
    withoutRules: new Set(described.map(([name]) => name).filter((name) => !groups.has(name) && !leadsToFirewall(deployment, name))),
    subnets: described.map(([name, subnet]) => queryOf(name, subnet, deployment)),
    network: {
      subnets: described.map(([name, { subnetId, natGateway }]): Subnet => ({
        key: subnetId.toLowerCase(), name, place: make.place(`subnets.${name}`), addressPrefixes: [], networkAddressSpace: [],
        ...(groups.has(name) && { securityGroup: name }), ...(tables.has(name) && { routeTable: name }),
        ...(natGateway === true && { natGateway: name }),
      })),
      securityGroups: groups, routeTables: tables,
      firewalls: firewall === undefined ? [] : [make.firewall(firewall.name, rules.firewalls, [...new Set(addresses)])], problems: [],
    },
  };
}

function leadsToFirewall({ _description: { subnets, firewall } }: Deployment, name: string): boolean {
  const { routeTable, natGateway } = subnets[name]!;
  return firewall !== undefined && (routeTable === undefined ? natGateway !== true : routeTable.defaultRoute.firewall !== undefined);
}

function queryOf(name: string, { subnetId, addressPrefixes, securityGroup }: SubnetDescription, deployment: Deployment): SubnetToVerify {
  const space = trafficOf(securityGroup)?._addressSpace;
  return {
    name, subnetId, addressPrefixes, requirements: deployment._requirementsOf.get(name)!,
    networkTraffic: space === undefined ? 'virtual-network' : space.length === 0 ? 'none' : space,
    ipGroups: deployment._description.firewall?.sourceIpGroupIds ?? [],
  };
}

const PROTOCOLS = { [Protocol.TCP]: 'Tcp', [Protocol.UDP]: 'Udp', [Protocol.ANY]: '*' } as const;
const FIREWALL_PROTOCOLS = { [Protocol.TCP]: 'TCP', [Protocol.UDP]: 'UDP', [Protocol.ANY]: 'Any' } as const;

/** Puts rules into the words of the one model, with the requirements of each. */
class NetworkOfRules {
  public readonly requirementIds = new Map<Place, readonly string[]>();

  constructor(private readonly file: string) {}

  public place(resource: string, label?: string): Place {
    return { file: this.file, resource, ...(label !== undefined && { label }) };
  }

  public group(subnet: string, name: string, rules: readonly SecurityGroupRule[]): NetworkSecurityGroup {
    const resource = `subnets.${subnet}.securityGroup`;
    return { key: subnet, name, place: this.place(resource), rules: rules.map((rule) => this.securityRule(resource, rule)) };
  }

  public table(subnet: string, routes: readonly EgressRoute[]): RouteTable {
    const resource = `subnets.${subnet}.routeTable`;
    return {
      key: subnet, name: subnet, place: this.place(resource),
      routes: routes.map(({ name, addressPrefix, nextHopType, nextHopAddress, requirementIds }): Route => ({
        name, place: this.ruled(resource, name, requirementIds), prefix: termsOf([addressPrefix], 'route')[0]!, nextHop: nextHopType,
        ...(nextHopAddress !== undefined && { nextHopAddress }),
      })),
    };
  }

  public wayToFirewall(subnet: string): RouteTable {
    const place = this.place(`subnets.${subnet}.routeTable`);
    const route: Route = {
      name: 'the way to the firewall', place, prefix: termsOf(['0.0.0.0/0'], 'route')[0]!, nextHop: 'VirtualAppliance',
      nextHopAddress: WAY_TO_FIREWALL,
    };
    return { key: subnet, name: subnet, place, routes: [route] };
  }

  public firewall(name: string, groups: DeploymentRules['firewalls'], addresses: readonly string[]): Firewall {
    const place = this.place('firewall');
    return {
      key: 'firewall', name, place, privateAddresses: [...addresses, WAY_TO_FIREWALL],
      levels: [groups.map(({ name: group, priority, sources = [], sourceIpGroupIds = [], rules: { networkRules, applicationRules } }) => {
        const from = [...termsOf(sources, 'firewall rule'), ...sourceIpGroupIds.map(ipGroup)];
        const collection = (kind: RuleCollection['kind'], order: number, rules: readonly FirewallRule[]): RuleCollection =>
          ({ name: `${group}-${kind}`, place, kind, priority: order, action: 'Allow', rules });
        return {
          name: group, place, priority,
          collections: [
            collection('network', 0, networkRules.map((rule) => this.networkRule(rule, from))),
            collection('application', 1, applicationRules.map((rule) => this.applicationRule(rule, from))),
          ],
        };
      })],
    };
  }

  private securityRule(
    resource: string,
    { name, direction, priority, access, protocol, sources, destinations, destinationPorts, requirementIds }: SecurityGroupRule,
  ): SecurityRule {
    return {
      name, priority, place: this.ruled(resource, name, requirementIds), protocol: PROTOCOLS[protocol],
      direction: direction === Direction.INBOUND ? 'Inbound' : 'Outbound', access: access === RuleAccess.DENY ? 'Deny' : 'Allow',
      sources: termsOf(sources, 'security rule'), sourcePorts: ALL_PORTS, destinations: termsOf(destinations, 'security rule'),
      destinationPorts: portsOf(destinationPorts),
    };
  }

  private networkRule(
    { name, protocol, ports, addresses, hostNames, requirementIds }: FirewallNetworkRule, sources: readonly AddressTerm[],
  ): FirewallRule {
    return {
      kind: 'network', name, sources, hostNames, place: this.ruled('firewall', name, requirementIds),
      protocols: [FIREWALL_PROTOCOLS[protocol]], destinations: termsOf(addresses, 'firewall rule'), destinationPorts: portsOf(ports),
    };
  }

  private applicationRule(
    { name, protocols, hostNames, urls, fqdnTags, requirementIds }: FirewallApplicationRule, sources: readonly AddressTerm[],
  ): FirewallRule {
    return {
      kind: 'application', name, sources, hostNames, urls, fqdnTags, webCategories: [], destinations: [], terminatesTls: urls.length > 0,
      place: this.ruled('firewall', name, requirementIds),
      protocols: protocols.map((text) => {
        const [type, port] = text.split(':') as ['Http' | 'Https', string];
        return { type, port: Number(port) };
      }),
    };
  }

  private ruled(resource: string, label: string, ids: readonly string[]): Place {
    const place = this.place(resource, label);
    this.requirementIds.set(place, ids);
    return place;
  }
}

function termsOf(texts: readonly string[], form: AddressForm): AddressTerm[] {
  return texts.map((text) => readAddressTerm(text, form).value);
}

function portsOf(ports: readonly string[]): PortTerm[] {
  return ports.map((port) => readPortTerm(port).value);
}

function ipGroup(id: string): AddressTerm {
  return { kind: 'opaque', text: id, id: id.toLowerCase(), why: 'the addresses of an IP group are not in the file' };
}
