import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { InputError, printable } from '../azure/errors';
import { readText } from '../input/text';
import type { SourceDocument } from './resource';

/** Packages that turn Terraform's own syntax into JSON: that of CDK Terrain, and that of CDK for Terraform. */
export const PACKAGES = ['@cdktn/hcl2json', '@cdktf/hcl2json'] as const;

const KIND = { what: 'a file of Terraform', maxBytes: 16 * 1024 * 1024 };

/** More than the JSON of any folder that is read. */
const MAX_OUTPUT = 256 * 1024 * 1024;

/** What to do where none of them is there. */
const WITHOUT = [
  'Terraform\'s own syntax is read through a package that is not installed.',
  `Install it too: npm install ${PACKAGES[0]} (or ${PACKAGES[1]}).`,
  'Or give the JSON of a plan: terraform plan -out plan.bin, then terraform show -json plan.bin > plan.json.',
].join('\n');

/** The packages work asynchronously, and reading does not; so they run in a process of their own, for all files at once. */
const CONVERT = `
  const { parse } = require(process.argv[1]);
  const files = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
  const one = async ({ name, text }) => {
    try {
      return { json: await parse(name, text) };
    } catch (error) {
      return { error: String(error && error.message || error) };
    }
  };
  (async () => {
    const results = [];
    for (const file of files) {
      results.push(await one(file));
    }
    process.stdout.write(JSON.stringify(results));
  })();
`;

/** Whether a file is in Terraform's own syntax: a configuration, or values of variables. */
export function isHcl(path: string): boolean {
  return path.endsWith('.tf') || path.endsWith('.tfvars');
}

/**
 * Reads files in Terraform's own syntax as the JSON that they stand for.
 *
 * @throws InputError when no package for it is installed, or a file is not what it should be
 */
export function hclDocuments(paths: readonly string[]): SourceDocument[] {
  const files = convertedFiles(paths);
  if (files === undefined) {
    throw new InputError({ argument: paths.map((path) => printable(path)).join(', '), problem: WITHOUT });
  }
  return files.map(({ file, json, error }) => {
    if (error !== undefined) {
      throw new InputError({ argument: printable(file), problem: error });
    }
    return { file, json };
  });
}

/** A file as JSON, or why it cannot be converted. */
interface ConvertedFile extends SourceDocument {
  readonly error?: string;
}

/**
 * The same, with what is wrong with a file; undefined when no package for it is installed.
 *
 * @throws InputError when a file cannot be read
 */
export function convertedFiles(paths: readonly string[]): ConvertedFile[] | undefined {
  if (paths.length === 0) {
    return [];
  }
  const files = paths.map((path) => ({ ...readText(path, KIND), path }));
  const converter = installed();
  return converter === undefined ? undefined : convert(converter, files).map(({ json, error }, i) => ({
    file: files[i]!.name, json,
    ...(error !== undefined && { error: `cannot be read: ${printable(error.replace(/^parse config: \[(.*)\]$/s, '$1'))}` }),
  }));
}

/** The package of the project that is looked at, or one next to this library. */
function installed(): string | undefined {
  const places = [join(process.cwd(), 'x.js'), __filename];
  for (const place of places) {
    for (const name of PACKAGES) {
      try {
        return createRequire(place).resolve(name);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') {
          throw error;
        }
      }
    }
  }
  return undefined;
}

interface Converted {
  readonly json?: unknown;
  readonly error?: string;
}

function convert(converter: string, files: readonly { readonly name: string; readonly text: string }[]): readonly Converted[] {
  const input = JSON.stringify(files.map(({ name, text }) => ({ name, text })));
  try {
    return JSON.parse(execFileSync(process.execPath, ['-e', CONVERT, converter], {
      input, encoding: 'utf8', maxBuffer: MAX_OUTPUT, stdio: ['pipe', 'pipe', 'pipe'],
    })) as Converted[];
  } catch (error) {
    throw new InputError({
      argument: converter, problem: "cannot convert Terraform's own syntax to JSON",
      cause: printable(String((error as Error).message).slice(0, 500)),
    });
  }
}
