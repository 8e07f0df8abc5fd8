import { compareTexts } from '../azure/text-order';
import { posix } from 'node:path';
import type { SourceDocument } from './resource';
import { Fields, isFields, member } from '../network/fields';
import { entries, itemsOf } from './values';

/** How CDK for Terraform names the data source for the state of another stack of the same app. */
const CROSS_STACK = 'cross-stack-reference-input-';

/**
 * Whether CDK for Terraform made an output for another stack of the app. It marks all of them as sensitive, whatever is in them: cdktf
 * 0.21, `registerOutgoingCrossStackReference`. What is sensitive in itself stays so.
 */
export function isCrossStackOutput(name: string): boolean {
  return name.startsWith('cross-stack-output-');
}

/** What is asked of a configuration whose state others read. */
interface StateWriter {
  readonly documents: readonly SourceDocument[];
  /** Where relative paths begin. */
  readonly folder: string;
  /** The value of an output, in its own words. */
  output(name: string): unknown;
}

/**
 * Which configuration writes the state that another one reads.
 *
 * It is the one whose backend is set to the same place. CDK for Terraform names the stack as well, which decides where no
 * backend, or more than one, is set to it.
 */
export class RemoteStates {
  private readonly byBackend = new Map<string, StateWriter[]>();
  private readonly byStack = new Map<string, StateWriter[]>();

  /** Adds a configuration that others may read the state of. */
  public add(configuration: StateWriter): void {
    for (const { json } of configuration.documents) {
      const stack = member(member(member(json, '//'), 'metadata'), 'stackName');
      if (typeof stack === 'string') {
        push(this.byStack, stack, configuration);
      }
      for (const backends of itemsOf(member(json, 'terraform')).flatMap((body) => itemsOf(member(body, 'backend')))) {
        for (const [type, body] of entries(backends)) {
          itemsOf(body).filter(isFields)
            .forEach((config) => push(this.byBackend, backendKey(configuration.folder, type, config), configuration));
        }
      }
    }
  }

  /** The configuration whose outputs a data source gives; undefined when it was not read, or is not certain. */
  public configurationOf(reader: StateWriter, name: string, body: Fields): StateWriter | undefined {
    const type = member(body, 'backend');
    const [config] = itemsOf(member(body, 'config'));
    const found = typeof type === 'string' && isFields(config) ? this.byBackend.get(backendKey(reader.folder, type, config)) ?? [] : [];
    const others = found.filter((configuration) => configuration !== reader);
    if (others.length === 1) {
      return others[0];
    }
    const stacks = name.startsWith(CROSS_STACK) ? this.byStack.get(name.slice(CROSS_STACK.length)) ?? [] : [];
    const named = stacks.filter((configuration) => configuration !== reader && (others.length === 0 || others.includes(configuration)));
    return named.length === 1 ? named[0] : undefined;
  }
}

function push(map: Map<string, StateWriter[]>, key: string, configuration: StateWriter): void {
  const list = map.get(key);
  if (list === undefined) {
    map.set(key, [configuration]);
  } else if (!list.includes(configuration)) {
    list.push(configuration);
  }
}

/** Relative paths of local states begin in the folder that Terraform runs in, which is that of the file. */
function backendKey(folder: string, type: string, config: Fields): string {
  const pairs = Object.entries(config).filter(([, value]) => typeof value === 'string' || typeof value === 'number')
    .sort(([a], [b]) => compareTexts(a, b));
  return JSON.stringify([
    type, pairs.map(([key, value]) => [key, type === 'local' && key === 'path' ? posix.resolve('/', folder, String(value)) : value]),
  ]);
}
