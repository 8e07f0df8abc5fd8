import { faultsOf } from '../../scripts/packages/contents';
import { manifest } from '../../scripts/packages/project';

const PACKAGE = { ...manifest(), bundledDependencies: ['yaml'] };
const COMPLETE = [
  '.jsii', 'CHANGELOG.md', 'LICENSE', 'README.md', 'package.json',
  'dist/cli/main.js', 'dist/index.d.ts', 'dist/index.js', 'dist/jest/index.d.ts', 'dist/jest/index.js',
  'node_modules/yaml/package.json', 'schemas/deployment.schema.json',
];
const faults = (files: readonly string[]): string[] => faultsOf({ name: 'it', files, packageJson: PACKAGE });

test('a package that has all files has no faults', () => {
  expect(faults(COMPLETE)).toEqual([]);
});

test.each(COMPLETE.filter((file) => !/^schemas|CHANGELOG/.test(file)))('without %s, it is a fault', (file) => {
  expect(faults(COMPLETE.filter((other) => other !== file))).toEqual([`it: ${file} is missing`]);
});

test.each(['lib/index.ts', '__tests__/setup.js', 'node_modules/cdktf/package.json', 'other.tgz'])('with %s, it is a fault', (file) => {
  expect(faults([...COMPLETE, file])).toEqual([`it: ${file} does not belong there`]);
});

test('packing builds first, from nothing', () => {
  const { scripts } = manifest() as unknown as { scripts: Record<string, string> };
  expect(scripts['prepack']).toBe('node scripts/clean.mjs && npm run build');
});
