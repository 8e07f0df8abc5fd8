import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { jsonText, ROOT } from './project';
import { execute, JEST, tryMatchers } from './try-matchers';

/** The framework of a package, by the names that programs import. */
export interface Framework {
  readonly core: string;
  readonly provider: string;
  /** The folder node_modules that has both, and `constructs`. */
  readonly modules: string;
}

export interface Packed {
  readonly name: string;
  readonly tarball: string;
  readonly framework: Framework;
}

/** The ways in which applications are compiled: as CommonJS and ES modules for Node.js, and for a bundler. */
const COMPILERS = {
  node16: { module: 'node16', moduleResolution: 'node16', outDir: 'out' },
  bundler: { module: 'esnext', moduleResolution: 'bundler', noEmit: true },
} as const;

/**
 * Puts a packed package into an empty application, compiles the first example of the README there strictly, and runs it. The same with a
 * test that uses the matchers for jest.
 * @returns what was seen
 * @throws Error when the package is not complete, or the example does not compile or run
 */
export function tryPackage(packed: Packed): string[] {
  const app = mkdtempSync(join(tmpdir(), 'package-'));
  try {
    install(packed, app);
    writeExample(packed, app);
    return [...compile(app), ...synthesize(app), ...tryMatchers(packed.name, app, outdirOf(app))];
  } finally {
    rmSync(app, { recursive: true });
  }
}

function install({ name, tarball, framework: { core, provider, modules } }: Packed, app: string): void {
  const folder = join(app, 'node_modules', name);
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components', '1']);
  const links = [core, provider, 'constructs'].map((peer) => join(modules, peer));
  const tools = ['typescript', '@types/node', ...JEST].map((tool) => join(ROOT, 'node_modules', tool));
  for (const target of [...links, ...tools]) {
    const link = join(app, 'node_modules', target.slice(target.lastIndexOf('node_modules') + 'node_modules/'.length));
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(target, link);
  }
}

function writeExample({ name, framework }: Packed, app: string): void {
  const snippet = /^```ts\n([\s\S]*?)^```$/m.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))?.[1];
  if (snippet === undefined) {
    throw new Error('README.md has no example');
  }
  const code = snippet.replace('\'cdktf\'', `'${framework.core}'`).replace('@cdktf/provider-azurerm', framework.provider)
    .replace('\'cdktf-azureml-network\'', `'${name}'`);
  writeFileSync(join(app, 'common.cts'), code);
  // Node.js has no ES modules that are folders, so the module of a resource is named by its file.
  writeFileSync(join(app, 'module.mts'), code.replace('/lib/provider\'', '/lib/provider/index.js\''));
  writeFileSync(join(app, 'package.json'), jsonText({ private: true }));
}

function compile(app: string): string[] {
  return Object.entries(COMPILERS).map(([name, options]) => {
    const tsconfig = join(app, `tsconfig.${name}.json`);
    const compilerOptions = { target: 'es2022', strict: true, types: ['node'], rootDir: '.', ...options };
    const files = name === 'bundler' ? ['module.mts'] : ['common.cts', 'module.mts'];
    writeFileSync(tsconfig, jsonText({ compilerOptions, files }));
    execute(app, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', tsconfig]);
    return `${files.join(' and ')} compile for ${name}`;
  });
}

/** Where a program writes its Terraform. */
function outdirOf(app: string, file = 'common.cjs'): string {
  return join(app, `${file}.out`);
}

function synthesize(app: string): string[] {
  const [common, module] = ['common.cjs', 'module.mjs'].map((file) => {
    const outdir = outdirOf(app, file);
    execute(app, [join('out', file)], { CDKTF_OUTDIR: outdir });
    return readFileSync(join(outdir, 'stacks', 'network', 'cdk.tf.json'), 'utf8');
  });
  if (common !== module || !common!.includes('"azurerm_network_security_group"')) {
    throw new Error('the example gives other Terraform as CommonJS than as an ES module, or none');
  }
  return [`both synthesize the same ${common!.length} characters`];
}
