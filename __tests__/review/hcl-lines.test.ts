import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cloud } from '../../lib/azure/clouds';
import { diffCommand } from '../../lib/cli/diff-command';
import { explainCommand } from '../../lib/cli/explain-command';
import { reportCommand } from '../../lib/cli/report-command';
import { verifyCommand } from '../../lib/cli/verify-command';
import { HclLines } from '../../lib/review/hcl-lines';
import type { NetworkReport } from '../../lib/review/report/network-report';
import { Edition } from '../../lib/requirements/edition';

const TEXT = `# resource "azurerm_subnet" "s" {
/* resource "azurerm_subnet" "s" {
*/
resource "azurerm_subnet" "s" { name = "in { one line" }
resource azurerm_subnet bare {
  name = "\${lower("a { \${var.b}")}-}"
}
resource "azurerm_network_security_group" "g" {
  tags = {
    security_rule = "{"
  }
  name = <<-EOT
    security_rule {
    }
  EOT
  security_rule {
    name = "a"
  }
  dynamic "security_rule" {
    for_each = { for k, v in local.rules : k => v }
    content {
      name = security_rule.key
    }
  }
  security_rule { # the second
    destination_port_ranges = [
      "443",
    ]
    name = "b"
  }
}
resource "azurerm_firewall_policy_rule_collection_group" "g" {
  network_rule_collection {
    name = "n"
    dynamic "rule" {
      for_each = []
      content {
        name = "r"
        destination_ports = ["1"]
      }
    }
  }
  dynamic "application_rule_collection" {
    for_each = []
    content {
    }
  }
  dynamic "application_rule_collection" {
    for_each = []
    content {
    }
  }
}
data "azurerm_subnet" "s" {
}
resource "azurerm_route_table" "r" {
  route = [
    { name = "x" }, {
      name = "y"
    },
  ]
}
`;

test.each<[string, (string | number)[], number | undefined]>([
  ['azurerm_subnet.s', [], 4],
  ['azurerm_subnet.s', ['name'], 4],
  ['azurerm_subnet.bare', [], 5],
  ['azurerm_subnet.bare["x"]', ['name'], 6],
  ['azurerm_network_security_group.g', [], 8],
  ['azurerm_network_security_group.g', ['security_rule', 0], 16],
  ['azurerm_network_security_group.g', ['security_rule', 1], 25],
  ['azurerm_network_security_group.g', ['security_rule', 1, 'name'], 29],
  ['azurerm_network_security_group.g', ['security_rule', 2], 19], // made by the dynamic block
  ['azurerm_network_security_group.g', ['security_rule', 3, 'name'], 22],
  ['azurerm_network_security_group.g', ['something'], 8],
  ['azurerm_firewall_policy_rule_collection_group.g', ['network_rule_collection', 0], 33],
  ['azurerm_firewall_policy_rule_collection_group.g', ['network_rule_collection', 0, 'rule', 4, 'destination_ports'], 39],
  ['azurerm_firewall_policy_rule_collection_group.g', ['application_rule_collection', 0], 32], // either of two
  ['data.azurerm_subnet.s', [], 54],
  ['azurerm_route_table.r', ['route', 0], 58],
  ['azurerm_route_table.r', ['route', 1], 58],
  ['azurerm_route_table.r', ['route', 7], 57],
  ['azurerm_subnet.none', [], undefined],
])('%s %j is on line %s', (resource, part, line) => {
  expect(new HclLines(TEXT).lineOf(resource, part)).toBe(line);
});

test.each([
  '', '}', '{', '"', 'resource "a" "b" {', 'resource "a" "b" { x = <<EOT', 'x = "${', '/*', 'resource "a" "b" { c = [', '<<'.repeat(9),
  '{'.repeat(1000), 'a {'.repeat(1000),
])('what Terraform refuses ends, and is no error: %j', (text) => {
  expect(() => new HclLines(text).lineOf('a.b', ['c', 0])).not.toThrow();
});

const NETWORK = `resource "azurerm_virtual_network" "v" {
  name                = "vnet"
  resource_group_name = "rg"
  address_space       = ["10.1.0.0/16"]
}
resource "azurerm_subnet" "training" {
  name                 = "training"
  resource_group_name  = "rg"
  virtual_network_name = azurerm_virtual_network.v.name
  address_prefixes     = ["10.1.1.0/24"]
}
resource "azurerm_network_security_group" "n" {
  name                = "nsg"
  resource_group_name = "rg"

  security_rule {
    name                       = "deny"
    priority                   = 4096
    direction                  = "Outbound"
    access                     = "Deny"
    protocol                   = "*"
    source_port_range          = "*"
    source_address_prefix      = "*"
    destination_port_range     = "*"
    destination_address_prefix = "*"
  }
}
resource "azurerm_subnet_network_security_group_association" "n" {
  subnet_id                 = azurerm_subnet.training.id
  network_security_group_id = azurerm_network_security_group.n.id
}
`;

describe('places of a network in Terraform\'s own syntax', () => {
  const folder = mkdtempSync(join(tmpdir(), 'azureml-network-hcl-'));
  const file = join(folder, 'main.tf');
  beforeAll(() => writeFileSync(file, NETWORK));
  afterAll(() => rmSync(folder, { recursive: true }));

  const PLACE = { file, line: 16, resource: 'azurerm_network_security_group.n', part: 'security_rule[0]', label: 'security_rule deny' };
  const asked = { edition: Edition.E2026_03_19, cloud: Cloud.PUBLIC, region: 'westus2', subnet: ['training'] };

  test('have lines in each form of verify', () => {
    const at = `${file}:16: azurerm_network_security_group.n: security_rule deny`;
    expect(verifyCommand([file], { ...asked, format: 'text' }, '0').text).toContain(`  at: ${at}\n`);
    expect(verifyCommand([file], { ...asked, format: 'markdown' }, '0').text).toContain('main.tf:16: ');
    const { findings, answers } = JSON.parse(verifyCommand([file], { ...asked, format: 'json' }, '0').text) as
      { findings: { places: unknown[] }[]; answers: { steps: { places: unknown[] }[] }[] };
    expect(findings[0]!.places).toEqual([PLACE]);
    expect(answers[1]!.steps[0]!.places).toEqual([PLACE]);
  });

  test('have lines in a difference, each in the file of its side', () => {
    const head = join(folder, 'head.tf');
    writeFileSync(head, `# a line more\n${NETWORK.replace('"Deny"', '"Allow"')}`);
    const { text } = diffCommand([file, head], { format: 'text', failOn: 'never' }, '0');
    expect(text).toContain(`base: ${file}:16: azurerm_network_security_group.n: security_rule deny\n`);
    expect(text).toContain(`head: ${head}:17: azurerm_network_security_group.n: security_rule deny\n`);
    rmSync(head);
  });

  test('have lines in each form of a report', () => {
    const at = `${file}:16: azurerm_network_security_group.n`;
    const shown = (format: 'markdown' | 'html' | 'json'): string => reportCommand([file], { ...asked, format }).text;
    expect(shown('markdown')).toContain(`\`${at}\``);
    expect(shown('html')).toContain(`<code>${at}</code>`);
    const { rules } = JSON.parse(shown('json')) as NetworkReport;
    expect(rules.map(({ file: of, line, resource }) => [of, line, resource])).toEqual([[file, 16, 'azurerm_network_security_group.n']]);
  });

  test('have lines in an explanation', () => {
    expect(explainCommand([folder, 'training outbound tcp 443 AzureMonitor'], { format: 'text' }).text).toContain(`at: ${file}:16: `);
  });
});
