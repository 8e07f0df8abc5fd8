import { printable } from '../azure/errors';
import { adopt } from '../review/adoption/adopt';
import { blocksHcl, blocksJson, adoptionBlocks } from '../review/adoption/blocks';
import { documentsAt } from '../verification/network-of-source';
import { EXIT } from './exit';
import { Output } from './output';

export const ADOPT_FORMATS = ['hcl', 'json'] as const;

export interface AdoptOptions {
  readonly sameState?: boolean;
  readonly format: (typeof ADOPT_FORMATS)[number];
}

/**
 * Prints the blocks by which a configuration takes over resources that exist.
 *
 * @returns the exit code: unknown where it is unknown whether a resource exists
 */
export function adoptCommand(old: string, next: string, { sameState = false, format }: AdoptOptions, output: Output): number {
  const adoption = adopt(documentsAt(old), documentsAt(next), sameState);
  const { adopted, created, unknown, left } = adoption;
  const blocks = adoptionBlocks(adoption, sameState);
  output.out(format === 'json' ? blocksJson(blocks, adoption) : blocksHcl(blocks));
  const say = (line: string): void => output.err(`${printable(line)}\n`);
  unknown.forEach(({ address, reason }) => say(`unknown: ${address}: ${reason}`));
  adopted.flatMap(({ to, existing: { inlineIn } }) => (inlineIn === undefined ? [] : [[to, inlineIn]] as const))
    .forEach(([to, owner]) => say(`inline until now: ${to}: take it out of ${owner} first, or the two overwrite each other`));
  // What is in the state and not in the configuration, Terraform destroys.
  const fate = sameState ? '; Terraform destroys it, unless the new configuration has it at this address, or a removed block for it' : '';
  left.forEach((address) => say(`not taken over: ${address}${fate}`));
  say(`${adopted.length} exist and are taken over, ${created.length} are new, ${unknown.length} are unknown.`);
  return unknown.length === 0 ? EXIT.ok : EXIT.unknown;
}
