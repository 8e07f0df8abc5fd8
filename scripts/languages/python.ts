import { join } from 'node:path';
import { Framework } from './framework';
import { finish, Language, mustFinish, Runner } from './language';
import { ROOT } from '../packages/project';
import { copyRenamed } from './rename';

const EXAMPLES = { network: 'network.py', deploymentFile: 'deployment_file.py', unknownRegion: 'unknown_region.py' };

/** Python: the package is built and installed into an environment of its own, with what it depends on from the package index. */
export const PYTHON: Language = {
  name: 'Python',
  target: 'python',
  tools: [['python3', '--version']],
  install(generated: string, { folder, renames }: Framework): Runner | string {
    const environment = join(folder, 'python-environment');
    mustFinish('python3', ['-m', 'venv', '--clear', environment]);
    const python = join(environment, 'bin', 'python');
    const { status, output } = finish(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', generated]);
    if (status !== 0) {
      return `pip could not install the package: ${output.trimEnd().split('\n').at(-1)}`;
    }
    const examples = join(folder, 'python');
    copyRenamed(join(ROOT, 'examples', 'python'), examples, renames['python'] ?? []);
    return {
      examples: EXAMPLES,
      run: (example, args, outdir) => finish(python, [join(examples, example), ...args], { env: { CDKTF_OUTDIR: outdir } }),
    };
  },
};
