import { Finder } from './context';

/** Subnets without a security group. */
export const subnetWithoutSecurityGroup: Finder = ({ views }) => views
  .filter(({ group, unknownGroup }) => group === undefined && unknownGroup === undefined)
  .map(({ name, subnet }) => ({
    subject: name, subnet: name, places: [subnet.place],
    cause: { key: '', member: '', text: 'The files associate no network security group with these subnets, so nothing is denied in ' +
      'either direction.' },
    message: 'The files associate no network security group with the subnet, so nothing is denied in either direction.',
  }));

/** Subnets whose traffic goes to the Internet as Azure's own routes say. One with a NAT gateway goes out as it is meant to. */
export const subnetWithoutRouteTable: Finder = ({ views }) => views
  .filter(({ table, unknownTable, subnet }) => table === undefined && unknownTable === undefined && subnet.natGateway === undefined)
  .map(({ name, subnet }) => ({
    subject: name, subnet: name, places: [subnet.place],
    cause: { key: '', member: '', text: 'The files associate neither a route table nor a NAT gateway with these subnets: their traffic ' +
      'goes to the Internet by the routes of the system, past any firewall.' },
    message: 'The files associate neither a route table nor a NAT gateway with the subnet: ' +
      'its traffic goes to the Internet by the routes of the system, past any firewall.',
  }));
