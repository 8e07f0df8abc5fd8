import { LIMITS } from '../azure/limits';

/** What the description of a rule says, in this order. */
interface DescriptionParts {
  /** What the rule is for. */
  readonly purpose: string;
  /** Ids of the documented requirements, or of the user's own, that ask for the rule. */
  readonly ids: readonly string[];
  /** Whether data can leave through it. */
  readonly isWayOut: boolean;
}

const MAX = LIMITS.securityRuleDescription;
const CUT = '...';

/**
 * The description of a rule: `Storage account of the workspace; a way out for data [basic.storage]`.
 * Ids are never cut. A purpose that leaves no room for them is, and shows that it is.
 */
export function ruleDescription({ purpose, ids, isWayOut }: DescriptionParts): string {
  const end = `${isWayOut ? '; a way out for data' : ''}${ids.length === 0 ? '' : ` [${ids.join(', ')}]`}`;
  const room = MAX - end.length;
  if (purpose.length <= room || room <= CUT.length) {
    return purpose + end;
  }
  return `${purpose.slice(0, room - CUT.length).trimEnd()}${CUT}${end}`;
}
