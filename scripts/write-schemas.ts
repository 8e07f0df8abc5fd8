import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCHEMAS } from './reference/schema-pages';

/** Writes the published JSON Schemas. `npm run schemas` renews them; a test holds them against the code. */
for (const [name, schema] of Object.entries(SCHEMAS)) {
  writeFileSync(join(__dirname, '..', 'schemas', `${name}.schema.json`), `${JSON.stringify(schema(), null, 2)}\n`);
}
