import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../packages/project';
import { generateInto, LANGUAGES } from './generate';
import { writeProvider } from './provider';

/** The folders of sources of what the package depends on, for one target of jsii-pacmak. */
export interface Bindings {
  readonly framework: string;
  readonly provider: string;
}

/**
 * Generates the classes of CDK for Terraform and of the provider in one language, from the npm packages that TypeScript uses. So Java
 * and Go need no more of their registries than the runtime of jsii and `constructs`, and all languages run the same JavaScript.
 */
export function bindings(target: string): Bindings {
  const folder = join(LANGUAGES, 'bindings', target);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const provider = join(folder, 'provider-azurerm');
  writeProvider(provider);
  generateInto(join(folder, 'framework'), join(ROOT, 'node_modules', 'cdktf'), [target]);
  generateInto(join(folder, 'provider'), provider, [target]);
  return { framework: join(folder, 'framework', target), provider: join(folder, 'provider', target) };
}
