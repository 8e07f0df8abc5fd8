import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

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

// The package is generated: each argument is on a line of its own below its comment. Read by lines, because the compiler takes longer to
// load than the tests of a construct take to run.
const INTERFACE = /^export interface (\w+)( extends [^{]+)? \{\n([^]*?)^\}/gm;
const MEMBER = /((?:^ {4}(?:\/\*\*|\*).*\n)+) {4}readonly (\w+)(\?)?: ([^;{]+|\{\n *\[key: string\]: [^;]+;\n {4}\}[^;]*);\n/gm;

function readModule(path: string): Block {
  const interfaces = [...readFileSync(path, 'utf8').matchAll(INTERFACE)]
    .map(([, name, parent, members]) => ({ name: name!, parent, members: members! }));
  // Only the resource's own interface extends anything; a block may well be called `...SiteConfig`.
  const root = interfaces.find(({ parent }) => parent !== undefined);
  if (root === undefined) {
    throw new Error(`${path}: no interface with the arguments of the resource`);
  }
  return new ModuleReader(path, new Map(interfaces.map(({ name, members }) => [name, members]))).block(root.name);
}

class ModuleReader {
  private readonly blocks = new Map<string, Block>();

  constructor(private readonly path: string, private readonly interfaces: ReadonlyMap<string, string>) {}

  block(name: string): Block {
    const done = this.blocks.get(name);
    if (done !== undefined) {
      return done;
    }
    const block = new Map<string, Argument>();
    this.blocks.set(name, block);
    const members = this.interfaces.get(name)!;
    for (const [, comment, property, optional, type] of members.matchAll(MEMBER)) {
      const argument = this.argument(comment!, property!, optional === undefined, type!);
      block.set(argument.name, argument);
    }
    const rest = members.replace(MEMBER, '');
    // Better a loud stop than an argument that is never checked.
    if (rest.trim() !== '') {
      throw new Error(`${this.path}: cannot read the arguments of ${name}: ${rest}`);
    }
    return block;
  }

  private argument(comment: string, property: string, required: boolean, type: string): Argument {
    // The link in the comment has the true spelling: `systemAttribute` is `system`, `kerberos5I...` is `kerberos_5i_...`.
    const name = /#(\w+)\}/.exec(comment)?.[1] ?? property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return { name, required, type: this.type(type), isBlock: comment.includes(`* ${name} block\n`) };
  }

  private type(text: string): ArgumentType {
    // `| cdktf.IResolvable` stands for a reference, which the check allows everywhere.
    const one = text.trim().replace(/ \| cdktf\.IResolvable$/, '').replace(/^\((.*)\)$/, '$1');
    if (one === 'string' || one === 'number' || one === 'boolean') {
      return { kind: one };
    }
    if (one.endsWith('[]')) {
      return { kind: 'list', item: this.type(one.slice(0, -2)) };
    }
    const map = /^\{\s*\[key: string\]: ([^;]+);\s*\}$/.exec(one);
    if (map !== null) {
      return { kind: 'map', item: this.type(map[1]!) };
    }
    if (this.interfaces.has(one)) {
      return { kind: 'block', block: this.block(one) };
    }
    throw new Error(`${this.path}: cannot read the type ${text}`);
  }
}
