import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { finish, Language, Outcome } from './language';
import { CSHARP } from './csharp';
import { Framework, FRAMEWORKS, mustBeThere } from './framework';
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
function checkNames({ project }: Framework): void {
  const { types } = JSON.parse(readFileSync(join(project, '.jsii'), 'utf8')) as { types: Readonly<Record<string, AssemblyType>> };
  const faults = faultsOfNames(types);
  if (faults.length > 0) {
    throw new Error(faults.join('\n'));
  }
}

/** Builds the packages of one framework for some languages, and runs the examples there. */
function outcomesOf(framework: Framework, languages: readonly Language[]): (Outcome | Error)[] {
  mustBeThere(framework);
  const generated = generate(framework, languages.map(({ target }) => target));
  checkNames(framework);
  const reference = expected(framework);
  return languages.map((language) => {
    const outcome = outcomeOf(language, () => tryLanguage(language, framework, generated(language.target), reference));
    print(`${framework.name}, ${language.name}`, outcome);
    return outcome;
  });
}

/** Tries all languages with all frameworks. Names of languages and of frameworks may be given. */
function main(names: readonly string[]): number {
  const known = [...FRAMEWORKS.map(({ name }) => name), ...LANGUAGES.map(({ target }) => target)];
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Error(`no such language or framework: ${unknown.join(', ')}; there are ${known.join(', ')}`);
  }
  const chosen = <T>(all: readonly T[], nameOf: (one: T) => string): readonly T[] => {
    const some = all.filter((one) => names.includes(nameOf(one)));
    return some.length > 0 ? some : all;
  };
  const languages = chosen(LANGUAGES, ({ target }) => target);
  const outcomes = chosen(FRAMEWORKS, ({ name }) => name).flatMap((framework) => outcomesOf(framework, languages));
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
