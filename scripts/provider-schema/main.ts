import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileText, SCHEMA_4 } from './files';
import { readPackage } from './read-package';
import { oneOf } from './same-schema';

/** Writes the schema that the provider packages in the folders given have in common. It is an error where they differ. */
try {
  const schema = oneOf(process.argv.slice(2).map((folder) => readPackage(resolve(folder))));
  mkdirSync(dirname(SCHEMA_4), { recursive: true });
  writeFileSync(SCHEMA_4, fileText(schema));
  process.stdout.write(`${Object.keys(schema.resources).length} resources of azurerm ${Object.keys(schema.versions).join(' and ')}\n`);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
