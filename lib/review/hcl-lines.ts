import { HclBody, hclBlocks, HclEntry } from './hcl-blocks';

/** Names and indexes of a part: `security_rule`, 3. */
type PartPath = readonly (string | number)[];

/** Lines of resources, and of their parts, in Terraform's own syntax. */
export class HclLines {
  private readonly resources = new Map<string, HclEntry>();
  private readonly lengths: readonly number[];

  constructor(text: string) {
    this.lengths = text.split('\n').map((line) => line.replace(/\r$/, '').length);
    for (const block of hclBlocks(text)) {
      const [type, name] = block.labels;
      if ((block.name === 'resource' || block.name === 'data') && type !== undefined && name !== undefined) {
        this.resources.set(`${block.name === 'data' ? 'data.' : ''}${type}.${name}`, block);
      }
    }
  }

  /** How many characters a line has, without the break at its end. */
  public lengthOf(line: number): number {
    return this.lengths[line - 1]!;
  }

  /** Line of a part of a resource; of the resource when the part is not found. */
  public lineOf(resource: string, part: PartPath): number | undefined {
    let entry = this.resources.get(resource.replace(/\[.*$/s, ''));
    let line = entry?.line;
    for (let i = 0; i < part.length && entry !== undefined; i += 2) {
      const index = Number(part[i + 1] ?? 0);
      const next = inside(entry.body ?? [], String(part[i]), index);
      line = next?.items?.[index] ?? next?.line ?? line;
      entry = next;
    }
    return line;
  }

  /** Whether blocks of a name are written as a list of objects, to which Terraform adds no block: `security_rule = [`. */
  public isList(resource: string, name: string): boolean {
    return this.resources.get(resource.replace(/\[.*$/s, ''))?.body?.some((one) => one.name === name && one.body === undefined) === true;
  }
}

/** The block or argument of a name. What a dynamic block makes comes after what is written out; its line is that of the dynamic block. */
function inside(body: HclBody, name: string, index: number): HclEntry | undefined {
  const written = body.filter((one) => one.name === name);
  const dynamic = body.filter((one) => one.name === 'dynamic' && one.labels[0] === name);
  const [only] = dynamic;
  const [argument] = written.filter((one) => one.body === undefined);
  return argument ?? written[index] ?? (only === undefined || dynamic.length > 1 ? undefined
    : { ...only, body: only.body?.find((one) => one.name === 'content')?.body ?? [] });
}
