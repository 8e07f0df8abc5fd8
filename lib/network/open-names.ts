/** What a name begins and ends with, in lower case, as far as an expression in it lets that be known. */
export interface NameEnds {
  readonly first: string;
  readonly last: string;
}

/** A resource whose names may have expressions in them. */
export interface WithOpenNames {
  /** Resource group and names, where one of them is an expression: what is deployed and has such names may be this one. */
  readonly openNames?: readonly NameEnds[];
}
