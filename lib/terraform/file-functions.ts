import { asMap, asText, NotKnown } from './computed';
import { Expression } from './expression';
import { parseTemplate } from './expression-syntax';
import { FileNotRead, ModuleFolder } from './module-folder';
import type { TerraformFunction } from './terraform-function';
import { NotEvaluated } from './values';

/**
 * A function that reads files of the folder; undefined for all others. Source: Terraform 1.11, filesystem functions.
 *
 * @param valueOf what a template gives with the names that it is given
 */
export function fileFunction(
  name: string, files: ModuleFolder | undefined, valueOf: (template: Expression, names: ReadonlyMap<string, unknown>) => unknown,
): TerraformFunction | undefined {
  if (files === undefined || (name !== 'file' && name !== 'templatefile')) {
    return undefined;
  }
  const read = (path: unknown): string => {
    const file = asText(path);
    try {
      return files.read(file);
    } catch (error) {
      if (error instanceof FileNotRead) {
        throw new NotKnown(new NotEvaluated(name, `${name} of ${JSON.stringify(file)}: ${error.message}`));
      }
      throw error;
    }
  };
  return name === 'file' ? read : (path, names) => {
    const tree = parseTemplate(read(path));
    if (tree === undefined) {
      throw new NotKnown(new NotEvaluated(name, `${name} of ${JSON.stringify(path)}: its directives are not evaluated here`));
    }
    return valueOf(tree, new Map(Object.entries(asMap(names))));
  };
}
