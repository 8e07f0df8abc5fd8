/** Names that mean something to one of the forms that reports and differences are written in. */
export const HOSTILE = [
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '</script></style></details></svg>', '<!-- x', ']]>',
  "' onclick='alert(1)",
  'a|b|c', 'tick`tick``tick', '```\n::error::x', '[x](javascript:alert(1))', '![x](https://example.com/x.png)', '@octocat #1 AB#2',
  '**bold** _x_ ~~y~~',
  '# head', '- item', '<details>', '&lt;b&gt; &amp;', '\\', 'https://example.com www.example.com',
  '=cmd|\' /C calc\'!A0', '+1', '-1', '@SUM(A1)', '\t=1', ';,"quote"',
  'line\nbreak', 'line\r\nbreak', '\u2028separator\u2029', '\u001b[31mred\u001b[0m', '\u001b]8;;https://example.com\u0007link', '\u0000null', '\u0007',
  '\u202etxt.exe', '\u2066isolate\u2069', '\u200bzero', '\ud800',
  'end', 'n1["x"]', '"]; classDef met fill:#f00', '%%{init: {"securityLevel": "loose"}}%%', 'a --> b', 'click n1 "javascript:alert(1)"',
  '#quot;#35;', '{{7*7}} $(id)', 'constructor', '__proto__',
  '##vso[task.setvariable variable=PATH]x', '##[add-mask]x', '::stop-commands::x',
];

interface Json { [key: string]: Json | Json[] | string | number }

/** The same network, with a rule of each hostile name in its group, its route table and its firewall, and with such names of their own. */
export function hostileNetwork(text: string): object {
  const json = JSON.parse(text) as { resource: Record<string, Record<string, Json>> };
  const { resource } = json;
  const one = (type: string): Json => Object.values(resource[type]!)[0]!;
  const group = one('azurerm_network_security_group');
  const table = one('azurerm_route_table');
  const policy = one('azurerm_firewall_policy');
  const collections = one('azurerm_firewall_policy_rule_collection_group');
  const rules = group['security_rule'] as Json[];
  const again = (list: Json[], more: (name: string, i: number) => Json): void => { list.push(...HOSTILE.map(more)); };
  [group['name'], table['name'], policy['name'], collections['name']] = [HOSTILE[0]!, HOSTILE[5]!, HOSTILE[11]!, HOSTILE[26]!];
  again(rules, (name, i) => ({
    ...rules[0]!, name, priority: 2000 + i, description: name, direction: 'Outbound', access: 'Allow',
    destination_address_prefix: `203.0.113.${i}`,
  }));
  again(table['route'] as Json[], (name, i) => ({ name, address_prefix: `198.51.100.${i}/32`, next_hop_type: 'None' }));
  for (const collection of collections['network_rule_collection'] as Json[]) {
    const those = collection['rule'] as Json[];
    again(those, (name, i) => ({ ...those[0]!, name, destination_addresses: [`192.0.2.${i}`] as unknown as Json[] }));
  }
  rules.forEach((rule, i) => { rule['name'] = HOSTILE[i] ?? rule['name']!; });
  return json;
}
