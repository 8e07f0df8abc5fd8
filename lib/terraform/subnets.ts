import { addTo } from '../azure/groups';
import { compareTexts } from '../azure/text-order';
import type { Place, ReportProblem, Subnet, Unknown } from '../network/network';
import { addressTerms } from './address-terms';
import { Arguments, isKnown } from './arguments';
import { possibleById } from './possible-owners';
import { ResourceIndex, ResourceEntry, plainPath } from './resource-index';
import { endpointPolicies } from './storage-policies';
import type { ResourceKind } from './kinds';
import { mayBeSame } from './name-ends';
import { gatewaysWithoutAddress } from './nat-gateways';
import type { Resource } from './resource';
import { addRival, areTwo, doubtRivals, PartSlots, Rival, Rivals } from './rival-associations';
import { groupRefusedOn } from '../network/refused-groups';
import { shown } from '../network/shown';
import type { SubnetPart } from '../network/subnet-parts';
import { described } from '../network/fields';
import { Unresolved } from './values';
import type { OfNetwork, VirtualNetworks } from './virtual-networks';

/** What can be put on a subnet, and the argument for it of the association and of the subnet itself. Source: azurerm 4.55 and 5.2. */
const PARTS = [
  {
    part: 'securityGroup', kind: 'securityGroup', type: 'azurerm_subnet_network_security_group_association',
    argument: 'network_security_group_id', inline: 'security_group',
  },
  {
    part: 'routeTable', kind: 'routeTable', type: 'azurerm_subnet_route_table_association', argument: 'route_table_id',
    inline: 'route_table_id',
  },
  {
    part: 'natGateway', kind: 'natGateway', type: 'azurerm_subnet_nat_gateway_association', argument: 'nat_gateway_id',
    inline: 'nat_gateway_id',
  },
] as const;

const NO_NETWORK: OfNetwork = { networkAddressSpace: [] };

type SubnetDraft = Omit<Subnet, SubnetPart> & {
  readonly parts: PartSlots; readonly possible: PartSlots;
  /** Associations that are there or not. */
  readonly perhaps: Map<SubnetPart, readonly string[]>;
  readonly rivals: Rivals;
  /** What names it, where nothing here makes it. */
  readonly named?: ResourceEntry;
};

interface Association {
  readonly resource: Resource;
  readonly form: (typeof PARTS)[number];
  readonly args: Arguments;
  readonly subnet: ResourceEntry | Unknown | undefined;
  /** The subnet, where it is known which one it is. */
  readonly named: ResourceEntry | undefined;
}

/** Reads subnets with what is put on them. */
export class SubnetReader {
  private readonly drafts = new Map<string, SubnetDraft>();
  private readonly ofNetworks = new Map<string, ResourceEntry[]>();

  constructor(
    private readonly resourceIndex: ResourceIndex, private readonly report: ReportProblem, private readonly networks: VirtualNetworks,
  ) {}

  public read(resources: readonly Resource[]): Subnet[] {
    const managed = resources.filter(({ mode, repeatedBy }) => mode === 'managed' && repeatedBy === undefined);
    managed.filter(({ type }) => type === 'azurerm_subnet').forEach((resource) => this.addSubnet(resource));
    managed.filter(({ type }) => type === 'azurerm_virtual_network').forEach((resource) => this.addInline(resource));
    // All subnets that associations name are known before it is asked which of them an association may be for.
    PARTS.flatMap((form) => resources.filter(({ type, mode }) => type === form.type && mode === 'managed')
      .map((resource) => this.association(resource, form))).forEach((association) => this.associate(association));
    this.drafts.forEach((draft) => this.doubtTwins(draft));
    this.drafts.forEach((draft) => doubtRivals(draft));
    this.useStateOfNetworks(managed);
    const bare = gatewaysWithoutAddress(this.resourceIndex, resources);
    this.drafts.forEach((draft) => this.refuseGroup(draft));
    return [...this.drafts.values()].map(({ parts, possible, perhaps: _perhaps, rivals: _rivals, named: _named, ...subnet }) => ({
      ...subnet, ...possible, ...parts,
      ...(typeof parts.natGateway === 'string' && bare.has(parts.natGateway) && { isNatWithoutAddress: bare.get(parts.natGateway)! }),
    }))
      .sort((a, b) => compareTexts(a.key, b.key));
  }

  private refuseGroup({ name, parts, possible, place }: SubnetDraft): void {
    const message = groupRefusedOn(name);
    if (message === undefined) {
      return;
    }
    if (typeof parts.securityGroup === 'string') {
      this.report(place, message, { isRefused: true });
    }
    delete parts.securityGroup;
    delete possible.securityGroup;
  }

