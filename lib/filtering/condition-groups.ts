/** What several conditions have in common. Reports show them as one entry. */
export interface ConditionGroup {
  readonly condition: string;
  /** The text of the entry. */
  readonly text: string;
  /** What this condition alone adds to the entry. */
  readonly member: string;
}

/**
 * The groups of the conditions of one run. A group is noted where its condition is made. A condition without a group is an entry of its
 * own.
 */
export class ConditionGroups {
  private readonly groups = new Map<string, ConditionGroup>();

  /** @returns the condition */
  public note(condition: string, text: string, member: string): string {
    this.groups.set(condition, { condition, text, member });
    return condition;
  }

  /** The groups of some conditions, each once. */
  public of(conditions: Iterable<string>): ConditionGroup[] {
    return [...new Set(conditions)].flatMap((condition) => this.groups.get(condition) ?? []);
  }
}
