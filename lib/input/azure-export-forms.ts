import { isJsonObject, JsonObject } from './json-object';

/** The forms in which Azure tells what is deployed. */
export type AzureExportForm = 'template' | 'template answer' | 'graph table' | 'graph rows' | 'effective rules' | 'effective routes' |
'list answer' | 'list' | 'resource' | 'answers';

interface ExportFormRow {
  readonly form: AzureExportForm;
  /** What messages call it. */
  readonly what: string;
  readonly fits: (content: unknown) => boolean;
}

/**
 * How each form is told from the others, the most telling ones first.
 * Source: Azure REST API specifications, network 2024-07-01; Resource Graph, work with data, 2021-05-17; template export,
 * 2021-09-03; effective rules and routes of the same specifications.
 */
const FORMS: readonly ExportFormRow[] = [
  { form: 'template', what: 'an ARM template', fits: isTemplate },
  { form: 'template answer', what: 'the answer of a template export', fits: (content) => isJsonObject(content)
    && isTemplate(content['template']) },
  { form: 'graph table', what: 'a table of Azure Resource Graph', fits: (content) => isJsonObject(content) && isTable(content['data']) },
  { form: 'graph rows', what: 'an answer of Azure Resource Graph', fits: isGraphAnswer },
  { form: 'effective rules', what: 'the effective security rules of a network interface',
    fits: hasItem((item) => Array.isArray(item['effectiveSecurityRules'])) },
  { form: 'effective routes', what: 'the effective routes of a network interface', fits: hasItem(isEffectiveRoute) },
  { form: 'list answer', what: 'a list of Azure Resource Manager', fits: (content) => isJsonObject(content) && isListOfResources(content) },
  { form: 'list', what: 'a list of Azure resources', fits: (content) => Array.isArray(content) && areResources(content) },
  { form: 'resource', what: 'an Azure resource', fits: isResource },
  { form: 'answers', what: 'several lists of Azure Resource Manager', fits: isSeveralLists },
];

/** What a document of Azure is; undefined for any other document. */
export function azureExportForm(content: unknown): AzureExportForm | undefined {
  return FORMS.find(({ fits }) => fits(content))?.form;
}

/** What messages call a form. */
export function nameOfForm(form: AzureExportForm): string {
  return FORMS.find((one) => one.form === form)!.what;
}

function isTemplate(content: unknown): boolean {
  // Templates with symbolic names have resources by these.
  return isJsonObject(content) && (Array.isArray(content['resources']) || isJsonObject(content['resources'])) &&
    typeof content['$schema'] === 'string' && /deploymenttemplate\.json#?$/i.test(content['$schema']);
}

function isTable(data: unknown): boolean {
  return isJsonObject(data) && Array.isArray(data['columns']) && Array.isArray(data['rows']);
}

/** `totalRecords` is what the API calls it, `total_records` the command. `Data` is what PowerShell prints. */
function isGraphAnswer(content: unknown): boolean {
  return isJsonObject(content) && ((Array.isArray(content['data'])
    && (['totalRecords', 'total_records', 'count'].some((key) => Object.hasOwn(content, key)) || content['data'].some(isResource)))
    || (Array.isArray(content['Data']) && content['Data'].some(isResource)));
}

function isEffectiveRoute(item: JsonObject): boolean {
  return Array.isArray(item['addressPrefix']) && Object.hasOwn(item, 'nextHopType');
}

/** Whether the first item of a list, or of the list of an answer, is of a kind. */
function hasItem(fits: (item: JsonObject) => boolean): (content: unknown) => boolean {
  return (content) => {
    const list: unknown = isJsonObject(content) ? content['value'] : content;
    const first: unknown = Array.isArray(list) ? list[0] : undefined;
    return isJsonObject(first) && fits(first);
  };
}

/** Members of a list that name its next page, or the service. Source: Azure REST API guidelines, pagination; OData 4.0, JSON format. */
export const PAGE_KEYS: readonly string[] = ['nextLink', '@odata.nextLink', 'odata.nextLink', '@nextLink', 'skipToken', '$skipToken',
  '@odata.context', 'count', '@odata.count'];

function isListOfResources(content: JsonObject): boolean {
  const { value } = content;
  if (!Array.isArray(value)) {
    return false;
  }
  return value.length > 0 ? areResources(value)
    : Object.keys(content).every((key) => key === 'value' || PAGE_KEYS.includes(key));
}

/** An empty list is what commands print where there is nothing. */
function areResources(list: readonly unknown[]): boolean {
  return list.length === 0 || list.some(isResource);
}

function isResource(content: unknown): boolean {
  return isJsonObject(content) && typeof content['id'] === 'string' && /^\/subscriptions\//i.test(content['id']);
}

/** Under one key each, or one after the other: what tools make of several answers. */
function isSeveralLists(content: unknown): boolean {
  const lists: readonly unknown[] = Array.isArray(content) ? content : isJsonObject(content) ? Object.values(content) : [];
  const isAnswer = (list: unknown): boolean => (Array.isArray(content) ? FORMS.some(({ form, fits }) => form !== 'answers' && fits(list))
    : isJsonObject(list) && isListOfResources(list));
  return lists.length > 0 && lists.every(isAnswer);
}
