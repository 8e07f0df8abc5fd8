import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Synthesizes every example as it stands, each into a folder of its own below cdktf.out/examples. */
const root = join(__dirname, '..');
for (const file of readdirSync(join(root, 'examples')).filter((name) => /\.(ts|yaml)$/.test(name)).sort()) {
  const path = join('examples', file);
  const isApp = file.endsWith('.ts');
  const name = file.replace(/\.\w+$/, '');
  const outdir = join('cdktf.out', 'examples', name);
  mkdirSync(join(root, outdir), { recursive: true });
  const { status, stderr } = spawnSync(process.execPath, ['-r', './scripts/typescript/register.js', isApp ? path : 'main.ts'], {
    cwd: root, encoding: 'utf8',
    env: { ...process.env, CDKTF_OUTDIR: outdir, ...(isApp ? {} : { CDKTF_CONTEXT_JSON: JSON.stringify({ deployment: path }) }) },
  });
  process.stdout.write(`${status === 0 ? 'synthesized' : 'FAILED     '} ${path}\n${status === 0 ? '' : stderr}`);
  process.exitCode = status === 0 ? process.exitCode : 1;
}
