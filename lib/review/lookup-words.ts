import { printable } from '../azure/errors';
import { catalogPage } from '../catalog/catalog-page';
import { conditionText } from '../catalog/documents';
import { CatalogEntry } from '../catalog/entry';
import { CoveringRequirement, LookupResult } from '../lookup/lookup';
import { Nearness } from '../lookup/documented';
import { notDocumented } from '../lookup/not-documented';
import { EntryState } from '../lookup/entry-state';
import { Relation } from '../lookup/relation';
import { EDITIONS } from '../requirements/edition';
import { code } from './markdown';

/** How a documented endpoint covers what was asked for. */
export const RELATIONS: Readonly<Record<Relation, string>> = {
  same: 'names it',
  wildcard: 'holds it',
  part: 'asks for a part of it only',
  parent: 'the domain above it',
  below: 'a name below it',
  sibling: 'the same domain',
};

/** Why a documented endpoint is near. */
export const NEARNESS: Readonly<Record<Nearness, string>> = {
  ...RELATIONS,
  port: 'the same endpoint on another port',
  parent: 'the domain above it, without a wildcard',
  spelling: 'spelled nearly the same',
};

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
  const others = otherEditions.map(({ edition, ids }) =>
    ids.length === 0 ? `edition ${edition} has nothing in its place` : `edition ${edition} has ${ids.join(', ')} instead`,
  );
  return `only in edition ${entry.editions.join(', ')} of ${EDITIONS.join(', ')}; ${others.join('; ')}`;
}

/** Whether anything asks for what was looked up: the documentation, or the deployment. */
export function isAskedFor({ covering, deployment }: LookupResult): boolean {
  return covering.length > 0 || (deployment?.requirements.length ?? 0) > 0;
}

/** Whether the answer rests on what a service tag file would say. */
export function isUntold(result: LookupResult): boolean {
  return !isAskedFor(result) && result.query.kind === 'address' && result.tags === undefined;
}

/** How an entry covers what was asked for, in words. */
export function relationText({ query }: LookupResult, relation: Relation): string {
  switch (query.kind) {
    case 'port':
      return 'has this port';
    case 'address':
      return 'holds the address';
    case 'host':
    case 'url':
    case 'tag':
      return RELATIONS[relation];
  }
}

/** Whether the deployment has an entry, in words. */
export function stateText({ state, why }: EntryState): string {
  switch (state) {
    case 'on':
      return 'on in this deployment';
    case 'other':
      return why;
    case 'left-out':
    case 'off':
      return `off in this deployment: ${why}`;
  }
}

/** The answer in one line. */
export function headline(result: LookupResult): string {
  const { covering, deployment } = result;
  const documented = [...new Set(covering.map(({ entry }) => entry.section))];
  if (documented.length > 0) {
    return `Documented, in ${documented.length === 1 ? 'the section' : 'the sections'} ${documented.join(', ')}.`;
  }
  if (deployment !== undefined && deployment.requirements.length > 0) {
    return 'Not documented. The deployment file itself asks for it.';
  }
  return isUntold(result)
    ? 'No documented address. Service tags may hold it: give a service tag file with --service-tags, or look up the host name.'
    : 'Nothing documented asks for this.';
}

/** What to do when nothing asks for an endpoint. */
export function adviceFor(result: LookupResult): string[] {
  if (isAskedFor(result) || isUntold(result)) {
    return [];
  }
  const words = notDocumented(result.query);
  return [
    ...(words === undefined ? [] : [words]),
    'Where it is open, find out who uses it before you close it; "azureml-network logs" tells from the logs.',
    'Where your own code needs it, write it under "requirements" in the deployment file, with its purpose. It then gets rules.',
  ];
}

/** What a deployment has for an endpoint, a line each. */
export function deploymentLines({ deployment }: LookupResult): string[] {
  if (deployment === undefined) {
    return [];
  }
  const { requirements, throughTags, rules } = deployment;
  const on = [...requirements, ...throughTags.filter((one) => !requirements.includes(one))];
  return [
    ...(on.length === 0 ? ['no requirement of the deployment covers it'] : []),
    ...requirements.map(({ id, need }) => `on: ${id} (${need})`),
    ...throughTags.filter((one) => !requirements.includes(one)).map(({ id, need }) => `on through its service tag: ${id} (${need})`),
    ...rules.map(({ where, rule, text }) => `rule ${rule} in ${where}: ${text}`),
    ...(on.length > 0 && rules.length === 0 ? ['no rule of the deployment file carries it'] : []),
  ].map(printable);
}
