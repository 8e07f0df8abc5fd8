import { EXPRESSION, HIDDEN } from '../azure/plain-text';

export const SUBSCRIPTION = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';

/** How people name a subnet: `network/subnet`, its name, or its address in Terraform. */
export const SUBNET_NAME = {
  type: 'string', pattern: `^(?=\\S)(?![\\s\\S]*${EXPRESSION})[^${HIDDEN}]{1,300}$`,
  examples: ['vnet-ml/training', 'azurerm_subnet.training'],
};

/** How the id of a type of resources is written. */
interface ResourceIdSchema {
  readonly type: 'string';
  readonly description: string;
  readonly pattern: string;
  readonly examples: readonly string[];
}

/** An id of a type of resources. */
export function resourceId(type: string): ResourceIdSchema {
  const [provider, ...types] = type.split('/');
  const path = types.map((one) => `${one}/[A-Za-z0-9_.-]+`).join('/');
  return {
    type: 'string', description: `Id of a ${type}.`,
    pattern: `^/subscriptions/${SUBSCRIPTION}/resourceGroups/[A-Za-z0-9_().-]+/providers/${provider}/${path}$`,
    examples: [`/subscriptions/<id>/resourceGroups/<name>/providers/${provider}/${types.map((one) => `${one}/<name>`).join('/')}`],
  };
}

export const SUBNET_ID = resourceId('Microsoft.Network/virtualNetworks/subnets');
