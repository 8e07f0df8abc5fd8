import { Cloud, CLOUDS } from '../../lib/azure/clouds';
import { checkHostName, parseUrl } from '../../lib/azure/host-names';
import { checkName } from '../../lib/azure/names';
import { tagSuffix } from '../../lib/azure/regions';
import { parseServiceTag } from '../../lib/azure/service-tags';
import { catalog, catalogOf } from '../../lib/catalog/catalog';
import { CatalogEntry } from '../../lib/catalog/entry';
import { elsewhere } from '../../lib/catalog/other-clouds';
import { ruleIdentity } from '../../lib/catalog/rule-identities';
import { EDITIONS } from '../../lib/requirements/edition';
import { EndpointKind } from '../../lib/requirements/endpoint';
import { Placeholders } from '../../lib/requirements/fill';
import { Ports } from '../../lib/requirements/ports';

const REGION: Record<Cloud, string> = { [Cloud.PUBLIC]: 'westus2', [Cloud.GOVERNMENT]: 'usgovvirginia', [Cloud.CHINA]: 'chinaeast2' };

/** The entries that fail a check, with what it said. */
function failures(entries: readonly CatalogEntry[], check: (entry: CatalogEntry) => unknown): string[] {
  return entries.flatMap((entry) => {
    try {
      check(entry);
      return [];
    } catch (error) {
      return [`${entry.id}: ${(error as Error).message}`];
    }
  });
}

function ofKind(kind: EndpointKind): CatalogEntry[] {
  const entries = catalog().filter((entry) => entry.endpoint.kind === kind);
  expect(entries).not.toEqual([]);
  return entries;
}

function withSampleNames(value: string): string {
  const filled = value.replace('<region>', 'westus2').replace('<cluster-region>', 'eastus').replace('<storage>', 'account1')
    .replace('<registry>', 'registry1')
    .replace('<workspace-id>', '01234567-89ab-cdef-0123-456789abcdef');
  expect(filled).not.toMatch(/[<>]/);
  return filled;
}

/** The entries of each edition, cloud and direction, by slot. */
function slotsOfEachList(): [list: string, slots: Map<number, CatalogEntry[]>][] {
  return EDITIONS.flatMap((edition) => CLOUDS.flatMap((cloud) => ['inbound', 'outbound'].map((direction) => {
    const slots = new Map<number, CatalogEntry[]>();
    for (const entry of catalogOf(edition).filter((one) => one.clouds.includes(cloud) && one.direction === direction)) {
      slots.set(entry.slot, [...(slots.get(entry.slot) ?? []), entry]);
    }
    return [`${edition} ${cloud} ${direction}`, slots] as [string, Map<number, CatalogEntry[]>];
  })));
}

/** The name of an entry's rule in a workspace whose names are not known, but for its region. */
function nameOf(entry: CatalogEntry, cloud: Cloud): string {
  return ruleIdentity(entry, entry.editions.at(-1)!, new Placeholders(cloud, REGION[cloud], {}, {
    training: true, inference: true, aks: { privateCluster: true, konnectivityAgent: true },
  })).name;
}

const listCloud = (list: string): Cloud => list.split(' ')[1] as Cloud;

/** Everything that a rule says of an entry. */
const ruleOf = (entry: CatalogEntry) => `${entry.endpoint.kind} ${entry.endpoint.value} ${entry.protocol} ${entry.ports}`;

describe('ids and slots', () => {
  test('ids are unique and in their grammar', () => {
    const ids = catalog().map((entry) => entry.id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z0-9][a-z0-9.-]*$/.test(id))).toEqual([]);
  });

  test('slots leave the numbers from 2000 to users', () => {
    expect(catalog().filter(({ slot }) => !Number.isInteger(slot) || slot < 1 || slot >= 2000)).toEqual([]);
  });

  // Users write ids into files, and rule priorities come from slots: a change in this list is a breaking change.
  test('ids and slots stay what they are', () => {
    expect(catalog().map((entry) => `${entry.slot} ${entry.direction} ${entry.id}`)).toMatchSnapshot();
  });
});