  private addSubnet(resource: Resource): void {
    const entry = this.resourceIndex.entryOf(resource);
    if (entry.resource !== resource) {
      return; // made by two documents
    }
    const args = Arguments.of(resource, this.report);
    const { values } = resource;
    const network = this.resourceIndex.byNames(
      [values['resource_group_name'], values['virtual_network_name']], 'virtualNetwork', resource.group, args.place,
      { provider: resource.provider, subscription: resource.subscription, written: resource.written?.('virtual_network_name') },
    );
    if (isKnown(network)) {
      addTo(this.ofNetworks, network.key, entry);
    }
    this.add(entry, args, isKnown(network) ? this.networks.of(network) : NO_NETWORK);
    this.rest(entry, [...resource.conditions ?? [], ...(isKnown(network) ? network.resource?.conditions ?? [] : [])]);
    this.putArguments(entry, args);
    resource.givenTo?.forEach((module) => PARTS.forEach(({ part }) => {
      this.mayAssociate(
        [entry], part, `${module} is given ${args.place.resource} and may associate it; resources of modules are not in a configuration`,
      );
    }));
  }

  /** Subnets that are written as blocks of their virtual network. */
  private addInline(resource: Resource): void {
    const network = this.resourceIndex.entryOf(resource);
    // What a plan or a state tells of subnets that others make is not an argument.
    if (resource.isConfigured('subnet') === false) {
      return;
    }
    const args = Arguments.of(resource, this.report);
    const beside = this.ofNetworks.get(network.key) ?? [];
    const other = beside.at(-1);
    if (other !== undefined && resource.isConfigured('subnet') === true) {
      args.problem('subnet', `${other.place.resource} is a separate resource, and the virtual network also has subnets inline; they ` +
        'overwrite each other, so write them in one way');
    }
    const blocks = args.blocks('subnet');
    const isUnread = args.gaps.length > 0 && resource.isConfigured('subnet') === true;
    beside.filter(() => isUnread).forEach((one) => this.doubt(one, args.place));
    for (const block of blocks) {
      const twins = resource.isConfigured('subnet') !== true ? []
        : beside.filter(({ names }) => block.value('name') !== undefined && mayBeSame([block.value('name')], names?.slice(-1)));
      twins.forEach((one) => this.doubt(one, args.place));
      if (twins.some(({ name }) => name !== '' && name.toLowerCase() === block.name().toLowerCase())) {
        continue;
      }
      const entry = this.inlineEntry(resource, network, block);
      if (this.drafts.has(entry.key)) {
        continue; // a state lists it with its network too
      }
      this.add(entry, block, this.networks.of(network));
      this.rest(entry, resource.conditions ?? []);
      for (const { part, kind, inline } of PARTS) {
        this.put(entry, part, this.keyOf(block.value(inline), kind, block.place), block.place);
      }
      this.putArguments(entry, block);
    }
  }

  /** What is written twice, as a resource and as a block, is there once, with what the one or the other says. */
  private doubt(entry: ResourceEntry, { resource }: Place): void {
    const { parts, perhaps } = this.drafts.get(entry.key)!;
    for (const { part } of PARTS) {
      parts[part] = { unknown: `${entry.place.resource} and ${resource} both make the subnet, and overwrite each other` };
      perhaps.set(part, []);
    }
  }

  private inlineEntry(resource: Resource, network: ResourceEntry, block: Arguments): ResourceEntry {
    const [id, name] = [block.value('id'), block.text('name')];
    const known = typeof id === 'string' && id.startsWith('/') ? id.toLowerCase() : undefined;
    const part = name instanceof Unresolved ? name.symbol : name?.toLowerCase();
    const path = network.path === undefined || part === undefined ? undefined : [...network.path, part];
    return this.resourceIndex.add({
      kind: 'subnet', key: known ?? `${network.key}/subnets/${part ?? block.place.part!}`, name: block.name(), place: block.place,
      ...(path === undefined ? {} : { path }), isPart: true, names: [...network.names ?? [undefined, undefined], block.value('name')],
    }, resource.group);
  }

