import { TerraformElement, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { addTo } from '../azure/groups';
import { elementsOf, resourcesById } from './origins';

/** What an app has when it is validated. It is looked through once for each stack, and not for each construct. */
export class AppParts {
  public static of({ node: { root } }: IConstruct): AppParts {
    const parts = PARTS_OF_APP.get(root) ?? new AppParts(root);
    PARTS_OF_APP.set(root, parts);
    return parts;
  }

  private readonly byUse = new Map<unknown, Map<string, TerraformElement[]>>();
  private readonly byId = new Map<string, Map<string, TerraformElement>>();

  private constructor(private readonly root: IConstruct) {}

  /**
   * The elements of a type by keys.
   *
   * @param use tells the keys from others for the same type
   */
  public byKey(
    use: unknown, type: string, keysOf: (element: TerraformElement) => readonly string[],
  ): ReadonlyMap<string, readonly TerraformElement[]> {
    const known = this.byUse.get(use);
    if (known !== undefined) {
      return known;
    }
    const found = new Map<string, TerraformElement[]>();
    elementsOf(this.root, type).forEach((element) => keysOf(element).forEach((key) => addTo(found, key, element)));
    this.byUse.set(use, found);
    return found;
  }

  /** The resource of a type that a reference to an id leads to, if the app makes it. */
  public made(type: string, origin: string): TerraformElement | undefined {
    const made = this.byId.get(type) ?? resourcesById(this.root, type);
    this.byId.set(type, made);
    return made.get(origin);
  }
}

const PARTS_OF_APP = new WeakMap<IConstruct, AppParts>();
const RENEWING = new WeakSet<TerraformStack>();

/** A stack is validated before what is in it, so each validation begins with what the app has then. */
export function renewAtValidation(scope: Construct): void {
  const stack = TerraformStack.of(scope);
  if (!RENEWING.has(stack)) {
    RENEWING.add(stack);
    stack.node.addValidation({ validate: () => {
      PARTS_OF_APP.delete(stack.node.root);
      return [];
    } });
  }
}
