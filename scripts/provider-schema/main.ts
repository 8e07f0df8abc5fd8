import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileText, schemaFile } from './files';
import { readPackage } from './read-package';
import { oneOf } from './same-schema';
import { ProviderSchema } from './schema';

function majorOf({ versions }: ProviderSchema): string {
  return Object.keys(versions)[0]!.split('.')[0]!;
}

/**
 * Writes the schema that the provider packages in the folders given have in common, a file for each major version of the provider.
 * It is an error where packages of one major version differ.
 */
function main(folders: readonly string[]): void {
  const read = folders.map((folder) => readPackage(resolve(folder)));
  if (read.length === 0) {
    throw new Error('name the folders of provider packages');
  }
  for (const major of new Set(read.map(majorOf))) {
    const schema = oneOf(read.filter((one) => majorOf(one) === major));
    mkdirSync(dirname(schemaFile(major)), { recursive: true });
    writeFileSync(schemaFile(major), fileText(schema));
    process.stdout.write(`${Object.keys(schema.resources).length} resources of azurerm ${Object.keys(schema.versions).join(' and ')}\n`);
  }
}

try {
  main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
