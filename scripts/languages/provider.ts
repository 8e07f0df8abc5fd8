import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonText, ROOT } from '../packages/project';

const IMPORT = /@cdktf\/provider-azurerm\/lib\/([a-z0-9-]+)/g;

/** What is read and changed of the provider's assembly. */
export interface Assembly {
  readonly name: string;
  readonly submodules: Readonly<Record<string, object>>;
  readonly types: Readonly<Record<string, { readonly namespace?: string }>>;
}

/**
 * Writes the provider's npm package, which is in the folder `from`, with the modules alone that this library uses, and that of the provider
 * itself. The whole has 15,000 classes, which take a compiler of Java many minutes; the classes that are left are the same.
 */
export function writeProvider(folder: string, from: string): void {
  const modules = ['provider', ...usedModules(join(ROOT, 'lib'))].filter((name, index, all) => all.indexOf(name) === index).sort();
  mkdirSync(join(folder, 'lib'), { recursive: true });
  const assembly = JSON.parse(readFileSync(join(from, '.jsii'), 'utf8')) as Assembly;
  writeFileSync(join(folder, '.jsii'), jsonText(withModules(assembly, modules)));
  ['package.json', 'LICENSE', 'README.md'].forEach((name) => cpSync(join(from, name), join(folder, name)));
  modules.forEach((name) => cpSync(join(from, 'lib', name), join(folder, 'lib', name), { recursive: true }));
  writeFileSync(join(folder, 'lib', 'index.js'), modules.map((name) => `exports.${exported(name)} = require('./${name}');\n`).join(''));
  writeFileSync(join(folder, 'lib', 'index.d.ts'), modules.map((name) => `export * as ${exported(name)} from './${name}';\n`).join(''));
}

/** The modules of the provider that sources import. */
export function usedModules(sources: string): string[] {
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return files.flatMap((name) => [...readFileSync(join(sources, name), 'utf8').matchAll(IMPORT)].map((match) => match[1]!));
}

/**
 * The assembly with some of its modules.
 * @throws Error where it has no such module
 */
export function withModules(assembly: Assembly, modules: readonly string[]): Assembly {
  const kept = new Set(modules.map((name) => `${assembly.name}.${exported(name)}`));
  const missing = [...kept].filter((name) => !(name in assembly.submodules));
  if (missing.length > 0) {
    throw new Error(`the provider has no module ${missing.join(', ')}`);
  }
  const of = <T>(all: Readonly<Record<string, T>>, isKept: (name: string, value: T) => boolean): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([name, value]) => isKept(name, value)));
  return {
    ...assembly,
    submodules: of(assembly.submodules, (name) => kept.has(name)),
    types: of(assembly.types, (_, { namespace }) => kept.has(`${assembly.name}.${namespace}`)),
  };
}

function exported(module: string): string {
  return module.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
