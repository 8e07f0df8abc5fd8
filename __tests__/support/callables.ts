import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** The public callables that take arguments, read from the sources that `lib/index.ts` exports. */

const INDEX = join(__dirname, '../../lib/index.ts');

export interface PublicCallable {
  /** `SecurityGroup` for a constructor, `SecurityGroup.associate` for a method. */
  readonly name: string;
  readonly isStatic: boolean;
  /** Names and written types of the parameters. */
  readonly parameters: readonly (readonly [name: string, type: string])[];
}

function parsed(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
}

/** The names that the package exports, with the sources that they are in. */
function exported(): { readonly names: readonly string[]; readonly path: string }[] {
  return parsed(INDEX).statements.map((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.exportClause === undefined || !ts.isNamedExports(statement.exportClause)) {
      throw new Error(`an export that this does not read: ${statement.getText()}`);
    }
    return {
      names: statement.exportClause.elements.map(({ name }) => name.text),
      path: join(dirname(INDEX), `${(statement.moduleSpecifier as ts.StringLiteral).text}.ts`),
    };
  });
}

/** Classes that the package exports, each with its declaration. */
function classes(): Map<string, ts.ClassDeclaration> {
  return new Map(exported().flatMap(({ names, path }) => parsed(path).statements.flatMap((one) =>
    (ts.isClassDeclaration(one) && names.includes(one.name!.text) ? [[one.name!.text, one] as const] : []))));
}

/** The properties that public interfaces declare: `SecurityGroupOptions.location`. */
export function publicProperties(): string[] {
  return exported().flatMap(({ names, path }) => parsed(path).statements.flatMap((one) =>
    (ts.isInterfaceDeclaration(one) && names.includes(one.name.text)
      ? one.members.filter((member) => ts.isPropertySignature(member)).map((member) => `${one.name.text}.${member.name.getText()}`) : [])));
}

function hasKeyword({ modifiers }: { readonly modifiers?: ts.NodeArray<ts.ModifierLike> }, ...kinds: ts.SyntaxKind[]): boolean {
  return (modifiers ?? []).some(({ kind }) => kinds.includes(kind));
}

export function publicCallables(): PublicCallable[] {
  return [...classes()].flatMap(([owner, { members }]) => members.flatMap((member): PublicCallable[] => {
    const isCallable = ts.isConstructorDeclaration(member) || ts.isMethodDeclaration(member);
    if (!isCallable || hasKeyword(member, ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ProtectedKeyword)) {
      return [];
    }
    const method = ts.isMethodDeclaration(member) ? member.name.getText() : undefined;
    return method?.startsWith('_') === true || member.parameters.length === 0 ? [] : [{
      name: method === undefined ? owner : `${owner}.${method}`, isStatic: hasKeyword(member, ts.SyntaxKind.StaticKeyword),
      parameters: member.parameters.map(({ name, type, initializer }) =>
        [name.getText(), type?.getText() ?? initializer?.getText() ?? ''] as const),
    }];
  }));
}
