import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';
import { run } from '../../lib/cli/program';
import { differenceSchema } from '../../lib/review/difference-json';

/* eslint-disable @typescript-eslint/no-explicit-any -- JSON of Terraform, changed in place */
const CASE = join(__dirname, '../cases/00-all-met');
const BASE = join(CASE, 'main.tf.json');
const DEPLOYMENT = ['--deployment', join(CASE, 'deployment.yaml')];
const folder = mkdtempSync(join(tmpdir(), 'azureml-network-diff-'));
let files = 0;

function written(json: unknown, ending = '.tf.json'): string {
  const path = join(folder, `head${files++}${ending}`);
  writeFileSync(path, JSON.stringify(json));
  return path;
}

function changed(change: (resource: any) => void): string {
  const json = JSON.parse(readFileSync(BASE, 'utf8')) as any;
  change(json.resource);
  return written(json);
}

function cli(...args: string[]): { exit: number; out: string; err: string } {
  let [out, err] = ['', ''];
  const exit = run(args, { out: (text) => { out += text; }, err: (text) => { err += text; } });
  return { exit, out, err };
}

const rulesOf = (resource: any): any[] => resource.azurerm_network_security_group.n.security_rule;
const SSH = {
  name: 'ssh', priority: 3000, direction: 'Inbound', access: 'Allow', protocol: 'Tcp', source_port_range: '*', destination_port_range: '22',
  source_address_prefix: '203.0.113.0/24', destination_address_prefix: '*',
};

/** Without a route for all addresses, which would widen the tag VirtualNetwork of the default rules, so that nothing is certain. */
const withoutRoutes = (resource: any): void => {
  resource.azurerm_route_table.t.route = [];
};
const DIRECT = changed(withoutRoutes);
const withSsh = changed((resource) => {
  withoutRoutes(resource);
  rulesOf(resource).push(SSH);
});

function json(head: string, base = BASE): any {
  const { out } = cli('diff', base, head, ...DEPLOYMENT, '--format', 'json');
  const document = JSON.parse(out) as any;
  const validate = new Ajv({ strict: false }).compile(differenceSchema());
  expect(validate(document) || validate.errors).toBe(true);
  return document;
}

test('the same network changes nothing', () => {
  expect(cli('diff', BASE, BASE, ...DEPLOYMENT)).toMatchObject({ exit: 0, out: expect.stringMatching(/^Nothing changed\.\n/) });
});

test('rules with other names and priorities change nothing, and are said to be just that', () => {
  const head = changed((resource) => rulesOf(resource).forEach((rule, i) => {
    rule.priority += rule.priority < 4096 ? 1 : 0;
    rule.name = i === 0 ? 'other-name' : rule.name;
  }));
  const document = json(head);
  expect(document).toMatchObject({ verdict: 'nothing-changed', flows: [] });
  expect(document.rules).toContainEqual({
    subnet: 'training', direction: 'outbound', kind: 'renamed', before: ['rule vnet-out (priority 100)'],
    after: ['rule other-name (priority 101)'],
  });
  expect(document.rules.filter(({ kind }: any) => kind === 'rewritten')).toEqual([]);
});

test('what opens is said with the rules on both sides, and with an example that explain takes', () => {
  const document = json(withSsh, DIRECT);
  expect(document.verdict).toBe('wider-beyond-requirements');
  expect(document.flows).toHaveLength(1);
  const [flow] = document.flows;
  expect(flow).toMatchObject({
    subnet: 'training', direction: 'inbound', kind: 'newly allowed', isPossible: false, traffic: 'TCP 22', endpoints: ['203.0.113.0/24'],
    before: { result: 'deny' }, after: { result: 'allow', texts: ['rule ssh (priority 3000) allows it'] },
  });
  expect(flow.example).toBe('training inbound tcp 22 203.0.113.1');
  expect(cli('explain', withSsh, ...DEPLOYMENT, flow.example).exit).toBe(0);
});

