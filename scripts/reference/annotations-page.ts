import { ANNOTATIONS } from '../../lib/constructs/annotation-catalog';
import { code, generated, table } from './markdown';

const HEAD = `During synthesis, constructs say what may fail, what is open more widely than documented, and what they
could not write. \`cdktf synth\`, \`azureml-network synth\` and \`npm run synth\` print these texts, and
\`cdktf.out/manifest.json\` has them. For example:

\`\`\`text
info: two-subnets/training/SecurityGroup: [azureml-network:left-out] basic.compute-management: compute.publicIp is false.
\`\`\`

The code in brackets stays the same from version to version, so you can filter by it.`;

const FOOT = `In programs, read the same from the properties \`unexpressed\` and \`substitutions\` of constructs, and \`leftOut\` and
\`gaps\` of the requirement set.`;

/** The page docs/annotations.md. */
export function annotationsPage(): string {
  const rows = Object.entries(ANNOTATIONS).map(([id, { level, meaning }]) => [code(id), level, meaning]);
  const codes = table(['code', 'level', 'meaning'], rows);
  return `${['# Annotations', generated('npm run docs:reference'), HEAD, codes, FOOT].join('\n\n')}\n`;
}
