import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTerraform } from '../../lib/terraform/read-network';

// Files beside a configuration, which its expressions read. Nothing outside of the folder that is given is read.

const outside = mkdtempSync(join(tmpdir(), 'files-'));
const folder = join(outside, 'net');
afterAll(() => rmSync(outside, { recursive: true }));

const put = (path: string, content: unknown): void => {
  mkdirSync(join(outside, path, '..'), { recursive: true });
  writeFileSync(join(outside, path), typeof content === 'string' ? content : JSON.stringify(content));
};
const RULES = [{ name: 'a', port: '443' }, { name: 'b', port: '445' }];
put('secret.json', RULES);
put('net/rules/nsg.json', RULES);
put('net/rules/nsg.csv', 'name,port\na,443\nb,445\n');
put('net/rules/nsg.yaml', '- name: a\n  port: "443"\n- { name: b, port: "445" }\n');
put('net/rules/nsg.json.tpl', '[{"name": "a", "port": "${port}"}, {"name": "b", "port": "445"}]');
put('net/rules/each.tpl', `[
  %{~ for i, p in ports ~}
  %{ if p != "" }{"name": "\${names[i]}", "port": "\${p}"}%{ else }null%{ endif }%{ if i < length(ports) - 1 },%{ endif }
  %{~ endfor ~}
]`);
put('net/rules/open.tpl', '%{ for p in ports }${p}');
put('net/rules/stray.tpl', '[]%{ endif }');
put('net/broken.json', '{');
symlinkSync(join(outside, 'secret.json'), join(folder, 'link.json'));
symlinkSync(outside, join(folder, 'up'));

/** The ports of the rules that a for_each over an expression makes, and what is said. */
function read(over: string, path = 'net', module?: string): { ports: string[]; problems: string[] } {
  const resource = {
    azurerm_network_security_group: { g: { name: 'nsg', resource_group_name: 'rg' } },
    azurerm_network_security_rule: { r: {
      for_each: `\${{ for r in ${over} : r.name => r }}`, name: '${each.key}', resource_group_name: 'rg',
      network_security_group_name: 'nsg',
      priority: '${index(["a", "b"], each.key) + 100}', direction: 'Outbound', access: 'Allow', protocol: 'Tcp', source_port_range: '*',
      source_address_prefix: '*', destination_address_prefix: 'Storage', destination_port_range: '${each.value.port}',
    } },
  };
  put(`${module ?? 'net'}/main.tf.json`, { resource });
  if (module !== undefined) {
    put('net/main.tf.json', { module: { m: { source: `./${module.slice('net/'.length)}` } } });
  }
  const network = readTerraform(join(outside, path));
  const rules = [...network.securityGroups.values()].flatMap((group) => group.rules);
  return {
    ports: rules.map(({ destinationPorts: [port] }) => JSON.stringify(port)), problems: network.problems.map(({ message }) => message),
  };
}

const KNOWN = read('[{ name = "a", port = "443" }, { name = "b", port = "445" }]').ports;
const LIMIT = 'only files in the folder that is given are read';

test.each([
  'jsondecode(file("rules/nsg.json"))', 'jsondecode(file("${path.module}/rules/nsg.json"))',
  'csvdecode(file("${path.root}/rules/nsg.csv"))',
  'yamldecode(file("./rules/nsg.yaml"))', 'jsondecode(templatefile("rules/nsg.json.tpl", { port = 443 }))',
  'jsondecode(templatefile("rules/each.tpl", { ports = ["443", "445"], names = ["a", "b"] }))',
  'jsondecode("[%{ for r in [{ n = \"a\", p = 443 }, { n = \"b\", p = 445 }] }%{ if r.n == \"b\" },%{ endif }' +
    '{ \\\"name\\\": \\\"${r.n}\\\", \\\"port\\\": \\\"${~ r.p ~}\\\" }%{ endfor }]")',
  'try(jsondecode(file("broken.json")), jsondecode(file("rules/../rules/nsg.json")))',
])('%s is evaluated', (over) => {
  expect(KNOWN).toHaveLength(2);
  expect(read(over)).toEqual({ ports: KNOWN, problems: [] });
  expect(read(over, 'net/main.tf.json')).toEqual({ ports: KNOWN, problems: [] });
});

test('the folder of a module is its path', () => {
  put('net/modules/m/own.json', RULES);
  expect(read('jsondecode(file("${path.module}/own.json"))', 'net', 'net/modules/m')).toEqual({ ports: KNOWN, problems: [] });
  rmSync(join(folder, 'modules'), { recursive: true });
});

test.each([
  ['jsondecode(file("../secret.json"))', `file of "../secret.json": ${LIMIT}`],
  [`jsondecode(file("${join(outside, 'secret.json')}"))`, `file of "${join(outside, 'secret.json')}": ${LIMIT}`],
  ['jsondecode(file("link.json"))', `file of "link.json": ${LIMIT}`],
  ['jsondecode(file("up/secret.json"))', `file of "up/secret.json": ${LIMIT}`],
  ['jsondecode(file("~/secret.json"))', `file of "~/secret.json": ${LIMIT}`],
  ['jsondecode(file("rules"))', 'file of "rules": it is no file'],
  ['jsondecode(file("missing.json"))', 'file of "missing.json": there is no such file that can be read'],
  ['jsondecode(templatefile("rules/open.tpl", { ports = [1] }))',
    'templatefile of "rules/open.tpl": its directives are not evaluated here'],
  ['jsondecode(templatefile("rules/stray.tpl", {}))', 'templatefile of "rules/stray.tpl": its directives are not evaluated here'],
  ['jsondecode(base64decode("W10="))', 'base64decode is not evaluated here'],
])('%s is not, and the function is named', (over, why) => {
  const { ports, problems } = read(over);
  expect(ports).toEqual([]);
  expect(problems).toEqual([expect.stringContaining(`azurerm_network_security_rule.r (for_each: ${why}); give the JSON of a plan`)]);
});
