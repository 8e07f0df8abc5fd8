/** What conditions have in common, so that whoever reads sees one entry for all of them. */
export interface ConditionGroup {
  readonly condition: string;
  /** What all of the group say. */
  readonly text: string;
  /** What this one says. */
  readonly member: string;
}

/** The groups of the conditions of one run, noted where a condition is made. A condition without a group stands alone. */
export class ConditionGroups {
  private readonly groups = new Map<string, ConditionGroup>();

  /** Gives back the condition. */
  public note(condition: string, text: string, member: string): string {
    this.groups.set(condition, { condition, text, member });
    return condition;
  }

  /** The groups of some conditions, each once. */
  public of(conditions: Iterable<string>): ConditionGroup[] {
    return [...new Set(conditions)].flatMap((condition) => this.groups.get(condition) ?? []);
  }
}
