/** A security rule of a group as it is synthesized. */
export type SecurityRule = Record<string, unknown>;

/** A change of the rules of a group, the finding that it causes, and the index of the outbound rule for a tag that it is about. */
export type Mutation = readonly [what: string, finding: string, change: (rules: SecurityRule[], index: number) => SecurityRule[]];

const ADDED = {
  name: 'Added', direction: 'Outbound', protocol: '*', source_port_range: '*', source_address_prefix: '*', destination_port_range: '*',
};

function without(rule: SecurityRule, ...names: string[]): SecurityRule {
  return Object.fromEntries(Object.entries(rule).filter(([name]) => !names.includes(name)));
}

/** Changes that spoil a good network. */
export const MUTATIONS: readonly Mutation[] = [
  ['a rule is dropped', 'requirement-denied', (rules, at) => rules.filter((_rule, i) => i !== at)],
  [
    'ports are narrowed', 'requirement-denied',
    (rules, at) => rules.map((rule, i) => (i === at ? { ...without(rule, 'destination_port_ranges'), destination_port_range: '1' } : rule)),
  ],
  ['a rule is put behind the deny', 'requirement-denied', (rules, at) =>
    rules.map((rule, i) => (i === at ? { ...rule, priority: 4096 } : rule.priority === 4096 ? { ...rule, priority: 4000 } : rule))],
  ['a rule behind the deny is dead', 'rule-never-matches', (rules, at) =>
    rules.map((rule, i) => (i === at ? { ...rule, priority: 4096 } : rule.priority === 4096 ? { ...rule, priority: 4000 } : rule))],
  [
    'a deny is put before', 'requirement-denied',
    (rules, at) => [...rules, { ...rules[at]!, name: 'Added', access: 'Deny', priority: 100 }],
  ],
  ['a tag in lower case', 'tag-spelling', (rules, at) => rules.map((rule, i) =>
    (i === at ? { ...rule, destination_address_prefix: String(rule.destination_address_prefix).toLowerCase() } : rule))],
  [
    'the other end is everything', 'open-beyond-requirements',
    (rules, at) => rules.map((rule, i) => (i === at ? { ...rule, destination_address_prefix: '*' } : rule)),
  ],
  [
    'the other end is the Internet', 'open-beyond-requirements',
    (rules, at) => rules.map((rule, i) => (i === at ? { ...rule, destination_address_prefix: 'Internet' } : rule)),
  ],
  [
    'everything is allowed first', 'open-beyond-requirements',
    (rules) => [...rules, { ...ADDED, access: 'Allow', priority: 100, destination_address_prefix: '*' }],
  ],
];

/** Indexes of outbound rules for tags, which mutations are about. */
export function taggedRules(rules: readonly SecurityRule[]): number[] {
  return rules.flatMap((rule, i) =>
    (rule.direction === 'Outbound' && rule.access === 'Allow' && /^[A-Z]/.test(String(rule.destination_address_prefix)) ? [i] : []));
}
