import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

// A file can be understood, tested and loaded before those that use it only when imports do not lead in a circle.
const LIB = join(__dirname, '..', '..', 'lib');
const FILES = readdirSync(LIB, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => join(LIB, name));

/** What a file imports when it is loaded. What `import type` names is gone by then. */
function importsOf(file: string): string[] {
  const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const paths = [...code.matchAll(/^(?:import|export)(?! type\b)\b[^;]*?\bfrom '(\.[^']*)'|^import '(\.[^']*)'/gm)].map(([, from, bare]) =>
    from ?? bare!);
  return paths.map((path) => resolve(file, '..', path)).map((path) =>
    FILES.find((one) => one === `${path}.ts` || one === join(path, 'index.ts'))!);
}

/** The circles of a graph, each from the first of its nodes that is met. */
function cyclesOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const done = new Set<string>();
  const path: string[] = [];
  const found: string[][] = [];
  const visit = (node: string): void => {
    const start = path.indexOf(node);
    if (start >= 0) {
      found.push([...path.slice(start), node]);
    } else if (!done.has(node)) {
      path.push(node);
      graph.get(node)?.forEach(visit);
      path.pop();
      done.add(node);
    }
  };
  [...graph.keys()].forEach(visit);
  return found;
}

const imports = new Map(FILES.map((file) => [file, importsOf(file)]));

test('imports are found', () => {
  expect(FILES.length).toBeGreaterThan(200);
  expect([...imports.values()].flat()).not.toContain(undefined);
  expect(imports.get(join(LIB, 'index.ts'))!.length).toBeGreaterThan(20);
});

test('a circle is found', () => {
  expect(cyclesOf(new Map([['a', ['b']], ['b', ['c', 'd']], ['c', []], ['d', ['b']]]))).toEqual([['b', 'd', 'b']]);
});

test('files do not import each other in a circle', () => {
  expect(cyclesOf(imports).map((cycle) => cycle.map((file) => relative(LIB, file)).join(' -> '))).toEqual([]);
});
