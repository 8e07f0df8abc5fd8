import { isDeepStrictEqual } from 'node:util';
import { ProviderSchema } from './schema';

/**
 * One schema for versions that have the same resources. That of the provider and of data sources is the first one's.
 * @throws Error that names the resources that differ
 */
export function oneOf(schemas: readonly ProviderSchema[]): ProviderSchema {
  const [first, ...others] = schemas;
  if (first === undefined) {
    throw new Error('name the folders of provider packages');
  }
  const differ = others.flatMap((other) => Object.keys(first.resources)
    .filter((type) => !isDeepStrictEqual(other.resources[type], first.resources[type]))
    .map((type) => `${type} differs in ${Object.keys(other.versions).join()} and ${Object.keys(first.versions).join()}`));
  if (differ.length > 0) {
    throw new Error(differ.join('\n'));
  }
  const versions = Object.assign({}, ...schemas.map((schema) => schema.versions)) as ProviderSchema['versions'];
  return { ...first, versions };
}