  private add(entry: ResourceEntry, args: Arguments, ofNetwork: OfNetwork): void {
    this.drafts.set(entry.key, {
      key: entry.key, name: entry.name, ...plainPath(entry), ...withoutPath(entry), place: entry.place, ...ofNetwork, parts: {},
      possible: {}, perhaps: new Map(), rivals: new Map(),
      addressPrefixes: addressTerms(args, 'address_prefixes', args.texts('address_prefixes'), 'addresses'),
      ...serviceEndpoints(args), ...endpointPolicies(args, this.resourceIndex), ...defaultOutbound(args), ...privateEndpoints(args),
    });
  }

  /** Keeps the values of variables that a subnet rests on. */
  private rest({ key }: ResourceEntry, conditions: readonly string[]): void {
    const draft = this.drafts.get(key);
    if (draft !== undefined && conditions.length > 0) {
      this.drafts.set(key, { ...draft, conditions: [...new Set([...draft.conditions ?? [], ...conditions])] });
    }
  }

  /** Arguments of 1.x and of 5.x that say the same as an association. */
  private putArguments(entry: ResourceEntry, args: Arguments): void {
    for (const { part, kind, argument } of PARTS) {
      this.put(entry, part, this.keyOf(args.value(argument), kind, args.place), args.place);
      const given = args.value(`${argument}_wo`);
      const isSet = given !== undefined || args.value(`${argument}_wo_version`) !== undefined;
      const value = given ?? new Unresolved(`${argument}_wo is set, and Terraform does not write down to what`);
      if (isSet) {
        this.put(entry, part, this.keyOf(value, kind, args.place), args.place);
      }
    }
  }

  /** An association with the subnet that it names, which is added where nothing else makes it. */
  private association(resource: Resource, form: Association['form']): Association {
    const args = Arguments.of(resource, this.report);
    const subnet = this.resourceIndex.byIdOf(args.value('subnet_id'), 'subnet', args.place);
    const named = subnet !== undefined && isKnown(subnet) ? subnet : undefined;
    if (named !== undefined && !this.drafts.has(named.key)) {
      const network = this.resourceIndex.networkOf(named, resource.group);
      this.drafts.set(named.key, {
        key: named.key, name: named.name, ...plainPath(named), place: named.place, addressPrefixes: [],
        ...network === undefined ? NO_NETWORK : this.networks.of(network), parts: {}, possible: {}, perhaps: new Map(), rivals: new Map(),
        named,
      });
      this.rest(named, network?.resource?.conditions ?? []);
    }
    return { resource, form, args, subnet, named };
  }

  private associate({ resource, form: { kind, argument, part }, args, subnet, named }: Association): void {
    const why = subnet === undefined ? 'subnet_id is missing'
      : isKnown(subnet) ? `subnet_id is ${described(args.value('subnet_id'))}` : subnet.unknown;
    const possible = named === undefined || named.elsewhere !== undefined
      ? possibleById(this.resourceIndex, args.value('subnet_id'), 'subnet', named) : [];
    const value = this.keyOf(args.value(argument), kind, args.place) ?? { unknown: `${argument} is missing` };
    const doubt = `${args.place.resource} may be for this subnet: ${why}`;
    this.mayAssociate(possible, part, doubt, { value, why: doubt, named });
    if (named === undefined && possible.some(({ key }) => this.drafts.has(key))) {
      return; // each of them says it
    }
    if (named === undefined) {
      args.problem('subnet_id', `the subnet is not known here (${why}), so what it is associated with is left out`);
      return;
    }
    this.rest(named, resource.conditions ?? []);
    const { repeatedBy } = resource;
    if (repeatedBy === undefined) {
      this.put(named, part, value, args.place);
    } else {
      this.perhaps(named, part, args.place, repeatedBy);
    }
  }

  /** What a subnet that is made here has is that of a named one, where both may be the same. */
  private doubtTwins(draft: SubnetDraft): void {
    const { named, possible } = draft;
    for (const { key, why } of named === undefined ? [] : this.resourceIndex.twinsOf(named)) {
      const twin = this.drafts.get(key);
      for (const { part } of PARTS.filter((one) => twin?.parts[one.part] !== undefined || twin?.possible[one.part] !== undefined)) {
        possible[part] ??= { unknown: why };
        if (twin!.parts[part] !== undefined) {
          addRival(draft.rivals, part, { value: twin!.parts[part], why }); // what is possible there is possible here for the same reason
        }
      }
    }
  }

  /** Puts what is there or not, as `count` says: of two, one may be there instead of the other. */
  private perhaps({ key }: ResourceEntry, part: SubnetPart, { resource }: Place, repeatedBy: string): void {
    const { perhaps } = this.drafts.get(key)!;
    const those = [...perhaps.get(part) ?? [], resource];
    const are = those.length === 1 ? 'is' : 'are';
    perhaps.set(part, those);
    this.drafts.get(key)!.parts[part] = {
      unknown: `${those.join(' and ')} ${are} made with ${repeatedBy}, which cannot be evaluated here`,
    };
  }

