import { createHash } from 'node:crypto';
import { requirementHtml, ruleHtml } from './html-lists';
import { htmlPicture, wayNamesOf } from './html-picture';
import { SCRIPT } from './html-script';
import { STYLE } from './html-style';
import { html, htmlTable } from './html-text';
import { NetworkReport } from './network-report';

/** The report as one page that needs nothing but itself: no network, no library, and no script to be read. */
export function reportHtml(report: NetworkReport): string {
  const { name, network, against, serviceTags, summary, counts, subnets, requirements, rules } = report;
  const ways = wayNamesOf(report);
  const byRule = new Map(rules.map((rule) => [rule.anchor, rule]));
  const byRequirement = new Map(requirements.map((one) => [one.anchor, one]));
  const tables = tablesOf(report).filter(({ rows }) => rows.length > 0);
  const linkTo = ({ id, caption }: Table): readonly [string, string] => [id, caption];
  const links = [
    ['picture', 'Picture'] as const, ...tables.filter(({ id }) => id === 'findings').map(linkTo), ['requirements', 'Requirements'] as const,
    ['rules', 'Rules'] as const, ...tables.filter(({ id }) => id !== 'findings').map(linkTo),
  ].map(([id, text]) => `<li><a href="#${id}">${text}</a></li>`).join('');
  const pictures = subnets.map(({ name: subnet, notFound }) => {
    const picture = notFound === undefined ? htmlPicture(report, subnet, ways) : `<p>Not evaluated: ${html(notFound)}</p>\n`;
    return `<section class="subnet" data-subnet="${html(subnet)}" aria-label="${html(`Subnet ${subnet}`)}">` +
      `<h3>${html(subnet)}</h3>\n${picture}</section>`;
  });
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
<p class="lead">${html(summary)}</p>
<p class="about">Network <code>${html(network)}</code>, held against ${html(against)}; ${html(serviceTags)}.</p>
<ul class="tiles">
${(['met', 'denied', 'unknown'] as const).map((outcome) => tile(outcome, counts.requirements[outcome])).join('\n')}
<li><b>${rules.length}</b>rules and routes</li>
</ul>
<nav aria-label="Parts of the report"><ul>${links}</ul></nav>
</header>
<main>
<h2 id="picture">Picture</h2>
<p class="legend"><span><b class="allow">✓</b> met</span> <span><b class="deny">✕</b> denied where the cross is</span>
<span><b class="unknown">?</b> unknown</span> <span class="wide">The more requirements, the wider the line.</span>
<span class="script" hidden>Choose a box to see its requirements or its rules.</span></p>
${pictures.join('\n')}
${tables.filter(({ id }) => id === 'findings').map(tableHtml).join('')}
<h2 id="requirements" tabindex="-1">Requirements</h2>
${filtersOf(report)}
${requirements.map((one) => requirementHtml(one, ways.get(one.anchor) ?? '', byRule)).join('')}
<h2 id="rules" tabindex="-1">Rules</h2>
${rules.length === 0 ? '<p>No rule was read that traffic of the subnets passes.</p>' : ''}${
  rules.map((rule) => ruleHtml(rule, byRequirement)).join('')}
${tables.filter(({ id }) => id !== 'findings').map(tableHtml).join('')}
${report.notTranslated === undefined ? '' : `<p>What rule languages cannot carry is not known: ${html(report.notTranslated)}.</p>`}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

const SIGNS = { met: '✓', denied: '✕', unknown: '?' };

function tile(outcome: keyof typeof SIGNS, count: number): string {
  return `<li class="${count === 0 ? 'none' : outcome}"><b>${SIGNS[outcome]} ${count}</b>${outcome}</li>`;
}

function tableHtml({ id, caption, columns, rows }: Table): string {
  return `<h2 id="${id}">${html(caption)}</h2>\n${htmlTable(caption, columns, rows)}`;
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
${select('outcome', 'Outcome', ['met', 'denied', 'unknown'])}
<button type="button" id="all">Show all</button>
</form>
<p class="script" hidden><button type="button" id="only" hidden></button></p>
<p id="count" class="count script" role="status" aria-live="polite" hidden></p>`;
}

interface Table {
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function tablesOf({ findings, requirements, gaps, limits, conditions }: NetworkReport): Table[] {
  const link = (anchor: string, text: string): string => `<a href="#${anchor}">${html(text)}</a>`;
  return [
    {
      id: 'findings', caption: 'Findings', columns: ['Severity', 'Finding', 'Subject', 'What'],
      rows: findings.map(({ severity, finding, subject, message, example, places, acknowledged }) => [
        `<span class="badge ${severity}">${html(acknowledged === undefined ? severity : 'acknowledged')}</span>`, html(finding),
        `<code>${html(subject)}</code>`,
        [
          message, ...(example === undefined ? [] : [`Example: ${example}`]), ...places,
          ...(acknowledged === undefined ? [] : [`Acknowledged (${severity}): ${acknowledged}`]),
        ].map(html).join('<br>'),
      ]),
    },
    {
      id: 'ways-out', caption: 'Ways out for data', columns: ['Requirement', 'Subnet', 'Outcome', 'Why data can leave'],
      rows: requirements.filter(({ wayOut }) => wayOut !== undefined).map(({ anchor, id, subnet, outcome, wayOut = '' }) =>
        [link(anchor, id), html(subnet), outcome, html(wayOut)]),
    },
    {
      id: 'gaps', caption: 'Left out, not carried, or carried in another form', columns: ['Requirement', 'Where', 'What', 'Why', 'Instead'],
      rows: gaps.map(({ id, where, kind, ports, reason, instead = '' }) =>
        [html(id), html(where), html(`${kind} (${ports.join(', ')})`), html(reason), html(instead)]),
    },
    {
      id: 'limits', caption: 'Limits', columns: ['Of', 'What', 'Used'],
      rows: limits.map(({ owner, what, used, limit, isAtLeast }) => [html(owner), html(what),
        `<meter min="0" max="${limit}" value="${used}" aria-label="${html(`${owner}: ${what}`)}"></meter> ` +
        `${isAtLeast ? 'at least ' : ''}${used} of ${limit}`]),
    },
    {
      id: 'conditions', caption: 'What the answers also rest on', columns: ['Condition', 'Requirements'],
      rows: conditions.map(({ condition, requirements: count, members }) =>
        [[condition, ...members].map(html).join('<br>'), String(count)]),
    },
  ];
}
