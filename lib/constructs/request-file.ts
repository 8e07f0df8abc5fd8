import { App, TerraformStack } from 'cdktf';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../input/folder';
import { unwritable } from '../input/paths';
import { VerificationRequest } from '../verification/request';
import { REQUEST_FILE, requestText } from '../verification/request-file';
import { folderOf } from './app-documents';

/** Writes what is asked of a stack beside its JSON, where the command `verify` finds it. */
export function writeRequest(stack: TerraformStack, request: VerificationRequest): void {
  const folder = join(App.of(stack).outdir, folderOf(stack));
  makeFolder(folder);
  try {
    writeFileSync(join(folder, REQUEST_FILE), requestText(request));
  } catch (error) {
    throw unwritable(folder, 'what is asked of the stack', error);
  }
}
