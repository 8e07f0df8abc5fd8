import { addTo } from '../../azure/groups';
import { printable } from '../../azure/errors';
import { portsWords } from '../../azure/port-sets';
import { SEVERITIES } from '../../findings/severity';
import { code, escapeMarkdown, markdownTable } from '../markdown';
import { TITLES } from '../verification-summary';
import { AlikeSubnets, alikeSubnets } from './alike-subnets';
import { INSIDE_TEXT, insideTraffic } from './inside-traffic';
import { NetworkReport, ReportOpening, ReportRequirement, ReportRule } from './network-report';
import { CauseRow, findingRows } from './finding-rows';
import { gapRows } from './gap-rows';
import { askedTraffic, openSummary } from './open-traffic-summary';
import { openingText } from './picture';
import { mermaid } from './report-mermaid';
import { ACCESS_WORDS, STEP_WORDS, writtenAtText } from './rule-words';
import { countsBySubnet } from './subnet-counts';
import { waysOut } from './ways-out';

/** The report as Markdown of GitHub: what is open and what is wrong, then subnets with a picture for those that are alike. */
export function reportMarkdown(report: NetworkReport): string {
  const { name, network, against, serviceTagFile, headline, limits, conditions } = report;
  const alike = alikeSubnets(report);
  return [
    `# Network report of ${prose(name)}\n`,
    `**${prose(headline)}**\n`,
    `Network ${span(network)}, compared with ${prose(against)}; ${prose(serviceTagFile)}.\n`,
    openText(report, alike),
    findingsText(report),
    subnetsText(report),
    ...alike.map((subnet) => subnetText(report, subnet)),
    section('Ways out for data', ['What', 'Subnet', 'Outcome', 'Why data can leave'], waysOut(report).map(({ name, subnet, state, why }) =>
      [span(name), span(subnet), state, prose(why)])),
    section('Left out, not carried, or carried in another form', ['Requirements', 'Where', 'What', 'Why', 'Instead'],
      gapRows(report.gaps).map(({ ids, where, kind, ports, reason, remedy, writtenAs }) => [
        ids.map(code).join('<br>'), where.map(prose).join('<br>'), `${kind} (${ports.join(', ')})`, prose(reason),
        prose(remedy ?? writtenAs ?? ''),
      ])),
    ...(report.notTranslated === undefined ? []
      : [`What rule languages cannot carry is not known: ${prose(report.notTranslated)}.\n`]),
    section('Rules and what needs them', ['Rule', 'Of', 'Does', 'Requirements', 'Place'], ruleRows(report)),
    section('Limits', ['Of', 'What', 'Used', 'Limit'], limits.map(({ owner, what, used, limit, isAtLeast }) =>
      [span(owner), what, `${isAtLeast ? 'at least ' : ''}${used}`, String(limit)])),
    section('What the answers also rest on', ['Condition', 'Requirements'], [
      ...conditions.map(({ condition, requirementCount, members }) =>
        [prose([condition, ...members].join('; ')), String(requirementCount)]),
      ...insideTraffic(report).map(({ text, subnets }) => [`${prose(text)}: ${subnets.map(span).join(', ')}`, '']),
    ]),
  ].filter((part) => part !== '').join('\n');
}

function openText(report: NetworkReport, alike: readonly AlikeSubnets[]): string {
  const rows = report.openings.map((one) => [
    span(one.subnet), `${stateOf(one)}: ${one.direction} ${span(openingText(one))}`,
    [prose(one.by.join(', ')), ...(one.way === undefined ? [] : [prose(one.way)])].join('; '),
    [one.doubt, one.acknowledged].filter((text) => text !== undefined).map(prose).join('; '),
  ]);
  const asked = askedTraffic(alike).map(({ subnet, direction, way, requirements, destinations }) =>
    [span(subnet), direction, prose(way), String(requirements), prose(destinations.join(', '))]);
  return [
    `## What is open, and why\n\n${prose(openSummary(report))}\n`, ...(insideTraffic(report).length === 0 ? [] : [`${INSIDE_TEXT}\n`]),
    ...(rows.length === 0 ? [] : [markdownTable(['Subnet', 'What', 'By', 'Note'], rows)]),
    ...(asked.length === 0 ? [] : [
      `Requirements ask for this:\n\n${markdownTable(['Subnet', 'Direction', 'Passes', 'Requirements', 'For'], asked)}`,
    ]),
  ].join('\n');
}