test('an example by a tag is denied before and allowed after, as explain says, too', () => {
  const head = changed((resource) => {
    withoutRoutes(resource);
    rulesOf(resource).push({ ...SSH, source_address_prefix: 'Internet' });
  });
  const [flow] = json(head, DIRECT).flows;
  expect(flow).toMatchObject({ kind: 'newly allowed', isPossible: false, endpoints: ['Internet'] });
  expect(flow.example).toBe('training inbound tcp 22 Internet');
  expect(cli('explain', DIRECT, ...DEPLOYMENT, flow.example).exit).toBe(1);
  expect(cli('explain', head, ...DEPLOYMENT, flow.example).exit).toBe(0);
});

test('what closes is narrower, and the other direction of the same pair', () => {
  const document = json(DIRECT, withSsh);
  expect(document.verdict).toBe('only-narrower');
  expect(document.flows)
    .toMatchObject([{ kind: 'no longer allowed', traffic: 'TCP 22', before: { result: 'allow' }, after: { result: 'deny' } }]);
});

test('traffic that goes past the firewall is allowed another way, and is wider', () => {
  const head = changed(({ azurerm_route_table: { t } }) => {
    t.route = t.route.map((route: any) => ({ ...route, next_hop_type: 'Internet', next_hop_in_ip_address: null }));
  });
  const document = json(head);
  expect(document.flows.filter(({ kind }: any) => kind === 'another way')).not.toEqual([]);
  expect(document.verdict).toBe('wider-beyond-requirements');
  expect(document.flows.find(({ kind }: any) => kind === 'another way'))
    .toMatchObject({ isWider: true, before: { hops: ['appliance'] }, after: { hops: ['internet'] } });
});

test('what is unknown is said to be possible, with the reason', () => {
  const head = changed((resource) => rulesOf(resource).push(SSH));
  const [flow] = json(head).flows;
  expect(flow).toMatchObject({
    kind: 'newly allowed', isPossible: true, isWider: true, before: { result: 'unknown' }, after: { result: 'allow' },
  });
  expect(cli('diff', BASE, head).out).toContain('may be newly allowed: TCP 22 from 203.0.113.0/24');
});

test('a requirement that is met no longer is lost', () => {
  const head = changed((resource) => {
    resource.azurerm_network_security_group.n.security_rule =
      rulesOf(resource).filter(({ access, direction }) => access !== 'Allow' || direction !== 'Outbound');
  });
  expect(cli('diff', BASE, head, ...DEPLOYMENT)).toMatchObject({ exit: 13, out: expect.stringMatching(/^A requirement is lost/) });
});

test('each verdict has its exit code, and --fail-on leaves out the lesser ones', () => {
  expect(cli('diff', DIRECT, withSsh).exit).toBe(12);
  expect(cli('diff', withSsh, DIRECT).exit).toBe(10);
  expect(cli('diff', DIRECT, withSsh, '--fail-on', 'requirement-lost').exit).toBe(0);
  expect(cli('diff', DIRECT, withSsh, '--fail-on', 'wider-as-required').exit).toBe(12);
  expect(cli('diff', DIRECT, withSsh, '--fail-on', 'never').exit).toBe(0);
  expect(cli('diff', DIRECT, withSsh, '--fail-on', 'wider').err).toContain('wider-');
});

test('what is open to the Internet is marked as a way out for data', () => {
  const open = {
    ...SSH, name: 'all', priority: 150, direction: 'Outbound', destination_port_range: '*', source_address_prefix: '*',
    destination_address_prefix: 'Internet',
  };
  const head = changed((resource) => {
    withoutRoutes(resource);
    rulesOf(resource).push(open);
  });
  const document = json(head, DIRECT);
  expect(document.flows.some(({ kind, isWayOut, endpoints }: any) => kind === 'newly allowed' && isWayOut && /Internet/.test(endpoints.join())))
    .toBe(true);
  expect(document.verdict).toBe('wider-beyond-requirements');
});

