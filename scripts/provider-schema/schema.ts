/**
 * What is known of a provider and of some of its resources, in the form of `terraform providers schema -json` (format version 1.0),
 * but for descriptions.
 * What the npm package does not say is left out: whether an optional argument is computed too.
 */
export interface ProviderSchema {
  /** The versions of the provider that have it, and the npm package that each was read from. */
  readonly versions: Readonly<Record<string, string>>;
  /** What a provider block takes. */
  readonly provider: BlockSchema;
  readonly resources: Readonly<Record<string, BlockSchema>>;
  readonly data_sources: Readonly<Record<string, BlockSchema>>;
}

export interface BlockSchema {
  readonly attributes: Readonly<Record<string, AttributeSchema>>;
  readonly block_types: Readonly<Record<string, NestedSchema>>;
}

/** A type constraint of Terraform. */
export type Type =
  | 'string' | 'number' | 'bool'
  | readonly ['list' | 'set' | 'map', Type]
  | readonly ['object', Readonly<Record<string, Type>>];

export interface AttributeSchema {
  readonly type: Type;
  readonly required?: true;
  readonly optional?: true;
  readonly computed?: true;
}

export interface NestedSchema {
  readonly nesting_mode: 'single' | 'list' | 'set';
  readonly min_items?: number;
  readonly max_items?: number;
  readonly block: BlockSchema;
}
