/** Names and indexes of a part: `security_rule`, 3. */
type PartPath = readonly (string | number)[];

/** Lines of resources in Terraform's own syntax, as it is usually laid out: a block begins on a line of its own. */
export class HclLines {
  private readonly lines: readonly string[];
  private readonly lengths: readonly number[];

  constructor(text: string) {
    const lines = text.split('\n');
    this.lines = lines.map(withoutTexts);
    this.lengths = lines.map((line) => line.replace(/\r$/, '').length);
  }

  /** How many characters a line has, without the break at its end. */
  public lengthOf(line: number): number {
    return this.lengths[line - 1]!;
  }

  /** Line of a part of a resource; of the resource when the part is not found. */
  public lineOf(resource: string, part: PartPath): number | undefined {
    const [type = '', name = ''] = resource.replace(/\[.*$/s, '').replace(/^data\./, '').split('.');
    const head = new RegExp(
      `^\\s*${resource.startsWith('data.') ? 'data' : 'resource'}\\s+"${escaped(type)}"\\s+"${escaped(name)}"\\s*\\{`,
    );
    const begin = this.lines.findIndex((line) => head.test(line));
    if (begin < 0) {
      return undefined;
    }
    let at = begin;
    for (let i = 0; i < part.length; i += 2) {
      const next = this.inside(at, String(part[i]), Number(part[i + 1] ?? 0));
      if (next === undefined) {
        break;
      }
      at = next;
    }
    return at + 1;
  }

  /** Whether blocks of a name are written as a list of objects, to which Terraform adds no block: `security_rule = [`. */
  public isList(resource: string, name: string): boolean {
    const begin = this.lineOf(resource, []);
    const at = begin === undefined ? undefined : this.inside(begin - 1, name, 0);
    return at !== undefined && this.lines.slice(begin, at + 1).some((line) => new RegExp(`^\\s*${escaped(name)}\\s*=`).test(line));
  }

  /** The object of a list that begins on a line. */
  private item(begin: number, column: number, index: number): number | undefined {
    let depth = 0;
    let seen = 0;
    for (let at = begin; at < this.lines.length; at++) {
      for (const character of this.lines[at]!.slice(at === begin ? column : 0)) {
        if (character === '{' && depth++ === 0 && seen++ === index) {
          return at;
        }
        depth -= character === '}' ? 1 : 0;
        if (character === ']' && depth === 0) {
          return undefined;
        }
      }
    }
    return undefined;
  }

  /** The block or argument of a name in the block that begins on a line. */
  private inside(begin: number, name: string, index: number): number | undefined {
    const head = new RegExp(`^\\s*${escaped(name)}\\s*(\\{|=)`);
    const list = new RegExp(`^\\s*${escaped(name)}\\s*=\\s*\\[`);
    let depth = 0;
    let seen = 0;
    for (let at = begin; at < this.lines.length; at++) {
      const line = this.lines[at]!;
      if (depth === 1 && list.test(line)) {
        return this.item(at, line.indexOf('[') + 1, index) ?? at;
      }
      if (depth === 1 && head.test(line) && seen++ === index) {
        return at;
      }
      depth += line.split('{').length - line.split('}').length;
      if (depth <= 0) {
        return undefined;
      }
    }
    return undefined;
  }
}

/** A line in which braces of texts and comments do not count. Labels of blocks stay. */
function withoutTexts(line: string): string {
  return line.replace(/"(?:[^"\\]|\\.)*"/g, (text) => text.replace(/[{}]/g, ' ')).replace(/(^|\s)(#|\/\/).*$/, '');
}

function escaped(text: string): string {
  return text.replace(/[^\w-]/g, '\\$&');
}
