import { Lazy } from 'cdktf';
import { IConstruct } from 'constructs';
import { isListReference, isMark } from '../azure/references';
import { Substitution, UnexpressedRequirement } from '../rules/translation-report';
import { resolved, resolvedValue } from './resolved-values';

/** The marks that CDK for Terraform writes references to lists, texts and numbers as. */
const LISTS = /#\{TfToken\[[^\]]*\]\}/g;
const MARKS = /[#$]\{TfToken\[[^\]]*\]\}|-\d(?:\.\d+)?e\+298/g;

/** A text for people before references are known. */
export function withoutTokenMarks(text: string): string {
  return isMark(text) ? text.replace(MARKS, 'a reference') : text;
}

/** A text for people once they are. CDK for Terraform itself resolves no list in a text. */
export function shownText(scope: IConstruct, text: string): string {
  return isMark(text) ? resolved(scope, text.replace(LISTS, (mark) => listText(scope, mark))) : text;
}

function listText(scope: IConstruct, mark: string): string {
  const list = resolvedValue(scope, [mark]);
  return Array.isArray(list) ? list.map(String).join(', ') : String(list);
}

/** A list as one text in Terraform. */
function joined(list: unknown): string {
  return Array.isArray(list) ? list.map(String).join(', ') : String(list).replace(/^\$\{([^]*)\}$/, '\${join(", ", $1)}');
}

function reference(mark: string): string {
  return Lazy.stringValue({ produce: (context) => joined(context.resolve([mark])) });
}

/** What is left unexpressed and substituted, in texts that an app can put into Terraform: in an output, say. */
export function withReferences<T extends UnexpressedRequirement | Substitution>(all: readonly T[]): T[] {
  const text = (value: unknown): unknown => (typeof value === 'string' ? value.replace(LISTS, reference) : value);
  const changed = (one: T): T => Object.fromEntries(Object.entries(one).map(([key, value]) => [key, text(value)])) as unknown as T;
  const isPlain = !all.some((one) => Object.values(one).some((value) => typeof value === 'string' && isListReference(value)));
  return isPlain ? [...all] : all.map(changed);
}
