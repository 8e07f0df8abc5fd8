import { Cloud } from '../azure/clouds';
import { InputError } from '../azure/errors';
import { ServiceTagFile } from '../input/service-tag-file';

/**
 * Checks that a service tag file is of the cloud of the requirements: the same tag has other addresses elsewhere.
 * @param argument how users name the file, where messages begin with it
 */
export function checkCloud(file: ServiceTagFile, cloud: Cloud, argument?: string): void {
  if (file.cloud !== cloud) {
    throw new InputError({
      ...(argument !== undefined && { argument }), given: file.path,
      problem: `has the tags of the cloud "${file.cloud}", but the requirements are for "${cloud}"`,
      allowed: `give the file of Azure for "${cloud}"`,
    });
  }
}
