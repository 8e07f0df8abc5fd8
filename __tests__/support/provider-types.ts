import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** What the provider package says about an argument's value. */
export type ArgumentType =
  | { readonly kind: 'string' | 'number' | 'boolean' }
  | { readonly kind: 'list' | 'map'; readonly item: ArgumentType }
  | { readonly kind: 'block'; readonly block: Block };

export interface Argument {
  /** The Terraform spelling, with underscores. */
  readonly name: string;
  readonly required: boolean;
  readonly type: ArgumentType;
  /** False also for lists of objects that Terraform takes as one argument: `security_rule`, `route`. */
  readonly isBlock: boolean;
}

export type Block = ReadonlyMap<string, Argument>;

const MODULES = join(dirname(require.resolve('@cdktf/provider-azurerm/package.json')), 'lib');
const PREFIX = 'azurerm_';
const DATA_PREFIX = 'data-azurerm-';

/** Where a type stands in the document. */
export type Section = 'resource' | 'data';

const folders = new Set(readdirSync(MODULES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'provider')
  .map((entry) => entry.name));
const modules = new Map<string, Block>();

/** The arguments of a resource (or data source) type, or nothing where the provider has no such type. */
export function readArguments(section: Section, type: string): Block | undefined {
  const folder = moduleFolder(section, type);
  if (!type.startsWith(PREFIX) || !folders.has(folder)) {
    return undefined;
  }
  const known = modules.get(folder) ?? readModule(join(MODULES, folder, 'index.d.ts'));
  modules.set(folder, known);
  return known;
}

/** All type names of the section, for suggestions. */
export function allTypes(section: Section): string[] {
  return [...folders]
    .filter((folder) => folder.startsWith(DATA_PREFIX) === (section === 'data'))
    .map((folder) => PREFIX + folder.replace(DATA_PREFIX, '').replaceAll('-', '_'));
}

function moduleFolder(section: Section, type: string): string {
  const name = type.slice(PREFIX.length).replaceAll('_', '-');
  return section === 'data' ? DATA_PREFIX + name : name;
}

function readModule(path: string): Block {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
  const interfaces = new Map<string, ts.InterfaceDeclaration>();
  for (const statement of file.statements) {
    if (ts.isInterfaceDeclaration(statement)) {
      interfaces.set(statement.name.text, statement);
    }
  }
  // Only the resource's own interface extends anything; a block may well be called `...SiteConfig`.
  const root = [...interfaces.values()].find((declaration) => declaration.heritageClauses !== undefined);
  if (root === undefined) {
    throw new Error(`${path}: no interface with the arguments of the resource`);
  }
  return new ModuleReader(file, interfaces).block(root.name.text);
}

class ModuleReader {
  private readonly blocks = new Map<string, Block>();

  constructor(private readonly file: ts.SourceFile, private readonly interfaces: ReadonlyMap<string, ts.InterfaceDeclaration>) {}

  block(name: string): Block {
    const done = this.blocks.get(name);
    if (done !== undefined) {
      return done;
    }
    const block = new Map<string, Argument>();
    this.blocks.set(name, block);
    for (const member of this.interfaces.get(name)?.members ?? []) {
      if (ts.isPropertySignature(member)) {
        const argument = this.argument(member);
        block.set(argument.name, argument);
      }
    }
    return block;
  }

  private argument(member: ts.PropertySignature): Argument {
    const comment = this.file.text.slice(member.getFullStart(), member.getStart(this.file));
    const property = member.name.getText(this.file);
    // The link in the comment has the true spelling: `systemAttribute` is `system`, `kerberos5I...` is `kerberos_5i_...`.
    const name = /#(\w+)\}/.exec(comment)?.[1] ?? property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return {
      name,
      required: member.questionToken === undefined,
      type: this.type(member.type),
      isBlock: comment.includes(`* ${name} block\n`),
    };
  }

  private type(node: ts.TypeNode | undefined): ArgumentType {
    switch (node?.kind) {
      case ts.SyntaxKind.StringKeyword:
        return { kind: 'string' };
      case ts.SyntaxKind.NumberKeyword:
        return { kind: 'number' };
      case ts.SyntaxKind.BooleanKeyword:
        return { kind: 'boolean' };
    }
    if (node !== undefined && ts.isArrayTypeNode(node)) {
      return { kind: 'list', item: this.type(node.elementType) };
    }
    if (node !== undefined && ts.isTypeLiteralNode(node)) {
      const [index] = node.members;
      if (index !== undefined && ts.isIndexSignatureDeclaration(index)) {
        return { kind: 'map', item: this.type(index.type) };
      }
    }
    if (node !== undefined && ts.isUnionTypeNode(node)) {
      // `| cdktf.IResolvable` stands for a reference, which the check allows everywhere.
      const [only, ...others] = node.types.filter((part) => part.getText(this.file) !== 'cdktf.IResolvable');
      if (others.length === 0) {
        return this.type(only);
      }
    }
    if (node !== undefined && ts.isTypeReferenceNode(node) && this.interfaces.has(node.typeName.getText(this.file))) {
      return { kind: 'block', block: this.block(node.typeName.getText(this.file)) };
    }
    // Better a loud stop than an argument that is never checked.
    throw new Error(`${this.file.fileName}: cannot read the type ${node?.getText(this.file) ?? 'of an argument without one'}`);
  }
}
