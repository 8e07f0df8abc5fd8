import { dirname, join } from 'node:path';
import { InputError, printable, quote } from '../azure/errors';
import { isReference } from '../azure/references';
import { JsonDocument } from '../input/json';
import { readJsonStream } from '../input/json-stream';
import { isFolder, namesIn } from '../input/paths';
import { STANDARD_INPUT } from '../input/text';
import { hclDocuments, isHcl } from './hcl';
import { withModules } from './module-files';
import { refuseOpenTofu } from './open-tofu';
import type { SourceDocument } from './resource';
import { isFields, member } from '../network/fields';

/** Plans of whole landing zones have tens of megabytes. */
const KIND = { what: 'Terraform JSON', maxBytes: 256 * 1024 * 1024 };
const MANIFEST = { what: 'a manifest of CDK for Terraform', maxBytes: 16 * 1024 * 1024 };

const ALLOWED = 'give a folder with manifest.json, as cdktf.out is, with files *.tf.json or *.tf, or with exports of Azure (*.json, *.csv)';

/** Reads what a path names: a file, standard input, or the files of a folder. */
export function readSources(path: string): readonly SourceDocument[] {
  if (path === STANDARD_INPUT || isReference(path)) {
    return documentsAt(path);
  }
  const [folder, documents] = isFolder(path)
    ? [path, documentsIn(path)]
    : [dirname(path), isHcl(path) ? hclDocuments([path]) : documentsAt(path)];
  return withModules(documents.map((one) => ({ ...one, folder })));
}

function document(path: string): SourceDocument {
  const { name, content } = JsonDocument.read(path, KIND);
  return { file: name, json: content };
}

/** A file that Azure's answers were written into, one after the other, has several. */
function documentsAt(path: string): SourceDocument[] {
  const { name, contents } = readJsonStream(path, KIND);
  return contents.map((json) => ({ file: name, json }));
}

function documentsIn(folder: string): readonly SourceDocument[] {
  const names = namesIn(folder);
  if (names.includes('manifest.json')) {
    return stackFiles(folder).map(document);
  }
  refuseOpenTofu(folder, names);
  const files = names.filter((name) => name.endsWith('.tf.json'));
  const others = names.filter((name) => name.endsWith('.tf'));
  if (files.length === 0 && others.length === 0) {
    const found = names.includes('stacks') ? ' and no manifest.json' : '';
    throw new InputError({ argument: printable(folder), problem: `the folder has no *.tf.json, no *.tf${found}`, allowed: ALLOWED });
  }
  // Terraform takes files of its own syntax together with those in JSON, and loads values of variables by their names.
  const values = names.filter((name) => name.startsWith('terraform.tfvars') || /\.auto\.tfvars(\.json)?$/.test(name));
  const [written, json] = [[...others, ...values.filter(isHcl)], [...files, ...values.filter((name) => !isHcl(name))]];
  return [...hclDocuments(written.map((name) => join(folder, name))), ...json.map((name) => document(join(folder, name)))];
}

/** The files of the stacks that a manifest lists. */
function stackFiles(folder: string): string[] {
  const manifest = JsonDocument.read(join(folder, 'manifest.json'), MANIFEST);
  const stacks = member(manifest.content, 'stacks');
  if (!isFields(stacks) || Object.keys(stacks).length === 0) {
    throw manifest.error(stacks === undefined ? [] : ['stacks'], 'no stacks are listed', { allowed: ALLOWED });
  }
  return Object.keys(stacks).sort().map((name) => {
    const path = member(stacks[name], 'synthesizedStackPath');
    const isInside = typeof path === 'string' && !/^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)/.test(path);
    if (!isInside || !path.endsWith('.json')) {
      throw manifest.error(['stacks', name, 'synthesizedStackPath'], `it is ${quote(path)}`, {
        allowed: 'it takes the path of a file cdk.tf.json in the folder, which CDK for Terraform writes unless it is told to write HCL',
      });
    }
    return join(folder, path);
  });
}
