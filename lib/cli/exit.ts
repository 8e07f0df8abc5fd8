/** Exit codes; they are part of the documented behaviour. The command `diff` has one for each verdict. */
export const EXIT = {
  ok: 0, differences: 1, usage: 2, failure: 3, unknown: 4,
  narrower: 10, widerAsRequired: 11, widerBeyondRequirements: 12, requirementLost: 13,
} as const;
