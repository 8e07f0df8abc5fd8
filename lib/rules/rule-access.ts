/** What a rule does with the traffic that it matches. */
export enum RuleAccess {
  /** Lets it through. */
  ALLOW = 'Allow',
  /** Stops it. */
  DENY = 'Deny',
}
