import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../packages/project';

/** Versions of Node.js that are tried: the oldest that package.json allows, and the long-term ones after it. */
const VERSIONS = ['20.19', '22', '24'];

/** Suites that use most of the code: the command line, constructs with the framework, and the verifier. */
const SUITES = ['__tests__/cli/verify', '__tests__/examples/two-subnets', '__tests__/constructs/secured-subnet'];

const COMMAND_LINE = join(ROOT, 'packages', 'build', 'azureml-network', 'azureml-network.js');

/** Installs one version from the npm registry, in a folder of its own. */
function install(version: string): string {
  const folder = join(ROOT, 'packages', 'nodes', version);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  execFileSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel', 'error', `node@${version}`], {
    cwd: folder, stdio: ['ignore', 'ignore', 'inherit'],
  });
  return join(folder, 'node_modules', 'node', 'bin', 'node');
}

/** @throws Error when the program does not end with 0 */
function run(node: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(node, args, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  }
  return `${stdout}${stderr}`;
}

/** Runs the one-file command and some suites on each version. `npm run packages -- azureml-network` must have been run. */
function main(versions: readonly string[]): void {
  if (!existsSync(COMMAND_LINE)) {
    throw new Error('the command line is not built; run npm run packages -- azureml-network');
  }
  for (const version of versions) {
    const node = install(version);
    const exact = run(node, ['--version']).trim();
    run(node, [COMMAND_LINE, 'requirements', '--cloud', 'china', '--format', 'json']);
    const summary = run(node, [join('node_modules', 'jest', 'bin', 'jest.js'), '--ci', '-w', '1', ...SUITES]);
    const tests = /^Tests:\s+(.*)$/m.exec(summary)?.[1];
    process.stdout.write(`Node.js ${exact}: the command line runs; ${tests}\n`);
  }
}

try {
  const versions = process.argv.slice(2);
  main(versions.length > 0 ? versions : VERSIONS);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
