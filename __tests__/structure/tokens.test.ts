import { Testing } from 'cdktf';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import * as library from '../../lib';
import { IDS, newStack, PLACE, requirementSet, signIn } from '../constructs/synthesis';
import { replaced } from '../support/replaced';
import { isOwn, LISTS, Place, places, TEXTS } from '../support/tokens';

const CONSTRUCTS = join(__dirname, '../../lib/constructs');
const made = { name: 'made', ...PLACE, tags: { a: 'b' }, subnets: { a: IDS.subnet } };
const rules = { subnetAddressPrefixes: ['10.1.1.0/24'], intraNetworkTraffic: library.IntraNetworkTraffic.denied() };
const routing = (): object => ({ defaultRoute: library.DefaultRoute.throughFirewall('10.0.1.4') });
const firewall = { name: 'fw', priority: 500, sources: ['10.1.1.0/24'], sourceIpGroupIds: [IDS.ipGroup] };
const policy = { ...firewall, firewallPolicyId: IDS.policy };
const classic = { ...firewall, firewallId: IDS.firewall };
const nat = { publicIpIds: [IDS.publicIp], publicIpPrefixIds: [IDS.publicIpPrefix] };
const subnet = { requirements: signIn(), subnetId: IDS.subnet, subnetAddressPrefixes: ['10.1.1.0/24'] };
const without = (all: object, ...keys: readonly string[]): object =>
  Object.fromEntries(Object.entries(all).filter(([key]) => !keys.includes(key)));

/** Properties of each construct that are right, with every property that holds text. Made anew. */
const TABLE: Readonly<Record<string, readonly (() => object)[]>> = {
  SecurityGroup: [() => ({ ...made, ...rules, requirements: signIn() })],
  SecurityGroupRules: [() => ({ ...rules, subnets: made.subnets, requirements: signIn(), securityGroupId: IDS.securityGroup })],
  EgressRouteTable: [() => ({ ...made, ...routing(), requirements: signIn() })],
  EgressRoutes: [() => ({ ...routing(), subnets: made.subnets, requirements: signIn(), routeTableId: IDS.routeTable })],
  NatEgress: [
    () => ({ ...made, ...nat, requirements: signIn(), zone: '1' }),
    () => ({ ...made, requirements: signIn(), publicIpCount: 1, publicIpName: 'ip' }),
  ],
  NatEgressAssociations: [() => ({ ...nat, subnets: made.subnets, requirements: signIn(), natGatewayId: IDS.natGateway })],
  FirewallPolicyRules: [() => ({ ...policy, requirements: signIn() })],
  FirewallRuleCollections: [() => ({ ...classic, requirements: signIn() })],
  DataExfiltrationProtection: [() => ({
    requirements: requirementSet({ scenarios: [library.Scenario.DATA_EXFILTRATION_PROTECTION] }),
    name: 'x', ...PLACE, tags: { a: 'b' },
    storageAccountIds: [`${IDS.workspace.split('/providers')[0]!}/providers/Microsoft.Storage/storageAccounts/mlstore`],
  })],
  ManagedNetworkRules: [() => ({
    requirements: requirementSet({ scenarios: [library.Scenario.PYTHON_PACKAGES] }), workspaceId: IDS.workspace,
    regionalTags: library.RegionalTags.WIDENED,
  })],
  SecuredSubnet: [
    () => ({
      ...subnet, securityGroup: without({ ...made, ...rules }, 'subnets', 'subnetAddressPrefixes'),
      routeTable: without({ ...made, ...routing() }, 'subnets'), firewallPolicyRules: without(policy, 'sources', 'sourceIpGroupIds'),
    }),
    () => ({
      ...subnet, securityGroupRules: { securityGroupId: IDS.securityGroup }, egressRoutes: { ...routing(), routeTableId: IDS.routeTable },
      firewallRuleCollections: without(classic, 'sources', 'sourceIpGroupIds'),
    }),
    () => ({
      ...without(subnet, 'subnetAddressPrefixes'), securityGroupRules: { securityGroupId: IDS.securityGroup },
      natGateway: { natGatewayId: IDS.natGateway },
    }),
  ],
};

// CDK for Terraform warns of expressions in texts that its functions take; Terraform reads them.
beforeAll(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});

afterAll(() => {
  jest.restoreAllMocks();
});