describe('entries that share a slot become one rule', () => {
  const shared = slotsOfEachList().flatMap(([list, slots]) => [...slots.values()]
    .filter((entries) => entries.length > 1).map((entries) => [list, entries] as const));

  test('some do', () => {
    expect(shared.map(([, entries]) => entries.map((entry) => entry.id)))
      .toContainEqual(['python-packages.pypi', 'kubernetes.pypi', 'model-catalog.pypi']);
  });

  test('they have one rule name', () => {
    expect(shared.filter(([list, entries]) => new Set(entries.map((entry) => nameOf(entry, listCloud(list)))).size > 1)).toEqual([]);
  });

  test('they ask for the same, but for the hosts of the rule that the article names itself', () => {
    const different = shared.filter(([, entries]) => new Set(entries.map(ruleOf)).size > 1);
    expect(new Set(different.flatMap(([, entries]) => entries.map((entry) => entry.ruleName)))).toEqual(new Set(['AllowRStudioInstall']));
    expect(different).toHaveLength(6); // both editions, three clouds
  });

  test('entries that ask for the same share a slot', () => {
    const apart = slotsOfEachList().flatMap(([list, slots]) => {
      const bySlot = new Map<string, number>();
      return [...slots.values()].flat()
        .filter((entry) => {
          const first = bySlot.get(ruleOf(entry)) ?? entry.slot;
          bySlot.set(ruleOf(entry), first);
          return first !== entry.slot;
        })
        .map((entry) => `${list} ${entry.id}`);
    });
    expect(apart).toEqual([]);
  });
});

describe('rule names', () => {
  test('are unique in their list; Azure does not tell capitals apart', () => {
    const clashes = slotsOfEachList().flatMap(([list, slots]) => {
      const names = [...slots.values()].map(([first]) => nameOf(first!, listCloud(list)).toLowerCase());
      return names.filter((name, i) => names.indexOf(name) !== i).map((name) => `${list} ${name}`);
    });
    expect(clashes).toEqual([]);
  });

  test('are names that Azure takes', () => {
    expect(CLOUDS.flatMap((cloud) =>
      failures(catalog().filter(({ clouds }) => clouds.includes(cloud)), (entry) => checkName('rule', nameOf(entry, cloud)))))
      .toEqual([]);
  });

  test.each([
    ['basic.storage', 'Allow-Storage-Tcp-443'],
    ['basic.azure-machine-learning-tcp', 'Allow-AzureMachineLearning-Tcp'],
    ['basic.azure-machine-learning-udp', 'Allow-AzureMachineLearning-Udp-5831'],
    ['hosts.api', 'Allow-subdomains-of-azureml.ms-Tcp-443'],
    ['hosts.batch', 'Allow-subdomains-of-westus2.batch.azure.com-Any-443'],
    ['kubernetes.registry', 'Allow-container-registry-Tcp-443'],
    ['hosts.compute-storage-file', 'Allow-storage-account-file-Tcp'],
    ['aks.tunnel-address-tcp', 'Allow-api-server-Tcp-9000'],
    ['rstudio.ghcr-packages', 'AllowRStudioInstall'],
  ])('%s: %s', (id, name) => {
    expect(nameOf(catalog().find((entry) => entry.id === id)!, Cloud.PUBLIC)).toBe(name);
  });
});