/** The output of `terraform show -json` for a plan that adds a rule to a group of one subnet. */
function plan(marks: (group: any) => void = () => undefined): unknown {
  const id = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network';
  const resource = (type: string, values: object): any => ({
    address: `${type}.x`, mode: 'managed', type, name: 'x', provider_name: 'registry.terraform.io/hashicorp/azurerm', schema_version: 0,
    values, sensitive_values: {},
  });
  const of = (rules: object[]): any[] => [
    resource('azurerm_virtual_network', {
      id: `${id}/virtualNetworks/v`, name: 'v', resource_group_name: 'rg', address_space: ['10.1.0.0/16'],
    }),
    resource('azurerm_subnet', {
      id: `${id}/virtualNetworks/v/subnets/training`, name: 'training', resource_group_name: 'rg', virtual_network_name: 'v',
      address_prefixes: ['10.1.1.0/24'],
    }),
    resource('azurerm_network_security_group', {
      id: `${id}/networkSecurityGroups/n`, name: 'n', resource_group_name: 'rg', location: 'westeurope', security_rule: rules,
    }),
    resource('azurerm_subnet_network_security_group_association', {
      subnet_id: `${id}/virtualNetworks/v/subnets/training`, network_security_group_id: `${id}/networkSecurityGroups/n`,
    }),
  ];
  const [prior, planned] = [of([]), of([{ ...SSH, description: '' }])];
  marks(planned[2]);
  return {
    format_version: '1.2', terraform_version: '1.11.4', configuration: { root_module: {} },
    planned_values: { root_module: { resources: planned } },
    prior_state: { format_version: '1.0', terraform_version: '1.11.4', values: { root_module: { resources: prior } } },
    resource_changes: planned.map(({ values, sensitive_values: marked, ...rest }, i) => ({
      ...rest, change: {
        actions: [i === 2 ? 'update' : 'no-op'], before: prior[i].values, after: values, after_unknown: {}, before_sensitive: {},
        after_sensitive: marked,
      },
    })),
  };
}

describe('the two sides of a plan', () => {
  test('are its prior state and its planned values', () => {
    const { exit, out } = cli('diff', '--plan', written(plan(), '.json'));
    expect(out).toContain('training inbound: newly allowed: TCP 22 from 203.0.113.0/24');
    expect(exit).toBe(12);
  });

  test('values that a plan marks as sensitive reach no output', () => {
    const path = written(plan((group) => {
      group.values.security_rule[0].name = 'hunter2-secret';
      group.sensitive_values = { security_rule: [{ name: true }] };
    }), '.json');
    for (const format of ['text', 'json', 'markdown']) {
      const { out, err } = cli('diff', '--plan', path, '--format', format);
      expect(out).toContain('sensitive value');
      expect(out + err).not.toContain('hunter2');
    }
  });

  test('sensitive addresses of rules are refused, since what is said about flows would show them', () => {
    const path = written(plan((group) => {
      group.sensitive_values = { security_rule: [{ source_address_prefix: true }] };
    }), '.json');
    const { exit, out, err } = cli('diff', '--plan', path);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain('nonsensitive()');
    expect(err).not.toContain('203.0.113');
  });

  test('a file that is no plan is refused', () => {
    expect(cli('diff', '--plan', BASE)).toMatchObject({ exit: 2, err: expect.stringContaining('is not a plan') });
    expect(cli('diff', BASE)).toMatchObject({ exit: 2, err: expect.stringContaining('give BASE and HEAD') });
    expect(cli('diff', BASE, BASE, '--plan', BASE))
      .toMatchObject({ exit: 2, err: expect.stringContaining('either --plan or BASE and HEAD') });
  });
});

