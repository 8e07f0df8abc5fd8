import { InputError, quote } from '../azure/errors';
import { csvRows } from '../input/csv';
import { JsonDocument } from '../input/json';

/** More rows than this the portal does not write. Source: Resource Graph, work with data. */
const MAX_ROWS = 55_000;

/** Cells that hold objects are JSON. */
const OBJECTS = new Set(['properties', 'sku', 'tags', 'identity', 'plan', 'zones', 'extendedlocation']);

/**
 * The table that Resource Graph Explorer writes with "Download as CSV", in the form of its answers. Formatted results, which
 * have names instead of ids and no objects, are refused.
 */
export function graphRowsOfCsv(name: string, text: string): unknown {
  const [head, ...rows] = csvRows(name, text.startsWith('\ufeff') ? text.slice(1) : text);
  const columns = head?.cells.map((cell) => cell.trim()) ?? [];
  if (!columns.some((column) => column.toLowerCase() === 'id') || !columns.some((column) => column.toLowerCase() === 'properties')) {
    throw new InputError({
      argument: name,
      problem: 'the table has no columns "id" and "properties"',
      allowed: 'download the result of Resource Graph Explorer with ' +
        '"Formatted results" off, of a query that keeps these columns',
    });
  }
  const data = rows.map(({ line, cells }) => {
    if (cells.length !== columns.length) {
      throw new InputError({
        argument: `${name}:${line}`,
        problem: `the row has ${cells.length} cells, and there are ${columns.length} columns, so the file is cut or was changed`,
      });
    }
    return Object.fromEntries(columns.map((column, i) => [keyOf(column), valueOf(name, line, column, cells[i]!)]));
  });
  return { count: data.length, data, resultTruncated: String(data.length >= MAX_ROWS) };
}

function keyOf(column: string): string {
  return ['id', 'name', 'type', 'properties'].find((key) => key === column.toLowerCase()) ?? column;
}

function valueOf(name: string, line: number, column: string, cell: string): unknown {
  if (!OBJECTS.has(column.toLowerCase()) || cell === '' || cell === 'null') {
    return cell === '' || cell === 'null' ? null : cell;
  }
  try {
    return new JsonDocument({ name: `${name}:${line}`, text: cell },
      { what: `the column ${quote(column)}`, maxBytes: Number.MAX_SAFE_INTEGER }).content;
  } catch (error) {
    if (error instanceof InputError) {
      throw new InputError({
        argument: `${name}:${line}`,
        problem: `the cell of ${quote(column)} is not JSON, so the file is cut, or "Formatted results" was on`,
      });
    }
    throw error;
  }
}
