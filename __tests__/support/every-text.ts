import { choicesOf } from '../../lib/cli/options';
import { programFor } from '../../lib/cli/program';

/* Each text of a file in turn, and each command that takes the file in each of its forms. */

/** What reads a file of some path. */
export type Calls = (path: string) => readonly string[][];
const COMMANDS = programFor([], { out: () => undefined, err: () => undefined }, () => undefined).commands;

/** The calls in each form that their commands have. */
export function inEachForm(calls: readonly string[][]): string[][] {
  return calls.flatMap((call) => {
    const format = COMMANDS.find((command) => command.name() === call[0])!.options.find(({ long }) => long === '--format');
    return format === undefined ? [call] : choicesOf(format)!.map((form) => [...call, '--format', form]);
  });
}

export type Path = readonly string[];
type Json = Record<string, unknown>;

/** Where texts and keys stand. */
export function places(value: unknown, path: Path = []): Path[] {
  return typeof value === 'string' ? [path]
    : typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, one]) =>
      [...(Array.isArray(value) ? [] : [[...path, `key ${key}`]]), ...places(one, [...path, key])]) : [];
}

/** The content with another text or key at a place. */
export function changedAt(value: unknown, path: Path, change: (text: string) => string): unknown {
  const copy = structuredClone(value);
  const parent = path.slice(0, -1).reduce((one, key) => one[key] as Json, copy as Json);
  const last = path.at(-1)!;
  if (last.startsWith('key ')) {
    const key = last.slice(4);
    const { [key]: inside } = parent;
    delete parent[key];
    parent[change(key)] = inside;
  } else {
    parent[last] = change(String(parent[last]));
  }
  return copy;
}

/** So many of all, evenly. */
export function evenly<T>(all: readonly T[], count: number): T[] {
  const share = (i: number): number => Math.floor(i * count / all.length);
  return all.filter((_, i) => all.length <= count || share(i) !== share(i - 1));
}
