import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Requirement } from '../../lib';
import { Deployment } from '../../lib/deployment/deployment';
import { requestFromDeployment } from '../../lib/deployment/request-from-deployment';
import type { Network } from '../../lib/network/network';
import { readRequest } from '../../lib/verification/read-request';
import { verify } from '../../lib/verification/verify';
import fc from '../support/fast-check';
import { packetsOf, pointsOf } from '../support/packets/points';
import { passes } from '../support/packets/walk';
import { worldOf } from '../support/packets/worlds';

type Json = Record<string, unknown>;

const FOLDER = join(__dirname, '..', 'cases', '00-all-met');
const BASE = JSON.parse(readFileSync(join(FOLDER, 'main.tf.json'), 'utf8')) as Json;
const deployment = Deployment.fromFile(join(FOLDER, 'deployment.yaml'));
const GROUP = ['resource', 'azurerm_network_security_group', 'n'];

interface Run {
  readonly network: Network;
  readonly outcomes: ReadonlyMap<string, string>;
  readonly requirements: readonly Requirement[];
}

function run(json: Json): Run {
  const { network, options } = readRequest(requestFromDeployment(deployment, { documents: [{ file: 'main.tf.json', json }] }));
  const { answers } = verify(network, options);
  return {
    network, outcomes: new Map(answers.map(({ requirement, outcome }) => [requirement, outcome])),
    requirements: options.subnets[0]!.requirements.all,
  };
}

/** The address of the firewall, which is known after apply, is one. */
function settled(network: Network): Network {
  const known = <T>(value: T | { readonly unknown: string }): T | string =>
    (typeof value === 'object' && value !== null && 'unknown' in value ? '10.1.0.4' : value);
  return {
    ...network, firewalls: network.firewalls.map((firewall) => ({ ...firewall, privateAddresses: firewall.privateAddresses.map(known) })),
    routeTables: new Map([...network.routeTables].map(([key, table]) => [key, {
      ...table, routes: table.routes.map((route) =>
        (route.nextHopAddress === undefined ? route : { ...route, nextHopAddress: known(route.nextHopAddress) })),
    }])),
  };
}

/** Whether a value is missing or stands for addresses that the files do not say, of which packets say nothing. */
function hasOpen(value: unknown): boolean {
  if (value instanceof Map) {
    return [...value.values()].some(hasOpen);
  }
  return typeof value === 'object' && value !== null &&
    ('unknown' in value || (value as { kind?: unknown }).kind === 'opaque' || Object.values(value).some(hasOpen));
}

/** Whether all packets of a requirement pass, in several worlds; undefined where they do not say. */
function agrees(of: Run, id: string, seed: number): boolean | undefined {
  const { securityGroups, routeTables, firewalls } = settled(of.network);
  return hasOpen([securityGroups, routeTables, firewalls]) ? undefined : packetsPass(of, id, seed);
}

function packetsPass({ network: read, requirements }: Run, id: string, seed: number): boolean {
  const network = settled(read);
  const subnet = network.subnets.find(({ name }) => name === 'training');
  const requirement = requirements.find((one) => one.id === id)!;
  return subnet === undefined || [0, 1, 2].every((i) => {
    const world = worldOf(seed + i, false, network, subnet, [requirement]);
    return packetsOf(requirement, pointsOf(network, subnet, world, [requirement]), subnet, world).every((packet) =>
      passes(packet, subnet, network, world));
  });
}

type Path = readonly (string | number)[];

function at(json: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], json);
}

function set(json: Json, path: Path, value: unknown): void {
  (at(json, path.slice(0, -1)) as Record<string | number, unknown>)[path.at(-1)!] = value;
}

/** Places of values in the bodies of resources that a test takes. */
function placesOf(json: Json, isTaken: (value: unknown, path: Path) => boolean): Path[] {
  const found: Path[] = [];
  const visit = (value: unknown, path: Path): void => {
    if (path.length > 3 && isTaken(value, path)) {
      found.push(path);
    }
    if (typeof value === 'object' && value !== null) {
      Object.keys(value).forEach((key) => visit((value as Json)[key], [...path, Array.isArray(value) ? Number(key) : key]));
    }
  };
  visit(json['resource'], ['resource']);
  return found;
}

/** Changes something at one of the places. */
type Change = (json: Json, pick: number) => void;

const change = (isTaken: (value: unknown, path: Path) => boolean, apply: (json: Json, path: Path, value: unknown) => void): Change =>
  (json, pick) => {
    const places = placesOf(json, isTaken);
    const path = places[pick % Math.max(1, places.length)];
    if (path !== undefined) {
      apply(json, path, at(json, path));
    }
  };

const isText = (value: unknown): boolean => typeof value === 'string';
const isBlock = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
const isItem = (_: unknown, path: Path): boolean => typeof path.at(-1) === 'number';

