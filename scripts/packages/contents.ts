import { execFileSync } from 'node:child_process';

/** What a packed package must have and must not have. */
export interface Contents {
  readonly name: string;
  readonly files: readonly string[];
  readonly packageJson: Readonly<Record<string, unknown>>;
}

export function contentsOf(tarball: string): Contents {
  const files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).split('\n')
    .filter((line) => line !== '').map((line) => line.replace(/^package\//, '')).sort();
  const text = execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' });
  const packageJson = JSON.parse(text) as Contents['packageJson'];
  return { name: String(packageJson['name']), files, packageJson };
}

/** Files that are for work on this project alone, and packages that applications install themselves. */
const NOT_SHIPPED = [
  /^(?:lib|__tests__|scripts|bench|examples|packaging|packages|docs)\//,
  /^node_modules\/(?:cdktf|cdktn|constructs|@cdktf|@cdktn)\//,
  /\.tgz$/,
];

/** What is wrong with a package, such as a file that its package.json names and that is not there. */
export function faultsOf({ name, files, packageJson }: Contents): string[] {
  const has = new Set(files);
  const bundled = (packageJson['bundledDependencies'] ?? []) as string[];
  const dependencies = bundled.map((dependency) => `node_modules/${dependency}/package.json`);
  const needed = [...namedFiles(packageJson), 'LICENSE', 'README.md', ...dependencies];
  return [
    ...needed.filter((file) => !has.has(file)).map((file) => `${name}: ${file} is missing`),
    ...files.filter((file) => NOT_SHIPPED.some((pattern) => pattern.test(file))).map((file) => `${name}: ${file} does not belong there`),
  ];
}

/** The files that programs, tools and people find by the package.json. */
function namedFiles(packageJson: Contents['packageJson']): string[] {
  const places = [packageJson['main'], packageJson['types'], packageJson['bin'], packageJson['exports'], packageJson['typesVersions']];
  return [...new Set(texts(places).map((name) => name.replace(/^\.\//, '')).filter((name) => !name.includes('*')))].sort();
}

/** All texts inside a value. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') {
    return [value];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}
