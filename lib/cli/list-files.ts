import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, quote } from '../azure/errors';
import { makeFolder } from '../input/folder';
import { unwritable } from '../input/paths';
import { UnexpressedRequirement } from '../rules/translation-report';

/** Names what was written here, so that a later run knows what it may replace. */
const CONTENTS = 'contents.json';
const WRITTEN_BY = 'azureml-network export';
/** Names that lists have; a name from the file is used only when it is one. */
const LIST_NAME = /^(hosts|urls|addresses-ipv[46])-(tcp|udp|any)-\d+(-\d+)?\.txt$/;

interface ListFile {
  readonly name: string;
  readonly text: string;
}

/** What the lists are of. */
interface ListOrigin {
  /** Name of the deployment. */
  readonly deployment: string;
  /** Ids of the requirements that the lists carry. */
  readonly carried: readonly string[];
  readonly unexpressed: readonly UnexpressedRequirement[];
}

/** What an earlier run wrote. */
interface FolderContents {
  readonly deployment?: string;
  readonly requirementIds: readonly string[];
  /** Hash of each list. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Writes lists to a folder, which is made when it is not there, in place of those of an earlier run. Everything is checked
 * before anything is written: a file that was not written here, or was changed since, is not touched; neither are the lists of
 * another deployment, nor lists that carry what these would not.
 */
export function replaceFiles(folder: string, lists: readonly ListFile[], origin: ListOrigin): { written: string[]; removed: string[] } {
  try {
    makeFolder(folder);
    const earlier = contentsOf(folder);
    const present = readdirSync(folder);
    const names = lists.map(({ name }) => name);
    checkOrigin(folder, earlier, origin);
    checkFiles(folder, present, names, earlier);
    const removed = present.filter((name) => earlier?.files.has(name) === true && !names.includes(name));
    removed.forEach((name) => rmSync(join(folder, name)));
    lists.forEach(({ name, text }) => writeFileSync(join(folder, name), text));
    writeFileSync(join(folder, CONTENTS), contentsText(lists, origin));
    return { written: names, removed };
  } catch (error) {
    if (error instanceof InputError) {
      throw error;
    }
    throw unwritable(folder, 'lists', error);
  }
}

function checkOrigin(folder: string, earlier: FolderContents | undefined, { deployment, unexpressed }: ListOrigin): void {
  if (earlier !== undefined && earlier.deployment !== deployment) {
    throw new InputError({
      argument: quote(folder),
      problem: `has the lists of the deployment ${quote(earlier.deployment)}, and these are for ${quote(deployment)}`,
      allowed: 'choose another folder',
    });
  }
  const lost = unexpressed.filter(({ requirementId: requirement, isOutOfPath }) =>
    !isOutOfPath && earlier?.requirementIds.includes(requirement));
  if (lost.length > 0) {
    const [{ reason, remedy }] = lost as [UnexpressedRequirement];
    throw new InputError({
      argument: quote(folder),
      problem: `the lists there carry ${lost.map(({ requirementId }) => requirementId).join(', ')}, and these do not`, cause: reason,
      allowed: `instead: ${remedy}; or choose another folder`,
    });
  }
}

function checkFiles(folder: string, present: readonly string[], names: readonly string[], earlier: FolderContents | undefined): void {
  for (const name of present) {
    const path = join(folder, name);
    if (name === CONTENTS ? earlier === undefined : names.includes(name) && !earlier?.files.has(name)) {
      throw new InputError({
        argument: quote(folder), given: name, problem: 'was not written by this program and is not overwritten',
        allowed: 'move it, or choose another folder',
      });
    }
    const hash = earlier?.files.get(name);
    if (hash !== undefined && (!lstatSync(path).isFile() || hashOf(readFileSync(path)) !== hash)) {
      throw new InputError({
        argument: quote(folder), given: name, problem: 'was changed after it was written here, and is not overwritten',
        allowed: 'move it, or choose another folder',
      });
    }
  }
}

/** What an earlier run wrote, or nothing when there was no such run. */
function contentsOf(folder: string): FolderContents | undefined {
  const path = join(folder, CONTENTS);
  let content: unknown;
  try {
    content = lstatSync(path).isFile() ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code !== undefined) {
      return undefined; // not there, or not of a run of this program
    }
    throw error;
  }
  // Up to version 0.2 the key was requirements.
  const { writtenBy, deployment, requirements, requirementIds = requirements, files } = (content ?? {}) as Record<string, unknown>;
  if (writtenBy !== WRITTEN_BY) {
    return undefined;
  }
  return {
    ...(typeof deployment === 'string' && { deployment }),
    requirementIds: Array.isArray(requirementIds) ? requirementIds.map(String) : [],
    files: new Map(
      Object.entries((files ?? {}) as object).filter(([name]) => LIST_NAME.test(name)).map(([name, hash]) => [name, String(hash)]),
    ),
  };
}

function contentsText(lists: readonly ListFile[], { deployment, carried }: ListOrigin): string {
  const files = Object.fromEntries(lists.map(({ name, text }) => [name, hashOf(text)]));
  return `${JSON.stringify({ writtenBy: WRITTEN_BY, deployment, requirementIds: [...carried].sort(), files }, null, 2)}\n`;
}

function hashOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
