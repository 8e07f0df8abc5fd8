import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifest, ROOT } from '../packages/project';
import { Rename } from './rename';

interface Versions {
  readonly devDependencies: Readonly<Record<string, string>>;
}

const OURS = manifest().devDependencies;
const THEIRS = (JSON.parse(readFileSync(join(ROOT, 'packaging', 'cdktn-azureml-network', 'package.json'), 'utf8')) as Versions)
  .devDependencies;

/** A dependency of Maven, as examples/java/pom.xml writes it. */
function maven(group: string, artifact: string, version: string): string {
  return `<groupId>${group}</groupId>
      <artifactId>${artifact}</artifactId>
      <version>${version}</version>`;
}

const [provider, terrainProvider] = [OURS['@cdktf/provider-azurerm']!, THEIRS['@cdktn/provider-azurerm']!];
const library = 'io.github.cdktfazuremlnetwork';

/** What the examples for CDK for Terraform call otherwise in CDK Terrain, by language. */
export const CDK_TERRAIN: Readonly<Record<string, readonly Rename[]>> = {
  python: [
    ['from cdktf import', 'from cdktn import'],
    ['from cdktf_azureml_network import', 'from cdktn_azureml_network import'],
    ['from cdktf_cdktf_provider_azurerm.', 'from cdktn_provider_azurerm.'],
  ],
  java: [
    ['import com.hashicorp.cdktf.providers.', 'import io.cdktn.providers.'],
    ['import com.hashicorp.cdktf.', 'import io.cdktn.cdktn.'],
    [`import ${library}.`, `import ${library}.cdktn.`],
    ['<artifactId>cdktf-azureml-network<', '<artifactId>cdktn-azureml-network<'],
    [maven('com.hashicorp', 'cdktf', OURS['cdktf']!), maven('io.cdktn', 'cdktn', THEIRS['cdktn']!)],
    [maven('com.hashicorp', 'cdktf-provider-azurerm', provider), maven('io.cdktn', 'cdktn-provider-azurerm', terrainProvider)],
    [maven('software.constructs', 'constructs', OURS['constructs']!), maven('software.constructs', 'constructs', THEIRS['constructs']!)],
  ],
  go: [
    ['cdktf-azureml-network/cdktf-azureml-network-go', 'cdktf-azureml-network/cdktn-azureml-network-go'],
    [`github.com/cdktf/cdktf-provider-azurerm-go/azurerm/v14 v${provider}`,
      `github.com/cdktn-io/cdktn-provider-azurerm-go/azurerm/v16 v${terrainProvider}`],
    ['github.com/cdktf/cdktf-provider-azurerm-go/azurerm/v14', 'github.com/cdktn-io/cdktn-provider-azurerm-go/azurerm/v16'],
    [`github.com/hashicorp/terraform-cdk-go/cdktf v${OURS['cdktf']!}`,
      `github.com/open-constructs/cdk-terrain-go/cdktn v${THEIRS['cdktn']!}`],
    ['github.com/hashicorp/terraform-cdk-go/cdktf', 'github.com/open-constructs/cdk-terrain-go/cdktn'],
    [`constructs-go/constructs/v10 v${OURS['constructs']!}`, `constructs-go/constructs/v10 v${THEIRS['constructs']!}`],
    ['cdktf.', 'cdktn.'],
  ],
};
