import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';
import type { NetworkReport } from '../../lib/review/report/network-report';
import { waysOf } from '../../lib/review/report/picture';

// What is open although nobody asked for it is the first thing that a report says, with the rules that open it.

const folder = mkdtempSync(join(tmpdir(), 'report-openings-'));
const PLACE = { resource_group_name: 'rg', location: 'westeurope' };
const GROUP = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg';
const NETWORK = `${GROUP}/providers/Microsoft.Network/virtualNetworks/vnet-data`;
const rule = (
  name: string, priority: number, direction: string, access: string, ports: string, source: string, destination: string,
): object =>
  ({ name, priority, direction, access, protocol: access === 'Deny' ? '*' : 'Tcp', source_port_range: '*', destination_port_range: ports,
    source_address_prefix: source, destination_address_prefix: destination });
const resource = {
  azurerm_virtual_network: { v: { ...PLACE, name: 'vnet-data', address_space: ['10.20.0.0/16'] } },
  azurerm_subnet: Object.fromEntries(['train', 'lab'].map((name, i) => [name, {
    name, resource_group_name: 'rg', virtual_network_name: 'vnet-data', address_prefixes: [`10.20.${i + 1}.0/24`],
  }])),
  azurerm_network_security_group: {
    train: { ...PLACE, name: 'nsg-train', security_rule: [
      rule('web', 100, 'Outbound', 'Allow', '443', '*', 'Internet'), rule('ssh', 110, 'Inbound', 'Allow', '22', 'Internet', '*'),
      rule('close', 4096, 'Outbound', 'Deny', '*', '*', '*'),
    ] },
    lab: { ...PLACE, name: 'nsg-lab', security_rule: [rule('partner', 200, 'Outbound', 'Allow', '8080', '*', '203.0.113.0/24')] },
  },
  azurerm_subnet_network_security_group_association: Object.fromEntries(['train', 'lab'].map((name) => [name, {
    subnet_id: `\${azurerm_subnet.${name}.id}`, network_security_group_id: `\${azurerm_network_security_group.${name}.id}`,
  }])),
};
const file = join(folder, 'main.tf.json');
writeFileSync(file, JSON.stringify({ resource }));

function deployment(acknowledged = ''): string {
  const path = join(folder, `deployment${acknowledged.length}.yaml`);
  writeFileSync(path, `name: data
edition: 2026-03-19
cloud: public
region: westeurope
workspace: {privateEndpoint: true}
compute: {publicIp: false}
subnets:
  train: {subnetId: ${NETWORK}/subnets/train, addressPrefixes: [10.20.1.0/24]}
  lab: {subnetId: ${NETWORK}/subnets/lab, addressPrefixes: [10.20.2.0/24]}
${acknowledged}`);
  return path;
}

function written(args: readonly string[]): { readonly out: string; readonly exit: number } {
  let [out, err] = ['', ''];
  const exit = run(args, { out: (text) => { out += text; }, err: (text) => { err += text; } });
  expect(err).toBe('');
  return { out, exit };
}

const report = (format: string, path = deployment()): string =>
  written(['report', file, '--deployment', path, '--format', format]).out;
const data = JSON.parse(report('json')) as NetworkReport;
const rules = new Map(data.rules.map((one) => [one.anchor, one]));

test('all that is open and not asked for is said with what lets it through, and what comes in is first', () => {
  expect(data.openings.map(({ subnet, direction, traffic, endpoint, leadsTo, by, ruleAnchors: those }) =>
    [subnet, direction, traffic, endpoint, leadsTo, by, those.map((anchor) => rules.get(anchor)!.name)])).toEqual([
    ['train', 'inbound', 'TCP 22', 'Internet', undefined, ['rule ssh (priority 110)'], ['ssh']],
    ['lab', 'outbound', 'TCP 8080', '203.0.113.0/24', 'internet', ['rule partner (priority 200)'], ['partner']],
    ['lab', 'outbound', 'any traffic', 'Internet', 'internet', ['default rule AllowInternetOutBound (priority 65001)'], []],
    ['train', 'outbound', 'TCP 443', 'Internet', 'internet', ['rule web (priority 100)'], ['web']],
  ]);
  const found = data.findings.filter(({ id }) => id === 'open-beyond-requirements');
  expect(data.openings.map(({ subnet, direction, traffic, endpoint }) => `${subnet} ${direction} ${traffic} ${endpoint}`).sort())
    .toEqual(found.map(({ subject }) => subject).sort());
});

