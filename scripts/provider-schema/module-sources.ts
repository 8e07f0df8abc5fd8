import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** One argument, as the code of the module writes it. */
export interface Written {
  readonly name: string;
  readonly kind: string;
  /** `string`, `stringList`, or the class of a block. */
  readonly storage: string;
}

/** One argument, as the types of the module declare it. */
export interface Declared {
  readonly isRequired: boolean;
  /** False also for lists of objects that Terraform takes as one argument: `security_rule`, `route`. */
  readonly isBlock: boolean;
  /** Whether it takes a list of blocks, and not one alone. */
  readonly isMany: boolean;
}

/** An exported value that no argument sets: its name, and the method that reads it or the class of its items. */
export interface Exported {
  readonly name: string;
  readonly reader?: string;
  readonly itemClass?: string;
  readonly isSet?: boolean;
}

/** The sources of one module of a provider package, by the names of their classes. */
export class ModuleSources {
  private readonly code: ts.SourceFile;
  private readonly types: ts.SourceFile;

  constructor(private readonly folder: string) {
    this.code = this.parse('index.js');
    this.types = this.parse('index.d.ts');
  }

  private parse(name: string): ts.SourceFile {
    const path = join(this.folder, name);
    return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  }

  /** The class of the resource, the data source or the provider: the one that writes arguments. */
  public writingClass(): string {
    const found = this.classes().find((node) => node.members.some((member) => member.name?.getText() === 'synthesizeHclAttributes'));
    return this.must(found?.name?.text, 'a class that writes arguments');
  }

  /** The interface that holds the arguments of a class: `RouteConfig`, or `RouteAConfig` where a block has that name. */
  public configInterface(owner: string): string {
    const names = this.types.statements.filter(ts.isInterfaceDeclaration).map(({ name, heritageClauses }) => ({
      name: name.text, isResource: heritageClauses !== undefined,
    }));
    const found = names.find(({ isResource }) => isResource) ?? names.find(({ name }) => name === `${owner}Config`);
    return this.must(found?.name, `an interface with the arguments of ${owner}`);
  }

  /** What the resource or one of its blocks writes. */
  public written(owner: string): Written[] {
    const name = `${owner.charAt(0).toLowerCase()}${owner.slice(1)}ToHclTerraform`;
    const functions = this.code.statements.filter(ts.isFunctionDeclaration);
    const writer = functions.find((node) => node.name?.text.toLowerCase() === name.toLowerCase())
      ?? this.classOf(owner).members.find((member) => member.name?.getText() === 'synthesizeHclAttributes');
    const attrs = this.must(writer && descendants(writer).filter(ts.isVariableDeclaration).find((node) => node.name.getText() === 'attrs'),
      `what ${owner} writes`);
    return (attrs.initializer as ts.ObjectLiteralExpression).properties.map((property) => {
      const fields = new Map(((property as ts.PropertyAssignment).initializer as ts.ObjectLiteralExpression).properties
        .map((field) => [field.name!.getText(), (field as ts.PropertyAssignment).initializer]));
      const text = (key: string): string => (this.must(fields.get(key), key) as ts.StringLiteral).text;
      return { name: property.name!.getText(), kind: text('type'), storage: text('storageClassType') };
    });
  }

  /** What the types say about the arguments of an interface, by their names in Terraform. */
  public declared(name: string): Map<string, Declared> {
    const found = this.types.statements.filter(ts.isInterfaceDeclaration).find((node) => node.name.text === name);
    return new Map(this.must(found, `the interface ${name}`).members.filter(ts.isPropertySignature).map((member) => {
      const comment = this.types.text.slice(member.getFullStart(), member.getStart());
      // The link in the comment has the true spelling: `systemAttribute` is `system`, `kerberos5I...` is `kerberos_5i_...`.
      const argument = this.must(/#(\w+)\}/.exec(comment)?.[1], `the name of ${member.name.getText()}`);
      const type = this.must(member.type, argument);
      const parts = ts.isUnionTypeNode(type) ? [...type.types] : [type];
      return [argument, {
        isRequired: member.questionToken === undefined,
        isBlock: comment.includes(`* ${argument} block\n`),
        isMany: parts.some(ts.isArrayTypeNode),
      }];
    }));
  }

  /** What a class exports. */
  public exported(owner: string): Exported[] {
    const node = this.classOf(owner);
    const getters = node.members.filter(ts.isGetAccessor).flatMap((getter) => descendants(getter).filter(ts.isCallExpression))
      .flatMap((call): Exported[] => {
        const reader = /\.get(String|Number|Boolean|List|NumberList|StringMap|BooleanMap|NumberMap)Attribute$/.exec(call.expression.getText());
        return reader === null ? [] : [{ name: (call.arguments[0] as ts.StringLiteral).text, reader: reader[1]! }];
      });
    const lists = node.members.flatMap((member) => descendants(member).filter(ts.isNewExpression)).flatMap((made): Exported[] => {
      const [self, name, isSet] = made.arguments ?? [];
      const item = /^(\w+)List$/.exec(made.expression.getText());
      return item === null || self?.kind !== ts.SyntaxKind.ThisKeyword || name === undefined || !ts.isStringLiteral(name)
        ? [] : [{ name: name.text, itemClass: `${item[1]}OutputReference`, isSet: isSet?.kind === ts.SyntaxKind.TrueKeyword }];
    });
    return [...getters, ...lists];
  }

  private classOf(name: string): ts.ClassDeclaration {
    return this.must(this.classes().find((node) => node.name?.text === name), `the class ${name}`);
  }

  private classes(): ts.ClassDeclaration[] {
    return this.code.statements.filter(ts.isClassDeclaration);
  }

  /** Better a loud stop than an argument that is never checked. */
  private must<T>(value: T | undefined, what: string): T {
    if (value === undefined) {
      throw new Error(`${this.folder}: cannot find ${what}`);
    }
    return value;
  }
}

function descendants(node: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (child: ts.Node): void => {
    found.push(child);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return found;
}
