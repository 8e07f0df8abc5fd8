import { TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { Place } from '../network/network';
import { SourceDocument } from '../terraform/resource';

/** The JSON of all stacks of an app, as they are at this moment. */
export class AppDocuments {
  /** One for each stack, in folders of their own, as they are written. */
  public readonly documents: readonly SourceDocument[];

  private readonly texts: readonly string[];

  constructor(root: IConstruct) {
    const stacks = stacksOf(root);
    if (stacks.length > 1) {
      // References from stack to stack are made here; when the app is synthesized, that was done before, and nothing changes.
      stacks.forEach((stack) => stack.prepareStack());
    }
    this.texts = stacks.map((stack) => JSON.stringify(stack.toTerraform()));
    this.documents = stacks.map((stack, i) => ({ file: fileOf(stack), json: JSON.parse(this.texts[i]!) as unknown }));
  }

  /** Whether the stacks are the same. */
  public equals({ texts }: AppDocuments): boolean {
    return texts.length === this.texts.length && texts.every((text, i) => text === this.texts[i]);
  }

  /** The JSON of one stack. */
  public jsonOf(stack: TerraformStack): unknown {
    return this.documents.find(({ file }) => file === fileOf(stack))?.json;
  }

  /** The path of the construct that made a resource; undefined where none did. */
  public constructPath({ file, resource }: Place): string | undefined {
    const json = this.documents.find((document) => document.file === file)?.json;
    const [section, address] = resource.startsWith('data.') ? ['data', resource.slice('data.'.length)] : ['resource', resource];
    const path = [section, ...address.split('.'), '//', 'metadata', 'path']
      .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], json);
    return typeof path === 'string' ? path : undefined;
  }
}

export function stacksOf(root: IConstruct): TerraformStack[] {
  return root.node.findAll().filter((construct) => TerraformStack.isStack(construct));
}

function fileOf(stack: TerraformStack): string {
  return `${folderOf(stack)}/cdk.tf.json`;
}

/** The folder of a stack's file below the output. */
export function folderOf({ node }: TerraformStack): string {
  return `stacks/${node.path.replaceAll('/', '_')}`;
}
