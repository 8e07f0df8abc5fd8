import { writeFileSync } from 'node:fs';
import {
  Cloud, Edition, Endpoint, FirewallPolicyRules, FirewallSku, HostNameTraffic, ManagedNetworkRules, OutboundDependencies, Ports, Protocol,
  Requirement, RequirementSet, Scenario, SecurityGroup,
} from '../../lib';
import { catalog } from '../../lib/catalog/catalog';
import { messageOf } from '../azure/message-of';
import {
  annotations, Fields, firewallLines, firewallRules, IDS, lines, newStack, PLACE, resources, synth, textOf,
} from '../constructs/synthesis';
import { NAMES, own, requirementsOf } from '../requirements/workspaces';
import { answerFile, file, Line, LONG_EXAMPLE, SHORT_EXAMPLE } from '../support/dependency-answers';
import fc from '../support/fast-check';

function read(...all: Line[]): OutboundDependencies {
  return OutboundDependencies.fromFile(answerFile(all));
}

/** Hosts on one port, in categories that do not matter. */
function hosts(port: number, ...names: string[]): Line[] {
  return names.map((name): Line => ['A', name, port]);
}

const needs = (requirements: readonly Requirement[]): string[] =>
  requirements.map(({ need }) => need.replace('outbound TCP ', '').replace('fqdn ', ''));

function policy(set: RequirementSet, more: Partial<ConstructorParameters<typeof FirewallPolicyRules>[2]> = {}): Fields {
  return synth((stack) => {
    new FirewallPolicyRules(stack, 'Rules', {
      firewallPolicyId: IDS.policy, name: 'ml', priority: 500, sources: ['10.1.1.0/24'], requirements: set, ...more,
    });
  });
}

function group(set: RequirementSet): Fields {
  return synth((stack) => {
    new SecurityGroup(stack, 'Group', { name: 'nsg', ...PLACE, requirements: set, hostNameTraffic: HostNameTraffic.FILTERED_BY_FIREWALL });
  });
}

const empty = (): RequirementSet => requirementsOf().only();

