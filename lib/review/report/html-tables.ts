import { CauseRow, findingRows } from './finding-rows';
import { gapRows } from './gap-rows';
import { shownOpenings } from './html-openings';
import { html, htmlTable, moreText } from './html-text';
import { insideTraffic } from './inside-traffic';
import { NetworkReport, ReportFinding } from './network-report';
import { countsBySubnet } from './subnet-counts';
import { waysOut } from './ways-out';

/** A part of the page that is a table. */
interface Table {
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The tables below requirements and rules; those without rows are left out. */
export function tablesOf(report: NetworkReport): Table[] {
  const { gaps, limits, conditions } = report;
  const left = new Set(report.openings.slice(shownOpenings(report).length).map(({ anchor }) => anchor));
  const link = (anchor: string, text: string): string => (left.has(anchor) ? html(text) : `<a href="#${anchor}">${html(text)}</a>`);
  return [
    {
      id: 'ways-out', caption: 'Ways out for data', columns: ['What', 'Subnet', 'Outcome', 'Why data can leave'],
      rows: waysOut(report).map(({ anchor, name, subnet, state, why }) => [link(anchor, name), html(subnet), state, html(why)]),
    },
    {
      id: 'gaps', caption: 'Left out, not carried, or carried in another form',
      columns: ['Requirements', 'Where', 'What', 'Why', 'Instead'],
      rows: gapRows(gaps).map(({ ids, where, kind, ports, reason, remedy, writtenAs }) => [
        ids.map(html).join('<br>'), where.map(html).join('<br>'), html(`${kind} (${ports.join(', ')})`), html(reason),
        html(remedy ?? writtenAs ?? ''),
      ]),
    },
    {
      id: 'limits', caption: 'Limits, the nearest first', columns: ['Of', 'What', 'Used'],
      rows: [...limits].sort((a, b) => b.used / b.limit - a.used / a.limit).map(({ owner, what, used, limit, isAtLeast }) => [
        html(owner), html(what),
        `<meter min="0" max="${limit}" value="${used}" aria-label="${html(`${owner}: ${what}`)}"></meter> ` +
        `${isAtLeast ? 'at least ' : ''}${used} of ${limit}`,
      ]),
    },
    {
      id: 'conditions', caption: 'What the answers also rest on', columns: ['Condition', 'Requirements'],
      rows: [
        ...conditions.map(({ condition, requirementCount: count, members }) =>
          [[condition, ...members].map(html).join('<br>'), String(count)]),
        ...insideTraffic(report).map(({ text, subnets }) => [html(`${text}: ${subnets.join(', ')}`), '']),
      ],
    },
  ].filter(({ rows }) => rows.length > 0);
}

export function tableHtml({ id, caption, columns, rows }: Table): string {
  return `<h2 id="${id}">${html(caption)}</h2>\n${htmlTable(caption, columns, rows)}`;
}

/** A longer table of subnets is folded. */
const ROWS = 12;

/** All subnets with what they pass and what becomes of their requirements; each leads to its own. */
export function subnetsHtml(report: NetworkReport): string {
  const counts = countsBySubnet(report);
  const table = htmlTable(
    'Subnets', ['Subnet', 'Security group', 'Route table', 'Firewall', 'Met', 'Denied', 'Unknown', 'Open, not asked for'],
    report.subnets.map(({ name, group = 'none', table = 'none', firewalls }) => {
      const { met, denied, unknown, open } = counts.get(name)!;
      return [
        `<a href="#requirements" data-subnet="${html(name)}">${html(name)}</a>`, html(group), html(table),
        firewalls.length === 0 ? 'none' : html(firewalls.join(', ')), String(met),
        ...([['denied', denied], ['unknown', unknown], ['open', open]] as const)
          .map(([kind, count]) => (count === 0 ? '0' : `<b class="${kind}">${count}</b>`)),
      ];
    }),
  );
  const { length } = report.subnets;
  return `<h2 id="subnets">Subnets</h2>\n<div class="subnets">${length <= ROWS ? table
    : `<details class="more"><summary>${length} subnets</summary><div class="body">${table}</div></details>\n`}</div>\n`;
}

/** More notes than these are folded, because requirements come after them. */
const FEW = 5;
const COLUMNS = ['Severity', 'Finding', 'Subject', 'What'];

/** What is wrong, and then what is only to be known: notes, and what somebody has accepted. */
export function findingsHtml({ findings }: NetworkReport): string {
  if (findings.length === 0) {
    return '';
  }
  const isMinor = ({ severity, acknowledged }: ReportFinding): boolean => severity === 'note' || acknowledged !== undefined;
  const minor = findings.filter(isMinor);
  const table = (caption: string, those: readonly ReportFinding[]): string =>
    (those.length === 0 ? '' : tableOfRows(caption, findingRows(those)));
  const head = '<h2 id="findings">Findings</h2>\n';
  return minor.length <= FEW ? head + table('Findings', findings) : head +
    table('Findings', findings.filter((one) => !isMinor(one))) +
    `<details class="more"><summary>${minor.length} notes and acknowledged findings</summary><div class="body">${
      table('Notes and acknowledged findings', minor)}</div></details>\n`;
}

/** Findings, and subjects of one of them, that the page shows: of tens of thousands it would have tens of megabytes. */
const SHOWN_ROWS = 500;
const SHOWN_SUBJECTS = 200;

function tableOfRows(caption: string, rows: readonly CauseRow[]): string {
  return htmlTable(caption, COLUMNS, rows.slice(0, SHOWN_ROWS).map(cellsOf)) +
    (rows.length > SHOWN_ROWS ? `<p>${moreText(rows.length - SHOWN_ROWS)}</p>\n` : '');
}

function cellsOf({ first, message, members, example, places }: CauseRow): string[] {
  const { severity, id, subject, acknowledged } = first;
  const what = [
    message, ...(example === undefined ? [] : [`Example: ${example}`]), ...places,
    ...(acknowledged === undefined ? [] : [`Acknowledged (${severity}): ${acknowledged}`]),
  ];
  const more = members.length - SHOWN_SUBJECTS;
  const list = members.slice(0, SHOWN_SUBJECTS).map((one) => `<li><code>${html(one.subject)}</code>: ${html(one.own)}</li>`).join('\n') +
    (more > 0 ? `<li>${moreText(more)}</li>` : '');
  return [
    `<span class="badge ${severity}">${html(acknowledged === undefined ? severity : 'acknowledged')}</span>`, html(id),
    members.length === 0 ? `<code>${html(subject)}</code>` : `${members.length} with one cause`, what.map(html).join('<br>') +
      (list === '' ? '' : `<details class="more"><summary>Subjects</summary><div class="body"><ul>${list}</ul></div></details>`),
  ];
}
