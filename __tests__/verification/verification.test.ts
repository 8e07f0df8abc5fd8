import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Cloud, Deployment, DeploymentStack, FindingId, FindingSeverity, IntraNetworkTraffic, Verification, VerificationOutcome,
  type NetworkVerificationProps,
} from '../../lib';
import { verifyCommand } from '../../lib/cli/verify-command';
import { messageOf } from '../azure/message-of';
import { IDS, newApp, requirementSet, signIn } from '../constructs/synthesis';
import { readTags, weekly } from '../support/service-tags';

const folder = mkdtempSync(join(tmpdir(), 'azureml-network-verification-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
};

const rule = (name: string, priority: number, changes: object): object => ({
  name, priority, direction: 'Outbound', access: 'Allow', protocol: 'Tcp', source_port_range: '*', source_address_prefix: '*',
  destination_address_prefix: '*', destination_port_range: '*', ...changes,
});
const SIGN_IN = rule('sign-in', 100, {
  destination_address_prefix: 'AzureActiveDirectory', destination_port_range: null, destination_port_ranges: ['80', '443'],
});
const DENY = rule('deny', 4096, { access: 'Deny', protocol: '*' });

/** A subnet with a security group, and perhaps a route to an appliance. */
function network(rules: readonly object[], appliance?: string): string {
  return write('cdk.tf.json', {
    resource: {
      azurerm_subnet: {
        training: { name: 'training', resource_group_name: 'rg', virtual_network_name: 'vnet', address_prefixes: ['10.1.1.0/24'] },
      },
      azurerm_network_security_group: { nsg: { name: 'nsg', resource_group_name: 'rg', location: 'westus2', security_rule: rules } },
      azurerm_subnet_network_security_group_association: {
        nsg: { subnet_id: '${azurerm_subnet.training.id}', network_security_group_id: '${azurerm_network_security_group.nsg.id}' },
      },
      ...(appliance !== undefined && {
        azurerm_route_table: { rt: {
          name: 'rt', resource_group_name: 'rg', location: 'westus2',
          route: [{ name: 'default', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: appliance }],
        } },
        azurerm_subnet_route_table_association: {
          rt: { subnet_id: '${azurerm_subnet.training.id}', route_table_id: '${azurerm_route_table.rt.id}' },
        },
        azurerm_firewall_policy: { hub: { name: 'fwp', resource_group_name: 'rg', location: 'westus2' } },
        azurerm_firewall_policy_rule_collection_group: { ml: {
          name: 'ml', firewall_policy_id: '${azurerm_firewall_policy.hub.id}', priority: 500,
          network_rule_collection: [{ name: 'c', priority: 1000, action: 'Allow', rule: [{
            name: 'sign-in', protocols: ['TCP'], source_addresses: ['10.1.1.0/24'], destination_addresses: ['AzureActiveDirectory'],
            destination_ports: ['80', '443'],
          }] }],
        } },
      }),
    },
  });
}

const subnet = { name: 'training', subnetId: '${azurerm_subnet.training.id}', requirements: signIn() };
const verified = (path: string, props: Partial<NetworkVerificationProps> = {}): Verification =>
  Verification.ofNetwork(path, { subnets: [subnet], ...props });

describe('ofNetwork', () => {
  test('requirements that are met', () => {
    const { outcome, isAccepted, answers, findings } = verified(network([SIGN_IN, DENY]));
    expect([outcome, isAccepted]).toEqual([VerificationOutcome.MET, true]);
    expect(answers).toEqual([{
      subnet: 'training', requirementId: 'basic.azure-active-directory', need: 'outbound TCP 80,443 serviceTag AzureActiveDirectory',
      outcome: VerificationOutcome.MET,
      steps: ['security group nsg: allowed by rule sign-in (priority 100)', expect.stringContaining('Internet')], conditions: [],
    }]);
    expect(findings.map(({ id, severity }) => [id, severity])).toEqual([['subnet-without-route-table', FindingSeverity.WARNING]]);
  });

  test('a requirement that is denied, with the rule and an example', () => {
    const path = network([DENY]);
    const { outcome, isAccepted, findings } = verified(path);
    expect([outcome, isAccepted]).toEqual([VerificationOutcome.DENIED, false]);
    expect(findings[0]).toEqual({
      id: 'requirement-denied', severity: FindingSeverity.ERROR, subject: 'training basic.azure-active-directory', subnet: 'training',
      requirementId: 'basic.azure-active-directory',
      message: expect.stringContaining('is denied by rule deny (priority 4096)') as string,
      example: 'training outbound tcp 80 AzureActiveDirectory',
      places: [{ file: path, resource: 'azurerm_network_security_group.nsg', part: 'security_rule[0]', label: 'security_rule deny' }],
    });
  });

  test('something open that nothing asks for is not accepted, although requirements are met', () => {
    const { outcome, isAccepted } = verified(
      network([SIGN_IN, rule('web', 200, { destination_address_prefix: 'Internet', destination_port_range: '8080' }), DENY]),
    );
    expect([outcome, isAccepted]).toEqual([VerificationOutcome.MET, false]);
  });

  test('an appliance is unknown until somebody says which firewall it is', () => {
    const path = network([SIGN_IN, DENY], '10.0.1.4');
    const unknown = verified(path);
    expect([unknown.outcome, unknown.isAccepted]).toEqual([VerificationOutcome.UNKNOWN, false]);
    expect(verified(path, { appliances: { '10.0.1.4': '${azurerm_firewall_policy.hub.id}' } }).outcome).toBe(VerificationOutcome.MET);
    expect(verified(path, { appliances: { '10.0.1.5': '${azurerm_firewall_policy.hub.id}' } }).outcome).toBe(VerificationOutcome.UNKNOWN);
    const [finding] = unknown.findings;
    const accepted = verified(path, { acknowledged: [{ finding: finding!.id, subject: finding!.subject, reason: 'test' }] });
    // Somebody answers for it, and nothing is proved.
    expect([accepted.outcome, accepted.isAccepted]).toEqual([VerificationOutcome.UNKNOWN, false]);
    expect(accepted.findings.find(({ id }) => id === finding!.id)!.acknowledgedReason).toBe('test');
  });

  test('an address space that is stated is all that may be open inside the network', () => {
    const rules = [SIGN_IN, rule('inside', 4000, { protocol: '*', destination_address_prefix: '10.1.0.0/16' }), rule('in', 4000, {
      direction: 'Inbound', protocol: '*', source_address_prefix: '10.1.0.0/16',
    }),
      rule('probes', 4095, { direction: 'Inbound', protocol: '*', source_address_prefix: 'AzureLoadBalancer' }),
      rule('none', 4096, { direction: 'Inbound', access: 'Deny', protocol: '*' }), DENY];
    const of = (intraNetworkTraffic: IntraNetworkTraffic): boolean =>
      verified(network(rules), { subnets: [{ ...subnet, intraNetworkTraffic }] }).isAccepted;
    expect(of(IntraNetworkTraffic.within(['10.1.0.0/16']))).toBe(true);
    expect(of(IntraNetworkTraffic.denied())).toBe(false);
    expect(of(IntraNetworkTraffic.within(['10.2.0.0/16']))).toBe(false);
  });

  test('a subnet that is not there is unknown, and never met', () => {
    const { outcome, isAccepted, answers } = verified(network([SIGN_IN, DENY]), { subnets: [{ ...subnet, subnetId: IDS.otherSubnet }] });
    expect([outcome, isAccepted, answers.map((answer) => answer.outcome)])
      .toEqual([VerificationOutcome.UNKNOWN, false, [VerificationOutcome.UNKNOWN]]);
  });

  test.each<[Partial<NetworkVerificationProps>, string]>([
    [{ subnets: [] }, 'subnets: none is given'],
    [{ subnets: [subnet, subnet] }, 'subnets: two subnets have the name "training"'],
    [
      { subnets: [{ ...subnet, subnetId: 'training' }] },
      'subnets: "training": subnetId: "training" is not the id of a Microsoft.Network/virtualNetworks/subnets',
    ],
    [{ subnets: [{ ...subnet, addressPrefixes: ['10.0.0'] }] }, '10.0.0'],
    [
      { subnets: [subnet, { ...subnet, name: 'china', requirements: requirementSet({ cloud: Cloud.CHINA, region: 'chinaeast2' }) }] },
      'is for the cloud',
    ],
    [{ appliances: { hub: '${azurerm_firewall_policy.hub.id}' } }, 'appliances: "hub" is not the private address'],
    [{ appliances: { '10.0.1.4': 'fwp' } }, 'appliances: "fwp" is not the id of a firewall policy or of a firewall'],
    [{ acknowledged: [{ finding: 'tag-cas' as FindingId, subject: 'x', reason: 'y' }] }, 'did you mean "tag-case"?'],
    [{ serviceTagFile: readTags(weekly({ Storage: ['203.0.113.0/24'] }, { cloud: 'China' })) }, 'cloud'],
  ])('%j is refused', (props, message) => {
    expect(messageOf(() => verified(network([SIGN_IN, DENY]), props))).toContain(message);
  });
});

describe('a deployment', () => {
  const file = join(__dirname, '..', '..', 'examples', 'one-subnet.yaml');
  const deployment = Deployment.fromFile(file);
  let outdir: string;
  beforeAll(() => {
    const app = newApp();
    new DeploymentStack(app, deployment);
    app.synth();
    outdir = app.outdir;
  });

  test('says what the command says', () => {
    const verification = deployment.verify(outdir);
    const shown = verifyCommand([outdir], { deployment: file, format: 'json' }, '0');
    const json = JSON.parse(shown.text) as { findings: { id: string; subject: string }[]; answers: { outcome: string }[] };
    expect(verification.isAccepted).toBe(shown.exit === 0);
    expect(verification.answers.map(({ outcome }) => outcome)).toEqual(json.answers.map(({ outcome }) => outcome));
    expect(verification.findings.map(({ id, subject }) => [id, subject])).toEqual(json.findings.map(({ id, subject }) => [id, subject]));
    expect(verification.answers.length).toBeGreaterThan(0);
  });

  test('what is stated beside the file counts, too', () => {
    const { findings } = deployment.verify(outdir, { acknowledged: [{ finding: FindingId.TAG_CASE, subject: 'none', reason: 'test' }] });
    expect(findings.map(({ id }) => id)).toContain('acknowledgement-unused');
  });
});
