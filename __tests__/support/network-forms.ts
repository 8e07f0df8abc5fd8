import { graphOfStack } from './graph-of-stack';
import { planOfStack } from './plan-of-stack';
import { stateOfStack } from './state-of-stack';

/* One network, given as Terraform JSON with plain references, in each form that the commands read. Every form is made by hand-written
   rules from the documentation of Terraform and Azure, so that it knows nothing of how forms are read. */

type Body = Readonly<Record<string, unknown>>;
export type Stack = { readonly resource: Record<string, Record<string, Record<string, unknown>>> };

export interface FormDocument {
  readonly file: string;
  readonly json: unknown;
}

/** A form of two networks: the documents of the base and those of the head. */
export interface NetworkForm {
  readonly name: string;
  /** Whether it says what Terraform has not read of Azure: the address of the firewall among it. */
  readonly isDeployed: boolean;
  readonly documents: (before: Stack, after: Stack) => readonly [before: readonly FormDocument[], after: readonly FormDocument[]];
}

const FIREWALL = '10.1.0.4';

const configuration = (stack: Stack): FormDocument[] => [{ file: 'cdk.tf.json', json: stack }];
const plan = (stack: Stack): FormDocument[] => [{ file: 'plan.json', json: planOfStack(stack) }];
const state = (stack: Stack): FormDocument[] => [{ file: 'state.json', json: stateOfStack(stack, FIREWALL) }];
const graph = (stack: Stack): FormDocument[] => [{ file: 'graph.json', json: graphOfStack(stack, FIREWALL) }];

/** What `az network … list` prints, a file for each type, from the rows of Resource Graph: it has `properties` in the resource itself. */
function commands(stack: Stack): FormDocument[] {
  const rows = graphOfStack(stack, FIREWALL)['data'] as Body[];
  const types = new Map<string, Body[]>();
  for (const row of rows) {
    const type = String(row['type']);
    types.set(type, [...types.get(type) ?? [], flattened(row) as Body]);
  }
  return [...types].map(([type, json]) => ({ file: `az-${type.split('/').slice(1).join('-')}.json`, json }));
}

function flattened(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(flattened);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const { properties, ...rest } = value as Body;
  const all = Object.fromEntries(Object.entries(rest).map(([key, item]) => [key, flattened(item)]));
  // Each resource says this of itself; what does not was chosen by a query.
  return properties === undefined ? all : { ...all, ...flattened(properties) as Body, provisioningState: 'Succeeded' };
}

/**
 * The two sides of one plan: what is there, and what is planned of it. What is there keeps its id, and all that depends on what is
 * new is known after apply.
 */
