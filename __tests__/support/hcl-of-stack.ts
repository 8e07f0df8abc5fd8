import type { Json } from './rewriting';

/** Blocks of the resources that tests write; everything else is an argument. Source: azurerm 4.55. */
const BLOCKS = ['security_rule', 'route', 'ip_configuration', 'network_rule_collection', 'rule'];

/** The same resources in Terraform's own syntax. */
export function hclOfStack(stack: Json): string {
  return Object.entries(stack['resource'] as Json).flatMap(([type, all]) => Object.entries(all as Json).map(([name, body]) =>
    `resource ${JSON.stringify(type)} ${JSON.stringify(name)} ${bodyText(body as Json, '')}`)).join('\n');
}

function bodyText(body: Json, indent: string): string {
  const inner = `${indent}  `;
  const lines = Object.entries(body).filter(([, value]) => value !== undefined).flatMap(([name, value]) => {
    const blocks = (Array.isArray(value) ? value : [value]) as unknown[];
    return BLOCKS.includes(name) && blocks.every((block) => typeof block === 'object' && block !== null)
      ? blocks.map((block) => `${inner}${name} ${bodyText(block as Json, inner)}`)
      : [`${inner}${name} = ${valueText(value)}`];
  });
  return `{\n${lines.join('\n')}\n${indent}}`;
}

/** A reference alone is written without the marks of a template. */
function valueText(value: unknown): string {
  const reference = typeof value === 'string' ? /^\$\{([^}]*)\}$/.exec(value)?.[1] : undefined;
  return reference ?? (Array.isArray(value) ? `[${value.map(valueText).join(', ')}]` : JSON.stringify(value));
}
