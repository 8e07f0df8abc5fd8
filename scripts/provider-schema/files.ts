import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../packages/project';
import { BlockSchema, ProviderSchema } from './schema';

/** Where the schema of a major version of azurerm is kept. Tests hold what is synthesized against it. */
export function schemaFile(major: string): string {
  return join(ROOT, '__tests__', 'support', 'azurerm', `${major}.json`);
}

/** The schema that is kept of a major version of azurerm: 4 or 5. */
export function keptSchema(major: '4' | '5'): ProviderSchema {
  return JSON.parse(readFileSync(schemaFile(major), 'utf8')) as ProviderSchema;
}

/** A line for each attribute and block of a resource, so that a difference of two versions can be read. */
export function fileText({ versions, provider, resources, data_sources: dataSources }: ProviderSchema): string {
  const parts = [
    `  "versions": ${JSON.stringify(versions)}`, block('provider', provider, '  '),
    blocks('resources', resources), blocks('data_sources', dataSources),
  ];
  return `{\n${parts.join(',\n')}\n}\n`;
}

function blocks(name: string, all: Readonly<Record<string, BlockSchema>>): string {
  return `  "${name}": {\n${Object.entries(all).map(([type, one]) => block(type, one, '    ')).join(',\n')}\n  }`;
}

function block(name: string, { attributes, block_types: nested }: BlockSchema, indent: string): string {
  return `${indent}"${name}": {\n${section('attributes', attributes)},\n${section('block_types', nested)}\n${indent}}`;
}

function section(name: string, entries: object): string {
  const lines = Object.entries(entries).map(([key, value]) => `        ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `      "${name}": {${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n      `}}`;
}
