import { Cloud, CLOUDS } from './clouds';
import { didYouMean, InputError, nearest, quote } from './errors';
import { tagSuffixesOf } from './regions';
import { SERVICE_TAG_ROWS } from './service-tag-table';

/** Where a service tag can be used, as the cloud's service tag file flags it. Advice, not a rule. */
export interface TagUse {
  readonly securityGroup: boolean;
  readonly firewall: boolean;
  readonly route: boolean;
}

/** One service tag in one cloud. */
export interface ServiceTagFacts {
  /** Canonical spelling, without a region. */
  readonly name: string;
  readonly direction: 'in' | 'out' | 'both' | undefined;
  /** Whether rules can use a regional form (`Storage.WestUS2`). */
  readonly regional: boolean;
  readonly use: TagUse;
  readonly regionalUse: TagUse;
}

/** A service tag as a rule names it: the tag, and the suffix of its regional form. */
export interface ParsedServiceTag {
  readonly tag: string;
  readonly suffix?: string;
}

/**
 * Tags that a network security group knows and that neither Azure Firewall nor a route accepts.
 * Source: service tags overview, ms.date 2025-07-15.
 */
export const SECURITY_GROUP_ONLY_TAGS: readonly string[] = ['VirtualNetwork', 'Internet', 'AzureLoadBalancer'];

/** Tags that articles and templates misspell, with the right name. Source: slips T1 to T3 of the article. */
const MISSPELLED: Readonly<Record<string, string>> = {
  'keyvault': 'AzureKeyVault',
  'frontdoor.firstparty': 'AzureFrontDoor.FirstParty',
  'frontdoor.frontend': 'AzureFrontDoor.Frontend',
};

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
    throw new InputError(`service tag ${quote(text)}: ${tag} has no regional form that rules can use; ` +
      `did you mean ${quote(tag)}?`);
  }
  const suffixes = tagSuffixesOf(tag, cloud);
  if (!suffixes.includes(suffix)) {
    const best = nearest(suffix, suffixes);
    throw new InputError(`service tag ${quote(text)}: ${quote(suffix)} is not a region suffix of the cloud "${cloud}"` +
      (best === undefined ? '' : `; did you mean ${quote(`${tag}.${best}`)}?`));
  }
  return { tag, suffix };
}

function unknownTag(text: string, cloud: Cloud): InputError {
  const names = [...tableOf(cloud).keys()];
  const regional = names.filter((name) => tableOf(cloud).get(name)!.regional);
  const lower = text.toLowerCase();
  const known = MISSPELLED[lower] ?? names.find((name) => name.toLowerCase() === lower);
  if (known !== undefined && names.includes(known)) {
    return new InputError(`service tag ${quote(text)} is not spelled as Azure spells it; did you mean ${quote(known)}?`);
  }
  const dot = lower.lastIndexOf('.');
  if (dot > 0) {
    const tag = MISSPELLED[lower.slice(0, dot)] ?? regional.find((name) => name.toLowerCase() === lower.slice(0, dot));
    const suffix = tag && tagSuffixesOf(tag, cloud).find((s) => s.toLowerCase() === lower.slice(dot + 1));
    if (tag !== undefined && suffix !== undefined) {
      const right = quote(`${tag}.${suffix}`);
      return new InputError(`service tag ${quote(text)} is not spelled as Azure spells it; did you mean ${right}?`);
    }
  }
  const elsewhere = CLOUDS.filter((other) => other !== cloud && tableOf(other).has(text));
  if (elsewhere.length > 0) {
    return new InputError(`service tag ${quote(text)} does not exist in the cloud "${cloud}", only in ` +
      elsewhere.map((other) => `"${other}"`).join(' and '));
  }
  return new InputError(`service tag ${quote(text)} is not known in the cloud "${cloud}"${didYouMean(text, names)}`);
}
