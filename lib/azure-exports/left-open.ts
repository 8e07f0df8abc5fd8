import { ADMIN_RULES } from './admin-rule-type';

/** Types of which one that cannot be read may be a part of any other resource, or before any rule. */
export const LEFT_OPEN: readonly string[] = [
  'microsoft.network/networksecuritygroups/securityrules', 'microsoft.network/routetables/routes',
  'microsoft.network/firewallpolicies/rulecollectiongroups', ADMIN_RULES,
];
