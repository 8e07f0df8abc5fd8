/**
 * How much a finding weighs. `unknown` is what could not be evaluated: neither good nor bad, and never passed over.
 */
export const SEVERITIES = ['error', 'unknown', 'warning', 'note'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What kinds of findings there are: id, severity, and what it means. Ids are never reused or renamed. */
export const FINDINGS = [
  ['requirement-denied', 'error', 'A requirement is not met: a rule denies its traffic, or none allows it.'],
  ['requirement-unknown', 'unknown', 'Whether a requirement is met cannot be told from the files.'],
  ['not-evaluated', 'unknown', 'A part of the network cannot be evaluated: a subnet that the files do not have, or an appliance whose rules were not read.'],
  ['input-not-understood', 'unknown', 'A part of the files cannot be read, or contradicts another part.'],
  ['open-beyond-requirements', 'error', 'Traffic is open that nothing asks for.'],
  ['opening-unknown', 'unknown', 'Whether traffic is open that nothing asks for cannot be told from the files.'],
  ['wider-than-required', 'note', 'A requirement is met by a rule that lets more through, because the rule language cannot be more exact.'],
  ['virtual-network-widened', 'warning', 'A rule allows the tag VirtualNetwork, and the routes of the subnet can widen that tag to every address.'],
  ['rule-never-matches', 'warning', 'A rule has no effect: earlier rules take all its traffic, or it has none.'],
  ['rule-redundant', 'note', 'A rule could go without changing anything, because later rules decide the same.'],
  ['rules-contradict', 'error', 'Two rules match the same traffic, and one allows what the other denies.'],
  ['tag-case', 'error', 'A service tag is not in its canonical spelling.'],
  ['tag-spelling', 'note', 'A security rule has a service tag in another case than Azure writes it, and Azure takes it all the same.'],
  ['tag-unknown', 'error', 'A service tag does not exist in the cloud, or not in this form.'],
  ['retired-requirement', 'warning', 'A rule opens what the documentation no longer asks for.'],
  ['host-name-not-accepted', 'error', 'A host name stands where Azure does not accept it.'],
  ['firewall-without-way-out', 'error', 'The default route of AzureFirewallSubnet does not lead to the Internet, so that the firewall reaches nothing.'],
  ['subnet-without-security-group', 'error', 'A subnet has no network security group.'],
  ['subnet-without-route-table', 'warning', 'A subnet has no route table, so that its traffic goes to the Internet and past any firewall.'],
  ['rules-not-read', 'note', 'Answers rest on the rules in the files, and there may be others.'],
  ['acknowledgement-unused', 'warning', 'An acknowledgement is for a finding that is not there.'],
] as const satisfies readonly (readonly [id: string, severity: Severity, meaning: string])[];

export type FindingId = (typeof FINDINGS)[number][0];

/** An acknowledgement that is of no use is taken away, and not acknowledged. */
export const UNUSED_ACKNOWLEDGEMENT = 'acknowledgement-unused';

/** Findings that can be acknowledged. */
export const ACKNOWLEDGEABLE = FINDINGS.flatMap(([id]) => (id === UNUSED_ACKNOWLEDGEMENT ? [] : [id]));
export type AcknowledgeableId = (typeof ACKNOWLEDGEABLE)[number];

/** The severity of a finding. */
export function severityOf(id: FindingId): Severity {
  return FINDINGS.find(([one]) => one === id)![1];
}
