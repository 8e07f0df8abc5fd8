import { printable } from '../../azure/errors';
import { SEVERITIES } from '../../findings/severity';
import { code, escapeMarkdown, markdownTable } from '../markdown';
import { TITLES } from '../verification-summary';
import { NetworkReport, ReportRequirement, ReportRule } from './network-report';
import { PictureWay, waysOf } from './picture';

/** The report as Markdown of GitHub, with a picture of each subnet. */
export function reportMarkdown(report: NetworkReport): string {
  const { name, network, against, serviceTags, summary, subnets, limits, conditions } = report;
  const byAnchor = new Map(report.requirements.map((one) => [one.anchor, one]));
  return [
    `# Network report of ${prose(name)}\n`,
    `**${prose(summary)}**\n`,
    `Network ${span(network)}, held against ${prose(against)}; ${prose(serviceTags)}.\n`,
    ...subnets.map((subnet) => subnetText(report, subnet.name, subnet.notFound)),
    findingsText(report),
    section('Ways out for data', ['Requirement', 'Subnet', 'Outcome', 'Why data can leave'], report.requirements
      .filter(({ wayOut }) => wayOut !== undefined).map(({ id, subnet, outcome, wayOut = '' }) =>
        [code(id), span(subnet), outcome, prose(wayOut)])),
    section('Left out, not carried, or carried in another form', ['Requirement', 'Where', 'What', 'Why', 'Instead'],
      report.gaps.map(({ id, where, kind, ports, reason, instead = '' }) =>
        [code(id), prose(where), `${kind} (${ports.join(', ')})`, prose(reason), prose(instead)])),
    ...(report.notTranslated === undefined ? []
      : [`What rule languages cannot carry is not known: ${prose(report.notTranslated)}.\n`]),
    section('Rules and what needs them', ['Rule', 'Of', 'Does', 'Requirements', 'Place'],
      report.rules.map((rule) => ruleRow(rule, byAnchor))),
    section('Limits', ['Of', 'What', 'Used', 'Limit'], limits.map(({ owner, what, used, limit, isAtLeast }) =>
      [span(owner), what, `${isAtLeast ? 'at least ' : ''}${used}`, String(limit)])),
    section('The answers also rest on this', ['Condition', 'Requirements'], conditions.map(({ condition, requirements, members }) =>
      [prose([condition, ...members].join('; ')), String(requirements)])),
  ].filter((part) => part !== '').join('\n');
}

function subnetText(report: NetworkReport, subnet: string, notFound: string | undefined): string {
  const those = report.requirements.filter((one) => one.subnet === subnet);
  const rules = new Map(report.rules.map((rule) => [rule.anchor, rule]));
  const picture = notFound === undefined ? mermaid(subnet, waysOf(report, subnet)) : `Not evaluated: ${prose(notFound)}\n`;
  return [`## Subnet ${prose(subnet)}\n`, picture, markdownTable(
    ['Requirement', 'Need', 'Outcome', 'Security group', 'Route', 'Firewall', 'Documented'],
    those.map((one) => [
      one.page === undefined ? code(one.id) : `[${code(one.id)}](${one.page})`, span(one.need), outcomeText(one),
      ...(['security group', 'route', 'firewall'] as const).map((layer) => layerText(one, layer, rules)), citationText(one),
    ]),
  )].join('\n');
}

function outcomeText({ outcome, decidedPorts, steps }: ReportRequirement): string {
  const why = steps.find(({ result }) => result === (outcome === 'denied' ? 'deny' : 'unknown'));
  const ports = decidedPorts === undefined ? '' : ` (ports ${decidedPorts})`;
  return outcome === 'met' ? 'met' : `**${outcome}**${ports}${why === undefined ? '' : `: ${prose(why.text)}`}`;
}

/** Where flows of one requirement differ at a layer, the rules that deny stand apart from those that allow. */
const DOES = { deny: 'denies', unknown: 'cannot be told', allow: 'allows' };

