/** Ids of findings. They are never renamed or reused. docs/findings.md explains each of them. */
export enum FindingId {
  /** A requirement is not met: a rule denies its traffic, or none allows it. */
  REQUIREMENT_DENIED = 'requirement-denied',
  /** The files do not say whether a requirement is met. */
  REQUIREMENT_UNKNOWN = 'requirement-unknown',
  /** A part of the network cannot be evaluated. */
  NOT_EVALUATED = 'not-evaluated',
  /** Azure refuses a part of the network. */
  REFUSED_BY_AZURE = 'refused-by-azure',
  /** A part of the files cannot be read, or contradicts another part. */
  INPUT_NOT_UNDERSTOOD = 'input-not-understood',
  /** Traffic is open that nothing asks for. */
  OPEN_BEYOND_REQUIREMENTS = 'open-beyond-requirements',
  /** The files do not say whether traffic is open that nothing asks for. */
  OPENING_UNKNOWN = 'opening-unknown',
  /** A rule that meets a requirement lets more through, because the rule language cannot be more exact. */
  WIDER_THAN_REQUIRED = 'wider-than-required',
  /** A rule allows the tag VirtualNetwork, and the routes of the subnet can widen that tag to every address. */
  VIRTUAL_NETWORK_WIDENED = 'virtual-network-widened',
  /** A rule has no effect: earlier rules match all its traffic, or it can match none. */
  RULE_NEVER_MATCHES = 'rule-never-matches',
  /** A rule can be removed without changing anything, because later rules decide the same. */
  RULE_REDUNDANT = 'rule-redundant',
  /** Two rules match the same traffic, and one allows what the other denies. */
  RULES_CONTRADICT = 'rules-contradict',
  /** A service tag is not in its canonical spelling, and Azure does not accept it. */
  TAG_CASE = 'tag-case',
  /** A service tag is not in its canonical spelling, but Azure accepts it. */
  TAG_SPELLING = 'tag-spelling',
  /** A service tag does not exist in the cloud, or not in this form. */
  TAG_UNKNOWN = 'tag-unknown',
  /** A rule opens what the documentation no longer asks for. */
  RETIRED_REQUIREMENT = 'retired-requirement',
  /** A host name is in a place where Azure does not accept it. */
  HOST_NAME_NOT_ACCEPTED = 'host-name-not-accepted',
  /** The default route of AzureFirewallSubnet does not lead to the Internet, so the firewall reaches nothing. */
  FIREWALL_WITHOUT_WAY_OUT = 'firewall-without-way-out',
  /** A subnet has no network security group. */
  SUBNET_WITHOUT_SECURITY_GROUP = 'subnet-without-security-group',
  /** A subnet has no route table, so its traffic goes to the Internet past any firewall. */
  SUBNET_WITHOUT_ROUTE_TABLE = 'subnet-without-route-table',
  /** The answers are based on the rules in the files, and there may be other rules. */
  RULES_NOT_READ = 'rules-not-read',
  /** An acknowledgement matches no finding. It cannot be acknowledged itself. */
  ACKNOWLEDGEMENT_UNUSED = 'acknowledgement-unused',
}
