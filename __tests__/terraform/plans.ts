import type { Network } from '../../lib/network/network';
import { networkOf } from '../../lib/terraform/read-network';

type Body = Readonly<Record<string, unknown>>;

/** A resource of a plan, in the form that `terraform show -json` has for it. */
export interface Planned {
  /** With modules and index: `module.spoke["a"].azurerm_subnet.s[0]`. */
  readonly address: string;
  readonly values: Body;
  readonly unknown?: Body;
  readonly mode?: 'data';
  readonly actions?: readonly string[];
  readonly before?: Body;
}

interface Parts {
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  readonly module?: string;
}

/** Taken apart by hand, so that what is tested is not used. */
function partsOf(address: string): Parts {
  const match = /^(?:(module\..*?)\.)?(?:data\.)?(az(?:urerm_[a-z_]+|api_resource))\.([\w-]+)(?:\[(.*)\])?$/.exec(address);
  if (match === null) {
    throw new Error(`not an address: ${address}`);
  }
  const [, module, type, name, index] = match;
  return {
    type: type!, name: name!, ...(module === undefined ? {} : { module }),
    ...(index === undefined ? {} : { index: JSON.parse(index) as string | number }),
  };
}

function resource({ address, mode, values }: Planned): Body {
  const { type, name, index } = partsOf(address);
  return {
    address, mode: mode ?? 'managed', type, name, ...(index === undefined ? {} : { index }),
    provider_name: 'registry.terraform.io/hashicorp/azurerm', schema_version: 0, values, sensitive_values: {},
  };
}

/** Resources by modules, each inside the module above it. */
function modules(planned: readonly Planned[]): Body {
  const inModule = (prefix: string | undefined): Body => {
    const own = planned.filter(({ address }) => partsOf(address).module === prefix);
    const below = new Set(planned.flatMap(({ address }) => {
      const rest = partsOf(address).module;
      const behind = prefix === undefined ? rest : rest?.startsWith(`${prefix}.`) === true ? rest.slice(prefix.length + 1) : undefined;
      const child = behind === undefined ? undefined : /^module\.[\w-]+(?:\["[^"]*"\]|\[\d+\])?/.exec(behind)?.[0];
      return child === undefined ? [] : [prefix === undefined ? child : `${prefix}.${child}`];
    }));
    return {
      ...(prefix === undefined ? {} : { address: prefix }), ...(own.length === 0 ? {} : { resources: own.map(resource) }),
      ...(below.size === 0 ? {} : { child_modules: [...below].map(inModule) }),
    };
  };
  return inModule(undefined);
}

/** A plan as Terraform 1.11 writes it. */
export function planOf(planned: readonly Planned[], configuration: Body = {}, more: Body = {}): Body {
  const changed = planned.filter(({ mode }) => mode !== 'data');
  return {
    format_version: '1.2', terraform_version: '1.11.4',
    planned_values: { root_module: modules(changed.filter(({ actions }) => actions?.join() !== 'delete')) },
    resource_changes: changed.map(({ address, values, unknown = {}, actions = ['create'], before = null }) => {
      const { module, ...parts } = partsOf(address);
      return {
        address, mode: 'managed', ...parts, ...(module === undefined ? {} : { module_address: module }),
        change: { actions, before, after: values, after_unknown: unknown, before_sensitive: false, after_sensitive: {} },
      };
    }),
    ...(planned.length === changed.length
      ? {}
      : { prior_state: { format_version: '1.0', values: { root_module: modules(planned.filter(({ mode }) => mode === 'data')) } } }),
    configuration: { provider_config: {}, root_module: configuration }, timestamp: '2026-11-01T00:00:00Z', applyable: true, complete: true,
    errored: false, ...more,
  };
}

export function planned(resources: readonly Planned[], configuration: Body = {}, more: Body = {}): Network {
  return networkOf([{ file: 'plan.json', json: planOf(resources, configuration, more) }]);
}

/** The block of a resource in the configuration of a plan: references by argument. */
export function block(address: string, references: Readonly<Record<string, readonly string[]>>, more: Body = {}): Body {
  const [type, name] = address.split('.');
  return { address, mode: 'managed', type, name, expressions: Object.fromEntries(
    Object.entries(references).map(([argument, names]) => [argument, { references: names.flatMap(withPrefixes) }]),
  ), ...more };
}

/** Terraform lists a reference with all that it begins with. */
function withPrefixes(reference: string): string[] {
  return [
    reference,
    ...[...reference.matchAll(/[.[]/g)].map(({ index }) => reference.slice(0, index)).filter((prefix) => prefix.includes('.')).reverse(),
  ];
}

export function state(resources: readonly Planned[]): Network {
  return networkOf([
    { file: 'state.json', json: { format_version: '1.0', terraform_version: '1.11.4', values: { root_module: modules(resources) } } },
  ]);
}
