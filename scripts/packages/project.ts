import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

/** The fields of this project's package.json that the packages are made from. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly author: object;
  readonly repository: object;
  readonly keywords: readonly string[];
  readonly engines: object;
  readonly jsii: { readonly targets: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, unknown>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

export function manifest(): Manifest {
  return JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
}

export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
