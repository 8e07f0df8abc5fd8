import { parseAddressRange } from '../azure/addresses';
import { Cloud } from '../azure/clouds';
import { printable } from '../azure/errors';
import { catalogPage } from '../catalog/catalog-page';
import { conditionText } from '../catalog/requirement-documents';
import { CatalogEntry } from '../catalog/entry';
import { reachOf } from '../lookup/address-reach';
import { CONNECTED, isOfNetwork } from '../lookup/assumptions';
import { CoveringRequirement, LookupResult } from '../lookup/lookup';
import { Near, Nearness } from '../lookup/documented';
import { notDocumented } from '../lookup/not-documented';
import { EntryState } from '../lookup/entry-state';
import { Query } from '../lookup/query';
import { Relation } from '../lookup/relation';
import { EDITIONS } from '../requirements/edition';
import { EndpointKind } from '../requirements/endpoint';
import { Requirement } from '../requirements/requirement';
import { code } from './markdown';

/** How a documented endpoint covers what was asked for. */
const RELATIONS: Readonly<Record<Relation, string>> = {
  same: 'names it',
  wildcard: 'covers it',
  part: 'asks only for a part of it',
  parent: 'the domain above it',
  below: 'a name below it',
  sibling: 'the same domain',
};

/** Why a documented endpoint is near. */
const NEARNESS: Readonly<Record<Nearness, string>> = {
  ...RELATIONS,
  port: 'the same endpoint on another port',
  parent: 'the domain above it, without a wildcard',
  spelling: 'spelled nearly the same',
};

/** Why a documented endpoint is near, and for which clouds it is where that is not public Azure, which most readers have in mind. */
export function nearText({ entry: { clouds }, nearness }: Near): string {
  return clouds.includes(Cloud.PUBLIC) ? NEARNESS[nearness] : `${NEARNESS[nearness]}; cloud ${clouds.join(', ')}`;
}

/** The need of an entry in one line: `outbound TCP 443 to pypi.org`. */
export function needText({ direction, protocol, ports, endpoint: { value }, nextHopInternet }: CatalogEntry): string {
  if (nextHopInternet) {
    return `a route for ${value} with the next hop Internet`;
  }
  const side = value === '' ? 'an endpoint that the documentation does not name' : value;
  return `${direction} ${protocol} ${ports.join(',')} ${direction === 'inbound' ? 'from' : 'to'} ${side}`;
}

/** Where an entry is documented; the dates of the editions that have it, where it is in the article itself. */
export function citationText({ citation: { article, date, section, row }, editions }: CatalogEntry): string {
  return `${article} (${date ?? editions.join(', ')}), ${section}, row "${row}"`;
}

/** The id, which leads to the page of the entry in the catalog. */
export function idLink({ id, section }: CatalogEntry): string {
  return `[${code(id)}](${catalogPage(section, id)})`;
}

/** When an entry applies. */
export function whenText({ section, conditions, clouds }: CatalogEntry): string {
  const when = conditions.length === 0 ? [] : [`when ${conditions.map(conditionText).join(' and ')}`];
  return [`section ${section}`, `cloud ${clouds.join(', ')}`, ...when].join('; ');
}

/** What changed between the editions, or nothing. */
export function editionText({ entry, otherEditions }: CoveringRequirement): string | undefined {
  if (otherEditions.length === 0) {
    return undefined;
  }
  const others = otherEditions.map(({ edition, requirementIds: ids }) =>
    ids.length === 0 ? `edition ${edition} has nothing in its place` : `edition ${edition} has ${ids.join(', ')} instead`,
  );
  return `only in edition ${entry.editions.join(', ')} of ${EDITIONS.join(', ')}; ${others.join('; ')}`;
}

/** Whether anything asks for all of what was looked up: the documentation without a condition, or the deployment. */
export function isAskedFor(result: LookupResult): boolean {
  return result.covering.some(({ relation, assumes }) => relation !== 'part' && assumes.length === 0) || isAskedForByFile(result);
}

/** An address of the network is asked for only if it is in it, which the requirement does not show. */
function isAskedForByFile({ query, deployment }: LookupResult): boolean {
  return deployment?.requirements.some((one) => !deployment.inPart.includes(one) && !isOnCondition(query, one)) === true;
}

function isOnCondition(query: Query, { endpoint: { kind } }: Requirement): boolean {
  return kind === EndpointKind.SERVICE_TAG && isOfNetwork(query);
}

/** Entries that cover what was looked up under a condition that cannot be decided here. */
function onCondition({ covering }: LookupResult): readonly CoveringRequirement[] {
  return covering.filter(({ relation, assumes, state }) => relation !== 'part' && assumes.length > 0 && state?.state !== 'other');
}

/** Whether the answer rests on what a service tag file would say, or on whose the endpoint is. */
export function isUntold(result: LookupResult): boolean {
  return !isAskedFor(result) && (needsTagFile(result) || onCondition(result).length > 0);
}

