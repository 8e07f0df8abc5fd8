import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bindings } from './bindings';
import { cannotGet } from './cannot-get';
import { LANGUAGES } from './generate';
import { finish, Language, mustFinish, Runner } from './language';
import { ROOT } from '../packages/project';

const EXAMPLES = { network: 'network', deploymentFile: 'deployment-file', unknownRegion: 'unknown-region' };

/** Modules that the examples ask for by name and that are here in a folder. */
function replacements(generated: string): ReadonlyArray<readonly [module: string, folder: string]> {
  const { framework, provider } = bindings('go');
  return [
    ['github.com/cdktf-azureml-network/cdktf-azureml-network-go/azuremlnetwork', join(generated, 'azuremlnetwork')],
    ['github.com/hashicorp/terraform-cdk-go/cdktf', join(framework, 'cdktf')],
    ['github.com/cdktf/cdktf-provider-azurerm-go/azurerm/v14', join(provider, 'azurerm')],
  ];
}

/** Go: the examples are built with the generated module and with generated classes of the framework and the provider. */
export const GO: Language = {
  name: 'Go',
  target: 'go',
  tools: [['go', 'version']],
  install(generated: string): Runner | string {
    const folder = join(LANGUAGES, 'go');
    rmSync(folder, { recursive: true, force: true });
    cpSync(join(ROOT, 'examples', 'go'), folder, { recursive: true });
    const replaced = replacements(generated).map(([module, path]) => `-replace=${module}=${path}`);
    mustFinish('go', ['mod', 'edit', ...replaced], { cwd: folder });
    const { status, output } = finish('go', ['mod', 'tidy'], { cwd: folder });
    if (status !== 0) {
      return cannotGet(output, /^go: .*@/);
    }
    mustFinish('go', ['vet', './...'], { cwd: folder });
    mustFinish('go', ['build', '-o', 'bin/', './...'], { cwd: folder });
    return {
      examples: EXAMPLES,
      run: (example, args, outdir) => finish(join(folder, 'bin', example), args, { env: { CDKTF_OUTDIR: outdir } }),
    };
  },
};
