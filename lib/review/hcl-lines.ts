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

  /** The block or argument of a name in the block that begins on a line. */
  private inside(begin: number, name: string, index: number): number | undefined {
    const head = new RegExp(`^\\s*${escaped(name)}\\s*(\\{|=)`);
    let depth = 0;
    let seen = 0;
    for (let at = begin; at < this.lines.length; at++) {
      const line = this.lines[at]!;
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
