import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonText } from './project';

/** What an application has that tests with jest. `expect` comes with it, and the types of the matchers extend its own. */
export const JEST = ['jest', '@types/jest', 'expect'];

const FLOW = 'training inbound tcp 22 203.0.113.7';

/** @param network the folder that the example of the README was synthesized into */
const testOf = (network: string): string => `
test('the matchers of the package are there', () => {
  expect(${JSON.stringify(network)}).toDeny('${FLOW}');
  expect(() => expect(${JSON.stringify(network)}).toAllow('${FLOW}')).toThrow('denied');
});
`;

/**
 * Uses the matchers for jest of an installed package in tests: as CommonJS and as ES modules, compiled strictly and run by jest.
 * @returns what was seen
 */
export function tryMatchers(name: string, app: string, network: string): string[] {
  const load = `import '${name}/jest';\n`;
  writeFileSync(join(app, 'common.test.cts'), `${load}${testOf(network)}`);
  writeFileSync(join(app, 'module.test.mts'), `${load}${testOf(network)}`);
  const seen = [['node16', 'node16'], ['esnext', 'bundler']].map(([module, moduleResolution]) => {
    const files = moduleResolution === 'bundler' ? ['module.test.mts'] : ['common.test.cts', 'module.test.mts'];
    const tsconfig = join(app, `tsconfig.matchers-${moduleResolution}.json`);
    const emit = moduleResolution === 'bundler' ? { noEmit: true } : { outDir: 'tests' };
    const types = ['node', 'jest'];
    writeFileSync(tsconfig, jsonText({
      compilerOptions: { target: 'es2022', strict: true, types, rootDir: '.', module, moduleResolution, ...emit }, files,
    }));
    execute(app, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', tsconfig]);
    return `tests with the matchers compile for ${moduleResolution}: ${files.join(' and ')}`;
  });
  const rootDir = join(app, 'tests');
  writeFileSync(join(app, 'jest.config.json'), jsonText({
    rootDir, testMatch: ['**/*.test.?js'], moduleFileExtensions: ['cjs', 'mjs', 'js', 'json'], transform: {},
  }));
  const jest = join('node_modules', 'jest', 'bin', 'jest.js');
  const { numPassedTests } = JSON.parse(execute(app, ['--experimental-vm-modules', jest, '-i', '--json', '-c', 'jest.config.json'])) as {
    readonly numPassedTests: number;
  };
  if (numPassedTests !== 2) {
    throw new Error(`jest ran ${numPassedTests} tests with the matchers, and not 2`);
  }
  return [...seen, 'jest runs both, as CommonJS and as an ES module'];
}

/**
 * @returns what a program of Node.js printed
 * @throws Error with that and its errors, when it fails
 */
export function execute(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  try {
    return execFileSync(process.execPath, args, {
      cwd, encoding: 'utf8', env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`node ${args.join(' ')} failed:\n${stdout ?? ''}${stderr ?? ''}`);
  }
}