function layerText({ steps }: ReportRequirement, layer: string, rules: ReadonlyMap<string, ReportRule>): string {
  const those = steps.filter((step) => step.layer === layer);
  const results = (['deny', 'unknown', 'allow'] as const).filter((result) => those.some((step) => step.result === result));
  const texts = results.map((result) => {
    const same = those.filter((step) => step.result === result);
    const names = [...new Set(same.flatMap((step) => step.rules).map((anchor) => rules.get(anchor)!.name))].map(span);
    const shown = names.length === 0 ? 'no rule of the files' : names.join('<br>');
    const flows = [...new Set(same.flatMap((step) => step.flows))].map(prose).join(', ');
    return results.length === 1 ? shown : `${DOES[result]}${flows === '' ? '' : ` ${flows}`}: ${shown}`;
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
  const row = ({ finding, subject, message, example, acknowledged }: NetworkReport['findings'][number]): string[] => [
    code(finding), span(subject), prose(message) + (example === undefined ? '' : `<br>Example: ${span(example)}`),
    ...(acknowledged === undefined ? [] : [prose(acknowledged)]),
  ];
  return [
    ...SEVERITIES.map((severity) => section(TITLES[severity], ['Finding', 'Subject', 'What'],
      findings.filter((one) => one.severity === severity && one.acknowledged === undefined).map(row))),
    section('Acknowledged', ['Finding', 'Subject', 'What', 'Reason'], findings.filter((one) => one.acknowledged !== undefined).map(row)),
  ].filter((text) => text !== '').join('\n');
}

function ruleRow(rule: ReportRule, requirements: ReadonlyMap<string, ReportRequirement>): string[] {
  const { name, layer, owner, access, direction, traffic, source, destination, uncertain } = rule;
  const ends = layer === 'route' ? destination : `${source} to ${destination}`;
  const ids = rule.requirements.map((anchor) => requirements.get(anchor)!).map(({ subnet, id }) => `${subnet}: ${id}`);
  return [
    span(name), `${layer} ${span(owner)}`,
    [access, ...(direction === undefined ? [] : [direction]), span(`${traffic}, ${ends}`),
      ...(uncertain === undefined ? [] : [`<br>Not certain: ${prose(uncertain)}`])].join(' '),
    ids.length === 0 ? 'none' : ids.map(span).join('<br>'), span(`${rule.file}: ${rule.resource}`),
  ];
}

function section(title: string, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? '' : `## ${title}\n\n${markdownTable(columns, rows)}`;
}

const CLASSES = { met: 'fill:#dff3e4,stroke:#1a7f37,color:#0b3d1b', denied: 'fill:#ffe1de,stroke:#b3261e,color:#5c0f0a,stroke-width:3px',
  unknown: 'fill:#e8eaed,stroke:#57606a,color:#24292f,stroke-dasharray:5 4' };
const SIGNS = { met: '✓', denied: '✕', unknown: '?' };

/** A flowchart with a node for each station. Names stand in quoted labels alone, where nothing of them has a meaning. */
function mermaid(subnet: string, ways: readonly PictureWay[]): string {
  const ids = new Map<string, string>();
  const lines: string[] = [];
  const edges = new Set<string>();
  const node = (key: string, label: string, kind?: keyof typeof CLASSES): string => {
    const known = ids.get(key) ?? `n${ids.size + 1}`;
    if (!ids.has(key)) {
      ids.set(key, known);
      lines.push(`  ${known}["${label}"]${kind === undefined ? '' : `:::${kind}`}`);
    }
    return known;
  };
  const start = node('subnet', mermaidText(`subnet ${subnet}`));
  const most = Math.max(0, ...ways.map(({ stations }) => stations.length));
  const denied = new Set<string>();
  for (const { stations, stop, destination, direction, outcome, requirements } of ways) {
    const side = direction === 'inbound' ? ' (inbound)' : '';
    const label = `${SIGNS[outcome]} ${mermaidText(destination)}${side}: ${requirements.length} ${outcome}`;
    const end = node(JSON.stringify([stations, stop, destination, direction]), label, outcome);
    const path = [start, ...stations.map(({ label: text }, i) => node(JSON.stringify(stations.slice(0, i + 1)), mermaidText(text))), end];
    // What is denied ends with a cross: inbound at the station that denies, outbound right after it.
    path.slice(1).forEach((to, i) => {
      // Destinations stand in one column, so a line that passes fewer stations is longer.
      const longer = to === end ? most - stations.length : 0;
      const isCross = stop !== undefined && (direction === 'inbound' ? i === stop + 1 : to === end);
      const edge = direction === 'inbound' ? `  ${to} -${'.'.repeat(longer + 1)}-${isCross ? 'x' : '>'} ${path[i]!}`
        : `  ${path[i]!} ${'-'.repeat(longer + 2)}${isCross ? 'x' : '>'} ${to}`;
      if (direction === 'outbound' || stop === undefined || i > stop) {
        edges.add(edge);
        if (isCross) {
          denied.add(edge);
        }
      }
    });
  }
  const crosses = [...edges].flatMap((edge, i) => (denied.has(edge) ? [i] : []));
  const styles = [
    ...Object.entries(CLASSES).map(([name, style]) => `  classDef ${name} ${style}`),
    ...(crosses.length === 0 ? [] : [`  linkStyle ${crosses.join(',')} stroke:#b3261e,stroke-width:3px`]),
  ];
  return `\`\`\`mermaid\nflowchart LR\n${[...lines, ...edges, ...styles].join('\n')}\n\`\`\`\n`;
}

/** Characters that Mermaid or HTML would read are written by their numbers. */
function mermaidText(text: string): string {
  return cut(printable(text), 60).replace(/[^\p{L}\p{N} .,:/()*_-]/gu, (character) => `#${character.codePointAt(0)!};`);
}

function cut(text: string, max: number): string {
  const characters = [...text];
  return characters.length > max ? `${characters.slice(0, max).join('')}...` : text;
}

function prose(text: string): string {
  return escapeMarkdown(printable(text));
}

function span(text: string): string {
  return code(printable(text));
}
