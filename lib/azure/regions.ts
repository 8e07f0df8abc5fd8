import { Cloud, CLOUDS } from './clouds';
import { InputError, nearest, quote } from './errors';
import { isReference } from './references';

/**
 * Azure regions and the suffix that each has in a regional service tag (`Storage.WestUS2`).
 *
 * The suffix is the display name without spaces; its capitals cannot be computed from the ARM name,
 * so the table is explicit.
 *
 * Source: ARM list of locations of 2026-03-12; suffixes read from the names in the service tag files
 * of each cloud (public 2026-05-06, Government and China 2026-07-20). Two regions are not in that ARM list:
 * `swedensouth` (restricted; it has tags) and `indiasouthcentral` (opened in 2026; the capitals of its suffix are
 * inferred from the naming rule, because the tags were seen in lower case only).
 */
const SUFFIXES: Record<Cloud, readonly string[]> = {
  [Cloud.PUBLIC]: [
    'AustraliaCentral', 'AustraliaCentral2', 'AustraliaEast', 'AustraliaSoutheast', 'AustriaEast',
    'BelgiumCentral', 'BrazilSouth', 'BrazilSoutheast', 'CanadaCentral', 'CanadaEast', 'CentralIndia',
    'CentralUS', 'CentralUSEUAP', 'ChileCentral', 'DenmarkEast', 'EastAsia', 'EastUS', 'EastUS2', 'EastUS2EUAP',
    'EastUSSTG', 'FranceCentral', 'FranceSouth', 'GermanyNorth', 'GermanyWestCentral', 'IndiaSouthCentral',
    'IndonesiaCentral', 'IsraelCentral', 'ItalyNorth', 'JapanEast', 'JapanWest', 'JioIndiaCentral',
    'JioIndiaWest', 'KoreaCentral', 'KoreaSouth', 'MalaysiaWest', 'MexicoCentral', 'NewZealandNorth',
    'NorthCentralUS', 'NorthEurope', 'NorwayEast', 'NorwayWest', 'PolandCentral', 'QatarCentral',
    'SouthAfricaNorth', 'SouthAfricaWest', 'SouthCentralUS', 'SouthCentralUSSTG', 'SoutheastAsia', 'SouthIndia',
    'SpainCentral', 'SwedenCentral', 'SwedenSouth', 'SwitzerlandNorth', 'SwitzerlandWest', 'UAECentral',
    'UAENorth', 'UKSouth', 'UKWest', 'WestCentralUS', 'WestEurope', 'WestIndia', 'WestUS', 'WestUS2', 'WestUS3',
  ],
  [Cloud.GOVERNMENT]: [
    'USDoDCentral', 'USDoDEast', 'USGovArizona', 'USGovTexas', 'USGovVirginia',
  ],
  [Cloud.CHINA]: [
    'ChinaEast', 'ChinaEast2', 'ChinaEast3', 'ChinaNorth', 'ChinaNorth2', 'ChinaNorth3',
  ],
};

/**
 * Suffixes of `AzureCloud.<suffix>` that are not the ARM name.
 * Source: service tags overview (ms.date 2025-07-15); `chilec` and the two staging regions from the public file.
 */
const AZURE_CLOUD_SUFFIXES: Readonly<Record<string, string>> = {
  brazilsoutheast: 'brazilse',
  chilecentral: 'chilec',
  eastusstg: 'usstagee',
  francecentral: 'centralfrance',
  francesouth: 'southfrance',
  germanynorth: 'germanyn',
  germanywestcentral: 'germanywc',
  norwayeast: 'norwaye',
  norwaywest: 'norwayw',
  southcentralusstg: 'usstagec',
  switzerlandnorth: 'switzerlandn',
  switzerlandwest: 'switzerlandw',
};

const byName = new Map<Cloud, ReadonlyMap<string, string>>();

/** The suffix of each region of a cloud, by ARM name. */
function suffixesByName(cloud: Cloud): ReadonlyMap<string, string> {
  let suffixes = byName.get(cloud);
  if (suffixes === undefined) {
    suffixes = new Map(SUFFIXES[cloud].map((suffix) => [suffix.toLowerCase(), suffix]));
    byName.set(cloud, suffixes);
  }
  return suffixes;
}

/** ARM names of the regions of a cloud, in alphabetical order. */
export function regionsOf(cloud: Cloud): string[] {
  return [...suffixesByName(cloud).keys()];
}

/**
 * Checks a region against its cloud.
 *
 * @param region ARM name, such as `westus2`; capitals and spaces of a display name are not accepted
 * @returns the region
 */