describe('endpoints', () => {
  test('service tags exist in each cloud they are listed for', () => {
    const problems = CLOUDS.flatMap((cloud) => {
      const tags = ofKind(EndpointKind.SERVICE_TAG).filter((entry) => entry.clouds.includes(cloud));
      expect(tags).not.toEqual([]);
      return failures(tags, ({ endpoint: { value } }) => {
        const tag = value.replace(/\.<(cluster-)?region>$/, '');
        parseServiceTag(tag === value ? value : `${tag}.${tagSuffix(tag, REGION[cloud], cloud)}`, cloud);
      });
    });
    expect(problems).toEqual([]);
  });

  test('host names are in their grammar once placeholders are filled', () => {
    expect(failures(ofKind(EndpointKind.FQDN), (entry) => checkHostName(withSampleNames(entry.endpoint.value)))).toEqual([]);
  });

  test('URLs are in their grammar', () => {
    expect(failures(ofKind(EndpointKind.URL), (entry) => parseUrl(withSampleNames(entry.endpoint.value)))).toEqual([]);
  });

  test('ports are in their grammar and sorted', () => {
    const unsorted = catalog().filter((entry) => Ports.of(entry.protocol, entry.ports.map(String)).ranges.join() !== entry.ports.join());
    expect(unsorted.map((entry) => entry.id)).toEqual([]);
  });

  test('conditions on ports name ports of their entry', () => {
    const conditions = catalog().flatMap((entry) =>
      entry.conditions.flatMap(({ ports }) => (ports ?? []).map((port) => ({ entry, port }))));
    expect(conditions).not.toEqual([]);
    expect(conditions.filter(({ entry, port }) => !entry.ports.map(String).includes(String(port)))).toEqual([]);
  });
});

describe('rows that are not for a cloud', () => {
  test('ids that carry a need elsewhere are those of rows of another cloud', () => {
    const ids = catalog().map(({ id }) => id);
    const named = catalog().flatMap(({ elsewhere: others }) => others);
    expect(named).not.toEqual([]);
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test.each<[id: string, cloud: Cloud, what: object]>([
    ['basic.front-door-first-party', Cloud.GOVERNMENT, { kind: 'instead' }],
    ['microsoft-images.front-door-first-party', Cloud.CHINA, { kind: 'instead' }],
    ['basic.front-door-frontend', Cloud.CHINA, { kind: 'not-needed' }],
    ['hosts.studio', Cloud.GOVERNMENT, { kind: 'own-rows', ids: ['hosts.studio-government'] }],
    ['hosts.studio-government', Cloud.PUBLIC, { kind: 'own-rows', ids: ['hosts.studio'] }],
    ['hosts.tunnel-api', Cloud.CHINA, { kind: 'own-rows', ids: ['hosts.tunnel-china'] }],
    ['hosts.batch', Cloud.GOVERNMENT, { kind: 'instead' }],
    ['hosts.monitoring-azure', Cloud.CHINA, { kind: 'instead' }],
    ['kubernetes.storage', Cloud.GOVERNMENT, { kind: 'instead' }],
    ['kubernetes.kusto', Cloud.GOVERNMENT, { kind: 'gap' }],
    ['aks-extensions.data-plane', Cloud.GOVERNMENT, { kind: 'own-rows', ids: ['aks-extensions.data-plane-government'] }],
    ['aks-extensions.data-plane', Cloud.CHINA, { kind: 'gap' }],
    ['azure-arc.kubectl', Cloud.GOVERNMENT, { kind: 'not-in-list' }],
    ['online-endpoints.inference', Cloud.GOVERNMENT, { kind: 'own-rows', ids: ['online-endpoints.inference-government'] }],
    ['online-endpoints.serverless-api', Cloud.CHINA, { kind: 'not-in-list' }],
    ['data-exfiltration.studio', Cloud.GOVERNMENT, { kind: 'instead' }],
    ['data-exfiltration.studio', Cloud.CHINA, { kind: 'not-needed' }],
  ])('%s in %s', (id, cloud, what) => {
    const entry = catalog().find((one) => one.id === id)!;
    expect(elsewhere(entry, cloud, entry.editions.at(-1)!)).toMatchObject(what);
  });
});

describe('texts', () => {
  test('purposes are one line that fits into the description of a rule', () => {
    expect(catalog().filter(({ purpose }) => purpose.trim() === '' || purpose.length > 140 || /[\n\r]/.test(purpose))).toEqual([]);
  });

  test('every entry cites article, section and row', () => {
    expect(catalog().filter(({ citation, endpoint }) => !citation.article || !citation.section || !(citation.row || !endpoint.value)))
      .toEqual([]);
  });

  test('every entry is for some edition and some cloud', () => {
    expect(catalog().filter(({ editions, clouds }) => editions.length === 0 || clouds.length === 0)).toEqual([]);
  });
});
