import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finish, mustFinish } from '../languages/language';
import { ROOT } from '../packages/project';
import { schemaFile } from '../provider-schema/files';

/** Where Terraform takes the provider from. */
export interface Provider {
  /** What the report calls it. */
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  /** Why there is no plan. Absent when there can be one. */
  readonly noPlan?: string;
  /** What this provider leaves untried. */
  readonly notTried?: string;
}

/** The provider that the configuration of Terraform's command line leads to. */
export function realProvider(): Provider | undefined {
  const { TF_CLI_CONFIG_FILE: file, ARM_SUBSCRIPTION_ID: account } = process.env;
  if (file === undefined || !existsSync(file)) {
    return undefined;
  }
  const hasAccount = account !== undefined;
  return {
    name: 'the provider azurerm',
    env: {},
    ...(hasAccount ? {} : { noPlan: 'azurerm plans only with an Azure account, and ARM_SUBSCRIPTION_ID is not set' }),
  };
}

/**
 * A stand-in for the provider, built with Go: it has the schema that is kept, and none of the provider's checks.
 * @returns why it cannot be built, where it cannot
 */
export function standIn(work: string, version: string): Provider | string {
  if (finish('go', ['version']).status !== 0) {
    return 'go not found, which builds the stand-in for azurerm';
  }
  const sources = join(work, 'stand-in');
  rmSync(sources, { recursive: true, force: true });
  cpSync(join(ROOT, 'scripts', 'terraform', 'stand-in'), sources, { recursive: true });
  const { status, output } = finish('go', ['mod', 'download'], { cwd: sources });
  if (status !== 0) {
    return `what the stand-in for azurerm needs cannot be had: ${output.trimEnd().split('\n').at(-1)}`;
  }
  const mirror = join(work, 'mirror');
  const platform = mustFinish('go', ['env', 'GOOS', 'GOARCH']).trim().replace('\n', '_');
  const folder = join(mirror, 'registry.terraform.io', 'hashicorp', 'azurerm', version, platform);
  mkdirSync(folder, { recursive: true });
  mustFinish('go', ['build', '-o', join(folder, `terraform-provider-azurerm_v${version}_x5`), '.'], { cwd: sources });
  const config = join(work, 'terraform.rc');
  writeFileSync(config, `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`);
  return {
    name: `a stand-in for azurerm ${version}, which has its schema and none of its checks`,
    env: { TF_CLI_CONFIG_FILE: config, AZURERM_STAND_IN_SCHEMA: schemaFile('4') },
    notTried: 'the provider azurerm was not found: TF_CLI_CONFIG_FILE names no file',
  };
}
