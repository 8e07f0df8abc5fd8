import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CDK_TERRAIN } from '../../scripts/languages/cdk-terrain';
import { copyRenamed, renamed } from '../../scripts/languages/rename';

const EXAMPLES = join(__dirname, '..', '..', 'examples');
const folder = mkdtempSync(join(tmpdir(), 'language-rename-'));
afterAll(() => rmSync(folder, { recursive: true }));

function textsOf(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => join(root, name))
    .filter((path) => statSync(path).isFile()).map((path) => readFileSync(path, 'utf8'));
}

test.each(['python', 'java', 'go'])('the examples in %s name nothing of CDK for Terraform once they are for CDK Terrain', (language) => {
  const copy = join(folder, language);
  copyRenamed(join(EXAMPLES, language), copy, CDK_TERRAIN[language]!);
  // The names of the organization, and of the group in Maven, are those of the project.
  const text = textsOf(copy).join('').replace(/cdktf-azureml-network\/cdktn-|cdktfazuremlnetwork/g, '');
  expect(text.match(/.*(?:cdktf|hashicorp).*/g)).toBeNull();
  expect(text).toContain('cdktn');
});

test('an example that no longer has a name is reported', () => {
  expect(() => copyRenamed(join(EXAMPLES, 'python'), join(folder, 'unused'), [['from nowhere import', 'x']]))
    .toThrow('has from nowhere import');
});

test('a place is renamed once, by the first name that fits', () => {
  expect(renamed('a.b a', [['a.b', 'b.a'], ['a', 'c']])).toBe('b.a c');
  expect(renamed('a', [])).toBe('a');
});
