import { subnetWithoutRouteTable, subnetWithoutSecurityGroup } from './bare-subnets';
import { Finder } from './context';
import { firewallWithoutWayOut } from './firewall-without-way-out';
import { hostNameNotAccepted } from './host-name-not-accepted';
import { inputNotUnderstood, notEvaluated, refusedByAzure, rulesNotRead } from './not-read';
import { openBeyondRequirements, openingUnknown } from './open-traffic';
import { requirementDenied, requirementUnknown } from './requirement-answers';
import { retiredRequirement } from './retired-requirement';
import { ruleNeverMatches, ruleRedundant, rulesContradict } from './rule-effects';
import { Severity } from './severity';
import { tagCase, tagSpelling, tagUnknown } from './tags';
import { virtualNetworkWidened } from './virtual-network-widened';
import { widerThanRequired } from './wider-than-required';

/** All there is to one kind of finding. Texts may have code and links of Markdown where no field says otherwise. */
export interface FindingEntry {
  /** Never reused or renamed: ids are written into deployment files. */
  readonly id: string;
  readonly severity: Severity;
  /** Finds them; without it, they are made where acknowledgements are looked at. */
  readonly find?: Finder;
  /** One sentence of plain text. */
  readonly meaning: string;
  readonly detail: string;
  readonly example: string;
  /** What to do. Plain text for errors and unknowns, which fail a synthesis with it. */
  readonly remedy: string;
  /** The same with more room, for the page. */
  readonly longRemedy?: string;
  /** When to acknowledge it. */
  readonly acknowledge: string;
}

/**
 * The catalog of findings. The page docs/findings.md is generated from it (`npm run docs:reference`), and so are the rules in SARIF
 * and the ids in the schema of deployment files.
 */