describe('requirements', () => {
  test('one for each host and port', () => {
    expect(read(...LONG_EXAMPLE).listed.map((one) =>
      `${one.slot} ${one.toString()}: ${one.purpose}${one.documentedAs === undefined ? '' : ` [${one.documentedAs}]`}`))
      .toMatchSnapshot();
  });

  test('say what is taken for granted', () => {
    const [suffix, plain] = read(...hosts(443, 'azurecr.io', 'mcr.microsoft.com')).listed;
    expect(plain!.notes).toEqual(['The answer names no protocol. TCP is assumed, which the article means unless it says otherwise.']);
    expect(suffix!.notes).toEqual([
      ...plain!.notes,
      'The answer has azurecr.io, which is not a host; it is taken to mean every host below it (inferred), those of other customers too.',
    ]);
  });

  test('name the categories, or count them when they are too long for a description', () => {
    const [first, second] = read(['B', 'a.example.com', 80], ['A', 'a.example.com', 80], ['x'.repeat(90), 'b.example.com', 80], [
      'y'.repeat(90), 'b.example.com', 80,
    ]).listed;
    expect([first!.purpose, second!.purpose]).toEqual(['Dependencies API: A, B', 'Dependencies API: 2 categories']);
    const path = file('{"value":[{"endpoints":[{"domainName":"a.example.com","endpointDetails":[{"port":80}]}]}]}');
    expect(OutboundDependencies.fromFile(path).listed.map(({ purpose }) => purpose)).toEqual(['Dependencies API']);
  });

  test('have ids that are valid, stable and different', () => {
    const names = [
      '*.azureml.ms', 'any.azureml.ms', 'azureml.ms', `${'a'.repeat(40)}.example.com`, `${'a'.repeat(40)}.example.org`,
      'localtest9127254374.file.core.windows.net',
    ];
    const ids = read(...hosts(443, ...names), ...hosts(18881, 'azureml.ms')).listed.map(({ id }) => id);
    expect(ids).toEqual([
      'dependencies.any.azureml.ms-443',
      'dependencies.aaaaaaaaaaaaaaaaaaaaaaaaaaaa-f4315ad2e19b-443',
      'dependencies.aaaaaaaaaaaaaaaaaaaaaaaaaaaa-662594399234-443',
      'dependencies.any.azureml.ms-eab3cf4ee051-443',
      'dependencies.azureml.ms-443', 'dependencies.azureml.ms-18881',
      'dependencies.localtest9127254374.file.core.windows.net-443',
    ]);
  });

  test('any answer gives ids and slots that do not depend on what else is listed', () => {
    const name = fc.tuple(fc.boolean(), fc.array(fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/), { minLength: 1, maxLength: 6 }))
      .map(([wild, labels]) => `${wild ? '*.' : ''}${[...labels, 'example'].join('.')}`);
    fc.assert(fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 65535 }), (names, port) => {
      const all = read(...hosts(port, ...names)).listed;
      expect(new Set(all.map(({ id }) => id)).size).toBe(names.length);
      for (const one of all) {
        expect(one.id).toMatch(/^[a-z0-9][a-z0-9.-]{0,58}[a-z0-9]$/);
        expect(one.id).not.toMatch(/\.-|-[0-9a-f]{12}--/);
        expect([one.slot >= 1900, one.slot < 2000]).toEqual([true, true]);
        const [alone] = read(...hosts(port, one.endpoint.value)).listed;
        expect([alone!.id, alone!.slot]).toEqual([one.id, one.slot]);
      }
    }), { numRuns: 50 });
  });

  test('leave the slots of the catalog alone', () => {
    expect(catalog().filter(({ slot }) => slot >= 1900)).toEqual([]);
  });

  test('ports that would take one place are refused', () => {
    const path = answerFile([['A', 'a.example.com', 636], ['A', 'b.example.com', 5671]]);
    expect(messageOf(() => OutboundDependencies.fromFile(path)))
      .toBe(`${path}: ports 636 and 5671 would take the same place among the rules (slot 1971, which ` +
        'comes from the number of the port); remove one of them from the file, and add its hosts as your own requirements');
  });

  test('a host without a port is refused, because it can have no rule', () => {
    expect(messageOf(() => read(['A', 'a.example.com']))).toContain('the API gives no port for "a.example.com", so no rule can be made');
  });

  test('two answers with the same host cannot be added to one set twice', () => {
    const { listed: requirements } = read(...SHORT_EXAMPLE);
    expect(messageOf(() => empty().plus(...requirements).plus(...requirements)))
      .toMatch(/^requirement "dependencies\..* is in the set already/);
  });
});

