import { azureExportForm } from './azure-export-forms';
import { isJsonObject } from './json-object';

/** A kind of file that this library reads: what it is called, as what it is given, and how it is told from the others. */
interface FileKind {
  readonly what: string;
  readonly as: string;
  readonly fits: (content: unknown) => boolean;
}

const KINDS: readonly FileKind[] = [
  { what: 'a deployment file', as: 'the deployment file', fits: (content) => has(content, 'edition', 'cloud') },
  { what: 'a service tag file', as: 'the service tag file', fits: (content) => has(content, 'changeNumber', 'values') },
  { what: 'an answer of the Dependencies API', as: 'the answer', fits: isAnswer },
  {
    what: 'an export of Azure', as: 'the path of verify or explain',
    fits: (content) => !isEmptyList(content) && azureExportForm(content) !== undefined,
  },
];

/** That a document is of another kind than the one expected, and what to do with it; nothing where that is not clear. */
export function otherKind(content: unknown, expected: string): { readonly problem: string; readonly allowed: string } | undefined {
  const found = KINDS.find(({ fits }) => fits(content));
  return found === undefined || found.what === expected ? undefined
    : { problem: `is ${found.what}, not ${expected}`, allowed: `give it as ${found.as}` };
}

/** Other APIs of Azure answer with a list `value` too, so what is in it decides. */
function isAnswer(content: unknown): boolean {
  const list = isJsonObject(content) ? content['value'] : content;
  const first: unknown = Array.isArray(list) ? list[0] : undefined;
  const inner = isJsonObject(first) && isJsonObject(first['properties']) ? first['properties'] : first;
  return isJsonObject(inner) && Array.isArray(inner['endpoints']);
}

/** An empty list can be that of any kind. */
function isEmptyList(content: unknown): boolean {
  const list = isJsonObject(content) ? content['value'] : content;
  return Array.isArray(list) && list.length === 0;
}

function has(content: unknown, ...keys: string[]): boolean {
  return isJsonObject(content) && keys.every((key) => Object.hasOwn(content, key));
}
