import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../packages/project';
import { Rename } from './rename';
import { CDK_TERRAIN } from './cdk-terrain';

/** A framework, and the npm package of this project for it. */
export interface Framework {
  readonly name: 'cdktf' | 'cdktn';
  /** The npm package of the provider. */
  readonly provider: string;
  /** The folder of the npm package of this project, with its assembly of jsii and all that it was built with. */
  readonly project: string;
  /** Where the packages and apps for other languages are put together. It is inside the project, so that modules are found there. */
  readonly folder: string;
  /** The modules of Go that the examples ask for and that are generated: this project's, the framework's and the provider's. */
  readonly go: { readonly library: string; readonly core: string; readonly provider: string };
  /** What the examples call otherwise, by the target of jsii-pacmak. */
  readonly renames: Readonly<Record<string, readonly Rename[]>>;
}

const TERRAIN = join(ROOT, 'packages', 'build', 'cdktn-azureml-network');

export const FRAMEWORKS: readonly Framework[] = [
  {
    name: 'cdktf',
    provider: '@cdktf/provider-azurerm',
    project: ROOT,
    folder: join(ROOT, 'packages', 'languages'),
    go: {
      library: 'github.com/cdktf-azureml-network/cdktf-azureml-network-go/azuremlnetwork',
      core: 'github.com/hashicorp/terraform-cdk-go/cdktf',
      provider: 'github.com/cdktf/cdktf-provider-azurerm-go/azurerm/v14',
    },
    renames: {},
  },
  {
    name: 'cdktn',
    provider: '@cdktn/provider-azurerm',
    project: TERRAIN,
    folder: join(TERRAIN, 'languages'),
    go: {
      library: 'github.com/cdktf-azureml-network/cdktn-azureml-network-go/azuremlnetwork',
      core: 'github.com/open-constructs/cdk-terrain-go/cdktn',
      provider: 'github.com/cdktn-io/cdktn-provider-azurerm-go/azurerm/v16',
    },
    renames: CDK_TERRAIN,
  },
];

/** @throws Error where the folder of the package for a framework is not there; this project's own is built when it is packed */
export function mustBeThere({ name, project }: Framework): void {
  if (!existsSync(join(project, 'package.json'))) {
    throw new Error(`the package for ${name} is not built; run npm run packages -- ${name}-azureml-network`);
  }
}
