import { join } from 'node:path';
import { Framework } from './framework';
import { generateInto } from './generate';
import { emptyFolder } from './rename';
import { writeProvider } from './provider';

/** The folders of sources of what the package depends on, for one target of jsii-pacmak. */
export interface Bindings {
  readonly framework: string;
  readonly provider: string;
}

/**
 * Generates the classes of the framework and of the provider in one language, from the npm packages that TypeScript uses. So Java
 * and Go need no more of their registries than the runtime of jsii and `constructs`, and all languages run the same JavaScript.
 */
export function bindings(framework: Framework, target: string): Bindings {
  const folder = join(framework.folder, 'bindings', target);
  emptyFolder(folder);
  const provider = join(folder, 'provider-azurerm');
  writeProvider(provider, join(framework.project, 'node_modules', framework.provider));
  generateInto(join(folder, 'framework'), join(framework.project, 'node_modules', framework.name), [target]);
  generateInto(join(folder, 'provider'), provider, [target]);
  return { framework: join(folder, 'framework', target), provider: join(folder, 'provider', target) };
}
