import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import ts from 'typescript';

const LIB = join(__dirname, '../../lib');
const FILES = readdirSync(LIB, { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.ts'));

interface Declared {
  readonly name: string;
  readonly isExported: boolean;
  readonly isType: boolean;
}

function namesIn(name: ts.BindingName): string[] {
  return ts.isIdentifier(name) ? [name.text]
    : name.elements.flatMap((one) => (ts.isOmittedExpression(one) ? [] : namesIn(one.name)));
}

/** What a file declares at its top. */
function declarationsOf(file: string): Declared[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement): Declared[] => {
    const isExported = ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.flatMap(({ name }) => namesIn(name))
        .map((name) => ({ name, isExported, isType: false }));
    }
    const { name } = statement as ts.DeclarationStatement;
    const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement) || ts.isClassDeclaration(statement) ||
      ts.isEnumDeclaration(statement);
    return name === undefined ? [] : [{ name: name.text, isExported, isType }];
  });
}

/** What is said more than once: `Route: rules/a.ts, network/b.ts`. */
function repeated(named: readonly (readonly [name: string, file: string])[]): string[] {
  const files = new Map<string, Set<string>>();
  named.forEach(([name, file]) => files.set(name, (files.get(name) ?? new Set()).add(file)));
  return [...files].filter(([, those]) => those.size > 1).map(([name, those]) => `${name}: ${[...those].join(', ')}`);
}

const declared = FILES.flatMap((file) => declarationsOf(join(LIB, file)).map((one) => ({ ...one, file })));

test('declarations are found, and what is repeated is told', () => {
  expect(declared.filter(({ isExported }) => isExported).length).toBeGreaterThan(1000);
  expect(declared.filter(({ isExported, isType }) => isType && !isExported).length).toBeGreaterThan(100);
  expect(repeated([['Route', 'a.ts'], ['Route', 'b.ts'], ['Rule', 'a.ts'], ['Rule', 'a.ts']])).toEqual(['Route: a.ts, b.ts']);
});

test('one exported name stands for one thing', () => {
  expect(repeated(declared.filter(({ isExported }) => isExported).map(({ name, file }) => [name, file]))).toEqual([]);
});

// A reader looks a type up by its name, and should not find that of another file.
test('one name of a type stands for one type, exported or not', () => {
  expect(repeated(declared.filter(({ isType }) => isType).map(({ name, file }) => [name, file]))).toEqual([]);
});

test('one name of a file stands for one file', () => {
  // Both readers make the same parts of a network, each out of its own form, and a folder's face is its index.
  const folder = (file: string): string => dirname(file).replace(/^azure-exports$/, 'terraform');
  const named = FILES.filter((file) => basename(file) !== 'index.ts').map((file) => [basename(file), folder(file)] as const);
  expect(repeated(named)).toEqual([]);
});
