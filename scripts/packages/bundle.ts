import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, Plugin } from 'esbuild';
import { manifest, ROOT } from './project';

/** The command line in one file, and what is inside it. */
export interface Bundle {
  readonly code: string;
  /** Files that the code comes from, relative to the root of the project, in order. */
  readonly inputs: readonly string[];
  /** Modules that the code asks for while it runs. */
  readonly externals: readonly string[];
}

/**
 * Puts the command line into one file that needs Node.js alone.
 * Nothing in it depends on the time, the machine, or the folder that the project is in.
 */
export async function bundle(): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['lib/cli/main.ts'],
    outfile: 'azureml-network.js',
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    minifySyntax: true,
    minifyWhitespace: true,
    preserveSymlinks: true,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'error',
    plugins: [versionPlugin(manifest().version)],
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  return {
    code: outputFiles[0]!.text,
    inputs: Object.keys(metafile.inputs).sort(),
    externals: [...new Set(imports.map(({ path }) => path))].sort(),
  };
}

/** The folders of the packages that a bundle holds code of, relative to the root of the project, in order. */
function packageFolders({ inputs }: Bundle): string[] {
  const folders = inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0] ?? []);
  return [...new Set(folders)].sort();
}

/** A bundle stands alone: the version comes into it as text. */
function versionPlugin(version: string): Plugin {
  return {
    name: 'version',
    setup(setup) {
      setup.onLoad({ filter: /[\\/]lib[\\/]cli[\\/]version\.ts$/ }, () => ({
        contents: `export const versionOf = () => ${JSON.stringify(version)};`,
        loader: 'js',
      }));
    },
  };
}

interface Component {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** The packages inside a bundle, as a bill of materials in the form of CycloneDX 1.6. */
export function billOfMaterials(content: Bundle): object {
  const { name, version, license } = { ...manifest(), name: 'azureml-network' };
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: component('application', { name, version, license }) },
    components: packageFolders(content).map((folder) => component('library', installed(folder))),
  };
}

function component(type: string, { name, version, license }: Component): object {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return { type, 'bom-ref': purl, name, version, licenses: [{ license: { id: license } }], purl };
}

function installed(folder: string): Component {
  return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as Component;
}

/** The texts of the licences of all packages inside a bundle. */
export function licenses(content: Bundle): string {
  return packageFolders(content).map((folder) => {
    const { name, version } = installed(folder);
    return `${name} ${version}\n\n${licenseText(folder)}\n`;
  }).join(`\n${'-'.repeat(80)}\n\n`);
}

function licenseText(folder: string): string {
  const name = readdirSync(join(ROOT, folder)).sort().find((file) => /^licen[cs]e/i.test(file));
  if (name === undefined) {
    throw new Error(`${folder} is inside the bundle and has no file with its licence`);
  }
  return readFileSync(join(ROOT, folder, name), 'utf8').trim();
}
