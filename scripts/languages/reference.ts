import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../packages/project';
import { forCdkTerrain } from '../packages/rename';
import { Framework } from './framework';
import { mustFinish, synthesized } from './language';

/** The deployment file that every language synthesizes: the one that the README begins with. */
export const DEPLOYMENT_FILE = join(ROOT, 'examples', 'two-subnets.yaml');

/** What each example must give. */
export interface Expected {
  readonly network: string;
  readonly deploymentFile: string;
}

/** The examples in TypeScript, run as they stand. The package must be built. */
export function expected({ name, folder: languages, project }: Framework): Expected {
  const folder = join(languages, 'typescript');
  mkdirSync(folder, { recursive: true });
  const snippet = /^```ts\n([\s\S]*?)^```$/m.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))?.[1];
  if (snippet === undefined) {
    throw new Error('README.md has no example');
  }
  const app = join(folder, 'network.ts');
  writeFileSync(app, name === 'cdktf' ? snippet : forCdkTerrain(snippet).replace('\'cdktf-azureml-network\'', `'${name}-azureml-network'`));
  const [network, deploymentFile] = [join(folder, 'network'), join(folder, 'deployment-file')];
  const register = ['-r', join(ROOT, 'scripts', 'typescript', 'register.js')];
  mustFinish(process.execPath, [...register, app], { cwd: project, env: { CDKTF_OUTDIR: network } });
  mustFinish(process.execPath, [...register, join(project, 'main.ts')], {
    cwd: project, env: { CDKTF_OUTDIR: deploymentFile, CDKTF_CONTEXT_JSON: JSON.stringify({ deployment: DEPLOYMENT_FILE }) },
  });
  return { network: synthesized(network, 'network'), deploymentFile: synthesized(deploymentFile, 'two-subnets') };
}
