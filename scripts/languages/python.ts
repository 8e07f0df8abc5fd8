import { join } from 'node:path';
import { finish, Language, mustFinish, Runner } from './language';
import { ROOT } from '../packages/project';

const FOLDER = join(ROOT, 'examples', 'python');
const EXAMPLES = {
  network: join(FOLDER, 'network.py'),
  deploymentFile: join(FOLDER, 'deployment_file.py'),
  unknownRegion: join(FOLDER, 'unknown_region.py'),
};

/** Python: the package is built and installed into an environment of its own, with what it depends on from the package index. */
export const PYTHON: Language = {
  name: 'Python',
  target: 'python',
  tools: [['python3', '--version']],
  install(generated: string): Runner | string {
    const environment = join(generated, '..', '..', 'python-environment');
    mustFinish('python3', ['-m', 'venv', '--clear', environment]);
    const python = join(environment, 'bin', 'python');
    const { status, output } = finish(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', generated]);
    if (status !== 0) {
      return `pip could not install the package: ${output.trimEnd().split('\n').at(-1)}`;
    }
    return {
      examples: EXAMPLES,
      run: (example, args, outdir) => finish(python, [example, ...args], { env: { CDKTF_OUTDIR: outdir } }),
    };
  },
};
