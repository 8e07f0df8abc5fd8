import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { billOfMaterials, bundle, licenses } from './bundle';
import { jsonText, manifest, ROOT } from './project';

const FILE = 'azureml-network.js';

/**
 * Writes the folder of the package `azureml-network`: the command line in one file, without dependencies.
 * @param folder what is there is removed
 */
export async function writeCommandLine(folder: string): Promise<void> {
  const content = await bundle();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, FILE), content.code, { mode: 0o755 });
  writeFileSync(join(folder, 'bom.json'), jsonText(billOfMaterials(content)));
  writeFileSync(join(folder, 'THIRD-PARTY-LICENSES.txt'), licenses(content));
  writeFileSync(join(folder, 'package.json'), jsonText(packageJson()));
  cpSync(join(ROOT, 'schemas'), join(folder, 'schemas'), { recursive: true });
  for (const name of ['LICENSE', 'CHANGELOG.md']) {
    cpSync(join(ROOT, name), join(folder, name));
  }
  cpSync(join(ROOT, 'packaging', 'azureml-network', 'README.md'), join(folder, 'README.md'));
}

function packageJson(): object {
  const { version, license, author, repository, keywords, engines } = manifest();
  return {
    name: 'azureml-network',
    version,
    description: 'Checks whether a network lets through what Azure Machine Learning needs, and what else is open',
    license,
    author,
    repository,
    keywords: keywords.filter((keyword) => !['cdktf', 'constructs'].includes(keyword)),
    bin: { 'azureml-network': FILE },
    files: [FILE, 'schemas', 'bom.json', 'THIRD-PARTY-LICENSES.txt', 'CHANGELOG.md'],
    engines,
  };
}
