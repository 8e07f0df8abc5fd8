import { join } from 'node:path';
import { finish, Language } from './language';

/** Java, Go and C#: their sources are generated. There is no example to run yet, so none of them is ever called done. */
const NO_EXAMPLE = 'there is no example application for this language yet';

/** The first lines of what a client of a package registry says that it cannot get. */
function cannotGet(output: string, pattern: RegExp): string {
  const line = output.split('\n').find((one) => pattern.test(one)) ?? output.trimEnd().split('\n').at(-1) ?? '';
  return `what the package depends on cannot be had: ${line.replace(/\s+/g, ' ').trim().slice(0, 300)}`;
}

export const JAVA: Language = {
  name: 'Java',
  target: 'java',
  tools: [['javac', '--version'], ['mvn', '--version']],
  install(generated: string): string {
    const { status, output } = finish('mvn', ['--batch-mode', '--quiet', 'dependency:resolve'], { cwd: generated });
    return status === 0 ? NO_EXAMPLE : cannotGet(output, /Could not (resolve|find)|not found/);
  },
};

export const GO: Language = {
  name: 'Go',
  target: 'go',
  tools: [['go', 'version']],
  install(generated: string): string {
    const { status, output } = finish('go', ['mod', 'download'], { cwd: join(generated, 'azuremlnetwork') });
    return status === 0 ? NO_EXAMPLE : cannotGet(output, /^go: /);
  },
};

export const CSHARP: Language = {
  name: 'C#',
  target: 'dotnet',
  tools: [['dotnet', '--version']],
  install: () => NO_EXAMPLE,
};
