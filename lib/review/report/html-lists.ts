import { html, moreText } from './html-text';
import { ReportOpening, ReportRequirement, ReportRule, ReportStep } from './network-report';
import { openingText } from './picture';
import { ACCESS_WORDS, STEP_WORDS, writtenAtText } from './rule-words';

const SIGNS = { met: '✓ met', denied: '✕ denied', unknown: '? unknown' };
const LAYERS = { 'security group': 'Security group', 'route': 'Route', 'firewall': 'Firewall' };
/** What a rule does with the requirements whose traffic it decides. */
const NEEDED = ['Needed by', 'needed by'] as const;
const RELATIONS = { allow: NEEDED, route: NEEDED, deny: ['Denies', 'denies'], either: ['Decides', 'decides'] } as const;

/** One requirement, folded. What the filters need is in its attributes. */
export function requirementHtml(one: ReportRequirement, way: string, rules: ReadonlyMap<string, ReportRule>): string {
  const { anchor, subnet, id, need, purpose, ports, endpointKind, section, outcome, decidedPorts, steps } = one;
  const { example, conditions, notes, wayOut, page } = one;
  const items = [
    row('Purpose', html(purpose)), row('Subnet', html(subnet)), row('Scenario or section', html(section)),
    row('Documented', citationHtml(one)),
    ...(page === undefined ? [] : [row('Catalog', `<a href="${html(page)}" rel="noreferrer">${html(id)}</a>`)]),
    ...(decidedPorts === undefined ? [] : [row('Ports it is about', html(decidedPorts))]),
    ...steps.map((step) => row(LAYERS[step.layer], stepHtml(step, rules))),
    ...(example === undefined ? [] : [row('Example', `<code>${html(example)}</code>`)]),
    ...conditions.map((text) => row('Rests on', html(text))), ...notes.map((text) => row('Note', html(text))),
    ...(wayOut === undefined ? [] : [row('Way out for data', html(wayOut))]),
    row('Link', link(anchor, `#${anchor}`)),
  ];
  return `<details class="requirement ${outcome}" data-subnet="${html(subnet)}" data-section="${html(section)}" ` +
    `data-kind="${html(endpointKind)}" data-outcome="${outcome}" data-ports="${html(ports.join(','))}" data-way="${way}">` +
    `<summary id="${anchor}"><b>${html(id)}</b> <span class="need">${html(need)}</span> ` +
    `<span class="badge ${outcome}">${SIGNS[outcome]}</span></summary>` +
    `<div class="body"><dl>${items.join('\n')}</dl></div></details>\n`;
}

function stepHtml({ result, flows, text, ruleAnchors: those }: ReportStep, rules: ReadonlyMap<string, ReportRule>): string {
  const names = those.map((rule) => link(rule, rules.get(rule)!.name));
  const listed = flows.map((flow, i) => html(i < flows.length - 1 ? `${flow},` : flow));
  const does = [`<b class="${result}">${STEP_WORDS[result]}</b>`, ...listed];
  return [does.join(' '), html(text), ...(names.length === 0 ? [] : [names.join(', ')])].join('<br>');
}

/** One rule, folded, with links to the requirements whose traffic it decides and to what it opens besides them. */
export function ruleHtml(
  rule: ReportRule, requirements: ReadonlyMap<string, ReportRequirement>, openings: ReadonlyMap<string, ReportOpening>,
): string {
  const { anchor, layer, owner, name, label, access, direction, traffic, source, destination, uncertain } = rule;
  const served = rule.requirementAnchors.map((one) => requirements.get(one)!).map(({ anchor: to, subnet, id }) =>
    link(to, `${subnet}: ${id}`));
  const shown = rule.openingAnchors.flatMap((one) => openings.get(one) ?? []);
  const left = rule.openingAnchors.length - shown.length;
  const opened = [
    ...shown.map((one) => link(one.anchor, `${one.subnet}: ${openingText(one)}`)), ...(left === 0 ? [] : [moreText(left)]),
  ];
  const [title, verb] = RELATIONS[access];
  const does = layer === 'route' ? '' : `${ACCESS_WORDS[access]} `;
  const items = [
    row('Rule', html(label)), row(LAYERS[layer], html(owner)),
    row('Does', html([ACCESS_WORDS[access], direction, traffic].filter((word) => word !== undefined).join(' '))),
    ...(layer === 'route' ? [] : [row('From', html(source))]), row('To', html(destination)),
    ...(uncertain === undefined ? [] : [row('Not certain', html(uncertain))]),
    row('Written in', `<code>${html(writtenAtText(rule))}</code>`),
    row(title, served.length === 0 ? 'no requirement of this report' : served.join(', ')),
    ...(opened.length === 0 ? [] : [row('Also opens', opened.join(', '))]), row('Link', link(anchor, `#${anchor}`)),
  ];
  return `<details class="rule" data-owner="${html(owner)}" data-ports="${portsOf(rule).join(',')}" ` +
    `data-serves="${[...rule.requirementAnchors, ...rule.openingAnchors].join(' ')}"><summary id="${anchor}"><b>${html(name)}</b> ` +
    `<span class="need">${html(`${layer} ${owner}: ${does}${traffic} to ${destination}`)}</span> ` +
    `${opened.length === 0 ? '' : `<span class="badge open">! also opens ${rule.openingAnchors.length}</span> `}` +
    `<span class="badge">${verb} ${served.length === 0 ? 'none' : served.length}</span>` +
    `</summary><div class="body"><dl>${items.join('\n')}</dl></div></details>\n`;
}

/** Ports of a rule, for the filter. A route holds all. */
function portsOf({ layer, ports }: ReportRule): readonly string[] {
  return layer === 'route' ? ['0-65535'] : ports;
}

function citationHtml({ citation }: ReportRequirement): string {
  if (citation === undefined) {
    return 'a requirement of your own';
  }
  const { article, date, section, row: place, link: address } = citation;
  const text = address === undefined ? html(article) : `<a href="${html(address)}" rel="noreferrer">${html(article)}</a>`;
  return `${text} (${html(date)}), ${html(section)}, row ${html(place)}`;
}

/** A link to an entry of the page. */
export function link(anchor: string, text: string): string {
  return `<a href="#${anchor}">${html(text)}</a>`;
}

/** A term of an entry and its detail, which is HTML already. */
export function row(term: string, detail: string): string {
  return `<dt>${term}</dt><dd>${detail}</dd>`;
}
