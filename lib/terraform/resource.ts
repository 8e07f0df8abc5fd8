import { Fields } from '../network/fields';
import type { ReferenceTarget } from './values';

/** A resource or a data source, whichever kind of document it was read from. */
export interface Resource {
  /** The files whose addresses belong together. */
  readonly group: string;
  /** File, as messages name it. */
  readonly file: string;
  /** Address in its group, with modules and index. */
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  /** Arguments and attributes. What is not known there is `Unresolved`; what is not set may be null, `""` or `[]`. */
  readonly values: Fields;
  /** What makes several of it, or perhaps none, in a way that only Terraform evaluates. */
  readonly repeatedBy?: 'count' | 'for_each' | 'lifecycle.enabled';
  /** The function that keeps it from being evaluated, where that is one. */
  readonly repeatedWhy?: string;
  /** Variables without a value that this is for. */
  readonly missing?: readonly string[];
  /** Whether the user wrote an argument; undefined where the document does not say, as a state does not. */
  readonly isConfigured: (argument: string) => boolean | undefined;
  /** The attribute that an argument is written as, also where its value is known; only a plan has both. */
  readonly written?: (argument: string) => ReferenceTarget | undefined;
  /** Modules that are given it, and may add to it what was not read. */
  readonly givenTo?: readonly string[];
  /** Values of variables that its values rest on. */
  readonly conditions?: readonly string[];
  /** Those that decide what it is a part of. */
  readonly ownerConditions?: readonly string[];
  /** Alias of its provider, empty for the one without; undefined where the document does not tell. */
  readonly provider?: string;
  /** The subscription that its provider is set to. */
  readonly subscription?: string;
}

/** One document of Terraform with the name that messages use. */
export interface SourceDocument {
  readonly file: string;
  readonly json: unknown;
  /** The folder that the user named, or that of the file: what expressions may read files of. */
  readonly folder?: string;
  /** Whether it has values of variables for all configurations, because the user named it. */
  readonly isForAll?: boolean;
  /** Files of the modules that it calls, by the names of the calls. */
  readonly modules?: ReadonlyMap<string, CalledModule>;
}

/** The files of a module, or why they are not read: `whose files are not read`. */
export type CalledModule = { readonly documents: readonly SourceDocument[] } | { readonly why: string };
