import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';
import type { NetworkReport } from '../../lib/review/report/network-report';
import { hostileNetwork } from './hostile';
import { openNetwork, spokes, spokesDeployment } from './networks';

const CASES = join(__dirname, '..', '..', '__tests__', 'cases');

/** More than are shown in an open table. */
const SPOKES = 13;

/** A report in all its forms. */
export interface WrittenReport {
  readonly name: string;
  /** Path of the page. */
  readonly page: string;
  readonly markdown: string;
  readonly data: NetworkReport;
}

/**
 * The reports that are looked at: what is denied, what is met, names that are hostile, what is open although nobody asks for it, many
 * subnets that are alike but for one, and a thousand rules.
 */
export function writeReports(folder: string): WrittenReport[] {
  const textOf = (name: string): string => readFileSync(join(CASES, name, 'main.tf.json'), 'utf8');
  const networks: Record<string, object> = {
    denied: JSON.parse(textOf('33-only-443')) as object, met: JSON.parse(textOf('00-all-met')) as object,
    hostile: hostileNetwork(textOf('33-only-443')), open: openNetwork(textOf('00-all-met')), spokes: spokes(SPOKES),
    thousand: withRules(textOf('33-only-443'), 1000),
  };
  return Object.entries(networks).map(([name, network]) => {
    const at = join(folder, name);
    mkdirSync(at);
    writeFileSync(join(at, 'main.tf.json'), JSON.stringify(network));
    const deployment = name === 'spokes' ? join(at, 'deployment.yaml')
      : join(CASES, name === 'met' || name === 'open' ? '00-all-met' : '33-only-443', 'deployment.yaml');
    if (name === 'spokes') {
      writeFileSync(deployment, spokesDeployment(SPOKES));
    }
    const of = (format: string): string => {
      let [text, problem] = ['', ''];
      run(['report', join(at, 'main.tf.json'), '--deployment', deployment, '--format', format],
        { out: (part) => { text += part; }, err: (part) => { problem += part; } });
      if (problem !== '') {
        throw new Error(`no report of ${name}: ${problem}`);
      }
      return text;
    };
    const page = join(at, 'report.html');
    writeFileSync(page, of('html'));
    return { name, page, markdown: of('markdown'), data: JSON.parse(of('json')) as NetworkReport };
  });
}

interface Rule { name: string; priority: number; destination_address_prefix: string }

/** The network with so many rules in its group and its firewall together. */
function withRules(text: string, count: number): object {
  const json = JSON.parse(text) as { resource: {
    azurerm_network_security_group: Record<string, { security_rule: Rule[] }>;
    azurerm_firewall_policy_rule_collection_group: Record<string, { network_rule_collection: { rule: object[] }[] }>;
  } };
  const group = Object.values(json.resource.azurerm_network_security_group)[0]!.security_rule;
  const collection = Object.values(json.resource.azurerm_firewall_policy_rule_collection_group)[0]!.network_rule_collection[0]!.rule;
  const first = group.find(({ priority }) => priority > 100)!;
  for (let i = 0; group.length + collection.length < count; i++) {
    const address = `203.${i >> 8}.${i & 255}.1`;
    if (group.length < 900) {
      group.push({ ...first, name: `more-${i}`, priority: 1000 + i, destination_address_prefix: address });
    } else {
      collection.push({ ...collection[0], name: `more-${i}`, destination_addresses: [address] });
    }
  }
  return json;
}
