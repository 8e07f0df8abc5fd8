import { Finding } from './finding';
import { finding, Finder, FindingContext } from './context';

/** Subnets whose traffic goes to the Internet as Azure's own routes say. One with a NAT gateway goes out as it is meant to. */
export const subnetWithoutRouteTable: Finder = ({ views }: FindingContext): Finding[] => views
  .filter(({ table, unknownTable, subnet }) => table === undefined && unknownTable === undefined && subnet.natGateway === undefined)
  .map(({ name, subnet }) => finding('subnet-without-route-table', {
    subject: name, subnet: name, places: [subnet.place],
    message: 'The files associate neither a route table nor a NAT gateway with the subnet: its traffic goes to the Internet by the routes of the system, past any firewall.',
  }));
