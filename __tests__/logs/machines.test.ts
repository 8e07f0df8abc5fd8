import { AlikeLines } from '../../lib/logs/alike-lines';
import { FlowTable } from '../../lib/logs/flow-table';
import { LogReader } from '../../lib/logs/reader';
import { ReadingNotes } from '../../lib/logs/reading-notes';

const START = Date.UTC(2026, 10, 24);
let lines = 0;

/** A line of a machine, by its number in the network. */
function line(machine: number, host: string): string {
  const client = `"SourceIp":"10.1.${machine >> 8}.${machine & 255}","SourcePort":${1024 + (lines % 60_000)}`;
  const time = new Date(START + lines++ * 100).toISOString();
  const properties = `"Protocol":"HTTPS",${client},"DestinationPort":443,"Fqdn":"${host}","Action":"Allow"`;
  return `{"category":"AZFWApplicationRule","time":"${time}","properties":{${properties}}}\n`;
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

test.each([['known again', true], ['read', false]])('machines of a flow are counted, whether lines are %s', (_, isKnown) => {
  const table = new FlowTable([{ name: 'training', addressPrefixes: ['10.1.0.0/16'] }]);
  const reader = new LogReader('log', (event) => void table.add(event), new ReadingNotes(), isKnown ? new AlikeLines(table) : undefined);
  const log = [
    ...range(0, 400).map((machine) => line(machine, 'all.test')),
    ...range(0, 1500).map((host) => line(7, `host-${host}.test`)),
    ...[0, 1, 2].flatMap(() => range(225, 275).map((machine) => line(machine, 'fifty.test'))),
    ...[5, 31, 32, 31, 287, 288, 32, 287].map((machine) => line(machine, 'five.test')),
    ...range(0, 63).map((machine) => line(2 * machine, 'host-1499.test')),
  ];
  reader.push(Buffer.from(log.join('')));
  reader.end();
  table.settle();
  const found = table.counts.map(({ host, machines, isManyMachines }) => [host, machines, isManyMachines]);
  expect(found).toHaveLength(1503);
  expect(found.filter(([host, machines]) => !String(host).startsWith('host-') || machines !== 1)).toEqual([
    ['all.test', 64, true],
    ['host-1499.test', 64, true],
    ['fifty.test', 50, false],
    ['five.test', 5, false],
  ]);
});
