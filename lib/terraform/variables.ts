import { printable } from '../azure/errors';
import { Refused } from './computed';
import type { Given } from './evaluation-scope';
import { Expression } from './expression';
import type { ReportProblem } from './resource';
import { isMarkedSensitive } from './sensitive-texts';
import { converted } from './type-constraints';
import { entries, Fields, isFields, listOf, member, shown, Unresolved } from './values';

/** Values of variables from one file, in the order that Terraform takes them: a later file overrides an earlier one. */
export interface ValuesFile {
  readonly file: string;
  readonly values: Fields;
}

interface Declared {
  readonly file: string;
  readonly body: Fields;
}

/** Variables of a configuration with the values that its files say. Others may be said when Terraform runs. */
export class Variables {
  private readonly declared = new Map<string, Declared>();

  constructor(private readonly files: readonly ValuesFile[], private readonly report: ReportProblem) {}

  /** Adds the variables of a section of a document. */
  public declare(file: string, section: unknown): void {
    for (const [name, bodies] of listOf(section).flatMap(entries)) {
      const [body] = listOf(bodies);
      this.declared.set(name, { file, body: isFields(body) ? body : {} });
    }
  }

  /** The value of a values file, or else the default; undefined when none says it. */
  public get(name: string, evaluate: (expression: Expression) => unknown): Given | undefined {
    const declared = this.declared.get(name);
    const from = this.files.filter(({ values }) => Object.hasOwn(values, name)).at(-1);
    if (declared === undefined || (from === undefined && !Object.hasOwn(declared.body, 'default'))) {
      return undefined;
    }
    const given = from === undefined ? declared.body['default'] : from.values[name];
    const isSensitive = isMarkedSensitive(declared.body);
    try {
      const value = converted(given, member(declared.body, 'type'), evaluate);
      const isHidden = (typeof value === 'object' && value !== null) || isSensitive;
      const text = isHidden ? '' : ` ${shown(JSON.stringify(value))}`;
      return { value, isSensitive, condition: from === undefined
        ? `the variable ${shown(name)} has its default value${text}`
        : `the variable ${shown(name)} has the value${text} of ${from.file}` };
    } catch (error) {
      if (!(error instanceof Refused)) {
        throw error;
      }
      this.report(
        { file: from?.file ?? declared.file, resource: `var.${printable(name)}` }, `the value does not fit its type: ${error.message}`,
      );
      return { value: new Unresolved(`var.${name}`), isSensitive, condition: `the variable ${shown(name)} has a value of its type` };
    }
  }
}
