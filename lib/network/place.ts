/** Where something stands. */
export interface Place {
  /** File, as the user named it. */
  readonly file: string;
  /** Address of the resource: `azurerm_network_security_group.Training_Group_0E2A`, with its module in a plan. */
  readonly resource: string;
  /** The part of the resource: `security_rule[3]`. */
  readonly part?: string;
  /** The same with names where parts have one: `security_rule Allow-Dns`. */
  readonly label?: string;
  /** The line of a file in Terraform's own syntax, where it can be told. */
  readonly line?: number;
  /** What makes the part where no block is written for it: a dynamic block, or an expression instead of all blocks of its name. */
  readonly madeBy?: 'dynamic block' | 'expression';
}
