import { Construct } from 'constructs';
import { isReference } from '../azure/references';
import { Check, plainText, text } from '../azure/shapes';
import { ServiceTagFile } from '../input/service-tag-file';
import { resolvedValue } from './claims';
import { atPath } from './error-context';

/** What stands for the current item: Terraform knows it in a resource with `for_each` only. */
const CURRENT_ITEM = /[$%]\{[^}]*\beach\.(?:value|key)\b/;

/**
 * Checks the properties of a construct. What an iterator gives is found when the app is validated: only then is it known what
 * references lead to.
 */
export function checkProps(scope: Construct, check: Check, props: object): void {
  atPath(scope, () => check('props', props));
  // Ids of subnets are checked where they are associated.
  const rest = Object.fromEntries(Object.entries(props).filter(([key]) => key !== 'subnets'));
  scope.node.addValidation({ validate: () => currentItems(scope, '', rest, new Set()) });
}

/** Checks the arguments of `associate`. */
export function checkAssociation(scope: Construct, name: string, subnetId: string): void {
  atPath(scope, () => {
    plainText('name', name);
    text('subnetId', subnetId);
  });
  scope.node.addValidation({ validate: () => currentItems(scope, `subnet ${name}`, subnetId, new Set()) });
}

/** The properties at any depth that hold what an iterator gives, each as a problem. Values of this library are looked into as well. */
function currentItems(scope: Construct, argument: string, value: unknown, seen: Set<unknown>): string[] {
  if (typeof value === 'string') {
    return isReference(value) && CURRENT_ITEM.test(JSON.stringify(resolvedValue(scope, [value])))
      ? [`${argument}: is what an iterator gives, which has a value only in resources that the iterator makes; give a text or a list ` +
        'that is the same for all']
      : [];
  }
  if (typeof value !== 'object' || value === null || seen.has(value) || Construct.isConstruct(value) || value instanceof ServiceTagFile) {
    return [];
  }
  seen.add(value);
  return Object.entries(value).flatMap(([key, one]) => {
    const name = key.replace(/^_/, ''); // fields of values have the names of what was given
    const place = Array.isArray(value) ? `${argument}[${name}]` : `${argument}.${name}`;
    return currentItems(scope, argument === '' ? name : place, one, seen);
  });
}
