import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { VirtualNetwork } from '@cdktf/provider-azurerm/lib/virtual-network';
import { App, Aspects, Fn, Lazy, LocalBackend, TerraformOutput, TerraformStack, TerraformVariable, Token } from 'cdktf';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  EgressRouteTable, DefaultRoute, EgressRoute, FirewallPolicyRules, HostNameTraffic, IntraNetworkTraffic, NameResolution, ReportFormat,
  SecuredSubnet, SecurityGroup, VerifyRequirements,
} from '../../lib';
import { annotations, IDS, newStack, PLACE, requirementSet, signIn } from './synthesis';

// References in places where a landing zone has them: lists of another stack, numbers in names, and texts that people read.

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Makes tokens until the next one has a number that is this many below one with a digit more. */
function nearAnotherDigit(below: number): void {
  let number: number;
  do {
    number = Number(/\d+/.exec(Lazy.stringValue({ produce: () => '' }))![0]) + 1;
  } while (!/^9+$/.test(String(number + below - 1)));
}

/** All files of an app, by their paths. */
function synthesized(make: (app: App) => void): Record<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), 'azureml-network-stacks-'));
  folders.push(outdir);
  const app = new App({ outdir, stackTraces: false });
  make(app);
  app.synth();
  return Object.fromEntries(readdirSync(outdir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name)).map((path) => [path.slice(outdir.length + 1), readFileSync(path, 'utf8')]));
}

const problemsOf = (stack: TerraformStack): string[] => stack.node.findAll().flatMap(({ node }) => node.validate())
  .filter((text) => !text.startsWith('Found resources'));
const place = { resourceGroupName: 'rg', location: 'westus2' };
const small = () => requirementSet().only('basic.virtual-network', 'basic.storage');

/** A network in one stack, and what secures its subnet in another. */
function landingZone(space: (own: VirtualNetwork, hub: VirtualNetwork) => string[]) {
  return (app: App): void => {
    const stack = (name: string): TerraformStack => {
      const made = newStack(app, name);
      new LocalBackend(made, { path: `../../../${name}.tfstate` });
      return made;
    };
    const [hub, network, rules] = [stack('hub'), stack('network'), stack('rules')];
    const hubNetwork = new VirtualNetwork(hub, 'Hub', { ...place, name: 'vnet-hub', addressSpace: ['10.0.0.0/16'] });
    const own = new VirtualNetwork(network, 'Own', { ...place, name: 'vnet', addressSpace: ['10.1.0.0/16'] });
    const subnet = new Subnet(network, 'Subnet', {
      resourceGroupName: 'rg', name: 'compute', virtualNetworkName: own.name, addressPrefixes: ['10.1.1.0/24'],
    });
    const secured = new SecuredSubnet(rules, 'Training', {
      requirements: small(), subnetId: subnet.id, subnetAddressPrefixes: subnet.addressPrefixes,
      securityGroup: {
        ...PLACE, name: 'nsg', intraNetworkTraffic: IntraNetworkTraffic.within(space(own, hubNetwork)),
        subnetAddressPrefixes: subnet.addressPrefixes,
      },
      routeTable: { ...PLACE, name: 'rt', defaultRoute: DefaultRoute.throughNatGateway() },
      natGateway: { natGatewayId: IDS.natGateway },
    });
    new TerraformOutput(rules, 'Report', { value: [secured.substitutions, secured.unexpressed] });
    Aspects.of(rules).add(new VerifyRequirements({ requestFile: true, reportFormats: [ReportFormat.MARKDOWN, ReportFormat.JSON] }));
  };
}

test.each<[string, Parameters<typeof landingZone>[0], string]>([
  ['a list', (own) => own.addressSpace, 'tolist(data.terraform_remote_state.'],
  ['a function of two lists', (own, hub) => Token.asList(Fn.concat([own.addressSpace, hub.addressSpace])), 'concat(tolist(data.'],
  ['parts of lists', (own, hub) => [Fn.element(own.addressSpace, 0), Fn.element(hub.addressSpace, 0)], 'element(tolist(data.'],
  ['a list that is written when the app is synthesized', () => Lazy.listValue({ produce: () => ['10.1.0.0/16'] }), '10.1.0.0/16'],
])('%s is verified and shown as what it leads to, whatever other tokens an app has', (_, space, shown) => {
  const files = synthesized(landingZone(space));
  expect(Object.entries(files).filter(([, text]) => /TfToken|e\+298/.test(text)).map(([path]) => path)).toEqual([]);
  expect(files['manifest.json']).toContain(shown);
  expect(files['stacks/rules/azureml-network-report.json']).toContain(shown);
  expect(JSON.parse(files['stacks/rules/azureml-network-report.json']!)).toMatchObject({ verdict: 'met' });
  expect(synthesized(landingZone(space))).toEqual(files);
});

test('the order of what references name does not come from the numbers of tokens', () => {
  const make = (app: App): void => {
    const stack = newStack(app);
    const variables = ['a', 'b', 'c', 'd'].map((name) => new TerraformVariable(stack, name, { type: 'string' }).stringValue);
    const requirements = requirementSet({ nameResolution: NameResolution.servers(variables), scenarios: [] });
    new SecurityGroup(stack, 'Group', { requirements, ...PLACE, name: 'nsg', hostNameTraffic: HostNameTraffic.CLOSED });
    new FirewallPolicyRules(stack, 'Rules', {
      requirements, firewallPolicyId: IDS.policy, name: 'ml', priority: 500, sources: variables,
    });
    new EgressRouteTable(stack, 'Routes', {
      requirements, ...PLACE, name: 'rt', defaultRoute: DefaultRoute.none(),
      routes: variables.map((name, i) => EgressRoute.drop(name, `10.${i + 1}.0.0/16`)),
    });
  };
  const files = synthesized(make);
  nearAnotherDigit(2); // the text of the third one sorts before that of the first
  expect(synthesized(make)).toEqual(files);
});

test('a number in a text is a reference as any other', () => {
  const stack = newStack();
  const { numberValue } = new TerraformVariable(stack, 'number', { type: 'number' });
  new SecurityGroup(stack, 'Group', {
    requirements: signIn(), ...PLACE, name: `nsg_${numberValue}`, tags: { [`a${numberValue}b`]: `x${numberValue}` },
  });
  expect(problemsOf(stack)).toEqual([]);
  const json = JSON.stringify(stack.toTerraform());
  expect(json).toContain('"nsg_${var.number}"');
  expect(json).toContain('"a${var.number}b":"x${var.number}"');
});

const BESIDE = ['nsg-N', 'N-nsg', 'nsg.N', '1N', 'N1', 'N.x', 'N|'];

test.each(BESIDE)('a number beside what CDK for Terraform takes for a part of it is refused: %s', (text) => {
  const stack = newStack();
  const { numberValue } = new TerraformVariable(stack, 'number', { type: 'number' });
  new SecurityGroup(stack, 'Group', { requirements: signIn(), ...PLACE, name: text.replace('N', String(numberValue)) });
  expect(problemsOf(stack)).toEqual([expect.stringContaining('name: has a reference to a number next to')]);
});

test('before references are known, annotations say that they are some', () => {
  const stack = newStack();
  new SecurityGroup(stack, 'Group', {
    requirements: small(), ...PLACE, name: 'nsg',
    intraNetworkTraffic: IntraNetworkTraffic.within([Lazy.stringValue({ produce: () => '10.1.0.0/16' })]),
  });
  expect(annotations(stack).join()).toContain('written as the address space a reference, because');
});
