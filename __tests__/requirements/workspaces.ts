import {
  Cloud, Direction, Edition, Endpoint, MachineLearning, MachineLearningRequirementsProps, Ports, Requirement, RequirementProps,
  RequirementSet,
} from '../../lib';

/** Names that fill every placeholder. */
export const NAMES = {
  storageAccountName: 'account1', containerRegistryName: 'Registry1', workspaceId: '01234567-89AB-cdef-0123-456789abcdef',
} as const;

/** The requirements of a workspace in public Azure without a private endpoint, with changes. */
export function requirementsOf(changes: Partial<MachineLearningRequirementsProps> = {}): RequirementSet {
  return MachineLearning.requirements({
    cloud: Cloud.PUBLIC, region: 'westus2', edition: Edition.E2026_03_19,
    workspace: { privateEndpoint: false }, compute: { publicIp: false },
    ...changes,
  });
}

/** What a set asks for, by id. */
export function needsOf(set: RequirementSet): Record<string, string> {
  return Object.fromEntries(set.all.map((requirement) => [requirement.id, requirement.need]));
}

export function idsOf(set: RequirementSet): string[] {
  return set.all.map((requirement) => requirement.id);
}

/** A requirement of a user, valid unless the changes say otherwise. */
export function own(changes: Partial<RequirementProps> = {}, direction = Direction.OUTBOUND): Requirement {
  const props = {
    id: 'own.one', slot: 2000, endpoint: Endpoint.fqdn('one.example.com'), ports: Ports.tcp(443), purpose: 'One', ...changes,
  };
  return direction === Direction.OUTBOUND ? Requirement.outbound(props) : Requirement.inbound(props);
}
