import { changedByInterface, interfacePairs } from '../filtering/paths/changed-interfaces';
import { SubnetPair } from '../filtering/paths/changed-flows';
import { Direction } from '../requirements/direction';
import { FlowChange, flowChangesOf } from './flow-changes';

/**
 * The flows of machines in a subnet that fare differently because of the groups of their own interfaces. Requirements are those of compute
 * that Azure Machine Learning makes, and ask for none of it.
 */
export function interfaceChanges(subnet: string, pair: SubnetPair, direction: Direction): FlowChange[] {
  return interfacePairs(pair).flatMap((one) => {
    const flows = flowChangesOf(subnet, pair, direction, [], changedByInterface(pair, one, direction));
    return flows.map(({ example, ...rest }): FlowChange => ({
      ...rest, own: one.address ?? `the machine of ${one.name}`,
      ...(example !== undefined && one.address !== undefined && { example: example.replace(subnet, one.address) }),
    }));
  });
}
