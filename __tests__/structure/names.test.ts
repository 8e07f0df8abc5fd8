import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const LIB = join(__dirname, '../../lib');

/** Names that a file declares and exports. */
function exportedNames(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement): string[] => {
    const isExported = ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
    if (!isExported) {
      return [];
    }
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.map(({ name }) => (name as ts.Identifier).text);
    }
    const { name } = statement as ts.DeclarationStatement;
    return name === undefined ? [] : [name.text];
  });
}

test('one name stands for one thing', () => {
  const files = new Map<string, Set<string>>();
  for (const file of readdirSync(LIB, { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.ts'))) {
    exportedNames(join(LIB, file)).forEach((name) => files.set(name, (files.get(name) ?? new Set()).add(file)));
  }
  expect(files.size).toBeGreaterThan(1000);
  const several = [...files].filter(([, those]) => those.size > 1);
  expect(several.map(([name, those]) => `${name}: ${[...those].join(', ')}`)).toEqual([]);
});
