import type { Environment } from './environment';
import type { ModuleFolder } from './module-folder';
import { Fields } from '../network/fields';

/** The instances of a resource with `count` or `for_each`, by index or key; undefined when it is not known which there are. */
export type Instances = ReadonlyMap<string | number, Environment> | undefined;

/** A value of a variable, and what it rests on. */
export interface VariableValue {
  readonly value: unknown;
  readonly condition?: string;
  readonly isSensitive: boolean;
}

/** What expressions refer to in the configuration that they stand in. */
export interface Scope {
  /** The file group, which symbols begin with. */
  readonly group: string;
  /** What addresses begin with in a module: `module.net["a"].`; empty outside of modules. */
  readonly prefix: string;
  readonly locals: ReadonlyMap<string, unknown>;
  /** The value of a variable, and what it rests on; undefined when nobody says it here. */
  readonly variable: (name: string) => VariableValue | undefined;
  /** The body of a resource or data source, not evaluated. */
  readonly body: (address: string) => Fields | undefined;
  /** Files that functions may read; undefined where the documents come from no folder. */
  readonly files: ModuleFolder | undefined;
  readonly isRepeated: (address: string) => boolean;
  readonly instances: (address: string) => Instances;
  /** The module that is called by a name, or its instances; undefined when it is not read. */
  readonly module: (name: string) => unknown;
  /** The output of another configuration, whose state a data source reads. */
  readonly remoteOutput: (address: string, output: string) => unknown;
  /** Takes the text of an expression whose value grows past all that networks need. */
  readonly tooLarge: (text: string) => void;
  /** Takes a text, a number or a truth value that is sensitive and stands in what is read of the configuration. */
  readonly sensitiveArgument: (value: unknown) => void;
}
