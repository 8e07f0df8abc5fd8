import type { Network } from './network';

interface Named {
  readonly key: string;
  readonly path?: string;
}

/**
 * What is one resource in two networks. One that is planned may be known by its names alone, because a configuration need not
 * say the subscription; one that is deployed always has its id.
 */
export class Aliases {
  private readonly keys = new Map<string, string>();
  private readonly subnets: ReadonlyMap<string, string | undefined>;

  constructor(planned: Network, deployed: Network) {
    this.subnets = unique(planned.subnets.filter(({ key }) => !isId(key)));
    for (const named of NAMED) {
      this.add(named(planned), named(deployed));
    }
  }

  /** The same for the id of a subnet, which the deployed network may have no more of. */
  public ofSubnet(id: string): string {
    const path = SUBNET_ID.exec(id)?.slice(1).join('/');
    return this.keys.get(id) ?? (path === undefined ? undefined : this.subnets.get(path)) ?? id;
  }

  /** The key under which what is deployed is known in the joined network. */
  public of(key: string): string {
    return this.keys.get(key) ?? key;
  }

  private add(planned: readonly Named[], deployed: readonly Named[]): void {
    const keys = new Set(planned.map(({ key }) => key));
    const byPath = unique(planned.filter(({ key }) => !isId(key)));
    const deployedByPath = unique(deployed);
    for (const { key, path } of deployed) {
      const other = path === undefined || keys.has(key) || deployedByPath.get(path) === undefined ? undefined : byPath.get(path);
      if (other !== undefined) {
        this.keys.set(key, other);
      }
    }
  }
}

const NAMED: readonly ((network: Network) => readonly Named[])[] = [
  ({ subnets }) => subnets,
  ({ securityGroups }) => [...securityGroups.values()],
  ({ routeTables }) => [...routeTables.values()],
  ({ ipGroups }) => [...ipGroups?.values() ?? []],
  // Policies, and firewalls without one.
  ({ firewalls }) => [...new Map(firewalls.flatMap((firewall) => [firewall, ...firewall.policies ?? []])
    .map((one) => [one.key, one])).values()],
];

const SUBNET_ID = /\/resourcegroups\/([^/]+)\/providers\/microsoft\.network\/virtualnetworks\/([^/]+)\/subnets\/([^/]+)$/;

/** Items by their paths; undefined where several have one. */
function unique(items: readonly Named[]): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const { key, path } of items) {
    if (path !== undefined) {
      found.set(path, found.has(path) ? undefined : key);
    }
  }
  return found;
}

function isId(key: string): boolean {
  return key.startsWith('/subscriptions/');
}
