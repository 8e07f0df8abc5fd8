import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Prints what constructs said during synthesis, which the CLI of CDKTF prints by itself. */
interface Annotation {
  readonly constructPath: string;
  readonly level: string;
  readonly message: string;
}

const outdir = process.env['CDKTF_OUTDIR'] ?? 'cdktf.out';
const manifest = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8')) as {
  stacks: Record<string, { annotations: Annotation[] }>;
};
for (const { annotations } of Object.values(manifest.stacks)) {
  for (const { constructPath, level, message } of annotations) {
    process.stdout.write(`${level.replace('@cdktf/', '')}: ${constructPath}: ${message}\n`);
  }
}
