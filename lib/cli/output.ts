/** Where a run writes to. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
  /** Moves the cursor of a terminal, where errors go to one. No text of others may be in it. */
  control?(text: string): void;
  /** Whether answers go to a terminal that shows colours, and nobody has set NO_COLOR. */
  readonly hasColours?: boolean;
  /** Whether errors go to a terminal, where progress can be shown. */
  readonly isTerminal?: boolean;
  /** Whether somebody at a terminal can answer questions. */
  readonly canAsk?: boolean;
}
