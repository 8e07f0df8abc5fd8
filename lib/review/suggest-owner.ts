import { refusalOf } from '../azure/errors';
import { parseResourceId, ResourceId } from '../azure/resource-ids';
import { Network, Place } from '../network/network';
import { BlockArguments, Fragment } from './terraform-fragment';

/** How the parts of a group or table are written: as blocks, or as resources of their own. */
export interface PartStyle {
  readonly ownerType: string;
  readonly block: string;
  readonly type: string;
  readonly ownerArgument: string;
  /** Type of the owner in ids of Azure. */
  readonly azureType: string;
  /** Optional arguments of the block. */
  readonly optional: readonly string[];
}

/** Source: azurerm 4.55, azurerm_route_table and azurerm_route. */
export const ROUTE_STYLE: PartStyle = {
  ownerType: 'azurerm_route_table', block: 'route', type: 'azurerm_route', ownerArgument: 'route_table_name',
  azureType: 'Microsoft.Network/routeTables',
  optional: ['next_hop_in_ip_address'],
};

interface Owner {
  readonly place: Place;
  readonly parts: readonly { readonly place: Place }[];
  readonly network: Network;
  /** Places of the parts of all groups or tables, whose names are taken. */
  readonly everywhere: readonly Place[];
}

/** What is written, and where each part of it would be read. */
interface Written {
  readonly fragments: readonly Fragment[];
  readonly notes: readonly string[];
  readonly places: readonly Place[];
}

/** The parts of an address: `module.net.azurerm_route_table.main["a"]`. */
interface LocalAddress {
  /** `module.net.`, or nothing. */
  readonly module: string;
  /** What the resource is called in its module: `data.azurerm_firewall.hub`. */
  readonly local: string;
  /** With `data.` in front for data sources. */
  readonly type: string;
  readonly name: string;
  /** `["a"]`, or nothing. */
  readonly index: string;
}

/** The address of a resource of Terraform; undefined for anything else, such as what an export of Azure has. */
export function localAddress({ resource }: Place): LocalAddress | undefined {
  const [, module = '', local = '', type = '', name = '', index = ''] =
    /^((?:module\.[\w-]+(?:\[[^\]]*\])?\.)*)(((?:data\.)?\w+)\.([\w-]+))(\[.*\])?$/s.exec(resource) ?? [];
  return local === '' ? undefined : { module, local: `${local}${index}`, type, name, index };
}

/** The names of what Azure says is deployed; undefined for a resource of Terraform, and for one of another type. */
export function deployedAt({ resource }: Place, type: string): ResourceId | undefined {
  const isOfType = resource.startsWith('/') && refusalOf(() => parseResourceId('id', resource, type)) === undefined;
  return isOfType ? parseResourceId('id', resource, type) : undefined;
}

/** What to know before something is added to what is deployed. */
export function deployedNotes({ resource }: Place): string[] {
  return [`Azure has ${resource}, to which this adds. If Terraform makes that somewhere, write it there in its own style.`];
}

/** Why what is missing cannot be written in the style of a resource. */
export function styleNotKnown({ resource }: Place): string {
  return /(^|\.)azapi_\w+\./.test(resource)
    ? `the provider azapi makes ${resource}, and --suggest writes resources of azurerm; add what is missing to its body`
    : `${resource} is not a Terraform resource here, so its style is not known`;
}

/** Why a resource cannot be named by others; undefined where it can, as one instance of several can. */
export function whyNotNamed(place: Place, types: readonly string[]): string | undefined {
  const address = localAddress(place);
  return address === undefined || !types.includes(address.type)
    ? styleNotKnown(place) : undefined;
}

/** Why parts of a resource cannot be written; undefined where they can. */
export function whyNotWritable(place: Place, types: readonly string[]): string | undefined {
  return whyNotNamed(place, types) ?? (localAddress(place)!.index === ''
    ? undefined : `the blocks of ${place.resource} are those of every instance, which would get it too`);
}

/** That other instances would get blocks of this one too; undefined where it is the only one. */
function whyForOthers(place: Place, { securityGroups, routeTables }: Network): string | undefined {
  const baseOf = ({ file, resource }: Place): string => `${file} ${resource.replace(/\[[^\]]*\]$/, '')}`;
  const all = [...securityGroups.values(), ...routeTables.values()].filter((one) => baseOf(one.place) === baseOf(place))
    .map((one) => one.place.resource);
  return localAddress(place)!.index === '' || new Set(all).size === 1
    ? undefined : `the blocks of ${place.resource} are those of every instance, which would get it too`;
}

