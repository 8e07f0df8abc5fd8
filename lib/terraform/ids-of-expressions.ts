/** A part of an id that is text. */
const PART = '([^/${}]+)';
const ID = new RegExp(`^/subscriptions/\\$\\{[^{}]+\\}/resourcegroups/${PART}/providers/(microsoft\\.network/${PART})/${PART}` +
  `(?:/${PART}/${PART})?/*$`);

/**
 * Resource group and names, in lower case, of an id in which the subscription alone is an expression:
 * `/subscriptions/${var.hub}/resourceGroups/…`. Undefined for the id of another type, and where more is an expression.
 */
export function namesBesideSubscription(text: string, type: string): string[] | undefined {
  const [, resourceGroup, first, , name, subtype, subname] = ID.exec(text.toLowerCase()) ?? [];
  return resourceGroup === undefined || name === undefined || [first, subtype].filter(Boolean).join('/') !== type.toLowerCase() ? undefined
    : [resourceGroup, name, ...(subname === undefined ? [] : [subname])];
}
