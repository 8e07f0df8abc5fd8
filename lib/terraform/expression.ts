/** An expression of Terraform as a tree. `text` is how it is written. Source: HCL native syntax specification. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'template'; readonly parts: readonly Expression[]; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'attribute'; readonly of: Expression; readonly name: string; readonly text: string }
  | { readonly kind: 'index'; readonly of: Expression; readonly key: Expression; readonly text: string }
  /** The item of the splat that the expression is in. */
  | { readonly kind: 'item' }
  | { readonly kind: 'splat'; readonly of: Expression; readonly each: Expression; readonly text: string }
  | {
    readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly isSpread: boolean; readonly text: string;
  }
  | { readonly kind: 'tuple'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly items: readonly (readonly [key: Expression, value: Expression])[]; readonly text: string }
  | ForExpression
  | { readonly kind: 'conditional'; readonly test: Expression; readonly yes: Expression; readonly no: Expression; readonly text: string }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression; readonly text: string }
  | { readonly kind: 'unary'; readonly operator: '-' | '!'; readonly of: Expression; readonly text: string };

/** A name or a value with attributes and indexes after it. */
export type Traversal = Extract<Expression, { readonly kind: 'name' | 'attribute' | 'index' | 'item' }>;

/** A traversal as it is written. */
export function traversalText(expression: Traversal): string {
  switch (expression.kind) {
    case 'name':
      return expression.name;
    case 'attribute':
    case 'index':
      return expression.text;
    case 'item':
      return '*';
  }
}

export interface ForExpression {
  readonly kind: 'for';
  readonly keyName?: string;
  readonly valueName: string;
  readonly over: Expression;
  /** Of an object. */
  readonly key?: Expression;
  readonly value: Expression;
  readonly isGrouped: boolean;
  readonly condition?: Expression;
  readonly text: string;
}
