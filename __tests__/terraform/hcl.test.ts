import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hclDocuments } from '../../lib/terraform/hcl';
import { readTerraform } from '../../lib/terraform/read-network';
import { ResourceLines } from '../../lib/review/resource-lines';
import { problems } from './networks';

const MAIN = `# a group with rules of each kind
variable "tags" {
  type    = map(object({ priority = number, port = optional(string, "443") }))
  default = { Storage = { priority = 110 } }
}

locals {
  name = "nsg-\${lower("ML")}"
}

resource "azurerm_network_security_group" "g" {
  name                = local.name
  resource_group_name = "rg"

  security_rule {
    name                       = "static"
    priority                   = 100
    direction                  = "Outbound"
    access                     = "Allow"
    protocol                   = "Tcp"
    source_port_range          = "*"
    destination_port_ranges    = ["80", "443"]
    source_address_prefix      = "*"
    destination_address_prefix = "AzureMonitor"
  }

  dynamic "security_rule" {
    for_each = var.tags
    content {
      name                       = "out-\${security_rule.key}"
      priority                   = security_rule.value.priority
      direction                  = "Outbound"
      access                     = "Allow"
      protocol                   = "Tcp"
      source_port_range          = "*"
      destination_port_range     = security_rule.value.port
      source_address_prefix      = "*"
      destination_address_prefix = security_rule.key
    }
  }
}
`;

describe('Terraform\'s own syntax', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hcl-'));
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const main = write('main.tf', MAIN);
  afterAll(() => rmSync(folder, { recursive: true }));

  test('a folder is read with its values files', () => {
    const rules = (): unknown => [...readTerraform(folder).securityGroups.values()].map(({ name, rules: all, conditions }) =>
      [name, all.map((rule) => [rule.name, rule.priority, rule.destinationPorts.length]), conditions]);
    expect(rules()).toEqual([['nsg-ml', [['static', 100, 2], ['out-Storage', 110, 1]], ['the variable tags has its default value']]]);
    write('terraform.tfvars', 'tags = { Storage = { priority = 120, port = "8443" }, Sql = { priority = 130 } }\n');
    expect(rules()).toEqual([[
      'nsg-ml', [['static', 100, 2], ['out-Storage', 120, 1], ['out-Sql', 130, 1]],
      [`the variable tags has the value of ${join(folder, 'terraform.tfvars')}`],
    ]]);
    expect(problems(readTerraform(folder))).toEqual([]);
  });

  test('a file is read alone, and places have its lines', () => {
    const [group] = [...readTerraform(main).securityGroups.values()];
    expect(group!.place.file).toBe(main);
    const lines = new ResourceLines();
    expect([lines.lineOf(group!.place), lines.lineOf(group!.rules[0]!.place)]).toEqual([11, 15]);
  });

  test('a mistake in the syntax is told with its place', () => {
    expect(() => hclDocuments([write('wrong.tf', 'resource "a" {{')])).toThrow(/wrong\.tf: cannot be read: .*wrong\.tf:1,15-16/);
    rmSync(join(folder, 'wrong.tf'));
  });

  test('without the package, three lines say what to do', () => {
    jest.isolateModules(() => {
      jest.doMock('node:module', () =>
        ({ createRequire: () => ({ resolve: () => { throw Object.assign(new Error('none'), { code: 'MODULE_NOT_FOUND' }); } }) }));
      const { hclDocuments: read } = jest.requireActual<typeof import('../../lib/terraform/hcl')>('../../lib/terraform/hcl');
      expect(() => read([main]))
        .toThrow(
          /npm install @cdktn\/hcl2json \(or @cdktf\/hcl2json\)\.\nOr give the JSON of a plan: terraform plan -out plan\.bin, then terraform show -json/,
        );
    });
    jest.dontMock('node:module');
  });
});