export const FINDINGS = [
  {
    id: 'requirement-denied', severity: 'error', find: requirementDenied,
    meaning: 'A requirement is not met: a rule denies its traffic, or none allows it.',
    detail:
      'A rule denies what a requirement needs, or no rule allows it, in the network security group, the routes or the ' +
      'firewall. The steps of the answer say where; the example is a flow that does not get through.',
    example: 'A group denies all outbound traffic at 4096 and has no rule for `AzureMonitor`.',
    remedy:
      'Add the rule that is missing, or move or narrow the rule that denies; where the traffic is not needed, take the ' +
      'requirement out of the set with a reason.',
    longRemedy:
      'Add the rule that is missing, or move or narrow the rule that denies. Where the traffic is not needed, take the ' +
      'requirement out of the deployment with `leaveOut` and a reason, which is better than to acknowledge the finding.',
    acknowledge:
      'Only for a requirement that is met in a way that Terraform does not show, such as a rule that another team adds by ' +
      'hand.',
  },
  {
    id: 'requirement-unknown', severity: 'unknown', find: requirementUnknown,
    meaning: 'The files do not say whether a requirement is met.',
    detail:
      'The files do not say enough. A value on the path is known only after apply, or the answer needs addresses that are not in ' +
      'the files.',
    example:
      'A firewall rule allows an address range, and the requirement is a service tag. Without a service tag file, it is unknown ' +
      'whether the range covers the addresses of the tag.',
    remedy: 'If a value is not known, give one that the app knows, or verify the JSON of a plan.',
    longRemedy:
      'Give what the message says is missing, such as the plan instead of the configuration, a service tag file, or the stack that ' +
      'has the firewall.',
    acknowledge: 'When you cannot get what is missing, and have checked the requirement in another way.',
  },
  {
    id: 'not-evaluated', severity: 'unknown', find: notEvaluated,
    meaning: 'A part of the network cannot be evaluated: a subnet that the files do not have, or an appliance whose rules were not read.',
    detail:
      'The deployment names a subnet that the files do not have, or a route leads to an appliance whose rules were not read. ' +
      'Whether traffic gets through there is unknown.',
    example: 'The default route leads to `10.0.1.4`, and the firewall with this address is in another team\'s stack.',
    remedy:
      'In the property appliances, name the firewall policy that the address belongs to. For a missing subnet, add it to the app with ' +
      'its security group and its route table.',
    longRemedy: 'Verify the files together (a folder with both stacks, a plan with both), or name the firewall in the deployment file.',
    acknowledge:
      'When the appliance is from another vendor, and its rules come from the lists of the command `export`. The requirements that ' +
      'depend on it stay unknown, and so does the verdict.',
  },
  {
    id: 'refused-by-azure', severity: 'error', find: refusedByAzure,
    meaning: 'Azure refuses a part of the network, so it cannot be deployed as written.',
    detail:
      'The files are clear, but Azure or the provider does not accept what they say: for example, two rules with the same priority ' +
      'and direction, or service tags in a list of addresses. The other answers are about the rest of the network.',
    example: 'Two outbound rules of a group have the priority 200.',
    remedy: 'Change it as the message says.',
    acknowledge: 'Never: the deployment fails.',
  },
  {
    id: 'input-not-understood', severity: 'unknown', find: inputNotUnderstood,
    meaning: 'A part of the files cannot be read, or contradicts another part.',
    detail:
      'A resource has a value that Azure does not know, or two parts of the files contradict each other. Everything that depends ' +
      'on it is unknown.',
    example: 'A subnet is associated with two route tables. A resource has a `count` that only Terraform can evaluate.',
    remedy: 'Write it in a form that can be evaluated, or verify the JSON of a plan.',
    longRemedy: 'Correct the files, or give the output of `terraform show -json` for a plan, in which Terraform has evaluated everything.',
    acknowledge: 'When the resource has nothing to do with the subnets of the deployment.',
  },
  {
    id: 'open-beyond-requirements', severity: 'error', find: openBeyondRequirements,
    meaning: 'Traffic is open that nothing asks for.',
    detail:
      'One rule, or several together, let traffic through that no requirement of the subnet asks for. The example is such a flow. ' +
      'Traffic inside the virtual network counts as asked for if `intraNetworkTraffic` allows it. By default it allows all of it.',
    example: 'A rule allows TCP 443 to `Internet`, no firewall filters this traffic, and the requirements ask for a few service tags only.',
    remedy: 'Narrow the rule or remove it. If the traffic is needed, add a requirement for it.',
    longRemedy:
      'Narrow the rule, or remove it. If the traffic is needed, add your own requirement to the deployment file, with its ' +
      'purpose. Then `verify` also checks that it stays open.',
    acknowledge: 'When something else in the subnet needs the traffic, and has no deployment file.',
  },
  {
    id: 'opening-unknown', severity: 'unknown', find: openingUnknown,
    meaning: 'The files do not say whether traffic is open that nothing asks for.',
    detail:
      'A rule may let traffic through that no requirement asks for. The message says why this is unknown: the ports, the protocol or ' +
      'the action of the rule are known only after apply, the rule is for an application security group, or a route leads to ' +
      'an unknown place.',
    example: 'Inbound TCP 22 is allowed to an application security group, and no file names its members.',
    remedy: 'Give what is missing, such as the plan instead of the configuration, or remove the rule.',
    acknowledge: 'When you know what the value will be, and have checked it.',
  },
  {
    id: 'wider-than-required', severity: 'note', find: widerThanRequired,
    meaning: 'A requirement is met by a rule that lets more through, because the rule language cannot be more exact.',
    detail:
      'The rule language cannot say exactly what the requirement asks for, so the rule lets more through. Nothing is wrong with ' +
      'the rule.',
    example: 'A requirement asks for one host name with a path, but a Standard firewall can filter only the host.',
    remedy: 'Nothing, or what the message suggests. Filtering paths, for example, needs a Premium policy with TLS inspection.',
    acknowledge: 'When you have seen it, and have a reason to accept it.',
  },
  {
    id: 'virtual-network-widened', severity: 'warning', find: virtualNetworkWidened,
    meaning: 'A rule allows the tag VirtualNetwork, and the routes of the subnet can widen that tag to every address.',
    detail:
      'The tag `VirtualNetwork` also covers the address prefixes of user-defined routes. With a route for `0.0.0.0/0` it can cover ' +
      'every address. A rule that allows the tag then allows the Internet.',
    example: 'A group allows `VirtualNetwork` to `VirtualNetwork`, and the default route leads to a firewall.',
    remedy:
      'Write the address space instead of the tag: `intraNetworkTraffic` with `addressSpace` in the deployment file. See ' +
      '[Network security groups](security-group.md).',
    acknowledge: 'When the firewall that the route leads to filters this traffic.',
  },
  {
    id: 'rule-never-matches', severity: 'warning', find: ruleNeverMatches,
    meaning: 'A rule has no effect: earlier rules match all its traffic, or it can match none.',
    detail:
      'One earlier rule, or several together, match all traffic of the rule, or no traffic can match it. You can remove it without ' +
      'changing anything. It may not do what its author believes.',
    example: 'TCP 80-90 is denied at 200 and TCP 85 is allowed at 300.',
    remedy: 'Remove the rule. If it was meant to have an effect, move it before the rules that the message names.',
    acknowledge: 'When the rule should take effect once another rule is removed.',
  },
  {
    id: 'rule-redundant', severity: 'note', find: ruleRedundant,
    meaning: 'A rule can be removed without changing anything, because later rules decide the same.',
    detail:
      'Later rules decide the same for all its traffic. You can remove all redundant rules at once. It does not matter whether you also ' +
      'remove rules that never match.',
    example: 'TCP 443 to `Storage.WestUS2` is allowed at 200, and TCP 443 to `Storage` at 300.',
    remedy: 'Remove it, or keep it to document the need.',
    acknowledge: 'When the rule should stay after the wider one is removed.',
  },
  {
    id: 'rules-contradict', severity: 'error', find: rulesContradict,
    meaning: 'Two rules match the same traffic, and one allows what the other denies.',
    detail:
      'Two rules match the same traffic, and one allows what the other denies. The order decides which one wins, so one of ' +
      'them does not do what its author meant.',
    example: 'TCP 443 to `AzureMonitor` is allowed at 210 and denied at 220.',
    remedy: 'Remove one of the rules, or narrow it.',
    longRemedy: 'Remove one of the rules, or narrow it.',
    acknowledge: 'When the later rule is a second line of defence, in case the first one is removed.',
  },
  {
    id: 'tag-case', severity: 'error', find: tagCase,
    meaning: 'A service tag is not in its canonical spelling.',
    detail:
      'A firewall rule or a route spells a service tag with other capitals than Azure does. Azure has accepted such tags and then ' +
      'treated them as something else. So `verify` assumes that the rule does not match the tag.',
    example: '`azuremachinelearning` instead of `AzureMachineLearning`.',
    remedy: 'Write the service tag in its canonical spelling.',
    longRemedy: 'Write the tag as the message says.',
    acknowledge: 'When you have seen it work, until you can change it.',
  },
  {
    id: 'tag-spelling', severity: 'note', find: tagSpelling,
    meaning: 'A security rule spells a service tag with other capitals than Azure does, and Azure accepts it.',
    detail:
      'A network security group ignores the case of a service tag, so the rule counts as a rule for that tag. Azure Firewall and ' +
      'routes do not ignore it, and the portal may show the tag as something else.',
    example: '`INTERNET` instead of `Internet`.',
    remedy: 'Write the tag as the message says.',
    acknowledge: 'At any time. Nothing depends on it.',
  },
  {
    id: 'tag-unknown', severity: 'error', find: tagUnknown,
    meaning: 'A service tag does not exist in the cloud, or not in this form.',
    detail:
      'The cloud does not have the service tag, or does not have it for this region, or rules cannot use it in this form. The same id ' +
      'is for FQDN tags that Azure Firewall does not have.',
    example: '`AzureFrontDoor.FirstParty` in Azure operated by 21Vianet; `AzureMonitor.WestUS2`, because the tag has no regional form.',
    remedy: 'Write a tag of this cloud.',
    longRemedy:
      'Use the tag that the message names. For a service tag that is newer than this package, give a service tag file that has it.',
    acknowledge: 'When the tag is newer than this package, and no service tag file has it.',
  },
  {
    id: 'retired-requirement', severity: 'warning', find: retiredRequirement,
    meaning: 'A rule opens what the documentation no longer asks for.',
    detail:
      'A rule opens something that an earlier edition of the documentation asked for, and the present one does not. If the rule opens a ' +
      'subnet of the deployment, `open-beyond-requirements` says so instead.',
    example: 'Inbound TCP 29876-29877 from `BatchNodeManagement`.',
    remedy: 'Remove the rule.',
    acknowledge: 'While you still have compute from before the change.',
  },
  {
    id: 'host-name-not-accepted', severity: 'error', find: hostNameNotAccepted,
    meaning: 'A host name is in a place where Azure does not accept it.',
    detail:
      'Azure does not accept a host name there, or does not accept this form, or accepts it but does not filter by it. The same is ' +
      'true of a URL on a firewall that cannot filter paths: that needs a Premium policy and, for HTTPS, TLS inspection. A Basic ' +
      'firewall does not filter by web categories.',
    example: 'A network rule of a firewall has a wildcard, or a host name without the DNS proxy.',
    remedy: 'Put the host name where Azure accepts one.',
    longRemedy:
      'Move it to an application rule, use a service tag, or switch on what the message names. See [Azure ' +
      'Firewall](firewall.md).',
    acknowledge: 'Hardly ever: the rule does not do what it says.',
  },
  {
    id: 'firewall-without-way-out', severity: 'error', find: firewallWithoutWayOut,
    meaning: 'The default route of AzureFirewallSubnet does not lead to the Internet, so the firewall reaches nothing.',
    detail:
      'Azure Firewall needs the Internet as the next hop of 0.0.0.0/0 in its own subnet, unless it is set up for forced ' +
      'tunnelling with a management subnet of its own. A route that leads back to the firewall, to another appliance or to a ' +
      'gateway cuts the firewall off. The same is true of a firewall without a public address, if its own routes lead to nothing else.',
    example: 'The route table of the workload subnets is associated with `AzureFirewallSubnet` too.',
    remedy: 'Remove the route, or let 0.0.0.0/0 of AzureFirewallSubnet lead to the Internet.',
    longRemedy: 'Remove the association or the route. For forced tunnelling, give the firewall a management IP configuration.',
    acknowledge: 'Where the firewall has a management IP configuration that these files do not show.',
  },
  {
    id: 'subnet-without-security-group', severity: 'error', find: subnetWithoutSecurityGroup,
    meaning: 'A subnet has no network security group.',
    detail:
      'No network security group is associated with the subnet, so only a firewall can filter its traffic. The finding names what is ' +
      'open because of that.',
    example: 'Someone removed the association of a subnet.',
    remedy: 'Associate a network security group with the subnet.',
    longRemedy: 'Associate a group, for example with `SecuredSubnet`.',
    acknowledge: 'When rules of Azure Virtual Network Manager filter instead.',
  },
  {
    id: 'subnet-without-route-table', severity: 'warning', find: subnetWithoutRouteTable,
    meaning: 'A subnet has no route table, so its traffic goes to the Internet and past any firewall.',
    detail: 'No route table is associated with the subnet. Its traffic to the Internet goes out directly, past any firewall.',
    example: 'The association of the subnet is in a stack that was not read.',
    remedy: 'Associate a table with a default route, or give the stack that has the association. A NAT gateway is enough too.',
    acknowledge: 'For a subnet that is meant to go out directly.',
  },
  {
    id: 'rules-not-read', severity: 'note', find: rulesNotRead,
    meaning: 'The answers are based on the rules in the files, and there may be other rules.',
    detail:
      'The files add rules to a group, a table or a policy that they do not have. The answers are true of these rules. Other rules ' +
      'may deny or open more.',
    example: 'Security rules are added to an existing group by its name.',
    remedy: 'Verify the plan or the state of the stack that creates it, together with this one.',
    acknowledge: 'When nobody else adds rules.',
  },
  {
    id: 'acknowledgement-unused', severity: 'warning',
    meaning: 'An acknowledgement matches no finding.',
    detail:
      'An entry of `acknowledged` matches no finding, or is the second one for the same finding. It could accept a later finding ' +
      'that nobody has seen.',
    example: 'Someone removed the rule that never matched, but not its acknowledgement.',
    remedy: 'Remove the entry, or correct its subject: the message names the nearest one.',
    acknowledge: 'It cannot be acknowledged.',
  },
] as const satisfies readonly FindingEntry[];

export type FindingName = (typeof FINDINGS)[number]['id'];

/** An acknowledgement that is of no use is taken away, and not acknowledged. */
export const UNUSED_ACKNOWLEDGEMENT = 'acknowledgement-unused';

export type AcknowledgeableId = Exclude<FindingName, typeof UNUSED_ACKNOWLEDGEMENT>;

/** Findings that can be acknowledged. */
export const ACKNOWLEDGEABLE: readonly AcknowledgeableId[] = FINDINGS.flatMap(({ id }) => (id === UNUSED_ACKNOWLEDGEMENT ? [] : [id]));

/** The row of a finding. */
export function findingRow(id: FindingName): FindingEntry {
  return FINDINGS.find((row) => row.id === id)!;
}
