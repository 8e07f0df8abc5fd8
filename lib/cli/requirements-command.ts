import { conditionText, RequirementDocument } from '../catalog/requirement-documents';
import { code, escapeMarkdown, markdownTable } from '../review/markdown';
import { Format, plainTable } from './tables';

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
  return [
    id, direction, protocol, ports.join(', '), value, conditions.map(conditionText).join('; '), clouds.join(', '), editions.join(', '),
  ];
}

function table(documents: readonly RequirementDocument[]): string {
  return `${plainTable(COLUMNS, documents.map(cells))}\n${documents.length} ${documents.length === 1 ? 'requirement' : 'requirements'}\n`;
}

function markdown(documents: readonly RequirementDocument[]): string {
  return markdownTable(COLUMNS, documents.map(cells).map(([id, direction, protocol, ports, endpoint, ...rest]) =>
    [code(id!), direction!, protocol!, ports!, code(endpoint!), ...rest.map(escapeMarkdown)]));
}
