/**
 * Commands of the Azure CLI that print a resource, by its type in lower case. Source: Azure CLI, az network; the extension azure-firewall.
 */
const SHOW: Readonly<Record<string, string>> = {
  'microsoft.network/networksecuritygroups': 'az network nsg show',
  'microsoft.network/routetables': 'az network route-table show',
  'microsoft.network/virtualnetworks': 'az network vnet show',
  'microsoft.network/virtualnetworks/subnets': 'az network vnet subnet show',
  'microsoft.network/azurefirewalls': 'az network firewall show',
  'microsoft.network/firewallpolicies': 'az network firewall policy show',
  'microsoft.network/ipgroups': 'az network ip-group show',
  'microsoft.network/natgateways': 'az network nat gateway show',
};

/** Ids without what stands for a part that a file does not say, and without what would end a word of a command. */
const ID = /^\/subscriptions\/([\w-]+)\/resourcegroups\/([\w.()-]+)\/providers\/microsoft\.network((?:\/[\w.-]+)+)$/i;

/** What to add to a message about resources that are missing: `; give the output of "az network nsg show --ids …" too`. */
export function giveToo(...commands: readonly (string | undefined)[]): string {
  const known = commands.filter((command) => command !== undefined).map((command) => `"${command}"`);
  return known.length === 0 ? '' : `; give the output of ${known.join(' and ')} too`;
}

/** The command that prints a resource; undefined where there is none, or where parts of the id are not known. */
export function showCommand(id: string): string | undefined {
  const parts = ID.exec(id)?.[3]?.slice(1).split('/') ?? [];
  const type = ['microsoft.network', ...parts.filter((_, i) => i % 2 === 0)].join('/').toLowerCase();
  return Object.hasOwn(SHOW, type) ? `${SHOW[type]!} --ids ${id}` : undefined;
}

/** The command that prints all resources of a type, page after page; undefined where it takes more than the type. */
export function listCommand(type: string): string | undefined {
  return Object.hasOwn(SHOW, type) && type.split('/').length === 2 ? SHOW[type]!.replace(/show$/, 'list') : undefined;
}

/** The same by names: `resource group/name`, of which nothing else is known. */
export function showByNames(type: string, path: string | undefined): string | undefined {
  const [group, name, ...more] = (path ?? '').split('/');
  return [group, name].every((part) => part !== undefined && /^[\w.()-]+$/.test(part)) && more.length === 0 && Object.hasOwn(SHOW, type)
    ? `${SHOW[type]!} --resource-group ${group!} --name ${name!}` : undefined;
}

/** The command that prints the rules of a firewall policy, which its own command does not. */
export function ruleGroupsCommand(policyId: string): string | undefined {
  const [, subscription, group, rest] = ID.exec(policyId) ?? [];
  const name = rest?.split('/')[2];
  return name === undefined ? undefined
    : `az network firewall policy rule-collection-group list --policy-name ${name} -g ${group!} --subscription ${subscription!}`;
}

/** How to get the firewalls of a subscription, where nobody knows which of them is meant. */
export const FIREWALL_COMMANDS = '"az network firewall list" prints Azure Firewalls with their addresses, "az network firewall policy ' +
  'list" their policies, and "az network firewall policy rule-collection-group list" the rules of a policy.';
