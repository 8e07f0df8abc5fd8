import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ResourceLines } from '../../lib/review/resource-lines';

const folder = mkdtempSync(join(tmpdir(), 'azureml-network-lines-'));
afterAll(() => rmSync(folder, { recursive: true }));

function lineOf(content: unknown, resource: string, part?: string): number | undefined {
  const file = join(folder, 'x.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  return new ResourceLines().lineOf({ file, resource, ...(part !== undefined && { part }) });
}

const GROUP = { name: 'nsg', security_rule: [{ name: 'a' }, { name: 'b' }] };
const CONFIGURATION = { terraform: {}, resource: { azurerm_subnet: { s: {} }, azurerm_network_security_group: { g: GROUP } } };

test.each<[string, string | undefined, number | undefined]>([
  ['azurerm_network_security_group.g', undefined, 8],
  ['azurerm_network_security_group.g', 'security_rule[1]', 14],
  ['azurerm_network_security_group.g', 'security_rule[1].name', 15],
  ['azurerm_network_security_group.g', 'security_rule[7]', 8],
  ['azurerm_network_security_group.g', 'something else', 8],
  ['azurerm_subnet.s', undefined, 5],
  ['azurerm_subnet.t', undefined, undefined],
  ['module.hub.azurerm_subnet.s', undefined, 5], // the file of a module calls it by the rest of its address
  ['constructor.name', undefined, undefined],
  ['', undefined, undefined],
])('of a configuration: %s %s', (resource, part, line) => {
  expect(lineOf(CONFIGURATION, resource, part)).toBe(line);
});

test('of a plan and of a state, modules included', () => {
  const modules = {
    root_module: {
      resources: [{ address: 'azurerm_subnet.s', values: {} }],
      child_modules: [
        { address: 'module.hub', resources: [{ address: 'module.hub.azurerm_network_security_group.g["a.b"]', values: GROUP }] },
      ],
    },
  };
  for (const content of [{ planned_values: modules }, { values: modules }]) {
    expect(lineOf(content, 'azurerm_subnet.s')).toBe(7);
    expect(lineOf(content, 'module.hub.azurerm_network_security_group.g["a.b"]')).toBe(16);
    expect(lineOf(content, 'module.hub.azurerm_network_security_group.g["a.b"]', 'security_rule[0]')).toBe(19);
    expect(lineOf(content, 'module.hub.azurerm_network_security_group.h')).toBeUndefined();
  }
});

test.each<[string, unknown]>([
  ['no JSON', 'resource:\n  azurerm_subnet:'], ['nothing', ''], ['a list', []], ['null', null],
  ['texts where lists should be', { values: { root_module: { resources: 'x', child_modules: {} } } }],
])('of %s there is none', (_, content) => {
  expect(lineOf(content, 'azurerm_subnet.s')).toBeUndefined();
});

test('of a file that cannot be read there is none', () => {
  const lines = new ResourceLines();
  expect(lines.lineOf({ file: join(folder, 'none.json'), resource: 'azurerm_subnet.s' })).toBeUndefined();
  expect(lines.lineOf({ file: join(folder, 'x.json', 'below'), resource: 'azurerm_subnet.s' })).toBeUndefined();
  expect(lines.lineOf({ file: 'a\0b', resource: 'azurerm_subnet.s' })).toBeUndefined();
  expect(lines.lineOf({ file: folder, resource: 'azurerm_subnet.s' })).toBeUndefined();
});

test('a named pipe is not waited for', () => {
  const file = join(folder, 'pipe');
  execFileSync('mkfifo', [file]);
  expect(new ResourceLines().lineOf({ file, resource: 'azurerm_subnet.s' })).toBeUndefined();
});