test('hostile names are harmless in every form', () => {
  const name = '<script>alert(1)</script>|@everyone\n## x `\u001b[31m\u202e';
  const head = changed((resource) => rulesOf(resource).push({ ...SSH, name }));
  const text = cli('diff', BASE, head, ...DEPLOYMENT).out;
  const markdown = cli('diff', BASE, head, ...DEPLOYMENT, '--format', 'markdown').out;
  for (const out of [text, markdown, JSON.stringify(json(head)) && cli('diff', BASE, head, ...DEPLOYMENT, '--format', 'json').out]) {
    expect(out).not.toMatch(/[\u001b\u202e]/);
    expect(out).not.toMatch(/^## x/m);
  }
  const outsideOfCode = markdown.replace(/`[^`\n]*`/g, '');
  expect(outsideOfCode).not.toMatch(/<script>|@everyone/);
});

test('a comment keeps below the limit of GitHub, with the flows that matter most', () => {
  const head = changed((resource) => {
    withoutRoutes(resource);
    for (let i = 0; i < 700; i++) {
      rulesOf(resource).push({
        ...SSH, name: `r${i}`, priority: 1000 + i, destination_port_range: String(1000 + 2 * i),
        source_address_prefix: `203.0.${i % 250}.${i % 7}/32`,
      });
    }
  });
  const { out } = cli('diff', DIRECT, head, '--format', 'markdown');
  expect(out.length).toBeLessThan(65_536);
  expect(out).toMatch(/^\*\*Wider beyond requirements/);
  const [last] = out.trimEnd().split('\n').slice(-1);
  expect(last).toMatch(/^Rows that have no room here: .*"Rules that cause it, and example flows".*\. The JSON has all\.$/);
});

const deny = (address: string, i: number): object =>
  ({ ...SSH, name: `deny-${i}`, access: 'Deny', priority: 2900 + i, source_address_prefix: address });

test('ranges that several rules deny before one for everything are said, and the other way round', () => {
  const [open, closed] = [[], ['203.0.113.0/24', '198.51.100.0/24']].map((denied) => changed((resource) => {
    withoutRoutes(resource);
    rulesOf(resource).push({ ...SSH, source_address_prefix: '*' }, ...denied.map(deny));
  })) as [string, string];
  const flows = (base: string, head: string): unknown[] => json(head, base).flows.map(({ kind, endpoints }: any) => [kind, endpoints]);
  expect(flows(open, closed)).toEqual([['no longer allowed', ['203.0.113.0/24']], ['no longer allowed', ['198.51.100.0/24']]]);
  expect(flows(closed, open)).toEqual([['newly allowed', ['203.0.113.0/24']], ['newly allowed', ['198.51.100.0/24']]]);
});

test('a name that a tag may have is said when that tag is denied before it', () => {
  const head = changed((resource) => {
    const [group] = Object.values(resource.azurerm_firewall_policy_rule_collection_group) as any[];
    group.network_rule_collection = [{
      name: 'closed', priority: 110, action: 'Deny', rule: [{
        name: 'storage', protocols: ['TCP'], source_addresses: ['*'], destination_addresses: ['Storage'], destination_ports: ['443'],
      }],
    }, ...group.network_rule_collection ?? []];
  });
  const { flows, verdict } = json(head);
  expect(verdict).not.toBe('nothing-changed');
  expect(flows.filter(({ kind }: any) => kind !== 'no longer allowed')).toEqual([]);
  expect(flows.some(({ isPossible, endpoints }: any) => isPossible && endpoints.some((end: string) => end.includes('.')))).toBe(true);
});

test('routes and resolvers that are others are said, also where no flow changes', () => {
  const head = changed((resource) => {
    resource.azurerm_virtual_network.v.dns_servers = ['10.1.0.4'];
    const [route] = resource.azurerm_route_table.t.route;
    resource.azurerm_route_table.t.route.push({ ...route, name: 'more', address_prefix: '20.0.0.0/8' });
  });
  const { verdict, routing } = json(head);
  expect(verdict).toBe('nothing-changed');
  expect(routing).toEqual([
    { subnet: 'training', kind: 'routes', before: [], after: [expect.stringMatching(/^20\.0\.0\.0\/8 to VirtualAppliance /)] },
    { subnet: 'training', kind: 'resolvers', before: ['Azure'], after: ['10.1.0.4'] },
  ]);
  const { out } = cli('diff', BASE, head, ...DEPLOYMENT);
  expect(out).toMatch(/^No flow and no requirement changed, but routes and DNS servers did\.\n/);
  expect(out).toContain('training: DNS servers: Azure before, 10.1.0.4 now');
  expect(cli('diff', BASE, head, ...DEPLOYMENT, '--format', 'markdown').out)
    .toContain('Routes, DNS servers and other settings of subnets (2)');
  expect(json(BASE).routing).toEqual([]);
});
