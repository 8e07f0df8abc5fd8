import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { bindings } from './bindings';
import { cannotGet } from './cannot-get';
import { Framework } from './framework';
import { finish, Language, Runner } from './language';
import { ROOT } from '../packages/project';
import { copyRenamed, emptyFolder } from './rename';

const EXAMPLES = { network: 'NetworkStack', deploymentFile: 'DeploymentFile', unknownRegion: 'UnknownRegion' };

/** What Maven says when a repository does not serve something. All else that fails is a fault of the sources. */
const NOT_SERVED = /Could not (resolve|find|transfer)/;

/** One build of all, so that nothing is installed where other projects of the machine would find it. */
const TOGETHER = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId>
  <artifactId>all</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <modules>
    <module>framework</module>
    <module>provider</module>
    <module>library</module>
    <module>examples</module>
  </modules>
</project>
`;

const COMPILE = [
  '--batch-mode', '--quiet', 'compile', 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:build-classpath',
  '-Dmdep.outputFile=target/classpath.txt',
];

/** Java: the examples are compiled with the generated package and with generated classes of the framework and the provider. */
export const JAVA: Language = {
  name: 'Java',
  target: 'java',
  tools: [['javac', '--version'], ['mvn', '--version']],
  install(generated: string, framework: Framework): Runner | string {
    const folder = join(framework.folder, 'java');
    const modules = { ...bindings(framework, 'java'), library: generated };
    emptyFolder(folder);
    Object.entries(modules).forEach(([name, path]) => cpSync(path, join(folder, name), { recursive: true }));
    copyRenamed(join(ROOT, 'examples', 'java'), join(folder, 'examples'), framework.renames['java'] ?? []);
    writeFileSync(join(folder, 'pom.xml'), TOGETHER);
    const { status, output } = finish('mvn', COMPILE, { cwd: folder });
    if (status !== 0 && NOT_SERVED.test(output)) {
      return cannotGet(output, NOT_SERVED);
    }
    if (status !== 0) {
      throw new Error(`mvn compile failed with ${status}:\n${output}`);
    }
    const target = join(folder, 'examples', 'target');
    const classes = [join(target, 'classes'), readFileSync(join(target, 'classpath.txt'), 'utf8')].join(delimiter);
    return {
      examples: EXAMPLES,
      run: (example, args, outdir) =>
        finish('java', ['-cp', classes, `com.example.${example}`, ...args], { env: { CDKTF_OUTDIR: outdir } }),
    };
  },
};
