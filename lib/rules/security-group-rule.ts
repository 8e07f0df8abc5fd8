import { Direction } from '../requirements/direction';
import { Protocol } from '../requirements/ports';
import { RuleAccess } from './rule-access';

/** One rule of a network security group. In ports and addresses, `*` means any. */
export interface SecurityGroupRule {
  /** Name, unique in the group. */
  readonly name: string;
  /** Up to 140 characters. */
  readonly description: string;
  /** 100 to 4096, unique in its direction. Lower numbers are evaluated first. */
  readonly priority: number;
  /** Direction, seen from the compute. */
  readonly direction: Direction;
  /** Whether it allows or denies. */
  readonly access: RuleAccess;
  /** Transport protocol. */
  readonly protocol: Protocol;
  /** One service tag, `*`, or address ranges. */
  readonly sources: string[];
  /** One service tag, `*`, or address ranges. */
  readonly destinations: string[];
  /** Ports and ranges, or `*`. */
  readonly destinationPorts: string[];
  /** Ids of the requirements that the rule carries. Empty for rules that close or that keep the network's own traffic open. */
  readonly requirementIds: string[];
}
