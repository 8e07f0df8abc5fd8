import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import manifest from '../../package.json';

const PROVIDER = manifest.devDependencies['@cdktf/provider-azurerm'];
const EXAMPLES = join(__dirname, '..', '..', 'examples');

/** The names of the packages in Java and Go, and the versions that the npm packages have. */
const VERSIONS = [
  { java: 'cdktf-azureml-network', go: 'cdktf-azureml-network-go/azuremlnetwork', version: manifest.version },
  { java: 'cdktf', go: 'terraform-cdk-go/cdktf', version: manifest.devDependencies.cdktf },
  { java: 'cdktf-provider-azurerm', go: 'cdktf-provider-azurerm-go/azurerm/v14', version: PROVIDER },
  { java: 'constructs', go: 'constructs-go/constructs/v10', version: manifest.devDependencies.constructs },
];

test.each(VERSIONS)('the examples in Java and Go take $java as TypeScript does, $version', ({ java, go, version }) => {
  const versions = (file: string, pattern: RegExp): (string | undefined)[] =>
    [...readFileSync(join(EXAMPLES, file), 'utf8').matchAll(pattern)].map((match) => match[1]);
  expect(versions('java/pom.xml', new RegExp(`<artifactId>${java}</artifactId>\\s*<version>([^<]+)</version>`, 'g'))).toEqual([version]);
  expect(versions('go/go.mod', new RegExp(`/${go} v(\\S+)$`, 'gm'))).toEqual([version]);
});
