/** What a subnet has one of, under a key each. */
export const SUBNET_PARTS = ['securityGroup', 'routeTable', 'natGateway'] as const;
export type SubnetPart = (typeof SUBNET_PARTS)[number];
