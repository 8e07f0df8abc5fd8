import { PROTOCOLS } from '../../filtering/filter-rule';
import { jsonText } from '../json-text';
import {
  about, citationSchema, aCount, COUNTS, DIRECTION_SCHEMA, aFlag, LAYERS, list, NEED, NOTES, objectSchema, aChoice, OUTCOME_SCHEMA,
  OUTCOMES, publishedSchema, PURPOSE, REQUIREMENT_ID, RESULT_SCHEMA, SEVERITY_SCHEMA, SUBNET, aText, someTexts,
} from '../output-schema';
import { NetworkReport } from './network-report';

/** The report as documented JSON. */
export function reportJson(report: NetworkReport): string {
  return jsonText(report);
}

const HOPS = ['internet', 'network', 'gateway', 'appliance', 'service endpoint', 'dropped', 'unknown'] as const;
const ANCHOR = aText('Unique in the report. A link in the page ends with it.');
const anchors = (description: string): object => list(description, aText('An anchor of this report.'));

/** JSON Schema of the report. */
export function reportSchema(): object {
  const layer = aChoice(LAYERS, 'What decides there.');
  const step = objectSchema({
    layer, result: RESULT_SCHEMA, flows: someTexts('Protocols and ports that it is about. Empty where they are not known.'),
    text: aText('The rule or route that decides, in words.'),
    ruleAnchors: anchors('The rules that decide. Empty for default rules of Azure.'),
    leadsTo: list('What the route leads to.', { enum: HOPS }),
  }, ['leadsTo']);
  const opening = objectSchema({
    anchor: ANCHOR, subnet: SUBNET, direction: DIRECTION_SCHEMA, traffic: aText('Protocols and ports, in one line.'),
    ports: someTexts('Ports and ranges.'), endpoint: aText('The other side.'), way: aText('The way that it takes, in words.'),
    leadsTo: aChoice(HOPS, 'What the route leads to.'), by: someTexts('The rules that let it through, those of Azure too.'),
    doubt: aText('Why it is not certain that it is open.'), ruleAnchors: anchors('Those of the rules that are in the report.'),
    example: aText('A flow that shows it, as the command `explain` takes it.'), acknowledged: aText('Why it is accepted.'),
  }, ['way', 'leadsTo', 'doubt', 'example', 'acknowledged']);
  const requirement = objectSchema({
    anchor: ANCHOR, subnet: SUBNET, id: REQUIREMENT_ID, need: NEED, purpose: PURPOSE, direction: DIRECTION_SCHEMA,
    protocol: aText(`${PROTOCOLS.join(', ')} or ANY.`), ports: someTexts('Ports and ranges.'),
    endpointKind: aText('The kind of the other side, such as serviceTag or fqdn.'), endpoint: aText('The other side.'),
    section: aText('The section of the catalog; `own` for a requirement of the user.'),
    capability: aText('The need that it belongs to, such as storage or sign-in.'),
    citation: citationSchema({ link: aText('The address of the article.') }, ['link']),
    page: aText('The address of its page, where it is in the catalog.'),
    notes: NOTES, outcome: OUTCOME_SCHEMA, decidedPorts: aText('The ports that the outcome is about, where others have a better one.'),
    steps: list('The layers on the way, in the order in which the traffic passes them.', step),
    example: aText('A flow that shows it, as the command `explain` takes it.'),
    conditions: someTexts('What the answer rests on that is not in the files.'), wayOut: aText('Why data can leave through it.'),
  }, ['citation', 'page', 'decidedPorts', 'example', 'wayOut']);
  const rule = objectSchema({
    anchor: ANCHOR, layer, owner: aText('The group, the route table or the firewall that has it.'), name: aText('Its name.'),
    label: aText('Its name with what it is a part of.'),
    access: aChoice(['allow', 'deny', 'either', 'route'], 'What it does. `either`: the files do not say which.'),
    direction: about('The direction, seen from the subnet. Left out for routes.', DIRECTION_SCHEMA),
    ports: someTexts('Ports and ranges. Empty for what has no ports, such as a route.'),
    traffic: aText('Protocols and ports, in one line.'),
    source: aText('Where the traffic comes from.'), destination: aText('Where the traffic goes.'),
    nextHopAddress: aText('The address of the appliance that a route leads to.'),
    uncertain: aText('Why it may match less or more than it says.'), file: aText('The file that has it.'),
    line: aCount("Its line, in a file of Terraform's own syntax."),
    resource: aText('The address in Terraform, or the id or name that an export has.'),
    requirementAnchors: anchors('The requirements whose traffic it decides.'),
    openingAnchors: anchors('What it opens without a requirement.'),
  }, ['direction', 'nextHopAddress', 'uncertain', 'line']);
  return publishedSchema('report.schema.json', 'What a network has for each requirement', objectSchema({
    name: aText('The name of the deployment.'), network: aText('The files and folders that were read, as they were given.'),
    against: aText('What the network was compared with.'),
    serviceTagFile: aText('The service tag file that answers rest on, or that there is none.'),
    verdict: aChoice(OUTCOMES, 'The worst answer of all requirements.'), headline: aText('The result in one line.'),
    summary: about('Numbers of answers and findings.', objectSchema(COUNTS)),
    subnets: list('The subnets, and what their traffic passes.', objectSchema({
      name: SUBNET, resource: aText('The subnet in the files.'), notFound: aText('Why nothing is known about it.'),
      group: aText('Its network security group.'), table: aText('Its route table.'),
      firewalls: someTexts('Firewalls that its routes and resolvers lead to.'),
      insideTraffic: someTexts('Address ranges or the tag of the network itself, with which all traffic counts as asked for.'),
    }, ['resource', 'notFound', 'group', 'table'])),
    requirements: list('The requirements of each subnet.', requirement), rules: list('The rules and routes of the network.', rule),
    openings: list('Traffic that is open, or may be, although no requirement asks for it.', opening),
    gaps: list('Requirements that are not there as documented.', objectSchema({
      kind: aChoice(['left out', 'left out by you', 'not documented', 'unexpressed', 'out of path', 'substituted'], 'What happened to it.'),
      where: aText('The subnet, or the rule language.'), id: REQUIREMENT_ID, ports: someTexts('The ports that it is about.'),
      reason: aText('Why.'), remedy: aText('What to do instead.'), writtenAs: aText('What is written instead.'),
    }, ['remedy', 'writtenAs'])),
    notTranslated: aText('Why `gaps` does not have what rule languages cannot carry. Left out where it has.'),
    findings: list('What was found, the most severe first.', objectSchema({
      id: aText('The id of the finding.'), severity: SEVERITY_SCHEMA, subject: aText('What it is about.'),
      message: aText('What is wrong, and what to do.'),
      cause: aText('What is wrong with all findings of one cause, and what to write instead.'),
      own: aText('What applies to this finding only, in addition to its cause.'),
      example: aText('A flow that shows it, as the command `explain` takes it.'),
      places: someTexts('The resources and rules that it is about.'), acknowledged: aText('Why it is accepted.'),
    }, ['cause', 'own', 'example', 'acknowledged'])),
    limits: list('Limits of Azure, and how much of each is used.', objectSchema({
      owner: aText('The resource that has the limit.'), what: aText('What is counted.'), used: aCount('How much is used.'),
      limit: aCount('The limit.'), isAtLeast: aFlag('Whether more may be used than the files show.'),
    })),
    conditions: list('What answers rest on that is not in the files.', objectSchema({
      condition: aText('The condition.'), requirementCount: aCount('How many requirements rest on it.'),
      members: someTexts('What single requirements add to it.'),
    })),
  }, ['notTranslated']));
}
