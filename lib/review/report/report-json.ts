import { PROTOCOLS } from '../../filtering/filter-rule';
import { jsonText } from '../json-text';
import {
  about, citationSchema, count, COUNTS, DIRECTION_SCHEMA, flag, LAYERS, list, NEED, NOTES, objectSchema, oneOf, OUTCOME_SCHEMA, OUTCOMES,
  publishedSchema, PURPOSE, REQUIREMENT_ID, RESULT_SCHEMA, SEVERITY_SCHEMA, SUBNET, text, texts,
} from '../output-schema';
import { NetworkReport } from './network-report';

/** The report as documented JSON. */
export function reportJson(report: NetworkReport): string {
  return jsonText(report);
}

const HOPS = ['internet', 'network', 'gateway', 'appliance', 'service endpoint', 'dropped', 'unknown'] as const;
const ANCHOR = text('Unique in the report. A link in the page ends with it.');
const anchors = (description: string): object => list(description, text('An anchor of this report.'));

/** JSON Schema of the report. */
export function reportSchema(): object {
  const layer = oneOf(LAYERS, 'What decides there.');
  const step = objectSchema({
    layer, result: RESULT_SCHEMA, flows: texts('Protocols and ports that it is about. Empty where they are not known.'),
    text: text('The rule or route that decides, in words.'), rules: anchors('The rules that decide. Empty for default rules of Azure.'),
    leadsTo: list('What the route leads to.', { enum: HOPS }),
  }, ['leadsTo']);
  const opening = objectSchema({
    anchor: ANCHOR, subnet: SUBNET, direction: DIRECTION_SCHEMA, traffic: text('Protocols and ports, in one line.'),
    ports: texts('Ports and ranges.'), end: text('The other side.'), way: text('The way that it takes, in words.'),
    leadsTo: oneOf(HOPS, 'What the route leads to.'), by: texts('The rules that let it through, those of Azure too.'),
    doubt: text('Why it is not certain that it is open.'), rules: anchors('Those of the rules that are in the report.'),
    example: text('A flow that shows it, as the command `explain` takes it.'), acknowledged: text('Why it is accepted.'),
  }, ['way', 'leadsTo', 'doubt', 'example', 'acknowledged']);
  const requirement = objectSchema({
    anchor: ANCHOR, subnet: SUBNET, id: REQUIREMENT_ID, need: NEED, purpose: PURPOSE, direction: DIRECTION_SCHEMA,
    protocol: text(`${PROTOCOLS.join(', ')} or ANY.`), ports: texts('Ports and ranges.'),
    endpointKind: text('The kind of the other side, such as serviceTag or fqdn.'), endpoint: text('The other side.'),
    section: text('The section of the catalog; `own` for a requirement of the user.'),
    capability: text('The need that it belongs to, such as storage or sign-in.'),
    citation: citationSchema({ link: text('The address of the article.') }, ['link']),
    page: text('The address of its page, where it is in the catalog.'),
    notes: NOTES, outcome: OUTCOME_SCHEMA, decidedPorts: text('The ports that the outcome is about, where others have a better one.'),
    steps: list('The layers on the way, in the order in which the traffic passes them.', step),
    example: text('A flow that shows it, as the command `explain` takes it.'),
    conditions: texts('What the answer rests on that is not in the files.'), wayOut: text('Why data can leave through it.'),
  }, ['citation', 'page', 'decidedPorts', 'example', 'wayOut']);
  const rule = objectSchema({
    anchor: ANCHOR, layer, owner: text('The group, the route table or the firewall that has it.'), name: text('Its name.'),
    label: text('Its name with what it is a part of.'),
    access: oneOf(['allow', 'deny', 'either', 'route'], 'What it does. `either`: the files do not say which.'),
    direction: about('The direction, seen from the subnet. Left out for routes.', DIRECTION_SCHEMA),
    ports: texts('Ports and ranges. Empty for what has no ports, such as a route.'), traffic: text('Protocols and ports, in one line.'),
    source: text('Where the traffic comes from.'), destination: text('Where the traffic goes.'),
    nextHopAddress: text('The address of the appliance that a route leads to.'),
    uncertain: text('Why it may match less or more than it says.'), file: text('The file that has it.'),
    resource: text('The address in Terraform, or the id or name that an export has.'),
    requirements: anchors('The requirements whose traffic it decides.'), openings: anchors('What it opens without a requirement.'),
  }, ['direction', 'nextHopAddress', 'uncertain']);
  return publishedSchema('report.schema.json', 'What a network has for what is asked of it', objectSchema({
    name: text('The name of the deployment.'), network: text('The files and folders that were read, as they were given.'),
    against: text('What the network was compared with.'),
    serviceTags: text('The service tag file that answers rest on, or that there is none.'),
    verdict: oneOf(OUTCOMES, 'The worst answer of all requirements.'), summary: text('The result in one line.'),
    counts: about('Numbers of answers and findings.', objectSchema(COUNTS)),
    subnets: list('The subnets, and what their traffic passes.', objectSchema({
      name: SUBNET, resource: text('The subnet in the files.'), notFound: text('Why nothing is known about it.'),
      group: text('Its network security group.'), table: text('Its route table.'),
      firewalls: texts('Firewalls that its routes and resolvers lead to.'),
    }, ['resource', 'notFound', 'group', 'table'])),
    requirements: list('The requirements of each subnet.', requirement), rules: list('The rules and routes of the network.', rule),
    openings: list('Traffic that is open, or may be, although no requirement asks for it.', opening),
    gaps: list('Requirements that are not there as documented.', objectSchema({
      kind: oneOf(['left out', 'left out by you', 'not documented', 'unexpressed', 'out of path', 'substituted'], 'What happened to it.'),
      where: text('The subnet, or the rule language.'), id: REQUIREMENT_ID, ports: texts('The ports that it is about.'),
      reason: text('Why.'), instead: text('What to do instead, or what is written instead.'),
    }, ['instead'])),
    notTranslated: text('Why `gaps` does not have what rule languages cannot carry. Left out where it has.'),
    findings: list('What was found, the most severe first.', objectSchema({
      finding: text('The id of the finding.'), severity: SEVERITY_SCHEMA, subject: text('What it is about.'),
      message: text('What is wrong, and what to do.'),
      cause: text('What is wrong with all findings of one cause, and what to write instead.'),
      own: text('What is said about this finding alone, beside its cause.'),
      example: text('A flow that shows it, as the command `explain` takes it.'),
      places: texts('The resources and rules that it is about.'), acknowledged: text('Why it is accepted.'),
    }, ['cause', 'own', 'example', 'acknowledged'])),
    limits: list('Limits of Azure, and how much of each is used.', objectSchema({
      owner: text('The resource that has the limit.'), what: text('What is counted.'), used: count('How much is used.'),
      limit: count('The limit.'), isAtLeast: flag('Whether more may be used than the files show.'),
    })),
    conditions: list('What answers rest on that is not in the files.', objectSchema({
      condition: text('The condition.'), requirements: count('How many requirements rest on it.'),
      members: texts('What single requirements add to it.'),
    })),
  }, ['notTranslated']));
}
