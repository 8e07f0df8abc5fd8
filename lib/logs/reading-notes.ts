import { printable } from '../azure/errors';
import { Unreadable } from './event';

/** What could not be read, or says nothing of what was decided, by the reason. */
export interface Skipped {
  readonly reason: string;
  /** Whether it is a known kind of line that says nothing about what was decided. */
  readonly isKnown: boolean;
  count: number;
  /** The first of them: file and line, where lines are counted. */
  readonly first: string;
  /** Begin of the first of them, safe to print. */
  readonly sample: string;
}

/** Numbers of rows at which queries are cut. Source: limits of Log Analytics, 2025-01-07 and 2026-03-30; Resource Graph. */
const CUT_ROWS: readonly number[] = [1000, 30_000, 55_000, 500_000];

/** Kinds of notes that are said once for each text. */
type NoteKind = 'incomplete' | 'unfinished' | 'times';

const MAX_NOTES = 50;
/** Kinds beyond this are one; a hostile file has as many as it has lines. */
const MAX_KINDS = 100;
const OTHER = new Unreadable('lines that could not be read for other reasons');
const OTHER_KNOWN = new Unreadable('other lines that say nothing about what was decided', true);
const SAMPLE = 120;

/** Counts what is read, and what is not, so that nothing is dropped in silence. */
export class ReadingNotes {
  public records = 0;
  private readonly skipped = new Map<string, Skipped>();
  private readonly texts = new Map<string, NoteKind>();
  private more = 0;

  /** Counts a record. */
  public count(problem: Unreadable | undefined, file: string, line: number, text: string): void {
    this.records++;
    if (problem !== undefined) {
      this.add(problem, file, line, text);
    }
  }

  /** Whether a record is the first of its problem, so that its text is shown. */
  public isFirst(problem: Unreadable | undefined): boolean {
    return problem !== undefined && !this.skipped.has(problem.why);
  }

  /** Adds something that could not be read, which may be a part of a record. */
  public add({ why, isKnown }: Unreadable, file: string, line: number, text: string): void {
    const found = this.skipped.get(why);
    if (found !== undefined) {
      found.count++;
      return;
    }
    if (this.skipped.size >= MAX_KINDS && why !== OTHER.why && why !== OTHER_KNOWN.why) {
      this.add(isKnown ? OTHER_KNOWN : OTHER, file, line, text);
      return;
    }
    const sample = printable(text.slice(0, SAMPLE)) + (text.length > SAMPLE ? '...' : '');
    this.skipped.set(why, { reason: why, isKnown, count: 1, first: line > 0 ? `${file}, line ${line}` : file, sample });
  }

  public say(kind: NoteKind, text: string): void {
    if (this.texts.size < MAX_NOTES || this.texts.has(text)) {
      this.texts.set(text, kind);
    } else {
      this.more++;
    }
  }

  /** A number of rows at which queries are cut. */
  public checkRows(file: string, rows: number): void {
    if (CUT_ROWS.includes(rows)) {
      this.say('incomplete', `${file}: has exactly ${rows} rows, where queries are cut; it is probably not complete`);
    }
  }

  /** What was not read, the most frequent first. */
  public get all(): readonly Skipped[] {
    return [...this.skipped.values()].sort(
      (a, b) => Number(a.isKnown) - Number(b.isKnown) || b.count - a.count || (a.reason < b.reason ? -1 : 1),
    );
  }

  /** Whether something that should be there is known to be missing. */
  public get isIncomplete(): boolean {
    return [...this.texts.values()].includes('incomplete') || this.all.some(({ isKnown }) => !isKnown);
  }

  public get notes(): readonly string[] {
    return [...this.texts.keys(), ...(this.more > 0 ? [`${this.more} more notes of these kinds`] : [])];
  }
}
