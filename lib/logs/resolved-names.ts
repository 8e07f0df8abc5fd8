/** A machine connects this long after it has asked for a name, in milliseconds; names that it keeps for longer are not told. */
const BEFORE = 10_000;
/** Flow logs count in seconds, so that a flow may seem to be before the question that it follows. */
const AFTER = 1000;
const STEP = 5000;
const MAX_MOMENTS = 100_000;
/** If there are more machines, the others are not told apart, and nothing is kept for them. */
const MAX_MACHINES = 2 ** 19;
const MAX_NAMES = 8;
/** More names than this say too little. */
const MAX_PROBABLE = 4;
/** Flows of one kind that are looked at. */
export const MAX_SAMPLES = 8;

/** A flow to an address: the machine, by its number, and the time. */
export interface Sample {
  readonly machine: number;
  readonly time: number;
}

/**
 * Names that machines have asked for and got, and when: a hint to what an address is that no line has a name for. It does not prove it,
 * because a machine asks for several names at once. It remembers a fixed number of moments, in whatever order files come.
 */
export class ResolvedNames {
  /** For each machine and step of time, names and when in the step they were asked for, one after another. */
  private readonly moments = new Map<number, readonly (string | number)[]>();

  public add(machine: number, name: string, time: number): void {
    if (machine < 0 || machine >= MAX_MACHINES || time !== time) {
      return;
    }
    const step = Math.floor(time / STEP);
    const key = keyOf(machine, step);
    const names = this.moments.get(key);
    const after = time - step * STEP;
    if (names === undefined) {
      if (this.moments.size < MAX_MOMENTS) {
        this.moments.set(key, [name, after]);
      }
    } else if (names.length < 2 * MAX_NAMES && !names.some((one, i) => one === name && (names[i + 1] as number) <= after)) {
      this.moments.set(key, names.concat(name, after));
    }
  }

  /** The names that machines had asked for just before most of some flows; none where they are too many to say anything. */
  public before(samples: readonly Sample[]): string[] {
    const counts = new Map<string, number>();
    samples.forEach((sample) => this.of(sample).forEach((name) => counts.set(name, (counts.get(name) ?? 0) + 1)));
    const most = Math.max(0, ...counts.values());
    const names = [...counts].filter(([, count]) => count === most && count * 2 > samples.length).map(([name]) => name).sort();
    return names.length > MAX_PROBABLE ? [] : names;
  }

  private of({ machine, time }: Sample): Set<string> {
    const found = new Set<string>();
    for (let step = Math.floor((time - BEFORE) / STEP); step <= Math.floor((time + AFTER) / STEP); step++) {
      const names = this.moments.get(keyOf(machine, step)) ?? [];
      for (let i = 0; i < names.length; i += 2) {
        const at = step * STEP + (names[i + 1] as number);
        if (at >= time - BEFORE && at <= time + AFTER) {
          found.add(names[i] as string);
        }
      }
    }
    return found;
  }
}

/** A number for a machine and a step of time. It is exact: machines are below 2^19, and steps of all times of logs below 2^34. */
function keyOf(machine: number, step: number): number {
  return machine * 2 ** 34 + step;
}
