import { Cloud, CLOUDS } from '../../lib/azure/clouds';
import { checkRegion, nearestRegion, otherCloudOf, regionsOf, tagSuffix, tagSuffixesOf } from '../../lib/azure/regions';
import { messageOf } from './message-of';

/**
 * Display names of regions. Source: ARM list of locations of 2026-03-12. A suffix is the display name without spaces,
 * so this list checks the capitals of the table from another side.
 */
const DISPLAY_NAMES: Record<Cloud, readonly string[]> = {
  [Cloud.PUBLIC]: [
    'Australia Central', 'Australia Central 2', 'Australia East', 'Australia Southeast', 'Austria East', 'Belgium Central',
    'Brazil South', 'Brazil Southeast', 'Canada Central', 'Canada East', 'Central India', 'Central US', 'Central US EUAP',
    'Chile Central', 'Denmark East', 'East Asia', 'East US', 'East US 2', 'East US 2 EUAP', 'East US STG', 'France Central',
    'France South', 'Germany North', 'Germany West Central', 'Indonesia Central', 'Israel Central', 'Italy North', 'Japan East',
    'Japan West', 'Jio India Central', 'Jio India West', 'Korea Central', 'Korea South', 'Malaysia West', 'Mexico Central',
    'New Zealand North', 'North Central US', 'North Europe', 'Norway East', 'Norway West', 'Poland Central', 'Qatar Central',
    'South Africa North', 'South Africa West', 'South Central US', 'South Central US STG', 'Southeast Asia', 'South India',
    'Spain Central', 'Sweden Central', 'Switzerland North', 'Switzerland West', 'UAE Central', 'UAE North', 'UK South', 'UK West',
    'West Central US', 'West Europe', 'West India', 'West US', 'West US 2', 'West US 3',
  ],
  [Cloud.GOVERNMENT]: ['USDoD Central', 'USDoD East', 'USGov Arizona', 'USGov Texas', 'USGov Virginia'],
  [Cloud.CHINA]: ['China East', 'China East 2', 'China East 3', 'China North', 'China North 2', 'China North 3'],
};

/** Regions with service tags that are not in the ARM list. */
const NOT_IN_ARM_LIST = ['indiasouthcentral', 'swedensouth'];

describe('the table of regions', () => {
  test('has the 62 regions of the ARM list, and two more', () => {
    expect(DISPLAY_NAMES[Cloud.PUBLIC]).toHaveLength(62);
    const arm = DISPLAY_NAMES[Cloud.PUBLIC].map((name) => name.replaceAll(' ', '').toLowerCase());
    expect([...regionsOf(Cloud.PUBLIC)].sort()).toEqual([...arm, ...NOT_IN_ARM_LIST].sort());
  });

  test.each([[Cloud.GOVERNMENT, 5], [Cloud.CHINA, 6]])('%s has %d', (cloud, count) => {
    expect(regionsOf(cloud)).toHaveLength(count);
    expect(regionsOf(cloud)).toEqual(DISPLAY_NAMES[cloud].map((name) => name.replaceAll(' ', '').toLowerCase()));
  });

  test.each(CLOUDS)('%s: the suffix is the display name without spaces', (cloud) => {
    const suffixes = DISPLAY_NAMES[cloud].map((name) => name.replaceAll(' ', ''));
    expect(suffixes.map((suffix) => tagSuffix('Storage', suffix.toLowerCase(), cloud))).toEqual(suffixes);
  });

  test('no region is in two clouds', () => {
    const all = CLOUDS.flatMap((cloud) => regionsOf(cloud));
    expect(all.filter((region, i) => all.indexOf(region) !== i)).toEqual([]);
  });

  test.each(NOT_IN_ARM_LIST)('%s has a suffix as well', (region) => {
    expect(tagSuffix('Storage', region, Cloud.PUBLIC).toLowerCase()).toBe(region);
  });
});

describe('AzureCloud has suffixes of its own', () => {
  // Source: service tags overview (ms.date 2025-07-15); chilec and the staging regions from the public file.
  const abbreviated: Record<string, string> = {
    brazilsoutheast: 'brazilse', chilecentral: 'chilec', eastusstg: 'usstagee', francecentral: 'centralfrance',
    francesouth: 'southfrance', germanynorth: 'germanyn', germanywestcentral: 'germanywc', norwayeast: 'norwaye',
    norwaywest: 'norwayw', southcentralusstg: 'usstagec', switzerlandnorth: 'switzerlandn', switzerlandwest: 'switzerlandw',
  };

  test('twelve are abbreviated, the others are the ARM name', () => {
    const expected = regionsOf(Cloud.PUBLIC).filter((region) => region !== 'indiasouthcentral')
      .map((region) => abbreviated[region] ?? region);
    expect(tagSuffixesOf('AzureCloud', Cloud.PUBLIC)).toEqual(expected);
    expect(expected.filter((suffix) => !regionsOf(Cloud.PUBLIC).includes(suffix))).toHaveLength(12);
  });

  test.each([Cloud.GOVERNMENT, Cloud.CHINA])('%s has no abbreviations', (cloud) => {
    expect(tagSuffixesOf('AzureCloud', cloud)).toEqual(regionsOf(cloud));
  });

  test('no other tag is abbreviated', () => {
    expect(tagSuffix('Storage', 'germanywestcentral', Cloud.PUBLIC)).toBe('GermanyWestCentral');
  });
});

test.each([
  ['West US 2', Cloud.PUBLIC, 'westus2'],
  ['westus-2', Cloud.PUBLIC, 'westus2'],
  ['uswest', Cloud.PUBLIC, 'westus'],
  ['us-south-central', Cloud.PUBLIC, 'southcentralus'],
  ['westeurop', Cloud.PUBLIC, 'westeurope'],
  ['usgov-virginia', Cloud.GOVERNMENT, 'usgovvirginia'],
  ['virginia', Cloud.GOVERNMENT, undefined],
  ['', Cloud.PUBLIC, undefined],
])('"%s" in %s probably means %s', (text, cloud, region) => {
  expect(nearestRegion(text, cloud)).toBe(region);
});

test.each([
  ['westus2', Cloud.CHINA, Cloud.PUBLIC],
  ['USGov Texas', Cloud.PUBLIC, Cloud.GOVERNMENT],
  ['ChinaEast2', Cloud.PUBLIC, Cloud.CHINA],
  ['West US 2', Cloud.PUBLIC, undefined],
  ['atlantis', Cloud.PUBLIC, undefined],
])('"%s" is not in %s but in %s', (text, cloud, other) => {
  expect(otherCloudOf(text, cloud)).toBe(other);
});

test('a region comes back as it is', () => {
  expect(checkRegion('westus2', Cloud.PUBLIC)).toBe('westus2');
});

test('a suffix is looked up for regions of the cloud only', () => {
  expect(messageOf(() => tagSuffix('Storage', 'westus2', Cloud.CHINA))).toContain('belongs to the cloud "public", not to "china"');
});