/** Where a part belongs, where its file is not the one to write it into. */
export function whereNotes(place: Place, network: Network): string[] {
  const { moduleSources } = network;
  const module = localAddress(place)?.module.replace(/\.$/, '') ?? '';
  const source = moduleSources?.get(`${place.file} ${module.replace(/\[[^\]]*\]/g, '')}`);
  const isLocal = source?.startsWith('.') === true;
  const notes = module === '' ? [] : [
    `${place.resource} is of ${module}${source === undefined ? '' : `, whose source is ${source}`}. ${isLocal || source === undefined
      ? 'Write it in that module, where every use of the module gets it.'
      : 'If the module is not yours, write it through the arguments that the module has for it.'}`,
  ];
  if (/(^|[/\\])cdk\.tf\.json$/.test(place.file)) {
    return [...notes, `An app writes ${place.file}, and overwrites it. Write it in the app.`];
  }
  return isConfigurationFile(place.file) ? notes
    : isExport(place.file, network) ? [...notes, `${place.resource} is suggested above.`]
    : [...notes, `${place.file} is a plan or a state. Write it in the configuration that ${place.resource} is in.`];
}

/** Whether a file has what Azure says is deployed. A resource of Terraform in it is one that was suggested. */
function isExport(file: string, { firewalls, securityGroups, routeTables }: Network): boolean {
  return [...firewalls, ...securityGroups.values(), ...routeTables.values()]
    .some(({ place }) => place.file === file && place.resource.startsWith('/'));
}

/** Whether Terraform takes a file as it is. */
function isConfigurationFile(file: string): boolean {
  return /\.tf(\.json)?$/.test(file);
}

/** Parts of a group or table in the style in which it has its others; a text that says why that is unknown. */
export function fragmentsFor(
  { place, parts, network, everywhere }: Owner, style: PartStyle,
  named: readonly { readonly name: string; readonly args: BlockArguments }[],
): Written | string {
  const taken = new Set(everywhere.map(({ resource }) => resource.replace(/\[.*$/s, '').split('.').pop()!.toLowerCase()));
  const resourceName = (text: string): string => {
    const free = freeName(text.replace(/[^A-Za-z0-9_-]/g, '-'), taken);
    taken.add(free.toLowerCase());
    return free;
  };
  const deployed = deployedAt(place, style.azureType);
  if (deployed !== undefined) {
    const fragments = named.map(({ name, args }) => ({ type: style.type, name: resourceName(`${deployed.name}-${name}`), arguments: {
      ...args, resource_group_name: deployed.resourceGroupName, [style.ownerArgument]: deployed.name,
    } }));
    return {
      notes: deployedNotes(place), fragments,
      places: fragments.map(({ type, name }) => ({ file: place.file, resource: `${type}.${name}` })),
    };
  }
  const address = localAddress(place);
  if (address === undefined || address.type !== style.ownerType) {
    return styleNotKnown(place);
  }
  const { type, name: ownName, local, module } = address;
  const isInline = (one: { readonly place: Place }): boolean => one.place.resource === place.resource;
  const inline = parts.filter(isInline).length;
  if (inline > 0 && inline < parts.length) {
    return `${place.resource} has blocks and resources of their own, which overwrite each other`;
  }
  const whyNot = inline > 0 ? whyForOthers(place, network) : undefined;
  if (whyNot !== undefined) {
    return whyNot;
  }
  if (parts.some((one) => isInline(one) && one.place.madeBy === 'expression')) {
    return `the ${style.block} blocks of ${place.resource} are made by an expression; add it where their list is made`;
  }
  const notes = whereNotes(place, network);
  if (inline > 0) {
    return {
      notes: [`Add it to the ${style.block} blocks of ${place.resource}.`, ...notes],
      fragments: [{
        type, name: ownName, blocks: { of: style.block, all: named.map(({ args }) => args), optional: style.optional },
      }],
      places: named.map(({ name }) => ({ ...place, part: `${style.block} ${name}` })),
    };
  }
  const fragments = named.map(({ name, args }) => {
    const owner = {
      resource_group_name: { reference: `${local}.resource_group_name` }, [style.ownerArgument]: { reference: `${local}.name` },
    };
    return { type: style.type, name: resourceName(`${ownName}-${name}`), arguments: { ...args, ...owner } };
  });
  return { notes, fragments, places: fragments.map(({ type, name }) => ({ file: place.file, resource: `${module}${type}.${name}` })) };
}

/** A name that is not taken, in any case: with a number at its end where it is. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let i = 1; ; i++) {
    const one = i === 1 ? name : `${name}-${i}`;
    if (!taken.has(one.toLowerCase())) {
      return one;
    }
  }
}
