/** A function of Terraform. It throws `NotKnown` where a value that is not known decides, and `Refused` where Terraform refuses. */
export type TerraformFunction = (...args: readonly unknown[]) => unknown;
