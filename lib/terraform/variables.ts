import { printable } from '../azure/errors';
import { Refused } from './computed';
import type { VariableValue } from './evaluation-scope';
import { Expression } from './expression';
import { overridden } from './override-files';
import { ReportProblem } from '../network/network';
import { isMarkedSensitive } from './sensitive-texts';
import { convertedValue } from './type-constraints';
import { shown } from '../network/shown';
import { Fields, isFields, member } from '../network/fields';
import { entries, itemsOf, Unresolved } from './values';

/** Values of variables from one file, in the order that Terraform takes them: a later file overrides an earlier one. */
export interface ValuesFile {
  readonly file: string;
  readonly values: Fields;
}

/** The value that a call of a module gives to one of its variables; undefined where it gives none. */
type ArgumentOf = (name: string) => { readonly value: unknown } | undefined;

interface Declared {
  readonly file: string;
  readonly body: Fields;
}

/** Variables of a configuration with the values that its files say. Others may be said when Terraform runs. */
export class Variables {
  private readonly declared = new Map<string, Declared>();

  /**
   * @param files files with values
   * @param argument of a module: what its call says, which nobody else says
   */
  constructor(
    private readonly files: readonly ValuesFile[], private readonly report: ReportProblem, private readonly argument?: ArgumentOf,
  ) {}

  /** Adds the variables of a section of a document. */
  public declare(file: string, section: unknown, isOver: boolean): void {
    for (const [name, bodies] of itemsOf(section).flatMap(entries)) {
      const [body] = itemsOf(bodies);
      const before = this.declared.get(name);
      const own = isFields(body) ? body : {};
      this.declared.set(name, { file, body: isOver && before !== undefined ? overridden(before.body, own) : own });
    }
  }

  /** The value of a call or of a values file, or else the default; undefined when none says it. */
  public get(name: string, evaluate: (expression: Expression) => unknown): VariableValue | undefined {
    const declared = this.declared.get(name);
    if (declared === undefined) {
      return undefined;
    }
    const { body } = declared;
    const said = this.said(name, body);
    if (said === undefined) {
      return undefined;
    }
    const isSensitive = isMarkedSensitive(body);
    try {
      const value = convertedValue(said.value, member(body, 'type'), evaluate);
      return { value, isSensitive, ...(this.argument === undefined && { condition: conditionOf(name, value, isSensitive, said.file) }) };
    } catch (error) {
      if (!(error instanceof Refused)) {
        throw error;
      }
      this.report(
        { file: said.file ?? declared.file, resource: `var.${printable(name)}` }, `the value does not fit its type: ${error.message}`,
      );
      return { value: new Unresolved(`var.${name}`), isSensitive, condition: `the variable ${shown(name)} has a value of its type` };
    }
  }

  /** Whether there is such a variable, and nobody says its value. */
  public isUnsaid(name: string): boolean {
    const declared = this.declared.get(name);
    return declared !== undefined && this.said(name, declared.body) === undefined;
  }

  /** The value, and the file that says it where that is a file with values. */
  private said(name: string, body: Fields): { readonly value: unknown; readonly file?: string } | undefined {
    const given = this.argument?.(name);
    const isNullable = member(body, 'nullable') !== false;
    const from = this.files.filter(({ values }) => Object.hasOwn(values, name)).at(-1);
    if (given !== undefined && (given.value !== null || isNullable)) {
      return given;
    }
    if (from !== undefined) {
      return { value: from.values[name], file: from.file };
    }
    return Object.hasOwn(body, 'default') ? { value: body['default'] } : undefined;
  }
}

function conditionOf(name: string, value: unknown, isSensitive: boolean, file: string | undefined): string {
  const isHidden = (typeof value === 'object' && value !== null) || isSensitive;
  const text = isHidden ? '' : ` ${shown(JSON.stringify(value))}`;
  return file === undefined ? `the variable ${shown(name)} has its default value${text}`
    : `the variable ${shown(name)} has the value${text} of ${file}`;
}
