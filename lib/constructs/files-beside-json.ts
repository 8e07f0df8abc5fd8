import { App, TerraformStack } from 'cdktf';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../input/folder';
import { unwritable } from '../input/paths';
import { REPORT_FILES } from '../review/report/report-format';
import { REQUEST_FILE } from '../verification/request-file-name';
import { folderOf } from './app-documents';

/** All that this library writes next to the JSON of a stack. */
const NAMES = [REQUEST_FILE, ...Object.values(REPORT_FILES)];

/**
 * Writes files next to the JSON of a stack, and removes those of an earlier synthesis that nobody asks for now: what they say is no
 * longer so.
 *
 * @param texts by the names of the files
 */
export function writeBesideJson(stack: TerraformStack, texts: ReadonlyMap<string, string>): void {
  const folder = join(App.of(stack).outdir, folderOf(stack));
  const left = NAMES.filter((name) => !texts.has(name)).map((name) => join(folder, name)).filter((file) => existsSync(file));
  try {
    left.forEach((file) => rmSync(file));
    if (texts.size > 0) {
      makeFolder(folder);
    }
    texts.forEach((text, name) => writeFileSync(join(folder, name), text));
  } catch (error) {
    throw unwritable(folder, 'file of what is asked of the stack', error);
  }
}