export function checkRegion(region: string, cloud: Cloud): string {
  if (typeof region !== 'string') {
    throw new InputError({
      argument: 'region', ...(region === undefined ? { problem: 'is missing' } : { given: region, problem: 'is not possible' }),
      allowed: 'give the ARM name as plain text, such as "westus2"',
    });
  }
  if (isReference(region)) {
    throw new InputError({
      argument: 'region',
      problem: 'a reference is not possible here, because the suffix of regional service tags (Storage.WestUS2) is looked up in a table',
      allowed: 'give the ARM name as plain text, such as "westus2"',
    });
  }
  if (suffixesByName(cloud).has(region)) {
    return region;
  }
  throw notRegion('region', region, cloud);
}

/**
 * Checks where a resource is made; a reference passes, because nothing is looked up for it.
 *
 * @param location ARM name of a region of the cloud, or a reference
 * @returns the location
 */
export function checkLocation(location: string, cloud: Cloud): string {
  if (isReference(location) || suffixesByName(cloud).has(location)) {
    return location;
  }
  throw notRegion('location', location, cloud);
}

function notRegion(what: 'region' | 'location', given: string, cloud: Cloud): InputError {
  const known = regionsOf(cloud);
  const elsewhere = otherCloudOf(given, cloud);
  if (elsewhere !== undefined) {
    return new InputError({
      argument: what, given, problem: `belongs to the cloud "${elsewhere}", not to "${cloud}", whose regions are ${known.join(', ')}`,
    });
  }
  const near = nearestRegion(given, cloud);
  const hint = near === undefined ? '' : `; did you mean ${quote(near)}?`;
  return new InputError({
    argument: what, given, problem: `is not a region of the cloud "${cloud}"${hint} (ARM names, lower case without spaces)`,
  });
}

/** A region whose regional service tags are not confirmed: their capitals are inferred, and the form for `AzureCloud` is not known. */
const UNCONFIRMED_REGION = 'indiasouthcentral';
const UNCONFIRMED_SUFFIX = 'IndiaSouthCentral';

/** Those of some service tags whose regional form has no source. */
export function unconfirmedTags(tags: readonly string[]): string[] {
  return [...new Set(tags.filter((tag) => tag.endsWith(`.${UNCONFIRMED_SUFFIX}`)))];
}

/** Another cloud that has a region of this name, when the cloud itself has none. */
export function otherCloudOf(text: string, cloud: Cloud): Cloud | undefined {
  const name = armName(text);
  return regionsOf(cloud).includes(name) ? undefined : CLOUDS.find((other) => regionsOf(other).includes(name));
}

/** The ARM name of the region that a text probably means: a display name, a suffix, a misspelling. */
export function nearestRegion(text: string, cloud: Cloud): string | undefined {
  const known = regionsOf(cloud);
  const name = armName(text);
  // The article writes "uswest" for westus, and other clouds have names such as us-west-2.
  const turned = name.replace(/^us([a-z]+)(\d*)$/, '$1us$2');
  return [name, turned].find((candidate) => known.includes(candidate)) ?? nearest(name, known);
}

/** A display name ("West US 2") differs from the ARM name in spaces and capitals only. */
function armName(text: string): string {
  return text.replace(/[\s-]+/g, '').toLowerCase();
}

/** The suffix of a region in the regional form of a tag: `WestUS2`, or `westus2` for `AzureCloud`. */
export function tagSuffix(tag: string, region: string, cloud: Cloud): string {
  checkRegion(region, cloud);
  if (tag === 'AzureCloud') {
    if (region === UNCONFIRMED_REGION) {
      throw new InputError({
        what: 'service tag', given: tag, problem: `has no documented form for the region "${region}"`,
        allowed: 'use address ranges, or for the tunnel of AKS state kubernetes.aks.apiServerAddress',
      });
    }
    return AZURE_CLOUD_SUFFIXES[region] ?? region;
  }
  return suffixesByName(cloud).get(region)!;
}

/** The regional suffixes that a tag can have in a cloud. */
export function tagSuffixesOf(tag: string, cloud: Cloud): string[] {
  return regionsOf(cloud).filter((region) => tag !== 'AzureCloud' || region !== UNCONFIRMED_REGION)
    .map((region) => tagSuffix(tag, region, cloud));
}

/** Whether a text is the regional suffix of a tag in a cloud. */
export function isTagSuffix(tag: string, suffix: string, cloud: Cloud): boolean {
  const region = suffix.toLowerCase();
  if (tag === 'AzureCloud') {
    return tagSuffixesOf(tag, cloud).includes(suffix);
  }
  return suffixesByName(cloud).get(region) === suffix;
}
