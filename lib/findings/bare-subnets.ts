import { Finder } from './context';
import { openWithoutGroup } from './open-traffic';

/** Subnets without a security group. */
export const subnetWithoutSecurityGroup: Finder = (context) => {
  const piecesOf = new Map(context.open.map(({ view, pieces }) => [view, pieces]));
  return context.views.filter(({ group, unknownGroup }) => group === undefined && unknownGroup === undefined).map((view) => {
    const { name, subnet } = view;
    const open = openWithoutGroup(view, piecesOf.get(view) ?? []);
    const example = open.map((one) => one.example).find((one) => one !== undefined);
    const text = open.map(({ cause }) => cause!.member).join(', and ');
    return {
      subject: name, subnet: name, places: [subnet.place], openings: open.flatMap(({ openings = [] }) => openings),
      ...(example !== undefined && { example }),
      cause: {
        key: '', member: text === '' ? '' : `open is ${text}`,
        text: 'The files associate no network security group with these subnets, so nothing is denied in either direction.',
      },
      message: 'The files associate no network security group with the subnet, so nothing is denied in either direction' +
        `${text === '' ? '' : `, and no requirement asks for what is open: ${text}`}.`,
    };
  });
};

/** Subnets without a route table, so that traffic leaves by Azure's own routes. With a NAT gateway or a hub, that is intended. */
export const subnetWithoutRouteTable: Finder = ({ views }) => views
  .filter(({ table, unknownTable, subnet: { natGateway, announcedDefault } }) =>
    table === undefined && unknownTable === undefined && natGateway === undefined && announcedDefault === undefined)
  .map(({ name, subnet }) => ({
    subject: name, subnet: name, places: [subnet.place],
    cause: { key: '', member: '', text: 'The files associate neither a route table nor a NAT gateway with these subnets: their traffic ' +
      'goes to the Internet by the routes of the system, past any firewall.' },
    message: 'The files associate neither a route table nor a NAT gateway with the subnet: ' +
      'its traffic goes to the Internet by the routes of the system, past any firewall.',
  }));