/** What is wrong with the answer to a token; undefined where it is right. */
function fault(name: string, props: object, { path }: Place, make: (typeof TEXTS)[string]): string | undefined {
  const stack = newStack();
  const [token, expected] = make(stack);
  const property = path.find((key, i) => !/^\d+$/.test(key) && (path[i + 1] === undefined || /^\d+$/.test(path[i + 1]!))) ?? path[0]!;
  let json: string;
  try {
    new (library as unknown as Record<string, new (...all: unknown[]) => unknown>)[name]!(stack, 'It', replaced(props, path, token));
    json = Testing.synth(stack, true);
  } catch (error) {
    const text = String(error);
    const named = [property, path[0]!, path.at(-2)].some((one) => one !== undefined && text.includes(one));
    return isOwn(error) && named && text.includes('[Network/It') ? undefined : `says ${text}`;
  }
  if (/Token\[/.test(json)) {
    return 'leaves a marker';
  }
  if (/each\.(?:value|key)/.test(json)) {
    return 'writes what only an iterator has';
  }
  return expected === undefined || json.includes(JSON.stringify(expected).slice(1, -1)) ? undefined : 'loses it';
}

test.each(Object.entries(TABLE).flatMap(([name, all]) => all.map((props, i) => [name, i, props] as const)))(
  'each text and list of %s %d takes a token as it is or refuses it by name', (name, _, props) => {
    const faults = places(props()).flatMap((place) => Object.entries(place.kind === 'text' ? TEXTS : LISTS)
      .map(([kind, make]) => [`${place.path.join('.')} ${kind}`, fault(name, props(), place, make)] as const)
      .filter(([, found]) => found !== undefined).map((found) => found.join(': ')));
    expect(faults).toEqual([]);
  });

const own = (endpoint: library.Endpoint): library.Requirement => library.Requirement.outbound({
  id: 'own.x', slot: 2000, endpoint, ports: library.Ports.tcp(443), purpose: 'x',
  citation: { article: 'a', date: '2026-01-01', section: 's', row: 'r' },
});

/** Values of this library that hold texts, each in a construct that takes it. */
const VALUES: Readonly<Record<string, readonly [string, number, (text: string) => object]>> = {
  'IntraNetworkTraffic.within': ['SecurityGroup', 0, (text) => ({ intraNetworkTraffic: library.IntraNetworkTraffic.within([text]) })],
  'DefaultRoute.throughFirewall': ['EgressRouteTable', 0, (text) => ({ defaultRoute: library.DefaultRoute.throughFirewall(text) })],
  ...Object.fromEntries((['toInternet', 'toVirtualNetworkGateway', 'withinVirtualNetwork', 'drop'] as const).map((name) =>
    [`EgressRoute.${name}`, ['EgressRoutes', 0, (text: string) => ({ routes: [library.EgressRoute[name]('x', text)] })] as const])),
  'EgressRoute.toAppliance, range': [
    'EgressRoutes', 0, (text) => ({ routes: [library.EgressRoute.toAppliance('x', text, '10.0.1.4')] }),
  ],
  'EgressRoute.toAppliance, hop': [
    'EgressRoutes', 0, (text) => ({ routes: [library.EgressRoute.toAppliance('x', '203.0.113.0/24', text)] }),
  ],
  'Endpoint.addressRange': ['SecurityGroup', 0, (text) => ({ requirements: signIn().plus(own(library.Endpoint.addressRange(text))) })],
  'Endpoint.fqdn': ['FirewallPolicyRules', 0, (text) => ({ requirements: signIn().plus(own(library.Endpoint.fqdn(text))) })],
  'Endpoint.serviceTag': ['SecurityGroup', 0, (text) => ({ requirements: signIn().plus(own(library.Endpoint.serviceTag(text))) })],
};

test.each(Object.entries(VALUES))('the text of %s takes a token as it is or refuses it by name', (_, [name, index, change]) => {
  const faults = Object.entries(TEXTS).filter(([, make]) => typeof make(newStack())[0] === 'string').map(([kind, make]) => {
    const stack = newStack();
    const [token, expected] = make(stack);
    try {
      const props = { ...TABLE[name]![index]!(), ...change(token as string) };
      new (library as unknown as Record<string, new (...all: unknown[]) => unknown>)[name]!(stack, 'It', props);
      const json = Testing.synth(stack, true);
      const isLost = expected !== undefined && !json.includes(JSON.stringify(expected).slice(1, -1));
      return isLost || /Token\[|each\.(?:value|key)/.test(json) ? `${kind}: wrong in the JSON` : undefined;
    } catch (error) {
      return isOwn(error) ? undefined : `${kind}: ${String(error)}`;
    }
  }).filter((one) => one !== undefined);
  expect(faults).toEqual([]);
});

/** The properties of the interfaces in the sources, by name, with what they extend; those that hold text. */
function interfaces(): Map<string, { readonly extended: readonly string[]; readonly texts: readonly string[] }> {
  const found = new Map<string, { readonly extended: readonly string[]; readonly texts: readonly string[] }>();
  for (const file of readdirSync(CONSTRUCTS)) {
    const source = ts.createSourceFile(file, readFileSync(join(CONSTRUCTS, file), 'utf8'), ts.ScriptTarget.Latest, true);
    for (const one of source.statements.filter((each) => ts.isInterfaceDeclaration(each))) {
      found.set(one.name.text, {
        extended: (one.heritageClauses ?? []).flatMap(({ types }) => types.map((each) => each.expression.getText())),
        texts: one.members.filter((each) => ts.isPropertySignature(each))
          .filter(({ type }) => /\bstring\b/.test(type!.getText())).map((each) => each.name.getText()),
      });
    }
  }
  return found;
}

test.each(Object.keys(TABLE))('no text or list of %s is forgotten', (name) => {
  const all = interfaces();
  const textsOf = (one: string): string[] => {
    const { extended, texts } = all.get(one)!;
    return [...texts, ...extended.flatMap(textsOf)];
  };
  const given = new Set(TABLE[name]!.flatMap((props) => Object.keys(props())));
  const texts = textsOf(`${name}Props`);
  expect(texts.length).toBeGreaterThan(0);
  expect(texts.filter((one) => !given.has(one))).toEqual([]);
});

test('every construct with properties is in the table', () => {
  const names = [...interfaces().keys()].filter((one) => one.endsWith('Props') && one.slice(0, -'Props'.length) in library)
    .map((one) => one.slice(0, -'Props'.length));
  expect(names.filter((one) => one !== 'VerifyRequirements' && !(one in TABLE))).toEqual([]);
});
