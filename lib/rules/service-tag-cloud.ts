import { Cloud } from '../azure/clouds';
import { InputError, quote } from '../azure/errors';
import { ServiceTagFile } from '../input/service-tag-file';

/**
 * Checks that a service tag file is of the cloud of the requirements: the same tag has other addresses elsewhere.
 * @param argument how users name the file, where messages begin with it
 */
export function checkCloud(file: ServiceTagFile, cloud: Cloud, argument?: string): void {
  if (file.cloud !== cloud) {
    throw new InputError(
      `${argument === undefined ? '' : `${argument}: `}${quote(file.path)} has the tags of the cloud "${file.cloud}", and the ` +
        `requirements are for "${cloud}"; ` +
        `give the file of Azure for "${cloud}"`,
    );
  }
}
