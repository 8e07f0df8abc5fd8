import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../packages/project';
import { finish, Language, Outcome } from './language';
import { CSHARP } from './csharp';
import { generate } from './generate';
import { GO } from './go';
import { JAVA } from './java';
import { AssemblyType, faultsOfNames } from './names';
import { PYTHON } from './python';
import { expected } from './reference';
import { tryLanguage } from './try-language';

const LANGUAGES: readonly Language[] = [PYTHON, JAVA, GO, CSHARP];

/** Exit codes: every language was run; one failed; none failed, but some could not be run on this machine. */
const DONE = 0;
const FAILED = 1;
const NOT_RUN = 3;

function missingTools({ tools }: Language): string[] {
  return tools.filter(([command, version]) => finish(command, [version]).status !== 0).map(([command]) => command);
}

function outcomeOf(language: Language, run: () => Outcome): Outcome | Error {
  const missing = missingTools(language);
  try {
    return missing.length > 0 ? { done: [], notRun: `${missing.join(' and ')} not found` } : run();
  } catch (error) {
    return error as Error;
  }
}

function print(name: string, outcome: Outcome | Error): void {
  const lines = outcome instanceof Error
    ? [`FAILED: ${outcome.message}`]
    : [...outcome.done, ...(outcome.notRun === undefined ? [] : [`NOT RUN: ${outcome.notRun}`])];
  process.stdout.write(lines.map((line) => `${name}: ${line}\n`).join(''));
}

/** @throws Error where the public surface has names that another language cannot have as they are */
function checkNames(): void {
  const { types } = JSON.parse(readFileSync(join(ROOT, '.jsii'), 'utf8')) as { types: Readonly<Record<string, AssemblyType>> };
  const faults = faultsOfNames(types);
  if (faults.length > 0) {
    throw new Error(faults.join('\n'));
  }
}

/** Builds the packages for other languages and runs the examples there. Names of languages may be given. */
function main(names: readonly string[]): number {
  const unknown = names.filter((name) => !LANGUAGES.some(({ target }) => target === name));
  if (unknown.length > 0) {
    throw new Error(`no such language: ${unknown.join(', ')}; there are ${LANGUAGES.map(({ target }) => target).join(', ')}`);
  }
  const languages = LANGUAGES.filter(({ target }) => names.length === 0 || names.includes(target));
  const generated = generate(languages.map(({ target }) => target));
  checkNames();
  const reference = expected();
  const outcomes = languages.map((language) => {
    const outcome = outcomeOf(language, () => tryLanguage(language, generated(language.target), reference));
    print(language.name, outcome);
    return outcome;
  });
  if (outcomes.some((outcome) => outcome instanceof Error)) {
    return FAILED;
  }
  return outcomes.some((outcome) => !(outcome instanceof Error) && outcome.notRun !== undefined) ? NOT_RUN : DONE;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = FAILED;
}
