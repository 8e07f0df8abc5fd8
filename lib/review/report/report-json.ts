import { PROTOCOLS } from '../../filtering/filter-rule';
import { SEVERITIES } from '../../findings/severity';
import { jsonText } from '../json-text';
import {
  COUNT, DIRECTION_SCHEMA, listSchema, objectSchema, OUTCOME_SCHEMA, publishedSchema, RESULT_SCHEMA, SEVERITY_SCHEMA, TEXT, TEXTS,
} from '../output-schema';
import { NetworkReport } from './network-report';

/** The report as documented JSON. */
export function reportJson(report: NetworkReport): string {
  return jsonText(report);
}

const LAYER_SCHEMA = { enum: ['security group', 'route', 'firewall'] } as const;
const ANCHOR = { ...TEXT, description: 'Unique in the report; a link in the page ends with it.' } as const;
const ANCHORS = listSchema({ ...TEXT, description: 'An anchor of this report.' });
const FLAG = { type: 'boolean' } as const;

/** JSON Schema of the report. */
export function reportSchema(): object {
  const citation = objectSchema({ article: TEXT, date: TEXT, section: TEXT, row: TEXT, link: TEXT }, ['link']);
  const hop = { enum: ['internet', 'network', 'gateway', 'appliance', 'service endpoint', 'dropped', 'unknown'] };
  const step = objectSchema({
    layer: LAYER_SCHEMA, result: RESULT_SCHEMA, flows: TEXTS, text: TEXT, rules: ANCHORS,
    leadsTo: { ...listSchema(hop), description: 'What the route leads to.' },
  }, ['leadsTo']);
  const opening = objectSchema({
    anchor: ANCHOR, subnet: TEXT, direction: DIRECTION_SCHEMA, traffic: TEXT, ports: TEXTS, end: TEXT, way: TEXT, leadsTo: hop,
    by: { ...TEXTS, description: 'The rules that let it through, those of Azure too.' },
    doubt: { ...TEXT, description: 'Why it is not certain that it is open.' }, rules: ANCHORS, example: TEXT,
    acknowledged: { ...TEXT, description: 'Why it is accepted.' },
  }, ['way', 'leadsTo', 'doubt', 'example', 'acknowledged']);
  const requirement = objectSchema({
    anchor: ANCHOR, subnet: TEXT, id: TEXT, need: TEXT, purpose: TEXT, direction: DIRECTION_SCHEMA,
    protocol: { ...TEXT, description: `${PROTOCOLS.join(', ')} or ANY.` }, ports: TEXTS, endpointKind: TEXT, endpoint: TEXT,
    section: { ...TEXT, description: 'Section of the catalog; `own` for a requirement of the user.' }, capability: TEXT, citation,
    page: { ...TEXT, description: 'Address of its page, where it is of the catalog.' },
    notes: TEXTS, outcome: OUTCOME_SCHEMA, decidedPorts: TEXT, steps: listSchema(step), example: TEXT, conditions: TEXTS,
    wayOut: { ...TEXT, description: 'Why data can leave through it.' },
  }, ['citation', 'page', 'decidedPorts', 'example', 'wayOut']);
  const rule = objectSchema({
    anchor: ANCHOR, layer: LAYER_SCHEMA, owner: TEXT, name: TEXT, label: TEXT, access: { enum: ['allow', 'deny', 'either', 'route'] },
    direction: DIRECTION_SCHEMA, ports: TEXTS, traffic: TEXT, source: TEXT, destination: TEXT, nextHopAddress: TEXT, uncertain: TEXT,
    file: TEXT, resource: TEXT, requirements: ANCHORS, openings: ANCHORS,
  }, ['direction', 'nextHopAddress', 'uncertain']);
  return publishedSchema('report.schema.json', 'What a network has for what is asked of it', objectSchema({
    name: TEXT, network: TEXT, against: TEXT, serviceTags: TEXT, verdict: OUTCOME_SCHEMA, summary: TEXT,
    counts: objectSchema({
      requirements: objectSchema({ met: COUNT, denied: COUNT, unknown: COUNT }),
      findings: objectSchema(Object.fromEntries(SEVERITIES.map((severity) => [severity, COUNT]))), acknowledged: COUNT,
    }),
    subnets: listSchema(objectSchema(
      { name: TEXT, resource: TEXT, notFound: TEXT, group: TEXT, table: TEXT, firewalls: TEXTS },
      ['resource', 'notFound', 'group', 'table'],
    )),
    requirements: listSchema(requirement), rules: listSchema(rule),
    openings: { ...listSchema(opening), description: 'Traffic that is open, or may be, although no requirement asks for it.' },
    gaps: listSchema(objectSchema({
      kind: { enum: ['left out', 'left out by you', 'not documented', 'unexpressed', 'out of path', 'substituted'] },
      where: { ...TEXT, description: 'The subnet, or what the rules are of.' }, id: TEXT, ports: TEXTS, reason: TEXT, instead: TEXT,
    }, ['instead'])),
    notTranslated: { ...TEXT, description: 'Why gaps do not hold what rule languages cannot carry; left out where they do.' },
    findings: listSchema(objectSchema({
      finding: TEXT, severity: SEVERITY_SCHEMA, subject: TEXT, message: TEXT,
      cause: { ...TEXT, description: 'What is wrong with all findings of one cause, and what to write instead.' },
      own: { ...TEXT, description: 'What is said of this finding alone, beside its cause.' }, example: TEXT, places: TEXTS,
      acknowledged: { ...TEXT, description: 'Why it is accepted.' },
    }, ['cause', 'own', 'example', 'acknowledged'])),
    limits: listSchema(objectSchema({ owner: TEXT, what: TEXT, used: COUNT, limit: COUNT, isAtLeast: FLAG })),
    conditions: listSchema(objectSchema({ condition: TEXT, requirements: COUNT, members: TEXTS })),
  }, ['notTranslated']));
}
