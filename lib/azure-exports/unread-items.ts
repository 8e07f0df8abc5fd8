import { quote } from '../azure/errors';
import { described, Fields, isFields } from '../network/fields';
import type { Place, ReportProblem } from '../network/network';
import { shown } from '../network/shown';
import type { ArmId } from './arm-id';
import { nameIn } from './arm-id';
import { MODEL_TYPES } from './states';

/** What a resource has in every list, whether or not its properties are asked for. */
const ENVELOPE: ReadonlySet<string> = new Set(['id', 'name', 'sku', 'provisioningState', 'ResourceId', 'resourceId']);

const QUERY = 'give the output of "az graph query" that keeps id, name, type and properties, or of "az network ... list -o json"';

/** What PowerShell writes for what is nested more deeply than it was asked to write. Source: ConvertTo-Json, Depth. */
const CUT = /^(?:System\.[\w.]+(?:\[\]|Hashtable|Object)|@\{.*\}|Microsoft\.Azure\.\S+)$/s;

/** Reads properties that stand as a text, as tables and queries with `tostring` have them. */
export function withParsedProperties(item: Fields): Fields {
  const { properties } = item;
  if (typeof properties !== 'string' || !properties.startsWith('{')) {
    return item;
  }
  try {
    return { ...item, properties: JSON.parse(properties) as unknown };
  } catch (error) {
    if (!(error instanceof SyntaxError)) {
      throw error;
    }
    return item; // told by the one who looks for them
  }
}

/** Gathers what could not be read of the items of a file, to say each kind of it once. */
export class UnreadItems {
  private readonly bare: string[] = [];
  private readonly texts: string[] = [];
  private readonly cut: string[] = [];
  private readonly types = new Map<string, number>();
  private isOfNetwork = false;

  /** Whether a resource has nothing but its name where the model has something of its type. What is a part of another says nothing then. */
  public isBare(id: ArmId, item: Fields, fields: Fields): boolean {
    this.isOfNetwork ||= /^microsoft\.network\b/.test(id.type);
    this.types.set(id.type, (this.types.get(id.type) ?? 0) + 1);
    if (!MODEL_TYPES.includes(id.type)) {
      return false;
    }
    const { properties } = item;
    const name = shown(nameIn(id.key));
    const isBare = !isFields(properties) && Object.keys(fields).every((key) => ENVELOPE.has(key) || key === 'properties');
    if (typeof properties === 'string' && isBare) {
      this.texts.push(`${name} has ${described(properties)}`);
    } else if (isBare) {
      this.bare.push(name);
    }
    return isBare;
  }

  /** Notes a text that stands for what PowerShell left out, and whether it does. */
  public isCut(text: string): boolean {
    const isCut = /^[@MS]/.test(text) && CUT.test(text);
    if (isCut) {
      this.cut.push(text);
    }
    return isCut;
  }

  public say(file: string, report: ReportProblem): void {
    const [cut] = this.cut;
    if (cut !== undefined) {
      report({ file, resource: 'properties' }, `PowerShell cut what is nested deeply: ${quote(shown(cut))} stands for it` +
        `${this.cut.length > 1 ? `, or the like, ${this.cut.length} times` : ''}; convert again with "ConvertTo-Json -Depth 100"`);
    }
    if (this.bare.length > 0) {
      report({ file, resource: 'properties' }, `${count(this.bare)} no properties (${list(this.bare)}), as "az resource list" prints ` +
        `them, so nothing is known about them; ${QUERY}`);
    }
    if (this.texts.length > 0 && cut === undefined) {
      report({ file, resource: 'properties' }, `${count(this.texts)} properties that are not an object (${list(this.texts)}), so nothing ` +
        `is known about them; ${QUERY}`);
    }
    if (this.types.size > 0 && !this.isOfNetwork) {
      report({ file, resource: 'types' }, `it has no network resources, only resources of other types (${list([...this.types.keys()])}); ` +
        QUERY);
    }
  }
}

function count(names: readonly string[]): string {
  return names.length === 1 ? 'one resource has' : `${names.length} resources have`;
}

function list(names: readonly string[]): string {
  return names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
}

/** Rows of one resource that differ: a query expands one of its lists, so that each row has a part of it. */
export function sayRepeated(place: Place, conflicts: readonly string[], report: ReportProblem): void {
  const parts = [...new Set(conflicts.map((part) => part.split(/[. ]/)[0]!))];
  report(place, `the file has it more than once, with other values of ${list(parts)}; if a query made it, it must not expand lists ` +
    '(mv-expand): keep id, name, type and properties as they are');
}
