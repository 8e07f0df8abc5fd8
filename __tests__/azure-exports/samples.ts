import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { graphRowsOfCsv } from '../../lib/azure-exports/graph-table';
import { readExports } from '../../lib/azure-exports/read-exports';
import type { Network } from '../../lib/network/network';

/**
 * One made-up network in every form: a hub with a firewall whose policy has a parent, and two spokes. All names, ids and
 * addresses are made up.
 */
const FOLDER = join(__dirname, 'data');

export function sampleFile(name: string): string {
  return join(FOLDER, name);
}

export function sampleJson(name: string): unknown {
  const text = readFileSync(sampleFile(name), 'utf8');
  return name.endsWith('.csv') ? graphRowsOfCsv(name, text) : JSON.parse(text) as unknown;
}

/** The network of some samples. */
export function networkOfSamples(names: readonly string[], ids: readonly string[] = []): Network {
  return readExports(names.map((file) => ({ file, json: sampleJson(file) })), { ids });
}

const RG = '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups';
export const SPOKES = `${RG}/rg-Spokes/providers/Microsoft.Network`;
export const HUB = `${RG}/rg-Hub/providers/Microsoft.Network`;

export const REST = [
  'arm-rest-networkSecurityGroups.json', 'arm-rest-networkSecurityGroups-page2.json', 'arm-rest-virtualNetworks.json',
    'arm-rest-routeTables.json',
  'arm-rest-azureFirewalls.json', 'arm-rest-firewallPolicies.json', 'arm-rest-ruleCollectionGroups-fwp-base.json',
  'arm-rest-ruleCollectionGroups-fwp-hub.json', 'arm-rest-others.json',
];

const RULE_GROUPS = ['base', 'hub'].map((name) => `az-network-firewall-policy-rule-collection-group-list-fwp-${name}.json`);
export const COMMANDS = [
  ...['nsg-list', 'nsg-show-nsg-apps', 'vnet-list', 'route-table-list', 'firewall-list', 'firewall-policy-list', 'ip-group-list',
    'nat-gateway-list', 'public-ip-list', 'nic-list']
    .map((name) => `az-network-${name}.json`),
  ...RULE_GROUPS,
];
export const GRAPH = ['arg-az-graph-query-1.json', 'arg-az-graph-query-2.json'];
export const TEMPLATES = ['group-export-rg-Hub.json', 'group-export-rg-Spokes-1.json', 'group-export-rg-Spokes-2.json'];

/** A value without the places in it and what was taken for known: what two files say alike is equal. */
export function withoutPlaces(value: unknown): unknown {
  const text = JSON.stringify(value, (key, item: unknown) => {
    if (key === 'place' || key === 'conditions') {
      return undefined;
    }
    return typeof item === 'bigint' ? String(item) : item instanceof Map ? Object.fromEntries(item) : item;
  });
  return JSON.parse(text) as unknown;
}

/** Place and message in one line. */
export function problems({ problems: all }: Network): string[] {
  return all.map(({ place: { file, resource, part }, message }) => `${[file, resource, part].filter(Boolean).join(' ')}: ${message}`);
}
