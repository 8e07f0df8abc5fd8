/** What an annotation is, for the page docs/annotations.md, which is generated from this (`npm run docs:reference`). */
interface AnnotationRow {
  /** `warning` for what may fail or opens more, `info` for what is good to know; with the conditions where it can be both. */
  readonly level: string;
  /** Markdown: part of a sentence. */
  readonly meaning: string;
}

/** The annotations, by code. Codes are stable, so that filters on them keep working. */
export const ANNOTATIONS = {
  unexpressed: {
    level: 'warning; info when the traffic does not pass that part of the network',
    meaning: 'a requirement is not carried, with the reason and what to do instead',
  },
  substituted: {
    level: 'warning when wider than documented, else info',
    meaning: 'a requirement is carried in another form',
  },
  'left-out': {
    level: 'info',
    meaning:
      'a documented requirement, or some of its ports, is not part of the set: a condition is not met, the row is for ' +
      'another cloud, or you left it out',
  },
  'name-resolution': {
    level: 'info',
    meaning: 'nothing says who resolves host names, so Azure\'s own resolver is assumed; the group closes the way to any other',
  },
  'dual-stack-past-firewall': {
    level: 'warning',
    meaning: 'the subnet has IPv6 addresses and no route table here, so IPv6 traffic to the ports of host names goes past the firewall',
  },
  'host-names-opened': {
    level: 'info',
    meaning: 'a security group opens ports to the Internet for host names that a firewall has to filter',
  },
  'other-outbound-open': {
    level: 'warning',
    meaning: 'other outbound traffic is not denied',
  },
  'host-names-unfiltered': {
    level: 'warning',
    meaning:
      'ports are open to the Internet for host names, and the default route does not lead to a firewall, or routes of your own ' +
      'lead many addresses past it',
  },
  'managed-network-firewall': {
    level: 'info',
    meaning: 'Azure makes a firewall for the host names of a managed network, and charges for it',
  },
  'managed-network-storage-host': {
    level: 'info',
    meaning: 'a host name of a storage account that one source asks for and another rules out',
  },
  'nat-gateway-bypassed': {
    level: 'info',
    meaning: 'the default route leads past the NAT gateway, which has some routes only',
  },
  'documentation-gap': {
    level: 'warning',
    meaning: 'the need exists in this cloud, and the documentation does not say how to meet it there: no rule is made',
  },
  'data-exfiltration': {
    level: 'warning',
    meaning: 'a requirement stays a way out for data although the protection is on',
  },
  'service-endpoint-policy': {
    level: 'info; warning on a firewall, and on a deployment without the policy',
    meaning:
      'what has to be done where the subnet is made, so that the policy works; a firewall has no rules for storage; the ' +
      'protection is on and no policy is made',
  },
  'tag-not-flagged': {
    level: 'info',
    meaning: 'Microsoft\'s service tag files do not flag a tag for Azure Firewall, but the documentation lists it',
  },
  'firewall-network-rule-budget': {
    level: 'warning',
    meaning: 'more pairs of source and destination than Azure recommends',
  },
  'firewall-network-host-names': {
    level: 'warning',
    meaning: 'more host names in network rules than Azure recommends',
  },
  'service-tag-file': {
    level: 'info',
    meaning: 'the service tag file that routes come from, its change number, and what they do not cover; or that it is not used',
  },
  'unpaired-region': {
    level: 'info',
    meaning: 'routes by address are for one region, because Azure pairs it with none',
  },
  'default-outbound-access': {
    level: 'warning',
    meaning: 'compute has no way out but Azure\'s default outbound access',
  },
  'internet-route-in-private-subnet': {
    level: 'warning',
    meaning: 'a route to the Internet that fails in a private subnet',
  },
  'public-addresses': {
    level: 'warning',
    meaning: 'an address space, a subnet, a source or a next hop has public addresses',
  },
  'documentation-addresses': {
    level: 'warning',
    meaning: 'an address space, a subnet, a source or a next hop has addresses for documentation, which nobody is given',
  },
  'public-ip-without-route': {
    level: 'warning; info when no route table is made',
    meaning: 'answers of compute with public IP addresses may leave through a firewall',
  },
  'region-unconfirmed': {
    level: 'warning',
    meaning: 'no source spells the regional service tags of this region with capitals',
  },
  'virtual-network-tag-widened': {
    level: 'warning; info when a requirement asks for the tag',
    meaning: 'a default route can widen the tag `VirtualNetwork` that the security group allows',
  },
  'next-hop-in-subnet': {
    level: 'warning',
    meaning: 'the firewall or an appliance is inside the subnet that is routed to it',
  },
  'overlapping-subnets': {
    level: 'warning',
    meaning: 'two constructs have rules for the same addresses, and it is not known whether they are in one network',
  },
  'sources-without-subnet': {
    level: 'warning',
    meaning: 'the sources of firewall rules do not include the subnet, so the rules do not apply to its traffic',
  },
  verification: {
    level: 'warning; info for notes',
    meaning: 'a [finding](findings.md) of `VerifyRequirements` that does not fail the synthesis',
  },
  'verification-acknowledged': {
    level: 'info',
    meaning: 'a finding that is acknowledged, with the reason',
  },
  'verification-without-subnet': {
    level: 'warning',
    meaning: '`VerifyRequirements` was added where there is no subnet to verify',
  },
} as const satisfies Readonly<Record<string, AnnotationRow>>;

export type AnnotationCode = keyof typeof ANNOTATIONS;
