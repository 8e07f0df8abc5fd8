import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programFor, runToEnd } from '../../lib/cli/program';

// Every command and option that takes a path, with every kind of path that leads nowhere.
const folder = mkdtempSync(join(tmpdir(), 'azureml-network-wrong-'));
const at = (name: string): string => join(folder, name);
const CASE = join(__dirname, '..', 'cases', '00-all-met');
const DEPLOYMENT = join(CASE, 'deployment.yaml');
const NETWORK = join(CASE, 'main.tf.json');
const IN_CLUSTER = join(__dirname, '../../examples/in-cluster.yaml');
const FLOW = ['training', 'outbound', 'tcp', '443', 'pypi.org'];

writeFileSync(at('file.json'), '{}');
mkdirSync(at('folder'));
symlinkSync(at('one'), at('two'));
symlinkSync(at('two'), at('one'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Where a path goes, and what a folder is there: nothing to read, or what is asked for. */
const PLACES: [name: string, args: (path: string) => string[], folders: 'refused' | 'read' | 'written'][] = [
  ['lookup --deployment', (path) => ['lookup', 'pypi.org', '--deployment', path], 'refused'],
  ['lookup --network', (path) => ['lookup', 'pypi.org', '--deployment', DEPLOYMENT, '--network', path], 'read'],
  ['lookup --service-tags', (path) => ['lookup', '203.0.113.7', '--service-tags', path], 'refused'],
  ['editions --deployment', (path) => ['editions', 'diff', '2023-04-14', '2026-03-19', '--deployment', path], 'refused'],
  ['logs FILE', (path) => ['logs', path, '--deployment', DEPLOYMENT], 'read'],
  ['logs --deployment', (path) => ['logs', NETWORK, '--deployment', path], 'refused'],
  ['logs --service-tags', (path) => ['logs', NETWORK, '--deployment', DEPLOYMENT, '--service-tags', path], 'refused'],
  ['network-policies --deployment', (path) => ['network-policies', '--deployment', path], 'refused'],
  ['drift ANSWER', (path) => ['drift', path, '--deployment', DEPLOYMENT], 'refused'],
  ['drift --deployment', (path) => ['drift', NETWORK, '--deployment', path], 'refused'],
  ['network-policies --out', (path) => ['network-policies', '--deployment', IN_CLUSTER, '--out', path], 'written'],
  ['synth FILE', (path) => ['synth', path], 'refused'],
  ['synth --out', (path) => ['synth', DEPLOYMENT, '--out', path], 'written'],
  ['report PATH', (path) => ['report', path, '--deployment', DEPLOYMENT], 'read'],
  ['report --deployment', (path) => ['report', NETWORK, '--deployment', path], 'refused'],
  ['report --service-tags', (path) => ['report', NETWORK, '--deployment', DEPLOYMENT, '--service-tags', path], 'refused'],
  ['report --var-file', (path) => ['report', NETWORK, '--deployment', DEPLOYMENT, '--var-file', path], 'refused'],
  ['rules PATH', (path) => ['rules', path], 'read'],
  ['rules --var-file', (path) => ['rules', NETWORK, '--var-file', path], 'refused'],
  ['adopt EXISTING', (path) => ['adopt', path, NETWORK], 'read'],
  ['adopt NEW', (path) => ['adopt', NETWORK, path], 'read'],
  ['diff --base', (path) => ['diff', '--base', path, '--head', NETWORK], 'read'],
  ['diff --head', (path) => ['diff', '--base', NETWORK, '--head', path], 'read'],
  ['diff --var-file', (path) => ['diff', NETWORK, NETWORK, '--var-file', path], 'refused'],
  ['logs --network', (path) => ['logs', NETWORK, '--deployment', DEPLOYMENT, '--network', path], 'read'],
  [
    'logs --var-file', (path) => ['logs', NETWORK, '--deployment', DEPLOYMENT, '--network', NETWORK, '--var-file', path], 'refused',
  ],
  ['export --deployment', (path) => ['export', '--deployment', path], 'refused'],
  ['export --service-tags', (path) => ['export', '--deployment', DEPLOYMENT, '--service-tags', path], 'refused'],
  ['export --out', (path) => ['export', '--deployment', IN_CLUSTER, '--out', path], 'written'],
  ['verify PATH', (path) => ['verify', path, '--deployment', DEPLOYMENT], 'read'],
  ['verify --deployment', (path) => ['verify', NETWORK, '--deployment', path], 'refused'],
  ['verify --service-tags', (path) => ['verify', NETWORK, '--deployment', DEPLOYMENT, '--service-tags', path], 'refused'],
  ['verify --var-file', (path) => ['verify', NETWORK, '--deployment', DEPLOYMENT, '--var-file', path], 'refused'],
  ['explain PATH', (path) => ['explain', path, ...FLOW], 'read'],
  ['explain --deployment', (path) => ['explain', NETWORK, ...FLOW, '--deployment', path], 'refused'],
  ['explain --service-tags', (path) => ['explain', NETWORK, ...FLOW, '--service-tags', path], 'refused'],
  ['explain --var-file', (path) => ['explain', NETWORK, ...FLOW, '--var-file', path], 'refused'],
  ['diff BASE', (path) => ['diff', path, NETWORK], 'read'],
  ['diff HEAD', (path) => ['diff', NETWORK, path], 'read'],
  ['diff --plan', (path) => ['diff', '--plan', path], 'refused'],
  ['diff --deployment', (path) => ['diff', NETWORK, NETWORK, '--deployment', path], 'refused'],
  ['diff --base-deployment', (path) => ['diff', NETWORK, NETWORK, '--deployment', DEPLOYMENT, '--base-deployment', path], 'refused'],
  ['diff --service-tags', (path) => ['diff', NETWORK, NETWORK, '--service-tags', path], 'refused'],
];

async function cli(args: string[]): Promise<{ exit: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const exit = await runToEnd(args, { out: (text) => { out += text; }, err: (text) => { err += text; } });
  return { exit, out, err };
}

/** Paths that lead to no file, with what is said about them where something is read. */
const WRONG: [name: string, path: string, says: string][] = [
  [
    'a slash after a file', at('file.json/'),
    `a part of the path before its end is a file; end the path with the name of the file; did you mean "${at('file.json')}"?`,
  ],
  ['a name after a file', at('file.json/x'), 'a part of the path before its end is a file; end the path with the name of the file'],
  ['links in a circle', at('one'), 'its links form a circle'],
  ['a path that is too long', 'x'.repeat(5000), 'it is longer than the system allows; give a path, not the content of a file'],
  ['nothing', '', 'the path is empty; give the path of a file or a folder'],
  ['a character that no path has', 'a\0b', 'it contains a character that no path can have'],
  ['what is not there', at('elsewhere/x'), 'there is no such file or folder'],
  ['a misspelled name', at('fil.json'), `there is no such file or folder; did you mean "${at('file.json')}"?`],
  ['what a terminal obeys', at('\u001b[31m'), 'there is no such file or folder'],
];
const READ = PLACES.filter(([, , folders]) => folders !== 'written');

test.each(WRONG.flatMap(([kind, path, says]) => READ.map(([name, args]) => ({ name, kind, says, args: args(path), path }))))(
  '$name: $kind', async ({ args, says, path }) => {
    const { exit, out, err } = await cli(args);
    expect({ exit, out, err }).toEqual({ exit: 2, out: '', err: expect.stringContaining(`cannot be read: ${says}`) as string });
    expect(err).toContain(path.length > 1000 ? `"${path.slice(0, 116)}..."`.replace('"...', '...').slice(0, -1) : JSON.stringify(path));
    expect(err.trimEnd()).not.toMatch(/\p{Cc}|bug in the program|\bE[A-Z]{4,}\b/u);
  },
);

const REFUSING = READ.filter(([, , folders]) => folders === 'refused').map(([name, args]) => ({ name, args }));
const READING = READ.filter(([, , folders]) => folders === 'read').map(([name, args]) => ({ name, args }));

test.each(REFUSING)('$name: a folder', async ({ args }) => {
  const { exit, out, err } = await cli(args(at('folder')));
  expect({ exit, out }).toEqual({ exit: 2, out: '' });
  expect(err).toMatch(/is a folder; give the path of|the folder has no \*\.tf\.json/);
});

test.each(READING)('$name: an empty folder', async ({ args }) => {
  const { exit, out, err } = await cli(args(at('folder')));
  expect({ exit, out }).toEqual({ exit: 2, out: '' });
  expect(err).toMatch(/the folder has no \*\.tf\.json|is a folder without files/);
});

describe.each(PLACES.filter(([, , folders]) => folders === 'written'))('%s', (_, args) => {
  test.each<[string, string, string]>([
    ['a slash after a file', at('file.json/'), 'is a file; give a folder'],
    ['a name after a file', at('file.json/x'), `${JSON.stringify(at('file.json'))} is a file; give a folder`],
    ['links in a circle', at('one'), 'its links form a circle'],
    ['a path that is too long', 'x'.repeat(5000), 'it is longer than the system allows'],
    ['nothing', '', 'is not a folder; give the path of one'],
    ['a character that no path has', 'a\0b', 'it contains a character that no path can have'],
  ])('%s', async (_kind, path, says) => {
    const { exit, out, err } = await cli(args(path));
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain(says);
    expect(err).not.toMatch(/bug in the program|\bE[A-Z]{4,}\b|\0/);
  });

  test('names that a terminal obeys are escaped', async () => {
    const { out } = await cli(args(at('new\u001b[31m')));
    expect(out).toContain('new\\u001b[31m');
    expect(out.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });
});

const SUBNET = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/' +
  'subnets/s';
const INIT = [
  'init', '--name', 'x', '--edition', '2026-03-19', '--cloud', 'public', '--region', 'westus2', '--subnet-id', SUBNET,
  '--address-prefix', '10.1.1.0/24',
];

// Commands that write one file.
describe.each<[string, (path: string) => string[]]>([
  ['report --output', (path) => ['report', NETWORK, '--deployment', DEPLOYMENT, '--output', path]],
  ['init --output', (path) => [...INIT, '--output', path]],
])('%s', (_, args) => {
  test.each<[string, string, RegExp]>([
    ['a slash after a file', at('file.json/'), /it ends with a slash, .*; did you mean ".*file\.json"\?/],
    ['a slash after nothing', at('new.yaml/'), /it ends with a slash, .*; did you mean ".*new\.yaml"\?/],
    ['a name after a file', at('file.json/x'), /a part of the path before its end is a file/],
    ['links in a circle', at('one'), /its links form a circle|such as a link; give another path/],
    ['a path that is too long', 'x'.repeat(5000), /it is longer than the system allows/],
    ['a folder', at('folder'), /it is a folder; give the path of a file|exists already/],
    ['a folder that is not there', at('elsewhere/x'), /there is no folder ".*elsewhere"; create it first/],
    ['a character that no path has', 'a\0b', /it contains a character that no path can have/],
  ])('%s', async (_kind, path, says) => {
    const { exit, out, err } = await cli(args(path));
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toMatch(says);
    expect(err).not.toMatch(/bug in the program|\bE[A-Z]{4,}\b|\0/);
  });
});

test('every argument and option that takes a path is among those', () => {
  const tried = [...PLACES.map(([name]) => name), 'report --output', 'init --output', 'explain PATH-AND-FLOW', 'diff PATHS'];
  const taking = programFor([], { out: () => undefined, err: () => undefined }, () => undefined).commands.flatMap((command) => [
    ...command.registeredArguments.filter((one) => /file|path|answer|existing|new/.test(one.name()))
      .map((one) => `${command.name()} ${one.name().toUpperCase()}`),
    ...command.options.filter(({ flags }) => /<(?:file|path|folder)s?\W/.test(flags)).map(({ long }) => `${command.name()} ${long!}`),
  ]);
  expect(taking.length).toBeGreaterThan(40);
  expect(taking.filter((one) => !tried.includes(one))).toEqual([]);
});
