// Removes what a build writes, so that a package holds no file of an earlier build.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

for (const name of ['dist', '.jsii', 'tsconfig.tsbuildinfo']) {
  rmSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), { recursive: true, force: true });
}
