import { Lazy } from 'cdktf';
import { Construct } from 'constructs';
import { inStableOrder } from '../azure/address-order';
import { isReference } from '../azure/references';
import { resolved } from './resolved-values';

/**
 * A list for Terraform whose order does not come from the order that a user wrote. What references lead to is known when the app is
 * synthesized, so a list that has some is put in order then.
 */
export function stableList(scope: Construct, values: readonly string[]): string[] {
  if (values.length < 2 || values.some((value) => value.startsWith('#{'))) {
    return [...values];
  }
  if (!values.some(isReference)) {
    return inStableOrder(values);
  }
  return Lazy.listValue({ produce: () => inStableOrder(values.map((value) => resolved(scope, value))) });
}
