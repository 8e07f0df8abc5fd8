import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requirementsSchema } from '../lib/catalog/documents';
import { deploymentSchema } from '../lib/deployment/schema';
import { differenceSchema } from '../lib/review/difference-json';
import { editionsSchema } from '../lib/review/editions-schema';
import { logsSchema } from '../lib/review/logs-schema';
import { lookupSchema } from '../lib/review/lookup-schema';
import { reportSchema } from '../lib/review/report/report-json';
import { verificationSchema } from '../lib/review/verification-json';

/** Writes the published JSON Schemas. `npm run schemas` renews them; a test holds them against the code. */
const folder = join(__dirname, '..', 'schemas');
const SCHEMAS = {
  deployment: deploymentSchema, difference: differenceSchema, editions: editionsSchema, logs: logsSchema, lookup: lookupSchema,
  report: reportSchema, requirements: requirementsSchema, verification: verificationSchema,
};
for (const [name, schema] of Object.entries(SCHEMAS)) {
  writeFileSync(join(folder, `${name}.schema.json`), `${JSON.stringify(schema(), null, 2)}\n`);
}
