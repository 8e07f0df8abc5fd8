import { InputError, quote } from './errors';
import { isReference } from './references';

const ID = /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)\/providers\/([^/]+\/[^/]+)\/([^/]+)(?:\/([^/]+)\/([^/]+))?$/i;

/** The parts of the id of an Azure resource that rules are added to by name. */
export interface ResourceId {
  readonly resourceGroupName: string;
  readonly name: string;
}

/**
 * Checks the id of an Azure resource and takes it apart.
 *
 * @param type such as `Microsoft.Network/routeTables`, or `Microsoft.Network/virtualNetworks/subnets`
 * @returns undefined when the id is a reference, whose parts Terraform has to find
 */
export function parseResourceId(what: string, id: string, type: string): ResourceId | undefined {
  if (isReference(id)) {
    return undefined;
  }
  const match = ID.exec(id);
  const found = match && [match[2], match[4]].filter((part) => part !== undefined).join('/');
  if (!match || found!.toLowerCase() !== type.toLowerCase()) {
    const [provider, ...types] = type.split('/');
    const shape = types.map((t) => `${t}/<name>`).join('/');
    throw new InputError(`${what}: ${quote(id)} is not the id of a ${type}; expected ` +
      `"/subscriptions/<id>/resourceGroups/<name>/providers/${provider}/${shape}" or a reference to one`);
  }
  return { resourceGroupName: match[1]!, name: match[3]! };
}
