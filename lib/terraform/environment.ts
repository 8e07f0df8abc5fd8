/** Values of `each`, `count`, iterators and the names of `for`. */
export type Environment = ReadonlyMap<string, unknown>;
