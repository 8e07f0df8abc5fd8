/**
 * Findings of the verifier that a deployment file can acknowledge. What they mean is in the table of `lib/verification`, which
 * knows deployments and so stands behind this folder; a test holds both lists together. An acknowledgement that has become
 * useless is not among them: it is taken away instead.
 */
export const ACKNOWLEDGEABLE = [
  'requirement-denied', 'requirement-unknown', 'not-evaluated', 'input-not-understood', 'open-beyond-requirements', 'opening-unknown', 'wider-than-required',
  'virtual-network-widened', 'rule-never-matches', 'rule-redundant', 'rules-contradict', 'tag-case', 'tag-spelling', 'tag-unknown', 'retired-requirement',
  'host-name-not-accepted', 'firewall-without-way-out', 'subnet-without-security-group', 'subnet-without-route-table', 'rules-not-read',
] as const;

export type AcknowledgeableId = (typeof ACKNOWLEDGEABLE)[number];
