/** Exit codes; they are part of the documented behaviour. */
export const EXIT = { ok: 0, differences: 1, usage: 2, failure: 3, unknown: 4 } as const;
