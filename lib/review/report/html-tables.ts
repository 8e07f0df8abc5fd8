import { html, htmlTable } from './html-text';
import { NetworkReport, ReportFinding } from './network-report';

/** A part of the page that is a table. */
export interface Table {
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The tables below requirements and rules; those without rows are left out. */
export function tablesOf({ requirements, gaps, limits, conditions }: NetworkReport): Table[] {
  const link = (anchor: string, text: string): string => `<a href="#${anchor}">${html(text)}</a>`;
  return [
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
  ].filter(({ rows }) => rows.length > 0);
}

export function tableHtml({ id, caption, columns, rows }: Table): string {
  return `<h2 id="${id}">${html(caption)}</h2>\n${htmlTable(caption, columns, rows)}`;
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
    (those.length === 0 ? '' : htmlTable(caption, COLUMNS, those.map(cellsOf)));
  const head = '<h2 id="findings">Findings</h2>\n';
  return minor.length <= FEW ? head + table('Findings', findings) : head +
    table('Findings', findings.filter((one) => !isMinor(one))) +
    `<details class="more"><summary>${minor.length} notes and acknowledged findings</summary><div class="body">${
      table('Notes and acknowledged findings', minor)}</div></details>\n`;
}

function cellsOf({ severity, finding, subject, message, example, places, acknowledged }: ReportFinding): string[] {
  const what = [
    message, ...(example === undefined ? [] : [`Example: ${example}`]), ...places,
    ...(acknowledged === undefined ? [] : [`Acknowledged (${severity}): ${acknowledged}`]),
  ];
  return [
    `<span class="badge ${severity}">${html(acknowledged === undefined ? severity : 'acknowledged')}</span>`, html(finding),
    `<code>${html(subject)}</code>`, what.map(html).join('<br>'),
  ];
}