function needsTagFile({ query: { kind, value }, tags }: LookupResult): boolean {
  return kind === 'address' && tags === undefined && reachOf(parseAddressRange(value)) === 'public';
}

/** How an entry covers what was asked for, in words, and on what condition. */
export function coverText(result: LookupResult, { relation, assumes }: CoveringRequirement): string {
  return [relationText(result, relation), ...assumes.map((one, i) => `${i === 0 ? 'if' : 'and'} ${one}`)].join(', ');
}

/** Service tags that stand for a documented host, in words; undefined where none do. */
export function throughTagsText({ throughTags }: CoveringRequirement): string | undefined {
  return throughTags.length === 0 ? undefined
    : `${throughTags.length > 1 ? 'together, these service tags cover' : 'this service tag covers'} its addresses, so rules for ` +
      `${throughTags.map(({ tag, requirementIds }) => `${tag} (${requirementIds.join(', ')})`).join(' and ')} cover it`;
}

function relationText({ query }: LookupResult, relation: Relation): string {
  switch (query.kind) {
    case 'port':
      return 'has this port';
    case 'address':
      return 'covers the address';
    case 'host':
    case 'url':
    case 'tag':
      return RELATIONS[relation];
  }
}

/** Whether the deployment has an entry, in words. */
export function stateText({ state, reason }: EntryState): string {
  switch (state) {
    case 'on':
      return 'on in this deployment';
    case 'other':
      return reason;
    case 'left-out':
    case 'off':
      return `off in this deployment: ${reason}`;
  }
}

/** The answer in one line. */
export function headline(result: LookupResult): string {
  const { covering } = result;
  const whole = covering.filter(({ relation, assumes }) => relation !== 'part' && assumes.length === 0);
  if (whole.length > 0) {
    return `Documented, in ${sectionsText(covering)}.`;
  }
  if (isAskedForByFile(result)) {
    const more = partly(result);
    return covering.length > 0 && more !== undefined ? `The deployment file itself asks for it; ${more}`
      : 'Not documented. The deployment file itself asks for it.';
  }
  const words = partly(result);
  return words !== undefined ? capitalized(words)
    : needsTagFile(result)
    ? 'No documented address. Service tags may cover it: give a service tag file with --service-tags, or look up the host name.'
    : 'Nothing documented asks for this.';
}

/** What the documentation asks for on a condition, or of a part; undefined where it asks for nothing of it. */
function partly(result: LookupResult): string | undefined {
  const conditional = onCondition(result);
  if (conditional.length > 0) {
    const conditions = [...new Set(conditional.map(({ assumes }) => assumes.join(', and ')))];
    return `documented if ${conditions.join(', or if ')}, in ${sectionsText(conditional)}.`;
  }
  const parts = [...result.covering.filter(({ relation }) => relation === 'part')];
  return parts.length > 0 ? `only a part of it is documented, in ${sectionsText(parts)}.`
    : result.deployment !== undefined && result.deployment.inPart.length > 0
    ? 'nothing documented asks for this, and the deployment file asks only for a part of it.'
    : undefined;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function sectionsText(covering: readonly CoveringRequirement[]): string {
  const sections = [...new Set(covering.map(({ entry }) => entry.section))];
  return `${sections.length === 1 ? 'the section' : 'the sections'} ${sections.join(', ')}`;
}

/** What to do when nothing asks for an endpoint. */
export function adviceFor(result: LookupResult): string[] {
  if (isAskedFor(result) || isUntold(result)) {
    return [];
  }
  if (result.covering.length > 0) {
    return result.covering.every(({ relation }) => relation === 'part')
      ? ['A rule for all of it opens more than the documentation asks for. If a rule can name only the part, do so.'] : [];
  }
  const words = notDocumented(result.query);
  return [
    ...(words === undefined ? [] : [words]),
    'Where it is open, find out who uses it before you close it; "azureml-network logs" tells from the logs.',
    'Where your own code needs it, write it under "requirements" in the deployment file, with its purpose. It then gets rules.',
  ];
}

/** What a deployment has for an endpoint, a line each. */
export function deploymentLines({ query, deployment }: LookupResult): string[] {
  if (deployment === undefined) {
    return [];
  }
  const { requirements, inPart, throughTags, rules } = deployment;
  const word = (one: Requirement): string =>
    inPart.includes(one) ? 'on for a part of it' : isOnCondition(query, one) ? `on, if ${CONNECTED}` : 'on';
  const on = [...requirements, ...throughTags.filter((one) => !requirements.includes(one))];
  return [
    ...(on.length === 0 ? ['no requirement of the deployment covers it'] : []),
    ...requirements.map((one) => `${word(one)}: ${one.id} (${one.need})`),
    ...throughTags.filter((one) => !requirements.includes(one)).map(({ id, need }) => `on through its service tag: ${id} (${need})`),
    ...rules.map(({ where, rule, text }) => `rule ${rule} in ${where}: ${text}`),
    ...(on.length > 0 && rules.length === 0 ? ['no rule of the deployment file carries it'] : []),
  ].map(printable);
}
