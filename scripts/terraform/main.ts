import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { finish } from '../languages/language';
import { ROOT } from '../packages/project';
import { keptSchema } from '../provider-schema/files';
import { realProvider, standIn } from './provider';
import { stacksOfExamples } from './stacks';
import { tryStack } from './try-stack';

const WORK = join(ROOT, 'packages', 'terraform');

/** Exit codes, as those of `npm run languages`: all was done; something failed; something could not be run on this machine. */
const DONE = 0;
const FAILED = 1;
const NOT_RUN = 3;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

function notRun(reason: string): number {
  print(`NOT RUN: ${reason}`);
  return NOT_RUN;
}

/** Runs Terraform on the stacks of every example. */
function main(): number {
  const { status, printed } = finish('terraform', ['version', '-json']);
  if (status !== 0) {
    return notRun('terraform not found');
  }
  const [version] = Object.keys(keptSchema('4').versions);
  mkdirSync(WORK, { recursive: true });
  const provider = realProvider() ?? standIn(WORK, version!);
  if (typeof provider === 'string') {
    return notRun(`the provider azurerm was not found: TF_CLI_CONFIG_FILE names no file; ${provider}`);
  }
  const { terraform_version: terraform } = JSON.parse(printed) as { terraform_version: string };
  print(`Terraform ${terraform} with ${provider.name}`);
  const outcomes = stacksOfExamples(join(WORK, 'examples')).map((stack) => {
    try {
      const { done, notRun: left } = tryStack(stack, provider);
      print([`${stack.name}: ${done.join('; ')}`, ...(left === undefined ? [] : [`NOT RUN: ${left}`])].join('; '));
      return left === undefined ? DONE : NOT_RUN;
    } catch (error) {
      print(`${stack.name}: FAILED: ${(error as Error).message}`);
      return FAILED;
    }
  });
  if (outcomes.includes(FAILED)) {
    return FAILED;
  }
  if (provider.notTried !== undefined) {
    return notRun(provider.notTried);
  }
  return outcomes.includes(NOT_RUN) ? NOT_RUN : DONE;
}

try {
  process.exitCode = main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = FAILED;
}
