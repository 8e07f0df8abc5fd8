import type {} from 'expect'; // whose interface is extended below
import { matchers } from './matchers';
import { Expected } from './received';

/** What the matchers add to `expect(...)`. */
export interface NetworkMatchers<R> {
  /**
   * The rules let through what is required, and nothing is left that is an error or could not be evaluated.
   *
   * @param expected a deployment, or subnets with their requirements; of a stack, what its `SecuredSubnet` constructs need is known
   */
  toMeetRequirements(expected?: Expected): R;

  /**
   * A flow is allowed on all of its way.
   *
   * @param flow subnet, direction, protocol, port and the other side: `training outbound tcp 443 pypi.org`
   * @param expected as for `toMeetRequirements`; without it, subnets have their names in the Terraform JSON
   */
  toAllow(flow: string, expected?: Expected): R;

  /** A flow is denied on its way. The arguments are those of `toAllow`. */
  toDeny(flow: string, expected?: Expected): R;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace jest {
    // CDK for Terraform declares this with other type parameters than jest itself, which the compiler would report here.
    // eslint-disable-next-line @typescript-eslint/ban-ts-comment
    // @ts-ignore
    // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type
    interface Matchers<R, T = {}> extends NetworkMatchers<R> {}
  }
}

declare module 'expect' {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type
  interface Matchers<R extends void | Promise<void>, T = unknown> extends NetworkMatchers<R> {}
}

export { type Expected, matchers };

// In a test, or in a file of setupFilesAfterEnv, expect is there; elsewhere, and without globals, the matchers are added by hand.
(globalThis as { expect?: { extend?: (added: object) => void } }).expect?.extend?.(matchers);