describe('rules', () => {
  test('of an Azure Firewall: one for each port, with its hosts and no others', () => {
    const set = empty().plus(
      ...read(...hosts(443, 'b.example.com', '*.a.example.com'), ...hosts(80, 'c.example.com'), ...hosts(8883, 'd.example.com')).listed,
    );
    const json = policy(set, { sku: FirewallSku.PREMIUM, dnsProxy: true });
    expect(firewallLines(json, 'application')).toEqual(['c.example.com Http:80', '*.a.example.com,b.example.com Https:443']);
    expect(firewallLines(json, 'network')).toEqual(['TCP d.example.com:8883']);
    for (const [i, rule] of [...firewallRules(json, 'application'), ...firewallRules(json, 'network')].entries()) {
      const port = [80, 443, 8883][i]!;
      expect([rule.name, rule.description])
        .toEqual([`Allow-dependencies-Tcp-${port}`, `Hosts that the Dependencies API of the workspace lists with port ${port}`]);
    }
  });

  test('a suffix is told to be wider than needed, where a rule is made for it', () => {
    const stack = newStack();
    const rules = new FirewallPolicyRules(stack, 'Rules', {
      firewallPolicyId: IDS.policy, name: 'ml', priority: 500, sources: ['10.1.1.0/24'],
      requirements: empty().plus(...read(...hosts(443, 'core.windows.net', 'mcr.microsoft.com', '*.example.com')).listed),
    });
    expect(rules.substitutions).toEqual([expect.objectContaining({
      requirementId: 'dependencies.any.core.windows.net-443', writtenAs: '*.core.windows.net', isWider: true,
      reason: 'the answer has core.windows.net, which is not a host, and does not say which hosts below it are needed',
    })]);
    expect(annotations(stack).filter((text) => text.startsWith('warn substituted'))).toHaveLength(1);
    const managed = new ManagedNetworkRules(newStack(), 'Managed', {
      requirements: empty().plus(...read(...hosts(443, 'azurecr.io')).listed), workspaceId: IDS.workspace,
    });
    expect(managed.substitutions.filter(({ writtenAs }) => writtenAs === '*.azurecr.io')).toHaveLength(1);
  });

  test('a host that the catalog has goes to the place of the catalog, with or without its scenario', () => {
    const all = read(...hosts(443, 'pypi.org', 'a.example.com')).listed;
    expect(firewallRules(policy(empty().plus(...all)), 'application').map(({ name }) => name))
      .toEqual(['Allow-pypi.org-Tcp-443', 'Allow-dependencies-Tcp-443']);
    const with443 = requirementsOf({ scenarios: [Scenario.PYTHON_PACKAGES] });
    const before = firewallRules(policy(with443), 'application');
    expect(firewallRules(policy(with443.plus(...all)), 'application')).toEqual(expect.arrayContaining(before));
    expect(firewallRules(policy(with443.plus(...all)), 'application')).toHaveLength(before.length + 1);
  });

  test('a further port changes no other rule', () => {
    const first = read(...hosts(443, 'a.example.com'), ...hosts(9350, 'b.example.com'));
    const second = read(...hosts(443, 'a.example.com'), ...hosts(9350, 'b.example.com'), ...hosts(9351, 'c.example.com'));
    const [before, after] = [first, second].map(({ listed: requirements }) => group(empty().plus(...requirements)));
    expect(lines(after!, 'Outbound')).toEqual(expect.arrayContaining(lines(before!, 'Outbound')));
    expect(lines(after!, 'Outbound')).toHaveLength(lines(before!, 'Outbound').length + 1);
  });

  test('of a security group: ports, because it cannot filter hosts', () => {
    const json = group(
      empty().plus(...read(...hosts(443, 'a.example.com', 'b.example.com'), ...hosts(8883, 'a.example.com', 'c.example.com')).listed),
    );
    expect(lines(json, 'Outbound').slice(0, 2))
      .toEqual([`${1000 + 1905 + (8883 % 95)} Allow Tcp * -> Internet:8883`, '4001 Allow Tcp * -> Internet:443']);
  });

  test('wildcards on other ports than HTTP and HTTPS are told, not dropped', () => {
    const stack = newStack();
    const rules = new FirewallPolicyRules(stack, 'Rules', {
      firewallPolicyId: IDS.policy, name: 'ml', priority: 500, sources: ['10.1.1.0/24'], dnsProxy: true,
      requirements: empty().plus(...read(...hosts(18881, 'core.windows.net', 'mcr.microsoft.com')).listed),
    });
    expect(firewallLines(JSON.parse(textOf(stack)) as Fields, 'network')).toEqual(['TCP mcr.microsoft.com:18881']);
    expect(rules.unexpressed.map(({ requirementId }) => requirementId)).toEqual(['dependencies.any.core.windows.net-18881']);
    expect(annotations(stack).join())
      .toContain('dependencies.any.core.windows.net-18881: TCP 18881: a network rule takes no wildcard (*.core.windows.net)');
  });

  test('nothing of an answer reaches Terraform but host names and ports', () => {
    const set = empty().plus(
      ...read(['Costs $5 {net}, 100% of #1 & <b>\\{', 'a.example.com', 443, 8883], ['"quoted"', 'b.example.com', 80]).listed,
    );
    const text = JSON.stringify([policy(set, { dnsProxy: true }), group(set)]);
    expect(text).toContain('a.example.com');
    expect(text).not.toMatch(/Costs|quoted|<b>/);
    expect(text.match(/[$%]\{[^}]*\}|TfToken/g) ?? []).toEqual([]);
  });

  test('any text in any place of an answer gives no expression', () => {
    const text = fc.oneof(
      fc.constantFrom('${x}', '%{x}', '#{TfToken[0]}', '&{TfToken[0]}', '${TfToken[TOKEN.0]}', '$', '{', 'a.example.com', 'x', '\n'),
      fc.string({ maxLength: 3 }),
    );
    const texts = fc.array(text, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(''));
    let made = 0;
    fc.assert(fc.property(texts, texts, (category, name) => {
      const path = file(JSON.stringify({ value: [{ category, endpoints: [{ domainName: name, endpointDetails: [{ port: 443 }] }] }] }));
      let requirements: Requirement[];
      try {
        ({ listed: requirements } = OutboundDependencies.fromFile(path));
      } catch (error) {
        expect((error as Error).name).toBe('InputError');
        return;
      }
      made++;
      expect(JSON.stringify(policy(empty().plus(...requirements))).match(/[$%#&]\{|TfToken/g) ?? []).toEqual([]);
    }), { numRuns: 300 });
    expect(made).toBeGreaterThan(3);
  });
});

describe('what a set does not open', () => {
  const missing = (set: RequirementSet, ...all: Line[]): string[] => needs(read(...all).missingFrom(set));

  test('hosts of their own, and wildcards above them', () => {
    const set = empty().plus(
      own({ endpoint: Endpoint.fqdn('a.example.com') }), own({ id: 'own.two', slot: 2001, endpoint: Endpoint.fqdn('*.b.example.com') }),
    );
    expect(missing(set, ...hosts(
      443, 'a.example.com', 'x.a.example.com', 'b.example.com', 'x.b.example.com', '*.b.example.com', '*.x.b.example.com', '*.example.com',
    )))
      .toEqual(['443 *.example.com', '443 b.example.com', '443 x.a.example.com']);
  });

  test('ports and protocols', () => {
    const on = (ports: Ports): string[] =>
      missing(empty().plus(own({ endpoint: Endpoint.fqdn('a.example.com'), ports })), ['A', 'a.example.com', 443, 444, 8000]);
    expect(on(Ports.tcp(443))).toEqual(['444 a.example.com', '8000 a.example.com']);
    expect(on(Ports.any(443))).toEqual(['444 a.example.com', '8000 a.example.com']);
    expect(on(Ports.udp(443))).toHaveLength(3);
    expect(on(Ports.of(Protocol.TCP, ['400-443', '7999-8001']))).toEqual(['444 a.example.com']);
    expect(on(Ports.all(Protocol.ANY))).toEqual([]);
    expect(on(Ports.of(Protocol.TCP, ['${var.port}']))).toHaveLength(3);
  });

  test('service tags that stand for the host in the host tables, on their ports', () => {
    const set = requirementsOf();
    expect(missing(set, ...LONG_EXAMPLE, ['A', 'login.microsoftonline.com', 80], ['A', 'x.instances.azureml.ms', 8787])).toMatchSnapshot();
    expect(missing(requirementsOf({ workspace: { privateEndpoint: true } }), ['A', 'x.instances.azureml.ms', 8787, 18881, 8788]))
      .toEqual(['8788 x.instances.azureml.ms']);
  });

  test.each([
    ['sign-in', 'basic.azure-active-directory', 'login.microsoftonline.com'],
    ['storage', 'basic.storage', 'account.dfs.core.windows.net'],
    ['registry', 'basic.microsoft-container-registry', 'mcr.microsoft.com'],
    ['content of the registry, whose tag belongs to the same need', 'basic.front-door-first-party', 'mcr.microsoft.com'],
    ['batch', 'basic.batch-node-management', 'x.westus2.service.batch.azure.com'],
  ])('%s, when its tag is left out', (_, id, name) => {
    expect(missing(requirementsOf(), ...hosts(443, name))).toEqual([]);
    expect(missing(requirementsOf().without(id, 'not here'), ...hosts(443, name))).toEqual([`443 ${name}`]);
  });

  test('a tag of the user counts as that of the catalog, in its region or in all', () => {
    const without = requirementsOf().without('basic.storage', 'own');
    const withTag = (tag: string): string[] =>
      missing(without.plus(own({ endpoint: Endpoint.serviceTag(tag) })), ...hosts(443, 'account.blob.core.windows.net'));
    expect(withTag('Storage.WestUS2')).toEqual([]);
    expect(withTag('Storage.<region>')).toEqual([]);
    expect(withTag('Storage')).toEqual([]);
    expect(withTag('Storage.EastUS')).toEqual(['443 account.blob.core.windows.net']);
    expect(withTag('AzureKeyVault')).toEqual(['443 account.blob.core.windows.net']);
  });

  test('tags of inbound traffic and of routes open nothing', () => {
    const set = requirementsOf({ compute: { publicIp: true } }).only('basic.compute-management', 'public-ip-compute.route');
    expect(missing(set, ...hosts(443, 'x.azureml.ms'), ...hosts(44224, 'x.azureml.ms'))).toHaveLength(2);
  });

  test('what names do not tell: addresses, Internet, paths, references', () => {
    const set = empty().plus(
      own({ endpoint: Endpoint.addressRange('0.0.0.0/0') }), own({ id: 'own.b', slot: 2001, endpoint: Endpoint.serviceTag('Internet') }),
      own({ id: 'own.c', slot: 2002, endpoint: Endpoint.url('a.example.com/*') }),
      own({ id: 'own.d', slot: 2003, endpoint: Endpoint.fqdn('${var.name}.example.com') }),
    );
    expect(missing(set, ...hosts(443, 'a.example.com'))).toEqual(['443 a.example.com']);
  });

  test.each([
    [
      Cloud.GOVERNMENT, 'usgovvirginia',
      ['login.microsoftonline.us', 'x.ml.azure.us', 'x.file.core.usgovcloudapi.net', 'mcr.microsoft.com'],
    ],
    [Cloud.CHINA, 'chinanorth3', ['login.chinacloudapi.cn', 'x.ml.azure.cn', 'x.file.core.chinacloudapi.cn', 'mcr.microsoft.com']],
  ])('the host tables of the cloud "%s"', (cloud, region, names) => {
    expect(missing(requirementsOf({ cloud, region }), ...hosts(443, ...names, 'login.microsoftonline.com')))
      .toEqual(['443 login.microsoftonline.com']);
  });

  test.each(Object.values(Edition))('edition %s: its own registry tag', (edition) => {
    expect(missing(requirementsOf({ edition }), ...hosts(443, 'x.data.mcr.microsoft.com'))).toEqual([]);
  });

  test('nothing is left after it was added', () => {
    const dependencies = read(...LONG_EXAMPLE);
    for (const scenarios of [[], [Scenario.WITHOUT_SERVICE_TAGS]]) {
      const set = requirementsOf({ scenarios, workspace: { privateEndpoint: true, ...NAMES } });
      const added = dependencies.missingFrom(set);
      expect(added.length).toBeGreaterThan(0);
      expect(dependencies.missingFrom(set.plus(...added))).toEqual([]);
      // Left out again, it is missing again.
      expect(needs(dependencies.missingFrom(set.plus(...added).without(added[0]!.id, 'not here')))).toEqual([needs(added)[0]]);
    }
  });
});

test('a file that changes afterwards changes nothing', () => {
  const path = answerFile(SHORT_EXAMPLE);
  const dependencies = OutboundDependencies.fromFile(path);
  writeFileSync(path, '{}');
  expect(dependencies.listed).toHaveLength(2);
  expect(() => dependencies.listed.pop()).toThrow(TypeError);
});

test('the firewall takes a long answer', () => {
  const json = policy(empty().plus(...read(...hosts(443, ...Array.from({ length: 2000 }, (_, i) => `host${i}.example.com`))).listed));
  const groups = resources(json, 'firewall_policy_rule_collection_group');
  expect(groups).toHaveLength(1);
  expect(firewallRules(json, 'application').flatMap(({ destination_fqdns: names }) => names)).toHaveLength(2000);
});
