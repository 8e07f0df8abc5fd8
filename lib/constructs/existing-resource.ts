import { Fn, Token } from 'cdktf';
import { parseResourceId, ResourceId } from '../azure/resource-ids';

/**
 * Resource group and name out of the id of an existing resource. Of a reference, Terraform takes them out of the id when
 * it knows it: `/subscriptions/<1>/resourceGroups/<2>/providers/...` has the group at place 4 and the name at place 8.
 */
export function existingResource(what: string, id: string, type: string): ResourceId {
  const part = (index: number): string => Token.asString(Fn.element(Fn.split('/', id), index));
  return parseResourceId(what, id, type) ?? { resourceGroupName: part(4), name: part(8) };
}
