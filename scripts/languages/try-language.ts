import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Framework } from './framework';
import { Finished, Language, Outcome, Runner, synthesized } from './language';
import { DEPLOYMENT_FILE, Expected } from './reference';

/** What a user must be able to read of a refused argument. */
const REFUSAL = 'region: "westus22" is not a region of the cloud "public"; did you mean "westus2"?';

const REFUSED_FILE = new RegExp(`InputError: \\S*wrong\\.yaml:\\d+:\\d+: ${REFUSAL.replace(/[?.]/g, '\\$&')}`);

/**
 * Installs the package for one language and framework, and runs the examples with it.
 * @throws Error when an example fails, or gives other Terraform than in TypeScript
 */
export function tryLanguage(language: Language, framework: Framework, generated: string, expected: Expected): Outcome {
  const runner = language.install(generated, framework);
  if (typeof runner === 'string') {
    return { done: ['the sources of the package are generated'], notRun: runner };
  }
  const folder = mkdtempSync(join(tmpdir(), 'language-'));
  try {
    return { done: ['the package is built and installed', ...runExamples(runner, expected, folder)] };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function runExamples(runner: Runner, expected: Expected, folder: string): string[] {
  const { examples } = runner;
  const network = join(folder, 'network');
  mustBe(runner.run(examples.network, [], network), network, 'network', expected.network);
  const file = join(folder, 'deployment-file');
  mustBe(runner.run(examples.deploymentFile, [DEPLOYMENT_FILE], file), file, 'two-subnets', expected.deploymentFile);
  mustSayOnly(runner.run(examples.unknownRegion, [], join(folder, 'unknown-region')));
  mustFailWith(runner.run(examples.deploymentFile, [wrongFile(folder)], join(folder, 'wrong')));
  return [
    `the example of the README gives the ${expected.network.length} characters of Terraform JSON that it gives in TypeScript`,
    `the deployment file gives the ${expected.deploymentFile.length} characters that it gives in TypeScript`,
    `an unknown region is refused: ${REFUSAL}`,
    'the same in a deployment file ends the program, and the error names the file, the line and the column',
  ];
}

/** The deployment file with a region that does not exist. */
function wrongFile(folder: string): string {
  const path = join(folder, 'wrong.yaml');
  writeFileSync(path, readFileSync(DEPLOYMENT_FILE, 'utf8').replace(/^region: .*$/m, 'region: westus22'));
  return path;
}

/** @throws Error where a program that catches the refusal fails, or prints anything else, such as the stack of Node.js */
function mustSayOnly({ status, output, printed }: Finished): void {
  const lines = printed.split(/\r?\n/).filter((line) => line !== '');
  if (status !== 0 || lines.length !== 1 || !lines[0]!.startsWith(`InputError: ${REFUSAL}`)) {
    throw new Error(`an unknown region is not refused in words that a user can read; the program ended with ${status}:\n${output}`);
  }
}

/** @throws Error where a program that does not catch the refusal goes on, or does not show where the mistake is */
function mustFailWith({ status, output }: Finished): void {
  if (status === 0 || !REFUSED_FILE.test(output)) {
    throw new Error(`a wrong deployment file is not refused in words that a user can read; the program ended with ${status}:\n${output}`);
  }
}

/** @throws Error where a program failed, or did not write the JSON that is expected */
export function mustBe({ status, output }: Finished, outdir: string, stack: string, text: string): void {
  if (status !== 0 || !existsSync(join(outdir, 'stacks', stack))) {
    throw new Error(`the stack ${stack} was not synthesized; the program ended with ${status}:\n${output}`);
  }
  const given = synthesized(outdir, stack);
  if (given !== text) {
    const at = [...text].findIndex((character, index) => given[index] !== character);
    const from = Math.max(0, (at < 0 ? text.length : at) - 60);
    throw new Error(`the stack ${stack} differs from TypeScript's at character ${at}:\n${given.slice(from, from + 200)}\nand not\n` +
      text.slice(from, from + 200));
  }
}