test('each example is let through by explain', () => {
  for (const { example } of data.openings) {
    expect([example, written(['explain', file, '--deployment', deployment(), ...example!.split(' ')]).exit]).toEqual([example, 0]);
  }
});

test('rules point at what they open, and no rule that denies opens anything', () => {
  for (const { anchor, openingAnchors } of data.rules) {
    const opened = data.openings.filter(({ ruleAnchors }) => ruleAnchors.includes(anchor));
    expect([anchor, openingAnchors]).toEqual([anchor, opened.map((one) => one.anchor)]);
  }
  expect(data.rules.filter(({ access }) => access === 'deny').flatMap(({ openingAnchors }) => openingAnchors)).toEqual([]);
});

test('the page and the Markdown say it before everything else, and the picture has it', () => {
  const [page, markdown] = [report('html'), report('markdown')];
  expect(page.indexOf('id="open"')).toBeGreaterThan(0);
  expect(page.indexOf('id="open"')).toBeLessThan(page.indexOf('id="picture"'));
  expect(markdown.indexOf('## What is open, and why')).toBeLessThan(markdown.indexOf('## Errors'));
  expect(markdown.indexOf('## Errors')).toBeLessThan(markdown.indexOf('## Subnet train'));
  for (const text of ['4 kinds of traffic are open although no requirement asks for them.', 'TCP 22 from Internet', 'rule ssh']) {
    expect([page.includes(text), markdown.includes(text)]).toEqual([true, true]);
  }
  expect(page.match(/<a class="open"[^>]*data-way=/g)).toHaveLength(4);
  expect(markdown.match(/:::open$/gm)).toHaveLength(4);
});

test('a way that passes no firewall says so, and one inside the network does not', () => {
  const ways = waysOf(data, 'lab');
  const last = (destination: string): string => ways.find((way) => way.destination === destination)!.stations.at(-1)!.text;
  expect(last('sign in')).toBe('no firewall');
  expect(last('any traffic to Internet')).toBe('no firewall');
  expect(last('private endpoints')).toBe('routes of Azure');
});

test('what is open to the outside is a way out for data, beside the requirements that articles count among them', () => {
  const rows = (text: string): string => text.slice(text.indexOf('Ways out for data', text.indexOf('nsg-lab')));
  const [page, markdown] = [rows(report('html')), rows(report('markdown'))];
  for (const text of ['any traffic to Internet', 'TCP 8080 to 203.0.113.0/24', 'TCP 443 to Internet', 'basic.storage']) {
    expect([text, page.includes(`>${text}</a>`), markdown.includes(`| \`${text}\` |`)]).toEqual([text, true, true]);
  }
  expect(page).not.toContain('>TCP 22 from Internet</a></td><td data-head="Subnet">'); // what comes in is no way out
});

test('what somebody has accepted is told apart, is last, and is not drawn', () => {
  const subject = 'train inbound TCP 22 Internet';
  const path = deployment(`acknowledged:\n  - {finding: open-beyond-requirements, subject: ${subject}, reason: jump host}\n`);
  const { openings } = JSON.parse(report('json', path)) as NetworkReport;
  expect(openings.map(({ acknowledged }) => acknowledged)).toEqual([undefined, undefined, undefined, 'jump host']);
  const page = report('html', path);
  expect(page).toContain('3 kinds of traffic are open although no requirement asks for them. 1 is acknowledged.');
  expect(page.match(/<a class="open"[^>]*data-way=/g)).toHaveLength(3);
});

test('a network that is not all known does not say that nothing else is open', () => {
  const unknown = join(folder, 'unknown.tf.json');
  const group = { ...resource.azurerm_network_security_group.lab, security_rule: '${var.rules}' };
  writeFileSync(unknown, JSON.stringify({ resource: {
    ...resource, azurerm_network_security_group: { ...resource.azurerm_network_security_group, lab: group },
  } }));
  const { out } = written(['report', unknown, '--deployment', deployment(), '--format', 'html']);
  expect(out).toContain('Not all could be evaluated, so there may be more: see the findings.');
});
