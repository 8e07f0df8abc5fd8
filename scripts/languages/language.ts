import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Framework } from './framework';

/** What came of one language: the steps that were done, and why the next one could not be. */
export interface Outcome {
  readonly done: readonly string[];
  /** Why the rest was not run. Absent when nothing was left out. */
  readonly notRun?: string;
}

/** A program that an application in one language is run by, with the package for that language installed. */
export interface Runner {
  /** The example applications, by what they synthesize. */
  readonly examples: Examples;
  /** Synthesizes into `outdir` with an example's `arguments`. The environment is the caller's. */
  run(example: string, args: readonly string[], outdir: string): Finished;
}

export interface Language {
  readonly name: string;
  /** The target of jsii-pacmak. */
  readonly target: string;
  /** Programs that must be on the machine, each with the argument that makes it print its version. */
  readonly tools: ReadonlyArray<readonly [string, string]>;
  /**
   * Builds and installs the package for a framework that was generated into a folder.
   * @returns the runner, or why it cannot be had on this machine
   */
  install(generated: string, framework: Framework): Runner | string;
}

export interface Examples {
  /** The first example of the README. */
  readonly network: string;
  /** Synthesizes the deployment file that its first argument names. */
  readonly deploymentFile: string;
  /** Asks for an unknown region. */
  readonly unknownRegion: string;
}

export interface Finished {
  readonly status: number;
  /** All that it printed. */
  readonly output: string;
  /** What it printed without its warnings and errors. */
  readonly printed: string;
}

interface Settings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program to its end. A program that is not there has the status 127. */
export function finish(command: string, args: readonly string[], options: Settings = {}): Finished {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: options.cwd, encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, ...options.env },
  });
  const printed = stdout ?? '';
  return { status: status ?? 127, printed, output: `${printed}${stderr ?? ''}${error === undefined ? '' : error.message}` };
}

/**
 * @returns what the program printed, without its warnings
 * @throws Error with all that it printed, when it fails
 */
export function mustFinish(command: string, args: readonly string[], options: Settings = {}): string {
  const { status, output, printed } = finish(command, args, options);
  if (status !== 0) {
    throw new Error(`${command} ${args.join(' ')} failed with ${status}:\n${output}`);
  }
  return printed;
}

/** The Terraform JSON of a stack, as text, without what names the versions of the framework and of the provider. */
export function synthesized(outdir: string, stack: string): string {
  const text = readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8');
  return text.replace(/("stackName": "[^"]+",\s*"version": )"[^"]+"/, '$1"-"')
    .replace(/("source": "azurerm",\s*"version": )"[^"]+"/, '$1"-"');
}
