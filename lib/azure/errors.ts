import { distance } from 'fastest-levenshtein';
import { aliasOf } from './other-names';
import { isNumberReference } from './number-references';

/** Characters that messages show of a value. */
const SHOWN = 120;

/** What is wrong with a part of the input. Words are made of it where it is shown. */
export interface InputProblem {
  /** The argument, as its keys with dots between them (`kubernetes.aks.region`), or what else a reader knows it by. */
  readonly argument?: string;
  /** What kind of value was given, where that helps: `service tag`. */
  readonly what?: string;
  /** The value that was given. */
  readonly given?: unknown;
  /** How many characters of it are shown, where what is wrong may be at its end. */
  readonly shownLength?: number;
  /** What is wrong with it, as the rest of a sentence that begins with the value. */
  readonly problem: string;
  /** What causes it, as far as is known: `there is no such file or folder`, or what the system or another program says. */
  readonly cause?: string;
  /** What is allowed, or what to do instead: `expected "443"`, `give one address`. A list is a closed list of values. */
  readonly allowed?: string | readonly string[];
  /** The nearest right value. */
  readonly suggestion?: unknown;
  /** What another program says of it, in its own words. */
  readonly detail?: string;
}

/** Where an error belongs, besides its argument. */
interface ErrorContext {
  /** What stands before the message: the path of a construct, or a file and a line. */
  readonly place?: string | undefined;
  /** The part of the input that holds the argument, by its keys. Messages do not show it. */
  readonly part?: readonly string[];
}

/** An error in what the user gave: what it was, what is allowed, and the nearest right value. */
export class InputError extends Error {
  /** Whether the text of these errors comes from a file, in which what looks like the mark of a reference is text. */
  protected static readonly isOfFile: boolean = false;

  public readonly details: InputProblem;
  /** Keys of the part of the input that holds the argument. */
  public readonly part: readonly string[];
  /** What stands before the message. */
  public readonly place: string | undefined;

  constructor(details: InputProblem, { place, part = [] }: ErrorContext = {}) {
    const { argument } = details;
    const message = `${place === undefined ? '' : `${place} `}${argument === undefined ? '' : `${argument}: `}${wordsOf(details)}`;
    super(new.target.isOfFile ? message : withoutMarks(message));
    this.name = 'InputError';
    this.details = details;
    this.place = place;
    this.part = part;
  }

  /** The keys of the argument; empty where none is named. */
  public get keys(): readonly string[] {
    return this.details.argument?.split('.') ?? [];
  }

  /** What is wrong, without the argument and the place. */
  public get words(): string {
    return wordsOf(this.details);
  }

  /** The same error, about another argument. */
  public about(argument: string): InputError {
    return new InputError({ ...this.details, argument }, this.context);
  }

  /** The same error, of something that is named before the argument. */
  public of(name: string): InputError {
    const { argument } = this.details;
    return this.about(argument === undefined ? name : `${name}: ${argument}`);
  }

  /** The same error, in a part of a larger input. */
  public inPart(...keys: readonly string[]): InputError {
    return new InputError(this.details, { ...this.context, part: [...keys, ...this.part] });
  }

  /** The same error, with a place before it. */
  public at(place: string): InputError {
    return new InputError(this.details, { ...this.context, place: this.place === undefined ? place : `${place} ${this.place}` });
  }

  private get context(): ErrorContext {
    return { part: this.part, ...(this.place !== undefined && { place: this.place }) };
  }
}

/** Several errors of one input, each in a line of its own. The details are those of the first. */
export class InputErrors extends InputError {
  /** @param rest how many more there are, in words */
  constructor(public readonly errors: readonly [InputError, ...InputError[]], rest?: string) {
    super(errors[0].details);
    this.message = [...errors.map(({ message }) => message), ...(rest === undefined ? [] : [rest])].join('\n');
  }
}

/** `service tag "x" is not known; expected this; did you mean "y"?` */
function wordsOf(details: InputProblem): string {
  const { what, problem, cause, allowed, suggestion, detail, shownLength = SHOWN } = details;
  const given = 'given' in details ? [quoteUpTo(shownLength, details.given)] : [];
  const values = typeof allowed === 'object' ? [allowed.map((one) => quote(one)).join(', ')] : [];
  const sentence = [...(what === undefined ? [] : [what]), ...given, problem, ...values].join(' ');
  const advice = typeof allowed === 'string' ? [allowed] : [];
  const begin = cause === undefined ? sentence : `${sentence}: ${cause}`;
  const words = [begin, ...advice, ...(suggestion === undefined ? [] : [`did you mean ${quote(suggestion)}?`])].join('; ');
  return detail === undefined ? words : `${words} (${detail})`;
}

/** What CDK for Terraform writes into a text or a list for a reference, with quotes around it or not. To people it means nothing. */
const MARK = /[$#&]\{TfToken\[[^\]\s"]*(?:\]\}|\.\.\.)|-\d(?:\.\d+)?e\+298/.source;
const MARKS = new RegExp(`"(?:${MARK})"|${MARK}`, 'g');

function hasMark(text: unknown): boolean {
  return typeof text === 'string' && text.search(MARKS) >= 0;
}

function withoutMarks(message: string): string {
  return message.replace(MARKS, '<reference>');
}

/** Runs what may refuse the input, and changes the refusal: adds to it where it is, or names the argument. Other errors pass. */
export function refusing<T>(change: (error: InputError) => InputError, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof InputError ? change(error) : error;
  }
}

