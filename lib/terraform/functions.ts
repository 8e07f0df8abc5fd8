import type { TerraformFunction } from './terraform-function';
import { ADDRESS_FUNCTIONS } from './functions-of-addresses';
import { COLLECTION_FUNCTIONS } from './functions-of-collections';
import { ENCODING_FUNCTIONS } from './functions-of-encodings';
import { PATTERN_FUNCTIONS } from './functions-of-patterns';
import { TEXT_FUNCTIONS } from './functions-of-texts';

/** Functions whose value follows from their arguments, by name. Source: Terraform 1.11, functions. */
export const FUNCTIONS: ReadonlyMap<string, TerraformFunction> = new Map(
  Object.entries({ ...TEXT_FUNCTIONS, ...COLLECTION_FUNCTIONS, ...ADDRESS_FUNCTIONS, ...ENCODING_FUNCTIONS, ...PATTERN_FUNCTIONS }),
);
