import {
  DefaultTokenResolver, IResolvable, IResolveContext, IPostProcessor, StringConcat, TerraformElement, TerraformStack, Tokenization,
} from 'cdktf';
import { IConstruct } from 'constructs';

/** The marks that CDK for Terraform writes tokens as. What is an expression next to them was written by hand. */
const TOKENS = /[$#]\{TfToken\[[^\]]*\]\}/g;

/**
 * Resolves references to the resource that they lead to, whichever stack uses them. In another stack than that of the resource,
 * CDK for Terraform would write an output of it instead, under a name that differs from stack to stack.
 */
class OriginResolver extends DefaultTokenResolver {
  /** Paths of the stacks whose resources are referred to. */
  public readonly stacks = new Set<string>();

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    // References know the stack of their resource (cdktf 0.21); without that they count as those of the stack that uses them.
    const { originStack } = token as { readonly originStack?: IConstruct };
    const origin = originStack !== undefined && TerraformStack.isStack(originStack) ? originStack : undefined;
    const scope = origin ?? context.scope;
    const resolved: unknown = super.resolveToken(
      token, Object.create(context, { scope: { value: scope } }) as IResolveContext, postProcessor,
    );
    if (origin === undefined || typeof resolved !== 'string') {
      return resolved;
    }
    this.stacks.add(origin.node.path);
    return `<${origin.node.path}>${resolved}`;
  }
}

/**
 * A text that says what references in it lead to, the same for every stack of an app.
 * @param scope construct that uses the text
 */
export function originText(scope: IConstruct, text: string): string {
  const resolver = new OriginResolver(new StringConcat());
  const resolved = String(Tokenization.resolve(text, { scope, resolver, preparing: false }));
  // An expression without an origin means something in its own stack only.
  if (/[$#]\{/.test(text.replace(TOKENS, '')) || resolver.stacks.size === 0) {
    resolver.stacks.add(TerraformStack.of(scope).node.path);
  }
  const [stack, ...others] = [...resolver.stacks].sort();
  // What is all of one stack reads the same, whether it is a token or written by hand.
  return others.length > 0 ? resolved : `${stack} ${resolved.replaceAll(`<${stack}>`, '')}`;
}

/** The resources and data sources of one type in an app, by what a reference to their ids leads to. */
export function resourcesById(root: IConstruct, type: string): Map<string, TerraformElement> {
  return new Map(elementsOf(root, type).map((one) => [idOf(one), one]));
}

/** The resources and data sources of one type in an app. */
export function elementsOf(root: IConstruct, type: string): TerraformElement[] {
  return root.node.findAll().filter((one): one is TerraformElement => isOfType(one, type));
}

/** The arguments of a resource or data source, with the references in them. */
export function argumentsOf(element: TerraformElement, type: string): Readonly<Record<string, unknown>> {
  const { resource, data } = element.toTerraform() as Record<'resource' | 'data', Record<string, Record<string, object>> | undefined>;
  return { ...Object.values((resource ?? data)?.[type] ?? {})[0] };
}

function isOfType(one: IConstruct, type: string): one is TerraformElement {
  return TerraformElement.isTerraformElement(one) && (one as { readonly terraformResourceType?: string }).terraformResourceType === type;
}

function idOf(element: TerraformElement): string {
  const { id } = element as TerraformElement & { readonly id?: unknown };
  return typeof id === 'string' ? originText(element, id) : '';
}

/** Whether an argument is written in a resource, even as an empty list or through an override. */
export function hasArgument(resource: TerraformElement, type: string, argument: string): boolean {
  const synthesized = resource.toTerraform() as { resource?: Record<string, Record<string, Record<string, unknown>>> };
  const written = Object.values(synthesized.resource?.[type] ?? {})[0];
  const dynamic = written?.['dynamic'] as Record<string, unknown> | undefined;
  return written?.[argument] !== undefined || dynamic?.[argument] !== undefined;
}
