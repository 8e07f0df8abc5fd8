import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requirementsSchema } from '../lib/catalog/documents';
import { deploymentSchema } from '../lib/deployment/schema';
import { differenceSchema } from '../lib/review/difference-json';

/** Writes the published JSON Schemas. `npm run schemas` renews them; a test holds them against the code. */
const folder = join(__dirname, '..', 'schemas');
writeFileSync(join(folder, 'deployment.schema.json'), `${JSON.stringify(deploymentSchema(), null, 2)}\n`);
writeFileSync(join(folder, 'requirements.schema.json'), `${JSON.stringify(requirementsSchema(), null, 2)}\n`);
writeFileSync(join(folder, 'difference.schema.json'), `${JSON.stringify(differenceSchema(), null, 2)}\n`);
