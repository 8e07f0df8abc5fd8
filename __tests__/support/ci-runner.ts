import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/* eslint-disable @typescript-eslint/no-explicit-any -- YAML of other programs */

/** What became of one step. */
export interface StepRun {
  readonly name: string;
  readonly outcome: 'success' | 'failure' | 'skipped';
  readonly out: string;
  /** Files that a step publishes. */
  readonly files?: readonly string[];
}

interface Around {
  /** Folder that the tools are in, and one for temporary files. */
  readonly root: string;
  readonly temporary: string;
  readonly env: Readonly<Record<string, string>>;
}

async function bash(script: string, env: Record<string, string>): Promise<{ readonly code: number; readonly out: string }> {
  return new Promise((resolve) => {
    const child = spawn('bash', ['-eo', 'pipefail', '-c', script], { env });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => { out += chunk.toString(); });
    child.stderr.on('data', (chunk: Buffer) => { out += chunk.toString(); });
    child.on('close', (code) => resolve({ code: code ?? 1, out }));
  });
}

/** The value of an expression of either program; names and functions come from tables. */
function evaluated(
  expression: string, values: (path: string) => unknown, functions: Readonly<Record<string, (...given: any[]) => unknown>>,
): unknown {
  const text = expression.replace(/\b(inputs|steps|github|runner|env)((?:\.[\w-]+)+)/g, (path) => `values(${JSON.stringify(path)})`)
    .replace(/variables\['([\w.]+)'\]/g, (_, name: string) => `values(${JSON.stringify(name)})`);
  return new Function('values', ...Object.keys(functions), `return ${text};`)(values, ...Object.values(functions));
}

/** Runs the steps of a composite action, as GitHub does: in order, and after one that failed only those that say so. */
export async function runAction(
  action: any, inputs: Readonly<Record<string, string>>, github: Readonly<Record<string, unknown>>, { root, temporary, env }: Around,
): Promise<{ readonly steps: StepRun[]; readonly outputs: Record<string, string> }> {
  const given: Record<string, unknown> = Object.fromEntries(Object.entries<any>(action.inputs).map(([name, { default: value }]) =>
    [name, inputs[name] ?? value ?? '']));
  const outputs: Record<string, Record<string, string>> = {};
  const values = (path: string): unknown => {
    const [scope, ...rest] = path.split('.') as [string, ...string[]];
    return scope === 'inputs' ? given[rest[0]!] : scope === 'steps' ? outputs[rest[0]!]?.[rest[2]!] ?? ''
      : scope === 'runner' ? temporary : github[rest.join('.')] ?? '';
  };
  const filled = (text: string): string =>
    text.replace(/\$\{\{(.*?)\}\}/g, (_, inner: string) => String(evaluated(inner, values, {}) ?? ''));
  const steps: StepRun[] = [];
  for (const [i, step] of action.runs.steps.entries()) {
    const hasFailed = steps.some(({ outcome }) => outcome === 'failure');
    const condition = /^\$\{\{(.*)\}\}$/.exec(step.if ?? '')?.[1] ?? step.if;
    const isAnyway = condition !== undefined && /cancelled\(\)|always\(\)|failure\(\)/.test(condition as string);
    const isMet = condition === undefined ||
      Boolean(evaluated(condition as string, values, { cancelled: () => false, always: () => true }));
    const name = step.name ?? step.id ?? `step ${i + 1}`;
    if (!isMet || (hasFailed && !isAnyway)) {
      steps.push({ name, outcome: 'skipped', out: '' });
      continue;
    }
    const file = join(temporary, `outputs-${i}`);
    appendFileSync(file, '');
    const { code, out } = await bash(step.run as string, {
      ...env, ...Object.fromEntries(Object.entries<any>(step.env ?? {}).map(([key, value]) => [key, filled(String(value))])),
      GITHUB_ACTION_PATH: root, GITHUB_OUTPUT: file, GITHUB_STEP_SUMMARY: join(temporary, 'summary.md'),
    });
    if (step.id !== undefined) {
      outputs[step.id] = Object.fromEntries(readFileSync(file, 'utf8').split('\n').filter((line) => line.includes('='))
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
    }
    steps.push({ name, outcome: code === 0 ? 'success' : 'failure', out });
  }
  return {
    steps, outputs: Object.fromEntries(Object.entries<any>(action.outputs).map(([key, { value }]) => [key, filled(value as string)])),
  };
}

/** Runs a template of steps, as Azure Pipelines does: in order, each by its condition. */
export async function runSteps(
  template: any, parameters: Readonly<Record<string, unknown>>, variables: Readonly<Record<string, string>>, { temporary, env }: Around,
): Promise<StepRun[]> {
  const known: Record<string, string> = { 'Agent.TempDirectory': temporary, ...variables };
  const given = Object.fromEntries(template.parameters.map(({ name, default: value }: any) => [name, parameters[name] ?? value]));
  // A Boolean of a template is written as True or False.
  const texts = (value: unknown): string => (typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value));
  const filled = (text: unknown): string => String(text)
    .replace(/\$\{\{\s*parameters\.(\w+)\s*\}\}/g, (_, name: string) => texts(given[name]))
    .replace(/\$\(([\w.]+)\)/g, (macro, name: string) => known[name] ?? macro);
  const steps: StepRun[] = [];
  for (const step of template.steps) {
    const hasFailed = steps.some(({ outcome }) => outcome === 'failure');
    const isMet = evaluated(step.condition as string | undefined ?? 'succeeded()', (name) => known[name] ?? '', {
      and: (...all: unknown[]) => all.every(Boolean), eq: (a, b) => a === b, ne: (a, b) => a !== b,
      succeeded: () => !hasFailed, succeededOrFailed: () => true,
    });
    const name = step.displayName as string;
    if (isMet !== true) {
      steps.push({ name, outcome: 'skipped', out: '' });
      continue;
    }
    if (step.publish !== undefined) {
      const folder = filled(step.publish);
      const isThere = existsSync(folder);
      steps.push({ name, outcome: isThere ? 'success' : 'failure', out: '', files: isThere ? readdirSync(folder).sort() : [] });
      continue;
    }
    mkdirSync(temporary, { recursive: true });
    const { code, out } = await bash(filled(step.bash), {
      ...env, TF_BUILD: 'True', ...Object.fromEntries(Object.entries(step.env ?? {}).map(([key, value]) => [key, filled(value)])),
    });
    for (const [, key, value] of out.matchAll(/##vso\[task\.setvariable variable=(\w+)\](.*)/g)) {
      known[key!] = value!;
    }
    steps.push({ name, outcome: code === 0 ? 'success' : 'failure', out });
  }
  return steps;
}
