import { CLOUDS, Cloud } from '../azure/clouds';
import { CATALOG_SECTIONS, CatalogSection } from '../requirements/catalog-section';
import { Direction } from '../requirements/direction';
import { Edition, EDITIONS } from '../requirements/edition';
import { EndpointKind } from '../requirements/endpoint';
import { Protocol } from '../requirements/ports';
import { FACT_NAMES } from '../requirements/facts';
import { catalog } from './catalog';
import { CatalogEntry, Condition } from './entry';

/** Which entries to list; what is left out does not filter. */
interface CatalogFilter {
  readonly edition?: Edition;
  readonly cloud?: Cloud;
  readonly section?: CatalogSection;
}

/** A catalog entry as JSON output shows it. */
export interface RequirementDocument {
  readonly id: string;
  readonly editions: readonly Edition[];
  readonly clouds: readonly Cloud[];
  readonly section: CatalogSection;
  readonly conditions: readonly {
    readonly fact: string; readonly is: boolean; readonly ports?: readonly string[]; readonly clouds?: readonly Cloud[];
  }[];
  readonly direction: Direction;
  readonly protocol: Protocol;
  readonly ports: readonly string[];
  readonly endpoint: { readonly kind: EndpointKind; readonly value: string };
  readonly documentedAs?: string;
  readonly purpose: string;
  readonly capability: string;
  readonly slot: number;
  readonly citation: { readonly article: string; readonly date: string; readonly section: string; readonly row: string };
  readonly notes?: readonly string[];
  readonly subject?: string;
  readonly nextHop?: 'Internet';
  readonly dataExfiltration?: string;
  readonly fqdnTag?: string;
}

/** The entries that pass a filter, in the order of the catalog. */
export function requirementDocuments(filter: CatalogFilter): RequirementDocument[] {
  return catalog()
    .filter(({ editions, clouds, section }) => (filter.edition === undefined || editions.includes(filter.edition)) &&
      (filter.cloud === undefined || clouds.includes(filter.cloud)) && (filter.section === undefined || section === filter.section))
    .map((entry) => documentOf(entry, filter.edition));
}

function documentOf(entry: CatalogEntry, edition: Edition | undefined): RequirementDocument {
  const { article, section, row } = entry.citation;
  return {
    id: entry.id,
    editions: entry.editions,
    clouds: entry.clouds,
    section: entry.section,
    conditions: entry.conditions.map(({ fact, is, ports, clouds }) =>
      ({ fact: FACT_NAMES[fact], is, ...(ports && { ports: ports.map(String) }), ...(clouds && { clouds }) })),
    direction: entry.direction,
    protocol: entry.protocol,
    ports: entry.ports.map(String),
    endpoint: entry.endpoint,
    ...(entry.documentedAs !== undefined && { documentedAs: entry.documentedAs }),
    purpose: entry.purpose,
    capability: entry.capability,
    slot: entry.slot,
    citation: { article, date: entry.citation.date ?? edition ?? entry.editions[entry.editions.length - 1]!, section, row },
    ...(entry.notes.length > 0 && { notes: entry.notes }),
    ...(entry.subject !== undefined && { subject: entry.subject }),
    ...(entry.nextHopInternet && { nextHop: 'Internet' as const }),
    ...(entry.dataExfiltration !== undefined && { dataExfiltration: entry.dataExfiltration }),
    ...(entry.fqdnTag !== undefined && { fqdnTag: entry.fqdnTag }),
  };
}

/** A condition in words: `compute.publicIp`, `not workspace.azureMonitorSecured`, `8787, 18881 only with ...`. */
export function conditionText({ fact, is, ports, clouds }: Condition | RequirementDocument['conditions'][number]): string {
  const name = FACT_NAMES[fact as keyof typeof FACT_NAMES] ?? fact;
  const where = clouds === undefined ? '' : ` (${clouds.join(', ')})`;
  return `${ports === undefined ? '' : `${ports.join(', ')} only with `}${is ? '' : 'not '}${name}${where}`;
}

