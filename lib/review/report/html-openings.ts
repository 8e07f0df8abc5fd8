import { AlikeSubnets } from './alike-subnets';
import { link, row } from './html-lists';
import { html, htmlTable, moreText } from './html-text';
import { INSIDE_TEXT, insideTraffic } from './inside-traffic';
import { NetworkReport, ReportOpening, ReportRule } from './network-report';
import { askedTraffic, isAllEvaluated, openSummary } from './open-traffic-summary';
import { openingText } from './picture';

/** Openings that the page shows: of tens of thousands it would have tens of megabytes. */
const SHOWN = 2000;

export function shownOpenings({ openings }: NetworkReport): readonly ReportOpening[] {
  return openings.slice(0, SHOWN);
}

/** What is open, and why: first what nobody asked for. */
export function openingsHtml(report: NetworkReport, subnets: readonly AlikeSubnets[], ways: ReadonlyMap<string, string>): string {
  const rules = new Map(report.rules.map((rule) => [rule.anchor, rule]));
  const asked = askedTraffic(subnets);
  const sign = report.openings.some(({ acknowledged }) => acknowledged === undefined) ? '<b class="open">!</b> '
    : isAllEvaluated(report) ? '<b class="allow">✓</b> ' : '<b class="unknown">?</b> ';
  const inside = insideTraffic(report).length === 0 ? '' : `<p>${html(INSIDE_TEXT)}</p>\n`;
  return `<h2 id="open" tabindex="-1">What is open, and why</h2>
<p class="lead">${sign}${html(openSummary(report))}</p>
${inside}${shownOpenings(report).map((one) => openingHtml(one, ways.get(one.anchor) ?? '', rules)).join('')}${
  report.openings.length > SHOWN ? `<p>${moreText(report.openings.length - SHOWN)}</p>\n` : ''}${asked.length === 0 ? ''
  : `<h3>Open because requirements ask for it</h3>\n${htmlTable(
    'Open because requirements ask for it', ['Subnet', 'Direction', 'Passes', 'Requirements', 'For'],
    asked.map(({ subnet, direction, way, requirements, destinations }) =>
      [subnet, direction, way, String(requirements), destinations.join(', ')].map(html)),
  )}`}`;
}

function openingHtml(one: ReportOpening, way: string, rules: ReadonlyMap<string, ReportRule>): string {
  const { anchor, subnet, direction, ports, way: route, by, doubt, example, acknowledged } = one;
  const badge = acknowledged !== undefined ? '<span class="badge">acknowledged</span>'
    : doubt !== undefined ? '<span class="badge unknown">? may be open</span>' : '<span class="badge open">! open</span>';
  const links = one.ruleAnchors.map((rule) => link(rule, rules.get(rule)!.name));
  const items = [
    row('Subnet', html(subnet)), row('Direction', direction), row('Open because of', html(by.join(', '))),
    ...(links.length === 0 ? [] : [row('Rules and routes', links.join(', '))]),
    ...(route === undefined ? [] : [row('Goes out by', html(route))]),
    ...(doubt === undefined ? [] : [row('Not certain', html(doubt))]),
    ...(example === undefined ? [] : [row('Example', `<code>${html(example)}</code>`)]),
    ...(acknowledged === undefined ? [] : [row('Acknowledged', html(acknowledged))]),
    row('Link', link(anchor, `#${anchor}`)),
  ];
  return `<details class="opening ${acknowledged === undefined ? 'open-beyond' : ''}" data-subnet="${html(subnet)}" data-outcome="open" ` +
    `data-ports="${html(ports.join(','))}" data-way="${way}"><summary id="${anchor}"><b>${html(openingText(one))}</b> ` +
    `<span class="need">${html(`${subnet}, ${direction}: ${by.join(', ')}${route === undefined ? '' : `, ${route}`}`)}</span> ${badge}` +
    `</summary><div class="body"><dl>${items.join('\n')}</dl></div></details>\n`;
}