/** The refusal of an input; undefined when it is accepted. */
export function refusalOf(action: () => unknown): InputError | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof InputError) {
      return error;
    }
    throw error;
  }
}

/**
 * The candidate closest to `given`, when it is close enough to be a likely misspelling.
 * Letter case does not count as a difference. Names that other tools have for a value come first.
 */
export function nearest(given: string, candidates: readonly string[]): string | undefined {
  const alias = aliasOf(given, candidates);
  if (alias !== undefined) {
    return alias;
  }
  const wanted = given.toLowerCase();
  let best: string | undefined;
  // Where every letter differs, as any two single ones do, nothing is left that is alike.
  let bestDistance = Math.min(Math.max(2, Math.floor(given.length / 3)) + 1, Math.max(1, given.length));
  for (const candidate of candidates) {
    const d = slips(wanted, candidate.toLowerCase());
    if (d < bestDistance) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best;
}

/** How many slips lead from one text to another. Two letters in the wrong order are one slip: `di` for `id`. */
function slips(given: string, candidate: string): number {
  const i = [...candidate].findIndex((letter, at) => letter !== given[at]);
  const swapped = i < 0 ? candidate : `${candidate.slice(0, i)}${candidate.slice(i + 1, i + 2)}${candidate[i]!}${candidate.slice(i + 2)}`;
  return swapped === given && swapped !== candidate ? 1 : distance(given, candidate);
}

/** Characters that a terminal does not show, or that change how it shows others. JSON escapes some of them only. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * What Azure Pipelines and GitHub Actions take for a command anywhere in a line of a log.
 * Source: Azure Pipelines, logging commands (`##vso[area.action]`, `##[section]`); actions/runner, ActionCommand.cs (`##[command]`).
 */
const COMMAND_IN_LOG = /(?<=#)#(?=(?:vso)?\[)/gi;

/** What GitHub Actions takes for a command at the beginning of a line. Source: workflow commands for GitHub Actions. */
const COMMAND_OF_LINE = /^(\s*):(?=:[\w-]+(?: [^\n]*)?::)/;

/** Text of others, such as the name of a file or what a parser says, as it can be put into a message: in one line and as it is. */
export function printable(text: string): string {
  return text.replace(UNSEEN, escaped).replace(COMMAND_IN_LOG, escaped);
}

/** As `printable`, of a text that has lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printableLine).join('\n');
}

/** As `printableLines`, of all that a program writes: line breaks may be those of CSV, and shell scripts have tabs. */
export function printableOutput(text: string): string {
  return text.split(/(\r?\n|\t)/).map((part, i) => (i % 2 === 1 ? part : printableLine(part))).join('');
}

function printableLine(line: string): string {
  return printable(line).replace(COMMAND_OF_LINE, (_, blanks: string) => `${blanks}${escaped(':')}`);
}

/** The text as shown in a message: quoted, escaped, and cut where it is very long. */
export function quote(text: unknown): string {
  return quoteUpTo(SHOWN, text);
}

/** As `quote`, with the number of characters that are shown. */
export function quoteUpTo(max: number, text: unknown): string {
  const json = printable(jsonOf(text));
  return json.length > max ? `${json.slice(0, max - 3)}...` : json;
}

/** What cannot be written as JSON, which only callers from plain JavaScript can give, is named by its kind. */
function jsonOf(value: unknown): string {
  if (typeof value === 'number') {
    return isNumberReference(String(value)) ? 'a reference' : String(value); // JSON has no NaN and no Infinity
  }
  try {
    return JSON.stringify(value) ?? String(value);
  } catch (error) {
    if (error instanceof TypeError) {
      return typeof value === 'bigint' ? `${value}n` : 'an object';
    }
    throw error;
  }
}

function escaped(character: string): string {
  return character.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
}

/** The part of an error that suggests the nearest of some values, where one is near. */
export function suggesting(given: unknown, candidates: readonly string[]): { readonly suggestion?: string } {
  const suggestion = typeof given === 'string' ? nearest(given, candidates) ?? completed(given, candidates) : undefined;
  return suggestion === undefined ? {} : { suggestion };
}

/** The value, when it is one of those allowed; otherwise an error that names them. */
export function choiceOf<T extends string>(argument: string, given: unknown, allowed: readonly T[]): T {
  if (allowed.includes(given as T)) {
    return given as T;
  }
  throw new InputError({
    argument, given, problem: 'is not one of', allowed, ...suggesting(given, allowed),
    ...(hasMark(given) && { detail: 'a reference is known only when Terraform runs, and this value decides what is written' }),
  });
}

/** The only candidate that begins with a text: what somebody meant who gave its first letters. */
function completed(given: string, candidates: readonly string[]): string | undefined {
  const begun = given === '' ? [] : candidates.filter((candidate) => candidate.toLowerCase().startsWith(given.toLowerCase()));
  return begun.length === 1 ? begun[0] : undefined;
}
