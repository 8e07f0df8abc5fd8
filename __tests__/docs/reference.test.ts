import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalog } from '../../lib/catalog/catalog';
import { catalogPage } from '../../lib/catalog/catalog-page';
import { ANNOTATIONS } from '../../lib/constructs/annotation-catalog';
import { apiPages } from '../../scripts/reference/api-pages';
import { FOLDERS, referencePages } from '../../scripts/reference/pages';
import { keysOf, Schema, SCHEMAS } from '../../scripts/reference/schema-pages';

const ROOT = join(__dirname, '..', '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

test('generated pages are those of this source (npm run docs:reference)', async () => {
  const pages = await referencePages();
  expect(pages.size).toBeGreaterThan(30);
  expect([...pages].filter(([path, text]) => !existsSync(join(ROOT, path)) || read(path) !== text).map(([path]) => path)).toEqual([]);
  const files = FOLDERS.flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`));
  expect(files.filter((path) => !pages.has(path))).toEqual([]);
});

test('the address of a requirement leads to its anchor, which is there once', () => {
  for (const { section, id } of catalog()) {
    const [, path, anchor] = /blob\/main\/(.*)#(.*)$/.exec(catalogPage(section, id))!;
    expect(read(path!).split(`<a id="${anchor}"></a>`)).toHaveLength(2);
  }
});

test.each(Object.entries(SCHEMAS))('every key of the schema %s says what it means', (name, schema) => {
  const keys = keysOf(schema() as Schema);
  expect(keys.length).toBeGreaterThan(name === 'explanation' ? 10 : 20);
  expect(keys.filter(({ schema: { description } }) => !/^(?!Default)[A-Z\x60].*\.$/s.test(description ?? '')).map(({ path }) => path)).toEqual([]);
});

test('keys of lists and of named objects have paths that show it', () => {
  const paths = keysOf(SCHEMAS.deployment() as Schema).map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(['subnets.<name>.routeTable.routes[].nextHop.virtualNetwork', 'firewall.sourceIpGroupIds']));
});

test('the page of annotations has a row for each code', () => {
  const rows = [...read('docs/annotations.md').matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map(([, code]) => code);
  expect(rows).toEqual(Object.keys(ANNOTATIONS));
});

const API = `# API Reference

## Structs <a name="Structs" id="Structs"></a>

### Made <a name="Made" id="cdktf-azureml-network.Made"></a>

What is made. More of it.

#### Properties <a name="Properties" id="Properties"></a>

- <a href="#cdktf-azureml-network.Made.name">name</a>, <a href="#cdktf-azureml-network.Kind.FIRST">kind</a>

## Enums <a name="Enums" id="Enums"></a>

### Kind <a name="Kind" id="cdktf-azureml-network.Kind"></a>

A kind.
`;

test('the API is split into a page for each type, and links lead to the other pages', () => {
  const pages = apiPages(API);
  expect([...pages.keys()]).toEqual(['README.md', 'Made.md', 'Kind.md']);
  expect(pages.get('README.md')).toContain('- [Made](Made.md): What is made.\n');
  expect(pages.get('Made.md')).toContain('## Properties');
  expect(pages.get('Made.md')).toContain('href="#cdktf-azureml-network.Made.name"');
  expect(pages.get('Made.md')).toContain('href="Kind.md#cdktf-azureml-network.Kind.FIRST"');
});
