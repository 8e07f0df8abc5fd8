import { Finding } from './finding';
import { finding, Finder, FindingContext } from './context';

/** Subnets without a security group. */
export const subnetWithoutSecurityGroup: Finder = ({ views }: FindingContext): Finding[] => views
  .filter(({ group, unknownGroup }) => group === undefined && unknownGroup === undefined)
  .map(({ name, subnet }) => finding('subnet-without-security-group', {
    subject: name, subnet: name, places: [subnet.place], message: 'The files associate no network security group with the subnet, so that nothing is denied in either direction.',
  }));
