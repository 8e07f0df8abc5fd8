import { readExports } from '../../lib/azure-exports/read-exports';
import { verify } from '../../lib/verification/verify';
import type { VerificationResult } from '../../lib/verification/verification-result';
import { Direction, Protocol } from '../../lib';
import { setOf } from '../support/needs';
import { openHub, SUBNET, SUBSCRIPTION } from './open-hub';

/* Two networks in which everything has the same names, in two resource groups or in two subscriptions. */

const OTHER = '99999999-2222-3333-4444-555555555555';
const MOVES: readonly (readonly [where: string, move: (text: string) => string, prefix: string, own: string])[] = [
  ['resource groups', (text) => text.replaceAll('/resourceGroups/rg/', '/resourceGroups/rg2/'), 'rg2/', 'rg/'],
  ['subscriptions', (text) => text.replaceAll(SUBSCRIPTION, OTHER), `${OTHER}/rg/`, `${SUBSCRIPTION}/rg/`],
];

const NEEDS = setOf([{ direction: Direction.OUTBOUND, kind: 'range', value: '10.50.1.0/24', protocol: Protocol.TCP, ports: ['443'] }]);

function verified(move: (text: string) => string, isCut: boolean): VerificationResult {
  const text = JSON.stringify(openHub(), (key, value: unknown) => (isCut && ['securityRules', 'ruleCollections'].includes(key)
    ? undefined : value));
  const other = move(text).replaceAll('"10.9.', '"10.50.');
  const items = [...JSON.parse(text) as unknown[], ...JSON.parse(other) as unknown[]];
  return verify(readExports([{ file: 'x.json', json: items }]), { subnets: [['a', SUBNET], ['b', move(SUBNET)]].map(([name, subnetId]) =>
    ({ name: name!, subnetId: subnetId!, addressPrefixes: [], requirements: NEEDS, networkTraffic: [] })) });
}

test.each(MOVES)('in two %s: each list that is not all has a subject of its own', (_, move, prefix, own) => {
  const subjects = verified(move, true).findings.filter(({ id }) => id === 'not-evaluated').map(({ subject }) => subject);
  expect(subjects.sort()).toEqual([own, prefix].flatMap((group) =>
    [`firewall ${group}p`, `network security group ${group}nsg`]).sort());
});

test('in two resource groups: a condition names the network with its group', () => {
  const { answers } = verified(MOVES[0]![1], false);
  expect(answers.map(({ subnet, conditions }) => [subnet, conditions])).toEqual([
    ['a', ['the virtual network is connected to rg2/v, which has 10.50.1.0/24: the files show no connection']], ['b', []],
  ]);
});
