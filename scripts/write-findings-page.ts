import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findingsPage } from './findings-page';

/** Writes the page of findings. `npm run docs:findings` renews it; a test holds it against the catalog of findings. */
writeFileSync(join(__dirname, '..', 'docs', 'findings.md'), findingsPage());
