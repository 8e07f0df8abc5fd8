import { finish } from '../languages/language';

/** Runs Terraform in a folder, and gives what it prints. It throws an error with what Terraform says against it. */
export function terraformIn(folder: string, env: Readonly<Record<string, string>>): (...args: string[]) => string {
  return (...args) => {
    const { status, output, printed } = finish('terraform', args, { cwd: folder, env: { TF_IN_AUTOMATION: '1', ...env } });
    if (status !== 0) {
      throw new Error(`terraform ${args[0]} failed with ${status}:\n${output}`);
    }
    return printed;
  };
}
