import Table from 'cli-table3';
import { conditionText, RequirementDocument } from '../catalog/documents';

/** Forms of the list. */
export const FORMATS = ['table', 'json', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

const COLUMNS = ['Id', 'Direction', 'Protocol', 'Ports', 'Endpoint', 'Conditions', 'Clouds', 'Editions'];

/** The list of requirements as text, with a line break at its end. */
export function formatRequirements(documents: readonly RequirementDocument[], format: Format): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(documents, null, 2)}\n`;
    case 'markdown':
      return markdown(documents);
    case 'table':
      return table(documents);
  }
}

function cells(document: RequirementDocument): string[] {
  const { id, direction, protocol, ports, endpoint, conditions, clouds, editions } = document;
  const value = endpoint.value === '' ? '(not documented)' : endpoint.value;
  return [id, direction, protocol, ports.join(', '), value, conditions.map(conditionText).join('; '), clouds.join(', '), editions.join(', ')];
}

function table(documents: readonly RequirementDocument[]): string {
  const none = { top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '', left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ' };
  const rows = new Table({ head: COLUMNS, chars: none, style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] } });
  rows.push(...documents.map(cells));
  const lines = rows.toString().split('\n').map((line) => line.trimEnd());
  return `${lines.join('\n')}\n\n${documents.length} ${documents.length === 1 ? 'requirement' : 'requirements'}\n`;
}

function markdown(documents: readonly RequirementDocument[]): string {
  const row = (texts: readonly string[]): string => `| ${texts.join(' | ')} |\n`;
  return row(COLUMNS) + row(COLUMNS.map(() => '---')) +
    documents.map(cells).map(([id, direction, protocol, ports, endpoint, ...rest]) =>
      row([code(id!), direction!, protocol!, ports!, code(endpoint!), ...rest.map(escapeMarkdown)])).join('');
}

/** A code span; a bar would end the cell even inside one. */
function code(text: string): string {
  return `\`${text.replace(/`/g, "'").replace(/\|/g, '\\|')}\``;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|]/g, '\\$&');
}
