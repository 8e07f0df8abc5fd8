import { member } from '../network/fields';
import { entries } from './values';

/** Deeper than any network nests its modules. */
const MAX_DEPTH = 32;

/**
 * Where the modules of a plan come from, by their addresses without an index: `module.network.module.rules`.
 * Source: Terraform, JSON output format, configuration representation: module_calls.
 */
export function moduleSources(plan: unknown): [address: string, source: string][] {
  const found: [string, string][] = [];
  const visit = (module: unknown, prefix: string, depth: number): void => {
    for (const [name, call] of depth < MAX_DEPTH ? entries(member(module, 'module_calls')) : []) {
      const address = `${prefix}module.${name}`;
      const source = member(call, 'source');
      if (typeof source === 'string') {
        found.push([address, source]);
      }
      visit(member(call, 'module'), `${address}.`, depth + 1);
    }
  };
  visit(member(member(plan, 'configuration'), 'root_module'), '', 0);
  return found;
}
