type Body = Readonly<Record<string, unknown>>;

/** Attributes that are known only after apply. Source: azurerm 4.55, exported attributes. */
const COMPUTED = /^(id|ip_configuration|private_ip_address|guid)$/;
const REFERENCE = /^\$\{(azurerm_\w+)\.([\w-]+)\.([\w.[\]]+)\}$/;

/**
 * The plan that Terraform makes of a synthesized stack which is new: constants in planned_values, what is known only after apply
 * left out there and listed as unknown, and references in the configuration. Made for stacks whose expressions are plain references.
 */
export function planOfStack(stack: Body): Body {
  const types = stack['resource'] as Readonly<Record<string, Readonly<Record<string, Body>>>>;
  const all = Object.entries(types).flatMap(([type, ofType]) =>
    Object.entries(ofType).map(([name, body]) => ({ type, name, address: `${type}.${name}`, body: withoutNotes(body) })));
  const planned = all.map(({ type, name, address, body }) => {
    const unknown: Record<string, unknown> = {};
    const values = known(body, unknown, (reference) => valueOf(reference, types));
    return { type, name, address, values: values as Body, unknown: { id: true, ...unknown } };
  });
  return {
    format_version: '1.2', terraform_version: '1.11.4',
    planned_values: { root_module: { resources: planned.map(({ unknown: _, ...rest }) => ({
      ...rest, mode: 'managed', provider_name: 'registry.terraform.io/hashicorp/azurerm', schema_version: 0, sensitive_values: {},
    })) } },
    resource_changes: planned.map(({ type, name, address, values, unknown }) => ({
      address, mode: 'managed', type, name, provider_name: 'registry.terraform.io/hashicorp/azurerm',
      change: { actions: ['create'], before: null, after: values, after_unknown: unknown, before_sensitive: false, after_sensitive: {} },
    })),
    configuration: {
      provider_config: {},
      root_module: { resources: all.map(({ type, name, address, body }) =>
        ({ address, mode: 'managed', type, name, provider_config_key: 'azurerm', schema_version: 0, expressions: expressions(body) })) },
    },
    timestamp: '2026-11-01T00:00:00Z', applyable: true, complete: true, errored: false,
  };
}

function withoutNotes({ '//': _, ...body }: Body): Body {
  return body;
}

/** Values with references to constants filled; what is unknown goes to the other tree. */
function known(value: unknown, unknown: Record<string, unknown>, resolve: (text: string) => unknown): unknown {
  const kept: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value as Body)) {
    if (typeof item === 'string' && item.includes('${')) {
      const constant = resolve(item);
      if (constant === undefined) {
        unknown[key] = true;
      } else {
        kept[key] = constant;
      }
    } else if (Array.isArray(item) && item.every((one) => typeof one !== 'object')) {
      const values = item.map((one) => resolve(one as string) ?? one);
      const later = values.map((one) => typeof one === 'string' && one.includes('${'));
      if (later.includes(true)) {
        unknown[key] = later;
      }
      if (later.length === 0 || later.includes(false)) {
        kept[key] = values.map((one, i) => (later[i] === true ? null : one));
      }
    } else if (typeof item === 'object' && item !== null) {
      const blocks = Array.isArray(item) ? item : [item]; // one block is written as an object, and planned as a list of one
      const below: Record<string, unknown>[] = blocks.map(() => ({}));
      kept[key] = blocks.map((block, i) => known(block, below[i]!, resolve));
      if (below.some((one) => Object.keys(one).length > 0)) {
        unknown[key] = below;
      }
    } else if (item !== null) {
      kept[key] = item;
    }
  }
  return kept;
}

function valueOf(text: unknown, types: Readonly<Record<string, Readonly<Record<string, Body>>>>): unknown {
  const [, type, name, attribute] = typeof text === 'string' ? REFERENCE.exec(text) ?? [] : [];
  if (attribute === undefined || COMPUTED.test(attribute.split(/[.[]/)[0]!)) {
    return undefined;
  }
  const value = types[type!]?.[name!]?.[attribute];
  return typeof value === 'string' && value.includes('${') ? valueOf(value, types) : value;
}

/** Expressions as a plan lists them: constants by value, references with all that they begin with. */
function expressions(value: unknown): unknown {
  return Object.fromEntries(Object.entries(value as Body).map(([key, item]) => [key, expression(item)]));
}

function expression(item: unknown): unknown {
  if (Array.isArray(item) && item.some((one) => typeof one === 'object' && one !== null)) {
    return item.map(expressions);
  }
  const references = JSON.stringify(item ?? null).match(/\$\{[^}]*\}/g) ?? [];
  return references.length === 0
    ? { constant_value: item }
    : { references: references.flatMap((reference) => prefixes(reference.slice(2, -1))) };
}

function prefixes(reference: string): string[] {
  return [
    reference,
    ...[...reference.matchAll(/[.[]/g)].map(({ index }) => reference.slice(0, index)).filter((prefix) => prefix.includes('.')).reverse(),
  ];
}