function stateOf({ acknowledged, doubt }: ReportOpening): string {
  return acknowledged !== undefined ? 'acknowledged' : doubt === undefined ? '**open**' : '**may be open**';
}

function subnetsText(report: NetworkReport): string {
  const counts = countsBySubnet(report);
  return report.subnets.length < 2 ? '' : section(
    'Subnets', ['Subnet', 'Security group', 'Route table', 'Firewall', 'Met', 'Denied', 'Unknown', 'Open, not asked for'],
    report.subnets.map(({ name, group, table, firewalls }) => [
      span(name), ...[group, table].map((text) => (text === undefined ? 'none' : span(text))),
      firewalls.length === 0 ? 'none' : firewalls.map(span).join(', '), ...Object.values(counts.get(name)!).map(String),
    ]),
  );
}

/** Subnets that are alike have one picture and one table: their requirements differ in nothing but the names of rules. */
function subnetText(report: NetworkReport, subnet: AlikeSubnets): string {
  const { names, text, notFound } = subnet;
  const rules = new Map(report.rules.map((rule) => [rule.anchor, rule]));
  const ofFirst = report.requirements.filter((one) => one.subnet === names[0]);
  const others = new Set(names);
  const byId = new Map<string, ReportRequirement[]>();
  report.requirements.filter((one) => others.has(one.subnet)).forEach((one) => addTo(byId, one.id, one));
  const each = (those: readonly ReportRequirement[], textOf: (one: ReportRequirement) => string): string =>
    [...new Set(those.map(textOf))].join('<br>');
  return [
    `## Subnet ${prose(text)}\n`,
    ...(names.length === 1 ? [] : [`The traffic of these ${names.length} subnets takes the same ways: ${names.map(span).join(', ')}.\n`]),
    notFound === undefined ? mermaid(subnet) : `Not evaluated: ${prose(notFound)}\n`,
    markdownTable(
      ['Requirement', 'Need', 'Outcome', 'Security group', 'Route', 'Firewall', 'Documented'],
      ofFirst.map((one) => {
        const those = byId.get(one.id)!;
        return [
          one.page === undefined ? code(one.id) : `[${code(one.id)}](${one.page})`, each(those, ({ need }) => span(need)),
          each(those, outcomeText), ...(['security group', 'route', 'firewall'] as const).map((layer) =>
            each(those, (each) => layerText(each, layer, rules))), citationText(one),
        ];
      }),
    ),
  ].join('\n');
}

function outcomeText({ outcome, decidedPorts, steps }: ReportRequirement): string {
  const why = steps.find(({ result }) => result === (outcome === 'denied' ? 'deny' : 'unknown'));
  const ports = decidedPorts === undefined ? '' : ` (${portsWords(decidedPorts)})`;
  return outcome === 'met' ? 'met' : `**${outcome}**${ports}${why === undefined ? '' : `: ${prose(why.text)}`}`;
}

/** Where flows of one requirement differ at a layer, the rules that deny stand apart from those that allow. */
function layerText({ steps }: ReportRequirement, layer: string, rules: ReadonlyMap<string, ReportRule>): string {
  const those = steps.filter((step) => step.layer === layer);
  const results = (['deny', 'unknown', 'allow'] as const).filter((result) => those.some((step) => step.result === result));
  const texts = results.map((result) => {
    const same = those.filter((step) => step.result === result);
    const names = [...new Set(same.flatMap((step) => step.ruleAnchors).map((anchor) => rules.get(anchor)!.name))].map(span);
    const shown = names.length === 0 ? 'no rule of the files' : names.join('<br>');
    const flows = [...new Set(same.flatMap((step) => step.flows))].map(prose).join(', ');
    return results.length === 1 ? shown : `${STEP_WORDS[result]}${flows === '' ? '' : ` ${flows}`}: ${shown}`;
  });
  return those.length === 0 ? 'not passed' : texts.join('<br>');
}

function citationText({ citation }: ReportRequirement): string {
  if (citation === undefined) {
    return 'yours';
  }
  const { article, date, section: where, row, link } = citation;
  const shown = link === undefined ? prose(article) : `[${prose(article)}](${link})`;
  return `${shown} (${prose(date)}), ${prose(where)}, row ${span(row)}`;
}

