import type { NetworkInterface, Place } from './network';

/** Where network interfaces are. */
export type InterfaceEnds = NetworkInterface['ends'];

/** A rule of a load balancer by which the machines of a pool get out to the Internet. */
export interface BalancerRule {
  readonly name: string;
  readonly place: Place;
  /** Where all machines of the pool are; undefined where that is not known. */
  readonly ends?: InterfaceEnds;
}
