import { distance } from 'fastest-levenshtein';
import { Cloud, CLOUDS } from './clouds';
import { InputError, nearest, quote, refusalOf } from './errors';
import { isTagSuffix, nearestRegion, otherCloudOf, tagSuffix, tagSuffixesOf } from './regions';
import { SERVICE_TAG_ROWS } from './service-tag-table';

/** Where a service tag can be used, as the cloud's service tag file flags it. Advice, not a rule. */
interface TagUse {
  readonly securityGroup: boolean;
  readonly firewall: boolean;
  readonly route: boolean;
}

/** One service tag in one cloud. */
interface ServiceTagFacts {
  /** Canonical spelling, without a region. */
  readonly name: string;
  readonly direction: 'in' | 'out' | 'both' | undefined;
  /** Whether rules can use a regional form (`Storage.WestUS2`). */
  readonly regional: boolean;
  readonly use: TagUse;
  readonly regionalUse: TagUse;
}

/** A service tag as a rule names it: the tag, and the suffix of its regional form. */
interface ParsedServiceTag {
  readonly tag: string;
  readonly suffix?: string;
}

/**
 * Tags that a network security group knows and that neither Azure Firewall nor a route accepts.
 * Source: service tags overview, ms.date 2025-07-15.
 */
export const SECURITY_GROUP_ONLY_TAGS: readonly string[] = [
  'VirtualNetwork', 'Internet', 'AzureLoadBalancer', 'AzurePlatformDNS', 'AzurePlatformIMDS', 'AzurePlatformLKM',
];

/** Tags that articles and templates misspell, with the right name. Source: slips T1 to T3 of the article. */
const MISSPELLED: ReadonlyMap<string, string> = new Map([
  ['keyvault', 'AzureKeyVault'],
  ['frontdoor.firstparty', 'AzureFrontDoor.FirstParty'],
  ['frontdoor.frontend', 'AzureFrontDoor.Frontend'],
]);

const tables = new Map<Cloud, Map<string, ServiceTagFacts>>();

function tableOf(cloud: Cloud): Map<string, ServiceTagFacts> {
  let table = tables.get(cloud);
  if (table === undefined) {
    table = new Map();
    const column = 1 + CLOUDS.indexOf(cloud);
    for (const row of SERVICE_TAG_ROWS) {
      const cell = row[column] as string;
      if (cell !== '') {
        const [own, regional] = cell.split('/') as [string, string | undefined];
        table.set(row[0], {
          name: row[0], direction: row[4], regional: regional !== undefined,
          use: useOf(own), regionalUse: useOf(regional ?? ''),
        });
      }
    }
    tables.set(cloud, table);
  }
  return table;
}

function useOf(flags: string): TagUse {
  return { securityGroup: flags.includes('N'), firewall: flags.includes('F'), route: flags.includes('U') };
}

/** What is known of a tag in a cloud, by its canonical name without a region. */
export function serviceTagFacts(tag: string, cloud: Cloud): ServiceTagFacts | undefined {
  return tableOf(cloud).get(tag);
}

/**
 * Reads a service tag in its canonical spelling, with or without a region.
 *
 * Azure's interfaces have accepted tags in the wrong case and then treated them as something else, so the case is
 * held to the canonical one (azure-cli-extensions issue 2922).
 */
export function parseServiceTag(text: string, cloud: Cloud): ParsedServiceTag {
  const table = tableOf(cloud);
  if (table.has(text)) {
    return { tag: text };
  }
  const dot = text.lastIndexOf('.');
  const tag = dot < 0 ? text : text.slice(0, dot);
  const suffix = text.slice(dot + 1);
  const facts = table.get(tag);
  if (dot < 0 || facts === undefined) {
    throw unknownTag(text, cloud);
  }
  if (!facts.regional) {
    throw new InputError({
      argument: `service tag ${quote(text)}`, problem: `${tag} has no regional form that rules can use`, suggestion: tag,
    });
  }
  if (!isTagSuffix(tag, suffix, cloud)) {
    throw wrongSuffix(text, tag, suffix, cloud);
  }
  return { tag, suffix };
}

/**
 * Checks a service tag where the cloud is not known yet.
 *
 * @throws InputError of the cloud that has the tag most like it, when it is a tag in none
 */
export function checkTagOfSomeCloud(text: string): void {
  const refusals = CLOUDS.flatMap((cloud) => refusalOf(() => parseServiceTag(text, cloud)) ?? []);
  if (refusals.length < CLOUDS.length) {
    return;
  }
  const suggestions = refusals.flatMap(({ details: { suggestion } }) => (typeof suggestion === 'string' ? suggestion : []));
  const best = nearest(text, suggestions) ?? suggestions[0];
  throw best === undefined ? refusals[0]! : refusals.find(({ details }) => details.suggestion === best)!;
}

/**
 * The tag that a text means, when it differs from the canonical spelling in nothing but case; undefined for any other text, and for
 * one that is spelled right.
 */
