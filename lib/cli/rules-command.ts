import { ruleLines } from '../review/rule-lines';
import { readNetwork } from '../verification/network-of-source';

/** The rules of files, a line each. */
export function rulesCommand(paths: readonly string[], { varFile: valuesFiles = [] }: { readonly varFile?: readonly string[] }): string {
  return ruleLines(readNetwork({ paths, valuesFiles }, []).network).map((line) => `${line}\n`).join('');
}
