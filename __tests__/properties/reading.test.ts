import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Requirement } from '../../lib';
import { Deployment } from '../../lib/deployment/deployment';
import { requestFromDeployment } from '../../lib/deployment/request-from-deployment';
import type { Network } from '../../lib/network/network';
import type { SourceDocument } from '../../lib/terraform/resource';
import { readRequest } from '../../lib/verification/read-request';
import { verify } from '../../lib/verification/verify';
import fc from '../support/fast-check';
import { graphOfStack } from '../support/graph-of-stack';
import { packetsOf, pointsOf } from '../support/packets/points';
import { passes } from '../support/packets/walk';
import { worldOf } from '../support/packets/worlds';
import { planOfStack } from '../support/plan-of-stack';
import { stateOfStack } from '../support/state-of-stack';

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

/** Values that a test puts into a file of its own, beside the sections of the configuration. */
const VALUES = '//values';

const asConfiguration = ({ [VALUES]: values, ...json }: Json): SourceDocument[] => [
  { file: 'main.tf.json', json }, ...(values === undefined ? [] : [{ file: 'terraform.tfvars.json', json: values }]),
];

function run(json: Json, form: (json: Json) => SourceDocument[] = asConfiguration): Run {
  const { network, options } = readRequest(requestFromDeployment(deployment, { documents: form(json) }));
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

/** The same network as a plan, as a state, and as Azure has it after it was applied. */
const FORMS: readonly ((json: Json) => SourceDocument[])[] = [
  (json) => [{ file: 'plan.json', json: planOfStack(json) }], (json) => [{ file: 'state.json', json: stateOfStack(json, '10.0.1.4') }],
  (json) => [{ file: 'export.json', json: graphOfStack(json) }],
];

const section = (json: Json, name: string): Json => (json[name] ??= {}) as Json;

const toVariable = (more: (value: unknown) => object): Change => change(isText, (json, path, value) => {
  const name = `v${Object.keys(section(json, 'variable')).length}`;
  section(json, 'variable')[name] = more(value);
  set(json, path, `\${var.${name}}`);
});
/** The value from a file with values, which overrides a default. */
const toValuesFile: Change = change(isText, (json, path, value) => {
  const name = `f${Object.keys(section(json, VALUES)).length}`;
  section(json, 'variable')[name] = { default: 'other' };
  section(json, VALUES)[name] = value;
  set(json, path, `\${var.${name}}`);
});
const IDS: Readonly<Record<string, string>> = {
  'azurerm_subnet.training': 'virtualNetworks/vnet-ml/subnets/training',
  'azurerm_network_security_group.n': 'networkSecurityGroups/nsg-training',
  'azurerm_route_table.t': 'routeTables/rt', 'azurerm_firewall_policy.p': 'firewallPolicies/fwp',
};
/** An id that is written down in the place of a reference. */
const toId: Change = change((value) => typeof value === 'string' && Object.keys(IDS).some((one) => value === `\${${one}.id}`),
  (json, path, value) => set(json, path, '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-net/providers/' +
    `Microsoft.Network/${IDS[String(value).slice(2, -4)]!}`));
const toModule: Change = change(isText, (json, path) => {
  section(json, 'module')['m'] = { source: './m' };
  set(json, path, '${module.m.value}');
});
/** One resource as one of several, with all that refers to it. */
const toRepeated = (more: Json, index: string, variable?: object): Change => (json, pick) => {
  const resources = Object.entries(json['resource'] as Json).flatMap(([type, of]) => Object.keys(of as Json).map((name) => [type, name]));
  const [type, name] = resources[pick % Math.max(1, resources.length)] ?? [];
  if (type === undefined) {
    return;
  }
  const changed = JSON.parse(JSON.stringify(json).replaceAll(`{${type}.${name!}.`, `{${type}.${name!}[${index}].`)) as Json;
  Object.assign(json, changed);
  Object.assign(at(json, ['resource', type, name!]) as Json, more);
  if (variable !== undefined) {
    section(json, 'variable')['repeat'] = variable;
  }
};
const isOf = (key: string) => (association: Json): boolean => association['subnet_id'] === `\${azurerm_subnet.${key}.id}`;
/** Subnets as blocks of their network, with what is put on them. */
const toInline: Change = (json) => {
  const resource = json['resource'] as Record<string, Record<string, Json> | undefined>;
  const network = Object.values(resource['azurerm_virtual_network'] ?? {})[0];
  const groups = Object.values(resource['azurerm_subnet_network_security_group_association'] ?? {});
  const tables = Object.values(resource['azurerm_subnet_route_table_association'] ?? {});
  if (network === undefined) {
    return;
  }
  network['subnet'] = Object.entries(resource['azurerm_subnet'] ?? {}).map(([key, { name, address_prefixes }]) => ({
    name, address_prefixes, security_group: groups.find(isOf(key))?.['network_security_group_id'],
    route_table_id: tables.find(isOf(key))?.['route_table_id'],
  }));
  for (const type of ['azurerm_subnet', 'azurerm_subnet_network_security_group_association', 'azurerm_subnet_route_table_association']) {
    delete resource[type];
  }
};
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
  toValuesFile, toId, toModule, toInline, toRepeated({ count: 1 }, '0'), toRepeated({ for_each: { a: 'b' } }, '\\"a\\"'),
  toRepeated({ count: '${var.repeat}' }, '0', { default: 1 }), toRepeated({ count: '${var.repeat}' }, '0', { default: 0 }),
  toRepeated({ count: '${var.repeat}' }, '0', {}), toRepeated({ for_each: '${var.repeat}' }, '\\"a\\"', {}),
  (json) => {
    (at(json, GROUP) as Json)['lifecycle'] = [{ ignore_changes: ['security_rule'] }];
  },
];

/** Without the requirement that rests on what is taken for the address space, which the worlds widen. */
const isMet = ({ outcomes }: Run): string[] =>
  [...outcomes].filter(([id, outcome]) => outcome === 'met' && id !== 'basic.virtual-network').map(([id]) => id);

test('what is taken away or doubled is not met in a plan, a state or an export alone', () => {
  const picks = fc.array(fc.tuple(fc.nat(CHANGES.length - 1), fc.nat()), { maxLength: 3 });
  let [read, definite] = [0, 0];
  fc.assert(fc.property(picks, fc.constantFrom(...FORMS), fc.nat(1000), (changes, form, seed) => {
    const written = structuredClone(BASE);
    changes.forEach(([i, pick]) => CHANGES[i]!(written, pick));
    let documents: SourceDocument[];
    try {
      documents = form(written);
    } catch (error) {
      expect(error).toBeInstanceOf(TypeError); // what is taken away leaves nothing that could be planned or deployed
      return;
    }
    read++;
    const again = run(written, () => documents);
    const literal = run(written);
    // Azure may have filled what a configuration does not say, so that only the answer itself can be held against packets.
    isMet(again).filter((id) => literal.outcomes.get(id) !== 'met').forEach((id) =>
      expect([id, agrees(literal, id, seed) ?? agrees(again, id, seed)]).not.toEqual([id, false]));
    definite += isMet(again).length;
  }), { numRuns: 40 });
  expect([read > 20, definite > 60]).toEqual([true, true]);
});

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
  }), { numRuns: 40 });
  expect(definite).toBeGreaterThan(30); // so that unknown is not the answer to everything
});
