import { FINDINGS } from '../../lib/findings/finding-catalog';
import { generated, wrapped } from './markdown';

const HEAD = `# Findings

${generated('npm run docs:reference')}

What the command [\`verify\`](command-line.md#verify) can say about a network, by id. Ids are stable: none is renamed, or used again for
something else.

| severity | meaning | exit code |
|---|---|---|
| error | does not work, or is open without a need | 1 |
| unknown | could not be evaluated: neither good nor bad | 4, if there is no error |
| warning | works, but is probably not intended | 0 |
| note | for your information | 0 |
`;

const ACKNOWLEDGING = `## Acknowledging

To accept a finding, write it into the [deployment file](deployment-file.md), with the subject that \`verify\` shows:

\`\`\`yaml
acknowledged:
  - finding: rule-never-matches
    subject: azurerm_network_security_group.Training_Group_0E2A/Allow-Old-Proxy
    reason: Goes with the proxy, in March
\`\`\`

This is for one finding. It is still shown, with the reason, and no longer counts for the exit code. You cannot accept all
findings of an id. When a finding goes away, its acknowledgement is reported as \`acknowledgement-unused\`.
`;

/** The page docs/findings.md. */
export function findingsPage(): string {
  const table = ['| id | severity | meaning |', '|---|---|---|',
    ...FINDINGS.map(({ id, severity, meaning }) => `| [\`${id}\`](#${id}) | ${severity} | ${meaning} |`)];
  return [HEAD, `${table.join('\n')}\n`, ACKNOWLEDGING, ...FINDINGS.map(section)].join('\n');
}

function section(row: (typeof FINDINGS)[number]): string {
  const { id, severity, meaning, detail, example, acknowledge } = row;
  const remedy = 'longRemedy' in row ? row.longRemedy : row.remedy;
  const items = [`- Example: ${example}`, `- What to do: ${remedy}`, `- To acknowledge: ${acknowledge}`];
  return `## ${id}\n\nSeverity: ${severity}. ` +
    `${meaning}\n\n${wrapped(detail)}\n\n${items.map((item) => wrapped(item, '  ')).join('\n')}\n`;
}