const remove = change(() => true, (json, path) => {
  const parent = at(json, path.slice(0, -1));
  if (Array.isArray(parent)) {
    parent.splice(Number(path.at(-1)), 1);
  } else {
    delete (parent as Json)[String(path.at(-1))];
  }
});
const duplicate = change(isItem, (json, path, value) => {
  (at(json, path.slice(0, -1)) as unknown[]).push(structuredClone(value));
});
const CHANGES: readonly Change[] = [remove, duplicate];

const section = (json: Json, name: string): Json => (json[name] ??= {}) as Json;

const toVariable = (more: (value: unknown) => object): Change => change(isText, (json, path, value) => {
  const name = `v${Object.keys(section(json, 'variable')).length}`;
  section(json, 'variable')[name] = more(value);
  set(json, path, `\${var.${name}}`);
});
/** One rule of the group as a resource of its own, whose owner is named in one of several ways. */
const toStandalone = (owner: string): Change => (json, pick) => {
  const rules = (at(json, GROUP) as Json)['security_rule'];
  if (!Array.isArray(rules) || rules.length === 0) {
    return;
  }
  // Inline and standalone rules do not go together, so all of them go.
  (at(json, GROUP) as Json)['security_rule'] = undefined;
  delete (at(json, GROUP) as Json)['security_rule'];
  const standalone = rules.map((rule: unknown, i) => [`r${i}`, {
    ...rule as Json, resource_group_name: 'rg-net',
    network_security_group_name: i === pick % rules.length ? owner : '${azurerm_network_security_group.n.name}',
  }]);
  section(section(json, 'resource'), 'azurerm_network_security_rule')['x'] = undefined;
  (json['resource'] as Json)['azurerm_network_security_rule'] = Object.fromEntries(standalone);
};
/** The rules as a dynamic block, over a local value or over a variable. */
const toDynamic = (over: string, isList: boolean): Change => (json) => {
  const group = at(json, GROUP) as Json;
  const rules = group['security_rule'];
  if (!Array.isArray(rules) || rules.length === 0) {
    return;
  }
  section(json, 'locals')['rules'] = rules;
  const keys = [...new Set(rules.flatMap((rule: unknown) => Object.keys(rule as Json)))];
  const content = Object.fromEntries(keys.map((key) => [key, `\${try(security_rule.value.${key}, null)}`]));
  const block = { for_each: over, content: isList ? [content] : content };
  delete group['security_rule'];
  group['dynamic'] = isList ? [{ security_rule: [block] }] : { security_rule: block };
};

const EXPRESSIONS: readonly Change[] = [
  toVariable(() => ({})), toVariable((value) => ({ default: value })),
  change(isText, (json, path, value) => {
    section(json, 'locals')[`l${Object.keys(section(json, 'locals')).length}`] = value;
    set(json, path, `\${local.l${Object.keys(section(json, 'locals')).length - 1}}`);
  }),
  change((value, path) => isBlock(value) && typeof path.at(-1) === 'string', (json, path, value) => set(json, path, [value])),
  change((value) => Array.isArray(value) && value.length === 1 && isBlock(value[0]), (json, path, value) =>
    set(json, path, (value as unknown[])[0])),
  toStandalone('nsg-training'), toStandalone('${var.group}'), toStandalone('nsg-${var.suffix}'), toStandalone('${module.m.name}'),
  toDynamic('${local.rules}', true), toDynamic('${local.rules}', false), toDynamic('${var.rules}', true),
  (json) => {
    (at(json, GROUP) as Json)['lifecycle'] = [{ ignore_changes: ['security_rule'] }];
  },
];

/** Without the requirement that rests on what is taken for the address space, which the worlds widen. */
const isMet = ({ outcomes }: Run): string[] =>
  [...outcomes].filter(([id, outcome]) => outcome === 'met' && id !== 'basic.virtual-network').map(([id]) => id);

test('what is taken away, doubled or written in another way is never met by that alone', () => {
  const picks = fc.array(fc.tuple(fc.nat(CHANGES.length - 1), fc.nat()), { maxLength: 3 });
  const forms = fc.array(fc.tuple(fc.nat(EXPRESSIONS.length - 1), fc.nat()), { minLength: 1, maxLength: 3 });
  let definite = 0;
  fc.assert(fc.property(picks, forms, fc.nat(1000), (changes, expressions, seed) => {
    const written = structuredClone(BASE);
    changes.forEach(([i, pick]) => CHANGES[i]!(written, pick));
    const literal = run(written);
    isMet(literal).forEach((id) => expect([id, agrees(literal, id, seed)]).not.toEqual([id, false]));
    const other = structuredClone(written);
    expressions.forEach(([i, pick]) => EXPRESSIONS[i]!(other, pick));
    const again = run(other);
    const gained = isMet(again).filter((id) => literal.outcomes.get(id) !== 'met');
    gained.forEach((id) => expect([id, agrees(literal, id, seed)]).toEqual([id, true]));
    definite += isMet(again).length;
  }), { numRuns: 30 });
  expect(definite).toBeGreaterThan(30); // so that unknown is not the answer to everything
});