  /** What may be associated with subnets, and what that is. */
  private mayAssociate(subnets: readonly ResourceEntry[], part: SubnetPart, why: string, by?: Pick<Association, 'named'> & Rival): void {
    for (const { key } of subnets) {
      const draft = this.drafts.get(key);
      if (draft === undefined) {
        continue;
      }
      draft.possible[part] ??= { unknown: why };
      if (by !== undefined && !areTwo(draft.named, by.named)) {
        addRival(draft.rivals, part, by);
      }
    }
  }

  private keyOf(value: unknown, kind: ResourceKind, place: Place): string | Unknown | undefined {
    const entry = this.resourceIndex.byIdOf(value, kind, place);
    return entry === undefined || !isKnown(entry) ? entry : entry.key;
  }

  private put({ key }: ResourceEntry, part: SubnetPart, value: string | Unknown | undefined, place: Place): void {
    const { parts, perhaps } = this.drafts.get(key)!;
    const before = parts[part];
    if (perhaps.has(part)) {
      return; // that other one is there or not, and with it this one would be refused
    }
    if (before !== undefined && value !== undefined && before !== value) {
      const [one, other] = [before, value].map((it) => JSON.stringify(shown(this.addressOf(it, part) ?? textOf(it))));
      const message = `the subnet has ${one} and ${other}; a subnet has one of each kind, so give it one`;
      this.report(place, message);
      parts[part] = { unknown: message };
    } else if (value !== undefined) {
      parts[part] = value;
    }
  }

  private addressOf(key: string | Unknown, part: SubnetPart): string | undefined {
    const { kind } = PARTS.find((one) => one.part === part)!;
    return this.resourceIndex.entries(kind).find((entry) => entry.key === key)?.resource?.address;
  }

  /** A state tells with the network what is put on its subnets, also by others. */
  private useStateOfNetworks(resources: readonly Resource[]): void {
    const networks = resources.filter(({ type }) => type === 'azurerm_virtual_network')
      .filter((resource) => resource.isConfigured('subnet') === undefined);
    for (const block of networks.flatMap((resource) => Arguments.of(resource, () => undefined).blocks('subnet'))) {
      const draft = this.drafts.get(String(block.value('id')).toLowerCase());
      if (draft === undefined) {
        continue;
      }
      for (const { part, kind, inline } of PARTS.filter((one) => draft.parts[one.part] === undefined)) {
        const key = this.keyOf(block.value(inline), kind, block.place);
        if (key !== undefined) {
          draft.parts[part] = key;
        }
      }
    }
  }
}

/** Names in 4.x, and blocks in 5.x. Nothing is said where one of them is not known. */
function serviceEndpoints(args: Arguments): { serviceEndpoints?: readonly string[] } {
  const before = args.gaps.length;
  const services = [...args.texts('service_endpoints'), ...args.blocks('service_endpoint').flatMap((block) => block.text('service') ?? [])];
  const texts = services.filter((service) => typeof service === 'string');
  return texts.length === services.length && args.gaps.length === before ? { serviceEndpoints: texts } : {};
}

/** The provider takes it for on where nothing is said, and Azure is about to take it for off: only what is written counts. */
function defaultOutbound(args: Arguments): Pick<Subnet, 'defaultOutboundAccess'> {
  const access = args.flag('default_outbound_access_enabled');
  return access === undefined ? {} : { defaultOutboundAccess: access };
}

function privateEndpoints(args: Arguments): Pick<Subnet, 'privateEndpointPolicies'> {
  const policies = args.text('private_endpoint_network_policies');
  return policies === undefined ? {} : { privateEndpointPolicies: policies instanceof Unresolved ? policies.unknown : policies };
}

function textOf(value: string | Unknown): string {
  return typeof value === 'string' ? value : value.unknown;
}

/** Names of a subnet whose resource group is not known. */
function withoutPath(entry: ResourceEntry): Pick<Subnet, 'networkName' | 'resourceGroupEnds'> {
  const [group, network] = entry.names ?? [];
  if (!(group instanceof Unresolved) || typeof network !== 'string') {
    return {};
  }
  const { first, last } = group.ends ?? { first: '', last: '' };
  return { networkName: network.toLowerCase(), resourceGroupEnds: { first: first.toLowerCase(), last: last.toLowerCase() } };
}