export function spelledServiceTag(text: string, cloud: Cloud): string | undefined {
  const names = [...tableOf(cloud).keys()];
  const dot = text.lastIndexOf('.');
  const whole = sameButCase(text, names);
  const tag = whole ?? sameButCase(text.slice(0, Math.max(dot, 0)), names);
  const suffix = whole === undefined && tag !== undefined ? sameButCase(text.slice(dot + 1), tagSuffixesOf(tag, cloud)) : undefined;
  const right = whole ?? (suffix === undefined ? undefined : `${tag!}.${suffix}`);
  return right === text ? undefined : right;
}

/**
 * The tag that a text means for certain: it is one in some cloud, or differs from one in its case or in a slip that articles and templates
 * make. Undefined for any other text.
 */
export function serviceTagMeantBy(text: string): string | undefined {
  return firstDefined(CLOUDS, (cloud) => {
    const names = [...tableOf(cloud).keys()];
    const whole = spelledTag(text, names);
    const dot = text.lastIndexOf('.');
    const tag = whole ?? (dot < 0 ? undefined : spelledTag(text.slice(0, dot), names));
    const suffix = whole === undefined && tag !== undefined ? sameButCase(text.slice(dot + 1), tagSuffixesOf(tag, cloud)) : undefined;
    return whole ?? (suffix === undefined ? undefined : `${tag!}.${suffix}`);
  });
}

/** The service tag that a text is nearly, with one or two slips in it; undefined for one without a dot, which can be nothing else. */
export function serviceTagNear(text: string): string | undefined {
  const dot = text.lastIndexOf('.');
  return dot < 0 ? undefined : firstDefined(CLOUDS, (cloud) => {
    const names = [...tableOf(cloud).values()];
    const tag = nearly(text.slice(0, dot), names.filter(({ regional }) => regional).map(({ name }) => name));
    const suffix = tag && sameButCase(text.slice(dot + 1), tagSuffixesOf(tag, cloud));
    return suffix === undefined ? nearly(text, names.map(({ name }) => name).filter((name) => name.includes('.'))) : `${tag!}.${suffix}`;
  });
}

function nearly(text: string, names: readonly string[]): string | undefined {
  const lower = text.toLowerCase();
  return names.find((name) => distance(lower, name.toLowerCase()) <= (name.length < 8 ? 1 : 2));
}

function firstDefined<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function wrongSuffix(text: string, tag: string, suffix: string, cloud: Cloud): InputError {
  const problem = { argument: `service tag ${quote(text)}`, given: suffix, problem: `is not a region suffix of the cloud "${cloud}"` };
  const elsewhere = otherCloudOf(suffix, cloud);
  if (elsewhere !== undefined) {
    return new InputError({ ...problem, problem: `${problem.problem}, but of "${elsewhere}"` });
  }
  const region = nearestRegion(suffix, cloud);
  const best = sameButCase(suffix, tagSuffixesOf(tag, cloud)) ?? (region && tagSuffix(tag, region, cloud));
  return new InputError({ ...problem, ...(best !== undefined && { suggestion: `${tag}.${best}` }) });
}

function unknownTag(text: string, cloud: Cloud): InputError {
  const names = [...tableOf(cloud).keys()];
  const spelled = spelledTag(text, names);
  if (spelled !== undefined) {
    return new InputError({ what: 'service tag', given: text, problem: 'is not spelled as Azure spells it', suggestion: spelled });
  }
  const dot = text.lastIndexOf('.');
  if (dot > 0) {
    const name = text.slice(0, dot);
    const exact = spelledTag(name, names);
    const tag = exact ?? nearest(name, names.filter((one) => tableOf(cloud).get(one)!.regional));
    const suffix = tag && sameButCase(text.slice(dot + 1), tagSuffixesOf(tag, cloud));
    if (tag !== undefined && suffix !== undefined) {
      const problem = exact === undefined ? `is not known in the cloud "${cloud}"` : 'is not spelled as Azure spells it';
      const right = tableOf(cloud).get(tag)!.regional ? `${tag}.${suffix}` : tag;
      return new InputError({ what: 'service tag', given: text, problem, suggestion: right });
    }
  }
  for (const other of CLOUDS) {
    const there = spelledTag(text, [...tableOf(other).keys()]);
    if (there !== undefined) {
      const clouds = CLOUDS.filter((one) => tableOf(one).has(there)).map((one) => `"${one}"`).join(' and ');
      const spelling = there === text ? '' : `, where it is spelled ${quote(there)}`;
      return new InputError({
        what: 'service tag', given: text, problem: `does not exist in the cloud "${cloud}", only in ${clouds}${spelling}`,
      });
    }
  }
  return new InputError({
    what: 'service tag', given: text, problem: `is not known in the cloud "${cloud}"`,
    suggestion: nearest(text, names) ?? names.find((one) => one.toLowerCase().startsWith(`${text.toLowerCase()}.`)),
  });
}

/** The one of some tags that a text means, in Azure's spelling. */
function spelledTag(text: string, names: readonly string[]): string | undefined {
  return sameButCase(MISSPELLED.get(text.toLowerCase()) ?? text, names);
}

function sameButCase(text: string, candidates: readonly string[]): string | undefined {
  return candidates.find((candidate) => candidate.toLowerCase() === text.toLowerCase());
}