export function planOfChange(before: Stack, after: Stack): Body {
  const prior = stateOfStack(before, FIREWALL);
  const planned = planOfStack(after);
  const resourcesOf = (root: unknown): Body[] => ((root as Body)['resources'] ?? []) as Body[];
  const was = new Map(resourcesOf(((prior['values'] as Body)['root_module'])).map((one) => [one['address'], one['values'] as Body]));
  const ends = new Map(resourcesOf((stateOfStack(after, FIREWALL)['values'] as Body)['root_module'])
    .map((one) => [one['address'], one['values'] as Body]));
  const isThere = (address: unknown): boolean => was.has(address);
  // An argument that is unknown in a plan of new resources is known where all that it refers to is there.
  const settled = (address: string, values: Body, unknown: Body): { values: Body; unknown: Body } => {
    const of = ends.get(address)!;
    const references = JSON.stringify(bodyOf(after, address)).match(/\$\{(azurerm_\w+\.[\w-]+)/g)?.map((one) => one.slice(2)) ?? [];
    const isKnown = references.every(isThere);
    return !isThere(address) ? (isKnown ? { values: { ...of, id: undefined }, unknown: { id: true } } : { values, unknown })
      : isKnown ? { values: of, unknown: {} } : { values: { ...values, id: of['id'] }, unknown: withoutId(unknown) };
  };
  const resources = resourcesOf((planned['planned_values'] as Body)['root_module']);
  const changes = planned['resource_changes'] as Body[];
  const all = changes.map((one, i) => {
    const { after: values, after_unknown: unknown } = one['change'] as { after: Body; after_unknown: Body };
    const address = String(one['address']);
    const now = settled(address, values, unknown);
    const old = was.get(address);
    const actions = old === undefined ? ['create'] : JSON.stringify(old) === JSON.stringify(now.values) ? ['no-op'] : ['update'];
    return {
      resource: { ...resources[i]!, values: now.values },
      change: { ...one, change: {
        actions, before: old ?? null, after: now.values, after_unknown: now.unknown, before_sensitive: old === undefined ? false : {},
        after_sensitive: {},
      } },
    };
  });
  const gone = [...was].filter(([address]) => !ends.has(address)).map(([address, values]) => ({
    address, mode: 'managed', type: String(address).split('.')[0], name: String(address).split('.')[1],
    provider_name: 'registry.terraform.io/hashicorp/azurerm',
    change: { actions: ['delete'], before: values, after: null, after_unknown: {}, before_sensitive: {}, after_sensitive: false },
    action_reason: 'delete_because_no_resource_config',
  }));
  return {
    ...planned, planned_values: { root_module: { resources: all.map(({ resource }) => resource) } },
    resource_changes: [...all.map(({ change }) => change), ...gone], prior_state: prior,
  };
}

function bodyOf({ resource }: Stack, address: string): unknown {
  const [type, name] = address.split('.');
  return resource[type!]![name!];
}

function withoutId({ id: _, ...rest }: Body): Body {
  return rest;
}

const pair = (of: (stack: Stack) => FormDocument[], ofHead = of): NetworkForm['documents'] =>
  (before, after) => [of(before), ofHead(after)];

export const FORMS: readonly NetworkForm[] = [
  { name: 'two configurations', isDeployed: false, documents: pair(configuration) },
  { name: 'two plans', isDeployed: false, documents: pair(plan) },
  { name: 'two states', isDeployed: true, documents: pair(state) },
  { name: 'two answers of Resource Graph', isDeployed: true, documents: pair(graph) },
  { name: 'the output of az network', isDeployed: true, documents: pair(commands) },
  {
    name: 'the sides of a plan', isDeployed: true, documents: (before, after) => {
      const json = planOfChange(before, after);
      return [[{ file: 'plan.json', json: json['prior_state'] }], [{ file: 'plan.json', json }]];
    },
  },
  { name: 'a state and a configuration', isDeployed: false, documents: pair(state, configuration) },
  { name: 'an export and a plan', isDeployed: false, documents: pair(graph, plan) },
];

/** Terraform's own syntax for what is JSON: a list of objects is blocks, and text with references is an expression. */
export function hclOf({ resource }: Stack): string {
  return Object.entries(resource).flatMap(([type, all]) => Object.entries(all).map(([name, body]) =>
    `resource "${type}" "${name}" {\n${bodyHcl(body, '  ')}}\n`)).join('\n');
}

function bodyHcl(body: Body, indent: string): string {
  return Object.entries(body).filter(([, value]) => value !== null && value !== undefined).map(([key, value]) => {
    const blocks = Array.isArray(value) && value.some((one) => typeof one === 'object') ? value as Body[]
      : typeof value === 'object' && !Array.isArray(value) ? [value as Body] : undefined;
    return blocks === undefined ? `${indent}${key} = ${valueHcl(value)}\n`
      : blocks.map((block) => `${indent}${key} {\n${bodyHcl(block, `${indent}  `)}${indent}}\n`).join('');
  }).join('');
}

function valueHcl(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(valueHcl).join(', ')}]`;
  }
  const [, expression] = typeof value === 'string' ? /^\$\{([^{}]*)\}$/.exec(value) ?? [] : [];
  return expression ?? JSON.stringify(value);
}
