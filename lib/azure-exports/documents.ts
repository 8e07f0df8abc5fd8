import { AzureExportForm, azureExportForm, nameOfForm, PAGE_KEYS } from '../input/azure-export-forms';
import { InputError } from '../azure/errors';
import { MAX_LEVELS } from '../input/json-flaws';
import { Fields, isFields, member } from '../network/fields';

/** One document with the name that messages use. */
export interface ExportSource {
  readonly file: string;
  readonly json: unknown;
}

/** What a document holds, before it is read. */
export interface ExportDocument {
  readonly file: string;
  readonly form: AzureExportForm;
  readonly items: readonly unknown[];
  /** Address of the next page of a list. */
  readonly nextLink?: string;
  /** Of Resource Graph: how many rows there are in all pages, and whether the answer says that it is cut. */
  readonly total?: number;
  readonly isCut?: boolean;
  /** The template, for its parameters and variables. */
  readonly template?: Fields;
  /** What the document itself says is missing. */
  readonly flaw?: string;
}

/** Refuses what is nested too deeply to be looked at; Azure has some twenty levels. */
export function refuseTooDeep({ file, json }: ExportSource): void {
  let level: unknown[] = [json];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_LEVELS) {
      throw new InputError({ argument: file, problem: `is nested in more than ${MAX_LEVELS} levels, deeper than any export of Azure` });
    }
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
}

/** Takes the items out of a document of any form. */
export function documentsIn({ file, json }: ExportSource): ExportDocument[] {
  const form = azureExportForm(json);
  switch (form) {
    case undefined:
      throw new InputError({ argument: file, problem: 'is not an export of Azure' });
    case 'list':
      return [{ file, form, items: json as unknown[] }];
    case 'resource':
      return [{ file, form, items: [json] }];
    case 'answers':
      return Array.isArray(json) ? (json as unknown[]).flatMap((answer) => documentsIn({ file, json: answer }))
        : Object.values(json as Fields).map((answer) => listAnswer(file, 'list answer', answer));
    case 'list answer':
    case 'effective rules':
    case 'effective routes':
      return [Array.isArray(json) ? { file, form, items: json as unknown[] } : listAnswer(file, form, json)];
    case 'graph rows':
      return [{ file, form, items: (member(json, 'data') ?? member(json, 'Data')) as unknown[], ...pageOf(json) }];
    case 'graph table':
      return [{ file, form, ...rowsOf(file, member(json, 'data')), ...pageOf(json) }];
    case 'template':
      return [template(file, json)];
    case 'template answer': {
      const error = member(json, 'error');
      return [{
        ...template(file, member(json, 'template')), form,
        ...(error !== undefined && { flaw: 'the export says that it has errors, so types of resources may be missing in it' }),
      }];
    }
  }
}

const NEXT_PAGE = PAGE_KEYS.filter((key) => /nextLink|skipToken/.test(key));

function listAnswer(file: string, form: AzureExportForm, json: unknown): ExportDocument {
  const nextLink = NEXT_PAGE.map((key) => member(json, key)).find((one) => one !== undefined && one !== '');
  const items = member(json, 'value') as unknown[];
  return { file, form, items, ...(nextLink !== undefined
    && { nextLink: typeof nextLink === 'string' ? nextLink : '' }) };
}

function template(file: string, json: unknown): ExportDocument {
  const resources = member(json, 'resources');
  return { file, form: 'template', items: Array.isArray(resources) ? resources as unknown[] : Object.values(resources as Fields),
    template: json as Fields };
}

/** Source: Resource Graph, work with data: `resultTruncated` is a text; the command has names of its own. */
function pageOf(json: unknown): Pick<ExportDocument, 'total' | 'isCut'> {
  const [given, count] = [member(json, 'totalRecords') ?? member(json, 'total_records'), member(json, 'count')];
  // Some tools write numbers as texts; and a file with fewer rows than it counts was cut.
  const numbers = [given, count].map((one) => (typeof one === 'string' && /^\d+$/.test(one) ? Number(one) : one))
    .filter((one): one is number => typeof one === 'number');
  const total = numbers.length === 0 ? undefined : Math.max(...numbers);
  const token = member(json, '$skipToken') ?? member(json, 'skip_token') ?? member(json, 'skipToken') ?? member(json, 'SkipToken');
  const truncated = member(json, 'resultTruncated');
  const hasMore = (token !== undefined && token !== '') || truncated === true
    || (typeof truncated === 'string' && truncated.toLowerCase() === 'true');
  return { ...(total !== undefined && { total }), ...(hasMore && { isCut: true }) };
}

/** Rows of a table as objects. Cells next to the columns would have no meaning. */
function rowsOf(file: string, data: unknown): { items: unknown[] } {
  const names = (member(data, 'columns') as unknown[]).map((column) => member(column, 'name'));
  if (!names.every((name): name is string => typeof name === 'string') || new Set(names).size < names.length) {
    throw new InputError({
      argument: file, problem: `is ${nameOfForm('graph table')}, and some of its columns have no name`,
    });
  }
  const items = (member(data, 'rows') as unknown[]).map((row, i) => {
    if (!Array.isArray(row) || row.length !== names.length) {
      throw new InputError({
        argument: file, problem: `data.rows[${i}] is not a list of ${names.length} cells, one for each column`,
      });
    }
    return Object.fromEntries(names.map((name, at) => [name, row[at] as unknown]));
  });
  return { items };
}

/** Whether an item can be looked at. */
export function isItem(item: unknown): item is Fields {
  return isFields(item);
}