function findingsText({ findings }: NetworkReport): string {
  const row = ({ first, message, members, example }: CauseRow): string[] => [
    code(first.id), members.length === 0 ? span(first.subject) : `${members.length} with one cause`,
    [
      prose(message), ...members.map(({ subject, own }) => `${span(subject)}: ${prose(own)}`),
      ...(example === undefined ? [] : [`Example: ${span(example)}`]),
    ].join('<br>'),
    ...(first.acknowledged === undefined ? [] : [prose(first.acknowledged)]),
  ];
  return [
    ...SEVERITIES.map((severity) => section(TITLES[severity], ['Finding', 'Subject', 'What'],
      findingRows(findings.filter((one) => one.severity === severity && one.acknowledged === undefined)).map(row))),
    section('Acknowledged', ['Finding', 'Subject', 'What', 'Reason'],
      findingRows(findings.filter((one) => one.acknowledged !== undefined)).map(row)),
  ].filter((text) => text !== '').join('\n');
}

/**
 * Rules that differ only in their owner and their place are one row: those of many spokes. Those of one firewall may also differ in their
 * source; of two groups, a row with the sources of both would say of each what is true of the other.
 */
function ruleRows({ rules, requirements, openings }: NetworkReport): string[][] {
  const byAnchor = new Map(requirements.map((one) => [one.anchor, one]));
  const opened = new Map(openings.map((one) => [one.anchor, one]));
  const found = new Map<string, ReportRule[]>();
  for (const rule of rules) {
    const { name, layer, owner, source, access, direction, traffic, destination, uncertain } = rule;
    const ids = rule.requirementAnchors.map((anchor) => byAnchor.get(anchor)!.id);
    const of = layer === 'firewall' ? owner : source;
    const key = JSON.stringify([name, layer, of, access, direction, traffic, destination, uncertain, ids, rule.openingAnchors]);
    addTo(found, key, rule);
  }
  const all = (texts: readonly string[], between = '<br>'): string => [...new Set(texts)].join(between);
  return [...found.values()].map((those) => {
    const { name, layer, access, direction, traffic, destination, uncertain } = those[0]!;
    const sources = those.map(({ source }) => source);
    const ends = layer === 'route' ? destination : `${all(sources, ', ')} to ${destination}`;
    const served = those.flatMap((rule) => rule.requirementAnchors.map((anchor) => byAnchor.get(anchor)!));
    const beside = those.flatMap((rule) => rule.openingAnchors.map((anchor) => opened.get(anchor)!));
    return [
      span(name), `${layer} ${all(those.map(({ owner }) => span(owner)), ', ')}`,
      [ACCESS_WORDS[access], ...(direction === undefined ? [] : [direction]), span(`${traffic}, ${ends}`),
        ...(uncertain === undefined ? [] : [`<br>Not certain: ${prose(uncertain)}`])].join(' '),
      [
        ...(served.length === 0 ? ['none'] : [servedText(served)]),
        ...(beside.length === 0 ? [] : [`**also opens**: ${all(beside.map(besideText), ', ')}`]),
      ].join('<br>'),
      all(those.map((one) => span(writtenAtText(one)))),
    ];
  });
}

function besideText(one: ReportOpening): string {
  return span(`${one.subnet}: ${openingText(one)}`);
}

/** Each requirement with its subnets, those with the same ones together. */
function servedText(served: readonly ReportRequirement[]): string {
  const subnetsOf = new Map<string, string[]>();
  served.forEach(({ id, subnet }) => addTo(subnetsOf, id, subnet));
  const idsOf = new Map<string, string[]>();
  subnetsOf.forEach((subnets, id) => {
    const key = subnets.map(span).join(', ');
    addTo(idsOf, key, id);
  });
  return [...idsOf].map(([subnets, ids]) => `${subnets}: ${ids.map(span).join(', ')}`).join('<br>');
}

function section(title: string, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? '' : `## ${title}\n\n${markdownTable(columns, rows)}`;
}

function prose(text: string): string {
  return escapeMarkdown(printable(text));
}

function span(text: string): string {
  return code(printable(text));
}
