import { DefaultTokenResolver, StringConcat, Tokenization } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { isReference } from '../azure/references';

/** The text as Terraform gets it. */
export function resolved(scope: Construct, text: string): string {
  return !isReference(text) ? text : String(resolvedValue(scope, text));
}

/** The same for any value, such as a list. */
export function resolvedValue(scope: IConstruct, value: unknown): unknown {
  return Tokenization.resolve(value, { scope, resolver: new DefaultTokenResolver(new StringConcat()), preparing: false }) as unknown;
}
