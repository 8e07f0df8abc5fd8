import { createHash } from 'node:crypto';
import { AlikeSubnets, alikeSubnets } from './alike-subnets';
import { requirementHtml, ruleHtml } from './html-lists';
import { openingsHtml, shownOpenings } from './html-openings';
import { htmlPicture, wayNamesOf } from './html-picture';
import { SCRIPT } from './html-script';
import { STYLE } from './html-style';
import { findingsHtml, subnetsHtml, tableHtml, tablesOf } from './html-tables';
import { html } from './html-text';
import { NetworkReport } from './network-report';

/** The report as one page that needs nothing but itself: no network, no library, and no script to be read. */
export function reportHtml(report: NetworkReport): string {
  const { name, network, against, serviceTagFile, headline, summary, subnets, requirements, rules, openings, findings } = report;
  const alike = alikeSubnets(report);
  const ways = wayNamesOf(alike);
  const byRule = new Map(rules.map((rule) => [rule.anchor, rule]));
  const byRequirement = new Map(requirements.map((one) => [one.anchor, one]));
  const byOpening = new Map(shownOpenings(report).map((one) => [one.anchor, one]));
  const beyond = openings.filter(({ acknowledged }) => acknowledged === undefined).length;
  const tables = tablesOf(report);
  const links = [
    ['open', 'What is open'], ['picture', 'Picture'], ...(subnets.length < 2 ? [] : [['subnets', 'Subnets']]),
    ...(findings.length === 0 ? [] : [['findings', 'Findings']]), ['requirements', 'Requirements'],
    ['rules', 'Rules'], ...tables.map(({ id, caption }) => [id, caption]),
  ].map(([id, text]) => `<li><a href="#${id!}">${text!}</a></li>`).join('');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Network report of ${html(name)}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#requirements">To the requirements</a>
<header>
<h1>Network report of ${html(name)}</h1>
<p class="lead">${html(headline)}</p>
<p class="about">Network <code>${html(network)}</code>, compared with ${html(against)}; ${html(serviceTagFile)}.</p>
<ul class="tiles">
${(['met', 'denied', 'unknown'] as const).map((outcome) => tile(outcome, summary.requirements[outcome])).join('\n')}
<li class="${beyond === 0 ? 'none' : 'open'}"><b>! ${beyond}</b><a href="#open">open, and not asked for</a></li>
<li><b>${rules.length}</b>rules and routes</li>
</ul>
<nav aria-label="Parts of the report"><ul>${links}</ul></nav>
</header>
<main>
${openingsHtml(report, alike, ways)}
<h2 id="picture">Picture</h2>
<p class="legend"><span><b class="open">!</b> open, and no requirement asks for it</span>
<span><b class="allow">✓</b> met</span> <span><b class="deny">✕</b> denied where the cross is</span>
<span><b class="unknown">?</b> unknown</span> <span class="wide">The more requirements, the wider the line.</span>
<span class="script" hidden>Choose a box to see its requirements or its rules.</span></p>
${alike.map((one, i) => pictureHtml(report, one, ways, i)).join('\n')}
${subnets.length < 2 ? '' : subnetsHtml(report)}${findingsHtml(report)}
<h2 id="requirements" tabindex="-1">Requirements</h2>
${filtersOf(report)}
${requirements.map((one) => requirementHtml(one, ways.get(one.anchor) ?? '', byRule)).join('')}
<h2 id="rules" tabindex="-1">Rules</h2>
${rules.length === 0 ? '<p>No rule was read that traffic of the subnets passes.</p>' : ''}${
  rules.map((rule) => ruleHtml(rule, byRequirement, byOpening)).join('')}
${tables.map(tableHtml).join('')}
${report.notTranslated === undefined ? '' : `<p>What rule languages cannot carry is not known: ${html(report.notTranslated)}.</p>`}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

/** More pictures than these are folded. */
const PICTURES = 4;

/** One picture for subnets that are alike. */
function pictureHtml(report: NetworkReport, subnet: AlikeSubnets, ways: ReadonlyMap<string, string>, i: number): string {
  const { names, text, notFound } = subnet;
  const picture = notFound === undefined ? htmlPicture(report, subnet, ways) : `<p>Not evaluated: ${html(notFound)}</p>\n`;
  const alike = names.length === 1 ? ''
    : `<p class="about">The traffic of these ${names.length} subnets takes the same ways: ${html(names.join(', '))}.</p>\n`;
  const drawn = i < PICTURES ? picture
    : `<details class="more"><summary>Picture of ${html(text)}</summary><div class="body">${picture}</div></details>\n`;
  return `<section class="subnet" data-subnet="${names.map(html).join('\n')}" aria-label="${html(`Subnet ${text}`)}">` +
    `<h3>${html(text)}</h3>\n${alike}${drawn}</section>`;
}

const SIGNS = { met: '✓', denied: '✕', unknown: '?' };

function tile(outcome: keyof typeof SIGNS, count: number): string {
  return `<li class="${count === 0 ? 'none' : outcome}"><b>${SIGNS[outcome]} ${count}</b>${outcome}</li>`;
}

/** Nothing is loaded, and only the style and the script of this page count. */
function policy(): string {
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return `default-src 'none'; style-src ${hash(STYLE)}; script-src ${hash(SCRIPT)}; base-uri 'none'; form-action 'none'`;
}

function filtersOf({ requirements, subnets }: NetworkReport): string {
  const values = (key: 'section' | 'endpointKind'): string[] => [...new Set(requirements.map((one) => one[key]))].sort();
  const select = (name: string, label: string, options: readonly string[]): string =>
    `<label>${label}<select name="${name}"><option value="">all</option>${
      options.map((one) => `<option value="${html(one)}">${html(one)}</option>`).join('')}</select></label>`;
  return `<form id="filters" class="filters script" role="search" aria-label="Filter requirements and rules" hidden>
<label class="wide">Words: a host, tag, address, rule or id<input type="search" name="words" autocomplete="off"></label>
<label>Port<input type="number" name="port" min="0" max="65535"></label>
${select('subnet', 'Subnet', subnets.map(({ name }) => name))}
${select('section', 'Scenario or section', values('section'))}
${select('kind', 'Kind of endpoint', values('endpointKind'))}
${select('outcome', 'Outcome', ['met', 'denied', 'unknown', 'open'])}
<button type="button" id="all">Show all</button>
</form>
<p class="script" hidden><button type="button" id="only" hidden></button></p>
<p id="count" class="count script" role="status" aria-live="polite" hidden></p>`;
}
