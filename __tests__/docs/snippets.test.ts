import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';

// Every TypeScript snippet of the README and the docs is type-checked against the sources, and run.
const ROOT = join(__dirname, '..', '..');
const PAGES = ['README.md', ...readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md')).map((page) => join('docs', page))];
/** Pages on the command line alone. */
const COMMAND_LINE_PAGES = ['command-line', 'editions', 'first-subnet', 'logs', 'lookup', 'third-party-firewalls', 'where-you-work']
  .map((page) => `docs/${page}.md`);

const WITHOUT_CODE = ['annotations', 'azurerm-versions', 'exit-codes', 'findings', 'guide', 'options', 'packages', 'upgrading']
  .map((page) => `docs/${page}.md`);

interface Snippet {
  readonly name: string;
  readonly code: string;
}

const snippets: Snippet[] = PAGES.flatMap((page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match, i) => ({ name: `${page}#${i + 1}`, code: match[1]! }));
});

/** Problems that the compiler finds in all snippets together, as if each were a file in the root of an application. */
function problems(): string[] {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile) as { config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, ROOT);
  const compilerOptions: ts.CompilerOptions = {
    ...options,
    paths: { 'cdktf-azureml-network': [join(ROOT, 'lib/index.ts')], 'cdktf-azureml-network/jest': [join(ROOT, 'lib/jest/index.ts')] },
    noUnusedLocals: false,
  };
  const files = new Map(snippets.map(({ code }, i) => [join(ROOT, `snippet-${i}.ts`), code]));
  const host = ts.createCompilerHost(compilerOptions);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.getSourceFile = (path, version, ...rest) => {
    const code = files.get(path);
    return code === undefined ? getSourceFile(path, version, ...rest) : ts.createSourceFile(path, code, version);
  };
  const program = ts.createProgram([...files.keys()], compilerOptions, host);
  // The sources have a check of their own; here they are looked at as far as a snippet needs them.
  const found = [...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics(), ...[...files.keys()].flatMap((path) => {
    const snippet = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(snippet), ...program.getSemanticDiagnostics(snippet)];
  })];
  return found.map(({ file, messageText }) => {
    const index = [...files.keys()].indexOf(file?.fileName ?? '');
    return `${snippets[index]?.name ?? file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}

describe('snippets of the documentation', () => {
  let outdir: string;
  beforeAll(() => {
    outdir = mkdtempSync(join(tmpdir(), 'snippets-'));
    process.env['CDKTF_OUTDIR'] = outdir;
  });
  afterAll(() => {
    delete process.env['CDKTF_OUTDIR'];
    rmSync(outdir, { recursive: true });
  });

  test('each page that shows how to use something has one', () => {
    const pages = new Set(snippets.map(({ name }) => name.split('#')[0]));
    expect(PAGES.filter((page) => !pages.has(page)).sort())
      .toEqual([...COMMAND_LINE_PAGES, ...WITHOUT_CODE].sort());
  });

  test('compile', () => {
    expect(problems()).toEqual([]);
  });

  test.each(snippets)('$name runs', ({ code }) => {
    const { outputText } = ts.transpileModule(code, {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
    });
    const printed: unknown[] = [];
    const load = (name: string): unknown => jest.requireActual<object>(name.replace(/^cdktf-azureml-network/, '../../lib'));
    const runTest = (title: string, body: () => void): void => {
      body();
      printed.push(title);
    };
    new Function('require', 'exports', 'console', 'test', outputText)(load, {}, { log: (line: unknown) => printed.push(line) }, runTest);
    // A snippet prints something, synthesizes a stack, or is a test that holds.
    const synthesized = /app\.synth\(\)/.test(code) ? readdirSync(join(outdir, 'stacks')) : [];
    expect(printed.length + synthesized.length).toBeGreaterThan(0);
    for (const line of printed) {
      expect(line).not.toEqual([]);
    }
  });
});
