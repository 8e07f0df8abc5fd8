import type { Network, Place, ReadingProblem } from './network';

interface InSubscription {
  readonly key: string;
  readonly name: string;
  readonly path?: string;
  readonly place: Place;
  readonly isMadeElsewhere?: boolean;
}

const ID = /^\/subscriptions\/([^/]+)\/resourcegroups\/([^/]+)\//;

/**
 * Says what a plan adds to in one subscription, where the exports have something with the same names only in another one: that is likely
 * a wrong subscription, and the rules are of nothing that was read.
 */
export function otherSubscriptions(planned: Network, deployed: Network): ReadingProblem[] {
  return LISTS.flatMap((list) => {
    const there = list(deployed);
    const keys = new Set(there.map(({ key }) => key));
    return list(planned).filter(({ key, isMadeElsewhere }) => isMadeElsewhere === true && ID.test(key) && !keys.has(key))
      .flatMap((plan) => there.filter(({ key, path }) => path !== undefined && path === plan.path && ID.test(key)).slice(0, 1)
        .map((one): ReadingProblem => ({
          place: plan.place,
          message: `it names ${plan.name} of the subscription ${subscriptionOf(plan.key)}, but the exports have these names only in ` +
            `${subscriptionOf(one.key)}, which is another resource; export the former subscription, or correct it`,
        })));
  });
}

const LISTS: readonly ((network: Network) => readonly InSubscription[])[] = [
  ({ securityGroups }) => [...securityGroups.values()], ({ routeTables }) => [...routeTables.values()],
  ({ ipGroups }) => [...ipGroups?.values() ?? []], ({ firewalls }) => firewalls,
  ({ subnets }) => subnets.map((subnet) => ({ ...subnet, isMadeElsewhere: subnet.addressPrefixes.length === 0 })),
];

function subscriptionOf(key: string): string {
  return ID.exec(key)![1]!;
}
