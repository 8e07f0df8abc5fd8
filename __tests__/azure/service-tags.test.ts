import { Cloud, CLOUDS } from '../../lib/azure/clouds';
import { SERVICE_TAG_ROWS } from '../../lib/azure/service-tag-table';
import { parseServiceTag, SECURITY_GROUP_ONLY_TAGS, serviceTagFacts } from '../../lib/azure/service-tags';
import { messageOf } from './message-of';

/**
 * The tags of the article and its linked pages. Source: service tags overview, ms.date 2023-01-26: direction, whether
 * rules can name a region, whether Azure Firewall takes the tag.
 */
const OVERVIEW: [tag: string, direction: string, regional: boolean, firewall: boolean][] = [
  ['AzureActiveDirectory', 'out', false, true],
  ['AzureMachineLearning', 'both', false, true],
  ['AzureMachineLearningInference', 'in', false, true],
  ['BatchNodeManagement', 'both', true, true],
  ['AzureResourceManager', 'out', false, true],
  ['Storage', 'out', true, true],
  ['AzureFrontDoor.Frontend', 'both', false, true],
  ['AzureFrontDoor.Backend', 'both', false, true],
  ['AzureFrontDoor.FirstParty', 'both', false, true],
  ['MicrosoftContainerRegistry', 'out', true, true],
  ['AzureContainerRegistry', 'out', true, true],
  ['AzureKeyVault', 'out', true, true],
  ['AzureMonitor', 'out', false, true],
  ['AzureArcInfrastructure', 'out', false, true],
  ['VirtualNetwork', 'both', false, false],
  ['Internet', 'both', false, false],
];

test.each(OVERVIEW)('%s: %s, regional %s, firewall %s', (tag, direction, regional, firewall) => {
  const facts = serviceTagFacts(tag, Cloud.PUBLIC)!;
  expect([facts.direction, facts.regional, facts.use.firewall]).toEqual([direction, regional, firewall]);
  expect(facts.use.securityGroup).toBe(true);
});

test.each([
  ['AzureFrontDoor.FirstParty', [Cloud.PUBLIC]],
  ['AzureFrontDoor.MicrosoftSecurity', [Cloud.PUBLIC, Cloud.GOVERNMENT]],
  ['AzureFrontDoor.Frontend', [Cloud.PUBLIC, Cloud.GOVERNMENT, Cloud.CHINA]],
  ['AzureKeyVault', [Cloud.PUBLIC, Cloud.GOVERNMENT, Cloud.CHINA]],
  ['Keyvault', []],
])('%s exists in %j', (tag, clouds) => {
  expect(CLOUDS.filter((cloud) => serviceTagFacts(tag, cloud) !== undefined)).toEqual(clouds);
});

test('flags of the regional form are those behind the slash', () => {
  expect(serviceTagFacts('DataFactory', Cloud.PUBLIC)).toEqual({
    name: 'DataFactory', direction: undefined, regional: true,
    use: { securityGroup: true, firewall: true, route: true },
    regionalUse: { securityGroup: true, firewall: false, route: false },
  });
});

describe('the table', () => {
  test('names each tag once, whatever its capitals', () => {
    const names = SERVICE_TAG_ROWS.map(([name]) => name.toLowerCase());
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
    expect(names.length).toBeGreaterThan(80);
  });

  test('has cells in their grammar, and tags that some cloud has', () => {
    expect(SERVICE_TAG_ROWS.filter(([, ...cells]) => cells.slice(0, 3).some((cell) => !/^((-|N?F?U?)(\/(-|N?F?U?))?)?$/.test(cell!))))
      .toEqual([]);
    expect(SERVICE_TAG_ROWS.filter(([, ...cells]) => cells.slice(0, 3).every((cell) => cell === ''))).toEqual([]);
  });

  test('tags for security groups only are in every cloud', () => {
    const missing = SECURITY_GROUP_ONLY_TAGS.flatMap((tag) => CLOUDS.filter((cloud) => {
      const use = serviceTagFacts(tag, cloud)?.use;
      return !use || !use.securityGroup || use.firewall || use.route;
    }));
    expect(SECURITY_GROUP_ONLY_TAGS).toHaveLength(6);
    expect(missing).toEqual([]);
  });
});

test.each([
  ['Storage', { tag: 'Storage' }],
  ['Storage.WestUS2', { tag: 'Storage', suffix: 'WestUS2' }],
  ['AzureFrontDoor.Frontend', { tag: 'AzureFrontDoor.Frontend' }], // the dot is not that of a region
  ['AzureCloud.germanywc', { tag: 'AzureCloud', suffix: 'germanywc' }],
])('%s is read', (text, parsed) => {
  expect(parseServiceTag(text, Cloud.PUBLIC)).toEqual(parsed);
});

test.each([
  ['Storage.GermanyWC', 'service tag "Storage.GermanyWC": "GermanyWC" is not a region suffix of the cloud "public"'],
  [
    'AzureActiveDirectory.WestUS2',
    'service tag "AzureActiveDirectory.WestUS2": AzureActiveDirectory has no regional form that rules can use; did you mean ' +
      '"AzureActiveDirectory"?',
  ],
  ['STORAGE', 'service tag "STORAGE" is not spelled as Azure spells it; did you mean "Storage"?'],
  ['', 'service tag "" is not known in the cloud "public"'],
])('"%s" is refused', (text, message) => {
  expect(messageOf(() => parseServiceTag(text, Cloud.PUBLIC))).toBe(message);
});
