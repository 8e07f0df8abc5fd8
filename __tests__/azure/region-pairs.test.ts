import { Cloud, CLOUDS } from '../../lib/azure/clouds';
import { pairedRegion } from '../../lib/azure/region-pairs';
import { regionsOf } from '../../lib/azure/regions';
import { messageOf } from './message-of';

// Lists of the sources, so that the table is held from another side: regions without a pair, and pairs in one direction only.
const UNPAIRED: Record<Cloud, readonly string[]> = {
  [Cloud.PUBLIC]: [
    'austriaeast', 'belgiumcentral', 'chilecentral', 'denmarkeast', 'indonesiacentral', 'israelcentral', 'italynorth', 'malaysiawest',
    'mexicocentral', 'newzealandnorth', 'polandcentral', 'qatarcentral', 'spaincentral',
  ],
  [Cloud.GOVERNMENT]: [],
  [Cloud.CHINA]: [],
};
const ONE_WAY: Record<Cloud, Readonly<Record<string, string>>> = {
  [Cloud.PUBLIC]: {
    brazilsouth: 'southcentralus', brazilsoutheast: 'brazilsouth', indiasouthcentral: 'centralindia', westindia: 'southindia',
    westus3: 'eastus',
  },
  [Cloud.GOVERNMENT]: { usgovarizona: 'usgovtexas' },
  [Cloud.CHINA]: {},
};

describe.each(CLOUDS)('in the cloud %s', (cloud) => {
  const regions = regionsOf(cloud);

  test('every region is paired with another region of the same cloud, or known to have none', () => {
    expect(regions.filter((region) => pairedRegion(region, cloud) === undefined)).toEqual(UNPAIRED[cloud]);
    const pairs = regions.map((region) => pairedRegion(region, cloud) ?? '').filter((pair) => pair !== '');
    expect(pairs.filter((pair) => !regions.includes(pair))).toEqual([]);
    expect(regions.filter((region) => pairedRegion(region, cloud) === region)).toEqual([]);
  });

  test('pairs are mutual but for those that are known not to be', () => {
    const oneWay = regions.filter((region) => {
      const pair = pairedRegion(region, cloud);
      return pair !== undefined && pairedRegion(pair, cloud) !== region;
    });
    expect(Object.fromEntries(oneWay.map((region) => [region, pairedRegion(region, cloud)]))).toEqual(ONE_WAY[cloud]);
  });
});

test.each([
  ['westus2', Cloud.PUBLIC, 'westcentralus'], ['eastus', Cloud.PUBLIC, 'westus'], ['northeurope', Cloud.PUBLIC, 'westeurope'],
  ['swedencentral', Cloud.PUBLIC, 'swedensouth'],
  ['usgovvirginia', Cloud.GOVERNMENT, 'usgovtexas'], ['chinanorth3', Cloud.CHINA, 'chinaeast3'],
])('%s is paired with its secondary', (region, cloud, pair) => {
  expect(pairedRegion(region, cloud)).toBe(pair);
});

test('a region of another cloud is refused', () => {
  expect(messageOf(() => pairedRegion('westus2', Cloud.CHINA))).toContain('"westus2" belongs to the cloud "public", not to "china"');
  expect(messageOf(() => pairedRegion('constructor', Cloud.PUBLIC))).toContain('"constructor" is not a region');
});
