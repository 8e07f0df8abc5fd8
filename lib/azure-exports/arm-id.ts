/** The id of an Azure resource, taken apart. Azure compares ids without case, and writes them in more than one. */
export interface ArmId {
  /** The id in lower case. */
  readonly key: string;
  readonly resourceGroup: string;
  /** In lower case: `microsoft.network/virtualnetworks/subnets`. */
  readonly type: string;
  /** In lower case, one for each part of the type. */
  readonly names: readonly string[];
  /** Id of what it is a part of, in lower case. */
  readonly parent?: string;
}

const ID = /^\/subscriptions\/[^/\s]+\/resourcegroups\/([^/\s]+)\/providers\/([^/\s]+)((?:\/[^/\s]+\/[^/]+)+)$/;

/** Takes an id apart; undefined for anything else. */
export function parseArmId(text: string): ArmId | undefined {
  const key = withoutSlash(text).toLowerCase();
  const [, resourceGroup, provider, rest] = ID.exec(key) ?? [];
  if (resourceGroup === undefined || provider === undefined || rest === undefined) {
    return undefined;
  }
  const parts = rest.slice(1).split('/');
  const types = parts.filter((_, i) => i % 2 === 0);
  const names = parts.filter((_, i) => i % 2 === 1);
  return {
    key, resourceGroup, type: [provider, ...types].join('/'), names,
    ...(types.length > 1 && { parent: key.split('/').slice(0, -2).join('/') }),
  };
}

/** An id without a slash at its end, which some write. */
export function withoutSlash(id: string): string {
  return id.replace(/(?<=[^/])\/+$/, '');
}

/** Resource group and names, as the model joins resources whose subscription is not known. */
export function armPath({ resourceGroup, names }: ArmId): string {
  return [resourceGroup, ...names].join('/');
}

/** The last name of an id as it is written. */
export function nameIn(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
