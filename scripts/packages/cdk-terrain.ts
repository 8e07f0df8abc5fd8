import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonText, manifest, ROOT } from './project';
import { forCdkTerrain } from './rename';

const PACKAGING = join(ROOT, 'packaging', 'cdktn-azureml-network');
const PROVIDER = join('node_modules', '@cdktn', 'provider-azurerm');

/** The fields that a package for CDK Terrain has of its own. */
interface Own {
  readonly name: string;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly jsii: object;
}

/** Folders and files that the sources for CDK Terrain are made from; the tests are there to be run against them. */
const SOURCES = ['lib', '__tests__', 'examples', 'schemas', 'scripts', 'main.ts', 'tsconfig.json', 'tsconfig.build.json'];
const AS_THEY_ARE = ['LICENSE', 'CHANGELOG.md', 'cdktf.json'];

/**
 * Writes and builds the folder of the package `cdktn-azureml-network`: the same sources, for CDK Terrain.
 * What was installed there before stays, as long as the lock file is the same.
 */
export function writeForCdkTerrain(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder).filter((one) => one !== 'node_modules')) {
    rmSync(join(folder, name), { recursive: true });
  }
  install(folder);
  SOURCES.forEach((name) => copyRenamed(join(ROOT, name), join(folder, name)));
  AS_THEY_ARE.forEach((name) => cpSync(join(ROOT, name), join(folder, name)));
  cpSync(join(PACKAGING, 'README.md'), join(folder, 'README.md'));
  writeFileSync(join(folder, 'package.json'), jsonText(packageJson()));
  execFileSync(process.execPath, [join(ROOT, 'node_modules', 'jsii', 'bin', 'jsii')], {
    cwd: folder, stdio: ['ignore', 'inherit', 'inherit'],
  });
}

function own(): Own {
  return JSON.parse(readFileSync(join(PACKAGING, 'package.json'), 'utf8')) as Own;
}

function packageJson(): object {
  const fields = own();
  return {
    ...manifest(),
    ...fields,
    // What is for work on this project alone is not in a package.
    scripts: undefined,
    allowScripts: undefined,
    overrides: undefined,
    keywords: ['cdktn', 'cdk-terrain', ...manifest().keywords.filter((keyword) => keyword !== 'cdktf')],
    jsii: { ...manifest().jsii, ...fields.jsii },
  };
}

function install(folder: string): void {
  const lock = readFileSync(join(PACKAGING, 'package-lock.json'), 'utf8');
  const done = join(folder, 'node_modules', '.installed-lock');
  if (existsSync(done) && readFileSync(done, 'utf8') === lock) {
    return;
  }
  writeFileSync(join(folder, 'package-lock.json'), lock);
  cpSync(join(PACKAGING, 'package.json'), join(folder, 'package.json'));
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel', 'error'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  rmSync(join(folder, 'package-lock.json'));
  acceptFramework(folder);
  writeFileSync(done, lock);
}

/**
 * The provider asks for the minor version of the framework before the one that is served. npm is told to take it anyway; jsii reads
 * the same range in two files, and has no such option.
 */
function acceptFramework(folder: string): void {
  const version = own().devDependencies['cdktn']!;
  for (const name of ['package.json', '.jsii']) {
    const path = join(folder, PROVIDER, name);
    const text = readFileSync(path, 'utf8');
    const widened = text.replace(/"cdktn": "(\^[\d.]+)"/g, (_, range: string) => `"cdktn": "${range} || ^${version}"`);
    if (widened === text) {
      throw new Error(`${path} does not say which cdktn it needs`);
    }
    writeFileSync(path, widened);
  }
}

function copyRenamed(from: string, to: string): void {
  if (statSync(from).isDirectory()) {
    mkdirSync(to, { recursive: true });
    readdirSync(from).forEach((name) => copyRenamed(join(from, name), join(to, name)));
  } else if (/\.(ts|js|mjs)$|tsconfig.*\.json$/.test(from)) {
    writeFileSync(to, forCdkTerrain(readFileSync(from, 'utf8')));
  } else {
    cpSync(from, to);
  }
}
