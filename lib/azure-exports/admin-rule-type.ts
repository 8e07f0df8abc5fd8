/** Security admin rules of network managers, as ids have the type. */
export const ADMIN_RULES = 'microsoft.network/networkmanagers/securityadminconfigurations/rulecollections/rules';
