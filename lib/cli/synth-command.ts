import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import { InputError, printable, printableLines } from '../azure/errors';
import { Deployment } from '../deployment/deployment';
import { makeFolder } from '../input/folder';
import { unwritable } from '../input/paths';
import type { Output } from './output';

/** The packages that have constructs, each with its framework. */
const PACKAGES = [['cdktf-azureml-network', 'cdktf'], ['cdktn-azureml-network', 'cdktn']] as const;

/** What is used of the framework, of which this folder knows nothing else. */
interface Framework {
  readonly App: new (config: { readonly outdir: string }) => { synth(): void };
}

/** What a package of constructs has, as far as it is used here. */
interface Constructs {
  readonly Deployment: typeof Deployment;
  readonly DeploymentStack: new (app: InstanceType<Framework['App']>, deployment: Deployment) => unknown;
}

/**
 * Synthesizes a deployment file with the package that is installed where the command runs: the command line itself has no constructs.
 *
 * @param folder the folder that packages are looked for from
 */
export function synthCommand(file: string, { out }: { readonly out: string }, output: Output, folder = process.cwd()): void {
  Deployment.fromFile(file); // says what is wrong before the constructs are loaded
  const { constructs, framework } = installed(folder);
  try {
    makeFolder(out);
    const app = new framework.App({ outdir: out });
    const deployment = constructs.Deployment.fromFile(file);
    new constructs.DeploymentStack(app, deployment);
    app.synth();
    output.err(annotationsIn(join(out, 'manifest.json'), deployment.name));
    output.out(`${printable(join(out, 'stacks', deployment.name, 'cdk.tf.json'))}\n`);
  } catch (error) {
    throw isOfSystem(error) ? unwritable(error.path ?? out, 'files', error) : asOwn(error);
  }
}

/** Whether the system, or Node.js before it, refused the path of a file or a folder; the framework passes that on as it comes. */
function isOfSystem(error: unknown): error is NodeJS.ErrnoException {
  return typeof error === 'object' && error !== null && ('syscall' in error || ('code' in error && error.code === 'ERR_INVALID_ARG_VALUE'));
}

/** What is used of the manifest of an app. */
interface Manifest {
  readonly stacks: Readonly<Record<string, {
    readonly annotations: readonly { readonly constructPath: string; readonly level: string; readonly message: string }[];
  }>>;
}

/** What constructs said during synthesis, a line each, which only the CLI of the framework prints by itself. */
function annotationsIn(path: string, stack: string): string {
  const { stacks } = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  return (stacks[stack]?.annotations ?? []).map(({ constructPath, level, message }) =>
    `${level.slice(level.lastIndexOf('/') + 1)}: ${constructPath}: ${printableLines(message)}\n`).join('');
}

/** The package may have another copy of the class of errors. */
function asOwn(error: unknown): unknown {
  if (error instanceof InputError || !(error instanceof Error) || error.name !== 'InputError') {
    return error;
  }
  const { details, place, part } = error as InputError;
  return new InputError(details, { place, part });
}

/** The package that is installed in the folder, or this one: the command line is a part of it, also in a checkout that nobody has built. */
function installed(folder: string): { readonly constructs: Constructs; readonly framework: Framework } {
  const [there, here] = [createRequire(join(folder, 'package.json')), createRequire(__filename)];
  const found = PACKAGES.map(([name, framework]) => ({ path: resolved(there, name), framework }));
  const root = join(__dirname, '..', '..');
  const own = resolved(here, '../index');
  // The command line in one file has no constructs of its own. Two folders above it is the folder that both packages are installed in.
  const isOwn = ({ path }: { readonly path: string | undefined }): boolean =>
    own !== undefined && path?.startsWith(join(root, sep)) === true;
  for (const { path, framework } of [...found.filter((one) => !isOwn(one)), { path: own, framework: own && frameworkOf(root) }]) {
    if (path !== undefined && framework !== undefined) {
      return { constructs: here(path) as Constructs, framework: createRequire(path)(framework) as Framework };
    }
  }
  throw new InputError({
    argument: 'synth', problem: 'no package with constructs is installed here',
    allowed: 'run "npm install cdktf-azureml-network cdktf constructs @cdktf/provider-azurerm" in this folder',
  });
}

/** What the package in a folder is built for. */
function frameworkOf(root: string): string | undefined {
  const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly name: string };
  return PACKAGES.find(([one]) => one === name)?.[1];
}

/** The main file of a package; undefined where it is not installed, or not built. */
function resolved(load: NodeJS.Require, name: string): string | undefined {
  try {
    return load.resolve(name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') {
      return undefined;
    }
    throw error;
  }
}
