import { InputError, printable } from '../azure/errors';

/**
 * Refuses a folder with files of OpenTofu, which are not read: of two files of one name, OpenTofu takes its own.
 * Source: OpenTofu 1.8, configuration files with the extension .tofu.
 */
export function refuseOpenTofu(folder: string, names: readonly string[]): void {
  const own = names.find((name) => /\.tofu(\.json)?$/.test(name));
  if (own !== undefined) {
    throw new InputError({
      argument: printable(folder), problem: `the folder has files of OpenTofu, such as ${printable(own)}, which are not read`,
      allowed: 'give the JSON of a plan: tofu plan -out plan.bin, then tofu show -json plan.bin > plan.json',
    });
  }
}
