import { join } from 'node:path';
import { bindings } from './bindings';
import { cannotGet } from './cannot-get';
import { Framework } from './framework';
import { finish, Language, mustFinish, Runner } from './language';
import { ROOT } from '../packages/project';
import { copyRenamed } from './rename';

const EXAMPLES = { network: 'network', deploymentFile: 'deployment-file', unknownRegion: 'unknown-region' };

/** Modules that the examples ask for by name and that are here in a folder. */
function replacements(generated: string, framework: Framework): ReadonlyArray<readonly [module: string, folder: string]> {
  const made = bindings(framework, 'go');
  return [
    [framework.go.library, join(generated, 'azuremlnetwork')],
    [framework.go.core, join(made.framework, framework.name)],
    [framework.go.provider, join(made.provider, 'azurerm')],
  ];
}

/** Go: the examples are built with the generated module and with generated classes of the framework and the provider. */
export const GO: Language = {
  name: 'Go',
  target: 'go',
  tools: [['go', 'version']],
  install(generated: string, framework: Framework): Runner | string {
    const folder = join(framework.folder, 'go');
    copyRenamed(join(ROOT, 'examples', 'go'), folder, framework.renames['go'] ?? []);
    const replaced = replacements(generated, framework).map(([module, path]) => `-replace=${module}=${path}`);
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
