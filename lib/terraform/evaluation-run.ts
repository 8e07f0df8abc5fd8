import { TooLarge } from './computed';
import { Secrets, Sensitivity } from './sensitivity';

/** Steps of evaluation of one configuration with its modules. Real ones take some ten thousand. */
const MAX_STEPS = 3_000_000;

/** What the evaluations of a configuration and of its modules have in common. */
export class EvaluationRun {
  public readonly sensitivity: Sensitivity;
  private conditions = new Set<string>();
  private steps = 0;

  constructor(public readonly secrets: Secrets) {
    this.sensitivity = new Sensitivity(secrets);
  }

  /** @throws TooLarge when there were too many */
  public step(): void {
    if (++this.steps > MAX_STEPS) {
      throw new TooLarge();
    }
  }

  /** Keeps what a value rests on. */
  public restOn(conditions: Iterable<string>): void {
    for (const condition of conditions) {
      this.conditions.add(condition);
    }
  }

  /** Evaluates, and tells the values of variables that the results rest on. */
  public resting<T>(work: () => T): { readonly value: T; readonly conditions: readonly string[] } {
    const before = this.conditions;
    this.conditions = new Set();
    try {
      const value = work();
      return { value, conditions: [...this.conditions].sort() };
    } finally {
      this.conditions.forEach((condition) => before.add(condition));
      this.conditions = before;
    }
  }
}
