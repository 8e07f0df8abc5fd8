import { html } from './html-text';
import { ReportRequirement, ReportRule } from './network-report';

/** A denied requirement may have flows that are let through, so each step says what it does. */
const DOES = { allow: 'allows', deny: 'denies', unknown: 'cannot be told' };
const SIGNS = { met: '✓ met', denied: '✕ denied', unknown: '? unknown' };

/** One requirement, folded. What the filters need is in its attributes. */
export function requirementHtml(one: ReportRequirement, way: string, rules: ReadonlyMap<string, ReportRule>): string {
  const { anchor, subnet, id, need, purpose, ports, endpointKind, section, outcome, decidedPorts, steps } = one;
  const { example, conditions, notes, wayOut, page } = one;
  const items = [
    row('Purpose', html(purpose)), row('Subnet', html(subnet)), row('Scenario or section', html(section)),
    row('Documented', citationHtml(one)),
    ...(page === undefined ? [] : [row('Catalog', `<a href="${html(page)}" rel="noreferrer">${html(id)}</a>`)]),
    ...(decidedPorts === undefined ? [] : [row('Ports it is about', html(decidedPorts))]),
    ...steps.map(({ layer, result, text, rules: those }) => row(`${layer} ${DOES[result]}`, html(text) + (those.length === 0 ? ''
      : `<br>${those.map((rule) => link(rule, rules.get(rule)!.name)).join(', ')}`))),
    ...(example === undefined ? [] : [row('Example', `<code>${html(example)}</code>`)]),
    ...conditions.map((text) => row('Rests on', html(text))), ...notes.map((text) => row('Note', html(text))),
    ...(wayOut === undefined ? [] : [row('Way out for data', html(wayOut))]),
  ];
  return `<details class="requirement ${outcome}" id="${anchor}" data-subnet="${html(subnet)}" data-section="${html(section)}" ` +
    `data-kind="${html(endpointKind)}" data-outcome="${outcome}" data-ports="${html(ports.join(','))}" data-way="${way}">` +
    `<summary><b>${html(id)}</b> <span class="need">${html(need)}</span> ` +
    `<span class="badge ${outcome}">${SIGNS[outcome]}</span></summary>` +
    `<div class="body"><dl>${items.join('\n')}</dl></div></details>\n`;
}

/** One rule, folded, with links to the requirements that it serves. */
export function ruleHtml(rule: ReportRule, requirements: ReadonlyMap<string, ReportRequirement>): string {
  const { anchor, layer, owner, name, label, access, direction, traffic, source, destination, uncertain, file, resource } = rule;
  const served = rule.requirements.map((one) => requirements.get(one)!).map(({ anchor: to, subnet, id }) => link(to, `${subnet}: ${id}`));
  const items = [
    row('Rule', html(label)), row(layer, html(owner)),
    row('Does', html([access, direction, traffic].filter((word) => word !== undefined).join(' '))),
    ...(layer === 'route' ? [] : [row('From', html(source))]), row('To', html(destination)),
    ...(uncertain === undefined ? [] : [row('Not certain', html(uncertain))]),
    row('Stands in', `<code>${html(`${file}: ${resource}`)}</code>`),
    row('Needed by', served.length === 0 ? 'no requirement of this report' : served.join(', ')),
  ];
  return `<details class="rule" id="${anchor}" data-owner="${html(owner)}" data-ports="${portsOf(rule).join(',')}" ` +
    `data-serves="${rule.requirements.join(' ')}"><summary><b>${html(name)}</b> ` +
    `<span class="need">${html(`${layer} ${owner}: ${access}, ${traffic}`)}</span> ` +
    `<span class="badge">${neededText(served.length)}</span>` +
    `</summary><div class="body"><dl>${items.join('\n')}</dl></div></details>\n`;
}

function neededText(count: number): string {
  return count === 0 ? 'needed by none' : `needed by ${count}`;
}

/** Ports of a rule, for the filter. Of a route there are none, and it holds all. */
function portsOf({ layer, traffic }: ReportRule): readonly string[] {
  return layer === 'route' || traffic.includes('all ports') ? ['0-65535'] : traffic.match(/\b\d+(-\d+)?\b/g) ?? [];
}

function citationHtml({ citation }: ReportRequirement): string {
  if (citation === undefined) {
    return 'a requirement of your own';
  }
  const { article, date, section, row: place, link: address } = citation;
  const text = address === undefined ? html(article) : `<a href="${html(address)}" rel="noreferrer">${html(article)}</a>`;
  return `${text} (${html(date)}), ${html(section)}, row ${html(place)}`;
}

function link(anchor: string, text: string): string {
  return `<a href="#${anchor}">${html(text)}</a>`;
}

function row(term: string, detail: string): string {
  return `<dt>${term}</dt><dd>${detail}</dd>`;
}