/** JSON Schema of `requirements --format json`. */
export function requirementsSchema(): object {
  const text = { type: 'string', minLength: 1 };
  const texts = { type: 'array', items: text };
  const ports = { type: 'array', minItems: 1, items: { type: 'string', pattern: '^\\d{1,5}(-\\d{1,5})?$' } };
  const properties = {
    id: { type: 'string', pattern: '^[a-z0-9][a-z0-9.-]*$', description: 'Stable id, never used again.' },
    editions: { type: 'array', minItems: 1, items: { enum: EDITIONS }, description: 'Editions of the article that have it.' },
    clouds: { type: 'array', minItems: 1, items: { enum: CLOUDS }, description: 'Clouds that it applies to.' },
    section: { enum: CATALOG_SECTIONS, description: 'Section of the catalog.' },
    conditions: {
      type: 'array', description: 'All must be true.',
      items: {
        type: 'object', additionalProperties: false, required: ['fact', 'is'],
        properties: {
          fact: { enum: Object.values(FACT_NAMES), description: 'A fact about the workspace, the compute or the cluster.' },
          is: { type: 'boolean', description: 'What the fact must be.' },
          ports: { ...ports, description: 'The ports that depend on it; all when left out.' },
          clouds: { type: 'array', minItems: 1, items: { enum: CLOUDS }, description: 'The clouds in which it counts; all when left out.' },
        },
      },
    },
    direction: { enum: Object.values(Direction), description: 'Seen from the compute, or from the subject.' },
    protocol: { enum: Object.values(Protocol), description: 'ANY is TCP, UDP and every other protocol.' },
    ports: { ...ports, description: 'Ports and ranges; "0-65535" is all of them.' },
    endpoint: {
      type: 'object', additionalProperties: false, required: ['kind', 'value'], description: 'The other side.',
      properties: {
        kind: { enum: Object.values(EndpointKind), description: 'What the value is.' },
        value: {
          type: 'string',
          description: 'May contain <region>, <storage>, <registry>, <workspace-id>, <cluster-region>, <api-server> and <dns-server>. ' +
            'Empty when the documentation names none.',
        },
      },
    },
    documentedAs: { ...text, description: 'How the article wrote the endpoint, where that differs.' },
    purpose: { ...text, maxLength: 140, description: 'What it is for.' },
    capability: { ...text, description: 'What it is for; service tags and host names of one capability can replace each other.' },
    slot: {
      type: 'integer', minimum: 0, maximum: 1999,
      description: 'Number that priorities and order come from. Entries that ask for the same share it.',
    },
    citation: {
      type: 'object', additionalProperties: false, required: ['article', 'date', 'section', 'row'],
      description: 'Where the documentation states it.',
      properties: {
        article: { ...text, description: 'The path of the article.' },
        date: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'The date of the article.' },
        section: { ...text, description: 'The section of the article.' },
        row: { ...text, description: 'The row of the table, or the words, that it comes from.' },
      },
    },
    notes: { ...texts, description: 'What else to know about it.' },
    subject: { ...text, description: 'Whose traffic it is, where that is not the compute of the subnet.' },
    dataExfiltration: { ...text, description: 'Why data can leave through it, where the documentation marks it.' },
    fqdnTag: { ...text, description: 'FQDN tag of Azure Firewall that is documented to cover the host.' },
    nextHop: { const: 'Internet', description: 'Asks for a route with this next hop, and not for an open flow.' },
  };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'https://github.com/cdktf-azureml-network/cdktf-azureml-network/schemas/requirements.schema.json',
    title: 'Documented network requirements of Azure Machine Learning',
    type: 'array',
    items: {
      type: 'object', additionalProperties: false, properties,
      required: Object.keys(properties).filter((key) =>
        !['documentedAs', 'notes', 'subject', 'nextHop', 'dataExfiltration', 'fqdnTag'].includes(key)),
    },
  };
}
