import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runToEnd } from '../../lib/cli/program';
import { Deployment } from '../../lib/deployment/deployment';
import { Network } from '../../lib/network/network';
import { Requirement } from '../../lib/requirements/requirement';
import { networkOf } from '../../lib/terraform/read-network';
import { deploymentJson, root } from '../support/example-suite';
import { FLOW_LOGS, STRUCTURED } from '../support/log-forms';
import { documentedWorld, End, endsOf } from '../support/packets/documented';
import { groupAllows, passes, Site } from '../support/packets/walk';
import { Address, address, Packet, range } from '../support/packets/world';
import { Configuration } from '../support/suggested';
import { tagFile, weekly } from '../support/service-tags';

/**
 * Examples with one rule removed: what a packet evaluator stops goes into a log, as the firewall or the flow log would have it. The command
 * names the default of that network that denies it, and the rule that it suggests, put in by hand, lets the packets through again.
 */

type Body = Record<string, unknown>;
const folder = mkdtempSync(join(tmpdir(), 'logs-network-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FIREWALL = '10.0.1.4';
const START = Date.UTC(2026, 10, 24, 3, 2, 11);

interface Answer {
  readonly outcome: string;
  readonly steps: { layer: string; result: string; text: string }[];
  readonly suggestedFor: string[];
  readonly notSuggestedFor: string[];
}
interface Shown {
  readonly flows: { finding: string; endpoint: string; port: number; requirementIds: string[]; inNetwork?: Answer }[];
  readonly suggestions: { requirementId: string; fragments: { json: Configuration }[] }[];
  readonly notSuggested: unknown[];
}

/** One packet that a requirement asks for. */
interface Need {
  readonly requirement: Requirement;
  readonly end: End;
  readonly packet: Packet;
}

function textOf({ family, value }: Address): string {
  expect(family).toBe(4);
  return [24n, 16n, 8n, 0n].map((bits) => String((value >> bits) & 255n)).join('.');
}

/** Regions of examples, as service tags write them. */
const REGIONS: Readonly<Record<string, string>> = {
  'own-requirement.yaml': 'WestUS2', 'two-subnets.yaml': 'WestUS2', 'host-names-only.yaml': 'NorthEurope',
  'classic-firewall.yaml': 'WestEurope',
};

/** An example, as it is synthesized, with a world around it. */
function whole(example: string) {
  const path = join(root, 'examples', example);
  const deployment = Deployment.fromFile(path);
  const { edition, cloud } = deployment.requirements;
  const facts = { edition, cloud, region: 'westus2', workspace: { privateEndpoint: true }, compute: { publicIp: false } };
  const world = documentedWorld(facts);
  const names = new Map([...world.tags].map(([tag, blocks]) => [tag.replace('.WestUS2', `.${REGIONS[example]!}`), blocks]));
  const site: Site = { ...world, tags: names, space: [range('10.1.0.0/16')] };
  const own = deployment._description.subnets['training']!.addressPrefixes[0]!.replace(/0\/24$/, '5');
  const tags = tagFile(weekly(Object.fromEntries([...names].map(([tag, [block]]) =>
    [tag, [`${textOf({ family: 4, value: block!.first })}/${block!.last - block!.first === 255n ? 24 : 25}`]]))), `${example}.json`);
  const json = JSON.parse(deploymentJson(path, join(folder, example))) as Configuration;
  return { path, site, tags, own, json, requirements: deployment._requirementsOf.get('training')!.all };
}
type Whole = ReturnType<typeof whole>;

/** The network that is read, with the address of the firewall that the deployment file states. */
function networkFrom(json: Configuration): Network {
  const read = networkOf([{ file: 'cdk.tf.json', json }]);
  return { ...read, firewalls: read.firewalls.map((one) => ({ ...one, privateAddresses: [FIREWALL] })) };
}

function needsOf({ requirements, site, own }: Whole): Need[] {
  return requirements.filter(({ direction, nextHopInternet }) => direction === 'outbound' && !nextHopInternet).flatMap((requirement) => {
    const { endpoint, ports, _heldBy: heldBy } = requirement;
    return endsOf({ ...endpoint, value: endpoint.value.replace(/\/\d+$/, '') }, heldBy, site).slice(0, 1).flatMap((end) =>
      ports.ranges.map((text) => {
        const port = Number(text.split('-')[0]);
        const packet: Packet = {
          direction: 'outbound', own: address(own), protocol: ports.protocol === 'UDP' ? 'UDP' : 'TCP', port, sourcePort: 50000, ...end,
          ...(end.host !== undefined && ports.protocol !== 'UDP' && { application: port === 80 ? 'Http' as const : 'Https' as const }),
        };
        return { requirement, end, packet };
      }));
  });
}

function stopped(needs: readonly Need[], network: Network, site: Site): Need[] {
  const subnet = network.subnets.find(({ name }) => name === 'training')!;
  return needs.filter(({ packet }) => !passes(packet, subnet, network, site));
}

/** Where a rule stands: the resource, the list of rules, and its place in it. */
function rulesOf(json: Configuration): { rules: Body[]; at: number }[] {
  const lists: Body[][] = [];
  const walk = (body: Body): void => Object.entries(body).forEach(([key, value]) => {
    if (Array.isArray(value) && /^(security_rule|rule|network_rule_collection|application_rule_collection)$/.test(key)) {
      const isRules = key === 'security_rule' || key === 'rule';
      if (isRules) {
        lists.push(value as Body[]);
      } else {
        (value as Body[]).forEach(walk);
      }
    }
  });
  Object.values(json.resource).flatMap((all) => Object.values(all)).forEach(walk);
  return lists.flatMap((rules) => rules.map((_, at) => ({ rules, at }))).filter(({ rules, at }) =>
    rules[at]!['access'] !== 'Deny' && rules[at]!['direction'] !== 'Inbound');
}

/** Whether the security group denies it, so that it never comes to the firewall. */
function isByGroup({ packet }: Need, network: Network, { site }: Whole): boolean {
  const { securityGroup } = network.subnets.find(({ name }) => name === 'training')!;
  return !groupAllows(packet, network.securityGroups.get(securityGroup as string)!, site);
}

/** A host that the security group denies is an address in the flow log, and no firewall has its name. */
function isTold(need: Need, network: Network, one: Whole): boolean {
  return need.packet.host === undefined || !isByGroup(need, network, one);
}

/** What the logs have of packets that are stopped: the flow log where the security group denies, else the log of the firewall. */
function logsOf(needs: readonly Need[], network: Network, one: Whole): string[] {
  const { own } = one;
  const atGroupOnly = needs.filter((need) => isByGroup(need, network, one));
  const common = ({ packet: { port, protocol, other } }: Need, i: number) =>
    ({ at: START + i * 1000, machine: own, clientPort: 50000 + i, protocol, port, address: textOf(other) });
  const atFirewall = needs.filter((need) => !atGroupOnly.includes(need)).map((need, i) => {
    const { host, application } = need.packet;
    return application === undefined ? { ...common(need, i), kind: 'network' as const }
      : { ...common(need, i), kind: 'application' as const, host: host!, protocol: application.toUpperCase() };
  });
  const atGroup = atGroupOnly.map((need, i) => ({
    ...common(need, i), from: own, to: textOf(need.packet.other), protocol: need.packet.protocol as 'TCP', allowed: false,
    rule: 'UserRule_Deny-Other-Outbound',
  }));
  return [
    ...(atFirewall.length > 0 ? [STRUCTURED['blob']!(atFirewall)] : []),
    ...(atGroup.length > 0 ? [FLOW_LOGS['virtual network']!(atGroup)] : []),
  ];
}

let number = 0;
function write(text: string): string {
  const path = join(folder, `${number++}.json`);
  writeFileSync(path, text);
  return path;
}

async function call(
  logs: readonly string[], network: string, { path, tags }: Whole, format: string,
): Promise<{ code: number; out: string }> {
  let out = '';
  const args = ['logs', ...logs, '--deployment', path, '--network', network, '--service-tags', tags, '--format', format];
  const code = await runToEnd(args, { out: (text) => { out += text; }, err: (text) => { throw new Error(text); } });
  return { code, out };
}

/** Puts fragments into a document, as somebody would who reads them. */
function applied(json: Configuration, { suggestions }: Shown): Configuration {
  const result = JSON.parse(JSON.stringify(json)) as Configuration;
  for (const fragment of suggestions.flatMap(({ fragments }) => fragments)) {
    for (const [type, named] of Object.entries(fragment.json.resource)) {
      Object.entries(named).forEach(([name, body]) => merge((result.resource[type]![name] ??= {}), body));
    }
  }
  return result;
}

function merge(there: Body, more: Body): void {
  for (const [key, value] of Object.entries(more)) {
    const isBlocks = Array.isArray(value) && typeof value[0] === 'object';
    if (!isBlocks) {
      there[key] = value;
      continue;
    }
    const list = (there[key] ??= []) as Body[];
    (value as Body[]).forEach((block) => {
      const same = list.find(({ name }) => name === block['name']);
      if (same === undefined) {
        list.push(block);
      } else {
        merge(same, block);
      }
    });
  }
}

test.each([['own-requirement.yaml', 2], ['two-subnets.yaml', 5], ['host-names-only.yaml', 12], ['classic-firewall.yaml', 5]])(
  '%s, without one of its rules',
  async (example, step) => {
    const one = whole(example);
    const needs = needsOf(one);
    const closed = new Set(stopped(needs, networkFrom(one.json), one.site).map(({ packet }) => packet));
    let [seen, denied] = [0, 0];
    for (let i = 0; i < rulesOf(one.json).length; i += step) {
      const broken = JSON.parse(JSON.stringify(one.json)) as Configuration;
      const { rules, at } = rulesOf(broken)[i]!;
      const [removed] = rules.splice(at, 1);
      const network = networkFrom(broken);
      const missing = stopped(needs, network, one.site).filter((need) => !closed.has(need.packet) && isTold(need, network, one));
      if (missing.length === 0) {
        continue; // a rule for another subnet, or another rule holds the same
      }
      seen++;
      const files = logsOf(missing, network, one).map(write);
      const at0 = write(JSON.stringify(broken));
      const { code, out } = await call(files, at0, one, 'json');
      const shown = JSON.parse(out) as Shown;
      const context = `${String(removed!['name'])}: ${JSON.stringify(shown.flows)}`;
      expect([context, code]).toEqual([context, 1]);
      for (const { requirement: { id }, packet: { port, host, other } } of missing) {
        const row = shown.flows.find((flow) => flow.port === port && flow.endpoint === (host ?? textOf(other)));
        expect([context, id, row?.finding, row?.requirementIds.includes(id)]).toEqual([context, id, 'denied-required', true]);
        const { outcome, steps, suggestedFor, notSuggestedFor } = row!.inNetwork!;
        // A rule for a tag may hold a host, so that it is not sure to be denied; a rule makes it certain.
        expect([context, id, outcome === 'allow', suggestedFor.length > 0, notSuggestedFor]).toEqual([context, id, false, true, []]);
        expect([context, id, steps.some(({ result }) => result === outcome)]).toEqual([context, id, true]);
        denied += outcome === 'deny' ? 1 : 0;
      }
      expect([context, shown.notSuggested]).toEqual([context, []]);
      const left = stopped(needs, networkFrom(applied(broken, shown)), one.site).filter(({ packet }) => !closed.has(packet));
      expect([context, left.map(({ requirement: { id }, packet: { port } }) => `${id} ${port}`)]).toEqual([context, []]);
    }
    expect([seen > 3, denied > 3]).toEqual([true, true]);
  },
);

describe('what the other forms show', () => {
  let one: Whole;
  let log: string;
  let broken: string;
  beforeAll(() => {
    one = whole('own-requirement.yaml');
    const copy = JSON.parse(JSON.stringify(one.json)) as Configuration;
    const { rules, at } = rulesOf(copy).find(({ rules: all, at: i }) => all[i]!['name'] === 'Allow-own.packages')!;
    rules.splice(at, 1);
    broken = write(JSON.stringify(copy, null, 2));
    const flow = { at: START, machine: one.own, clientPort: 50000, kind: 'application' as const, protocol: 'HTTPS', port: 443 };
    log = write(STRUCTURED['blob']!([{ ...flow, host: 'packages.contoso.com' }, { ...flow, host: 'elsewhere.example.com' }]));
  });

  test('text names the rule, its line and what is missing', async () => {
    const { out } = await call([log], broken, one, 'text');
    expect(out).toContain('    in the network: unknown: firewall fwp-hub: no rule is sure to allow it');
    expect(out).toMatch(/missing there: a firewall rule in .*azurerm_firewall_policy_rule_collection_group\.\w+, line \d+; see the end of this report/);
    expect(out).toContain(`What is missing in ${broken}`);
    expect(out).toContain('"destination_fqdns": [');
    expect(out.split('in the network').length).toBe(2);
  });

  test('Markdown has the same in a block that can be taken as it is', async () => {
    const { out } = await call([log], broken, one, 'markdown');
    const [, block] = /```json\n([\s\S]*?)\n```/.exec(out)!;
    expect(JSON.stringify(JSON.parse(block!))).toContain('"destination_fqdns":["packages.contoso.com"]');
  });

  test('CSV has three columns more, which are empty for other flows', async () => {
    const { out } = await call([log], broken, one, 'csv');
    const [header, first, second] = out.split('\r\n');
    expect(header).toMatch(/,in the network,decided there by,missing there$/);
    expect(first).toMatch(/unknown,"?firewall fwp-hub: .*firewall rule for /);
    expect(second).toMatch(/,,,$/);
  });

  test('a network that allows it says that what is deployed differs, and suggests nothing', async () => {
    const { out, code } = await call([log], write(JSON.stringify(one.json)), one, 'text');
    expect(code).toBe(1);
    expect(out).toContain('in the network: allowed: firewall fwp-hub: allowed by application rule Allow-own.packages');
    expect(out).toContain('so the log is older than these files, what denied the flow is not in them, or what is deployed is not what');
    expect(out).not.toContain('missing there');
    expect(out).not.toContain('What is missing in');
  });

  test('a network without the subnet says so', async () => {
    const { out } = await call([log], write(JSON.stringify({ resource: {} })), one, 'json');
    expect(JSON.parse(out)).toMatchObject({
      flows: [{ inNetwork: { outcome: 'unknown', reason: expect.stringContaining('the files have no subnet at all') as string } }, {}],
      notSuggested: [{ subnet: 'training', requirementId: 'own.packages', reason: 'the files do not have the subnet' }],
    });
  });
});

test('standard input once, and values of variables only with a network', async () => {
  const refused = async (...args: string[]): Promise<string> => {
    let err = '';
    const code = await runToEnd(['logs', ...args], { out: () => undefined, err: (text) => { err += text; } });
    expect(code).toBe(2);
    return err;
  };
  const deployment = join(root, 'examples', 'own-requirement.yaml');
  expect(await refused('-', '--deployment', deployment, '--network', '-')).toContain('standard input cannot be both this and FILE');
  expect(await refused('x', '--deployment', deployment, '--var-file', 'y'))
    .toContain('--var-file: sets variables of the network, so it needs --network too');
});
