import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Requirement } from '../../lib';
import { Deployment } from '../../lib/deployment/deployment';
import { requestFromDeployment } from '../../lib/deployment/request-from-deployment';
import type { Network } from '../../lib/network/network';
import type { CalledModule, SourceDocument } from '../../lib/terraform/resource';
import { readRequest } from '../../lib/verification/read-request';
import { verify } from '../../lib/verification/verify';
import { packetsOf, pointsOf } from './packets/points';
import { passes } from './packets/walk';
import { worldOf } from './packets/worlds';

/** A network as JSON, which tests change at random places, and what is met in it by the verifier and by packets. */

export type Json = Record<string, unknown>;

const FOLDER = join(__dirname, '..', 'cases', '00-all-met');
export const BASE = JSON.parse(readFileSync(join(FOLDER, 'main.tf.json'), 'utf8')) as Json;
const deployment = Deployment.fromFile(join(FOLDER, 'deployment.yaml'));
export const GROUP = ['resource', 'azurerm_network_security_group', 'n'];

export interface Run {
  readonly network: Network;
  readonly outcomes: ReadonlyMap<string, string>;
  readonly requirements: readonly Requirement[];
}

/** What a test puts into files of their own, beside the sections of the configuration: values of variables, another file, modules. */
export const [VALUES, SECOND, OVERRIDE, MODULES] = ['//values', '//second', '//override', '//modules'] as const;

/** @param folder of the files; only where a configuration reads one, it is there */
export function asConfiguration(
  { [VALUES]: values, [SECOND]: second, [OVERRIDE]: override, [MODULES]: modules = {}, ...json }: Json, folder = '.',
): SourceDocument[] {
  const file = (name: string, content: unknown): SourceDocument[] =>
    (content === undefined ? [] : [{ file: join(folder, name), json: content, folder, modules: called }]);
  const called: ReadonlyMap<string, CalledModule> = new Map(Object.entries(modules as Json).map(([name, content]) => [name, { documents: [
    // A module may call one of the others.
    { file: join(folder, name, 'main.tf.json'), json: content, folder, get modules() { return called; } },
  ] }]));
  return [
    ...file('main.tf.json', json), ...file('second.tf.json', second), ...file('a_override.tf.json', override),
    ...file('terraform.tfvars.json', values),
  ];
}

export function run(json: Json, form: (json: Json) => SourceDocument[] = (one) => asConfiguration(one)): Run {
  const { network, options } = readRequest(requestFromDeployment(deployment, { documents: form(json) }));
  const { answers } = verify(network, options);
  return {
    network, outcomes: new Map(answers.map(({ requirementId, outcome }) => [requirementId, outcome])),
    requirements: options.subnets[0]!.requirements.all,
  };
}

/** The address of the firewall, which is known after apply, is one. */
export function settled(network: Network): Network {
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
export function agrees(of: Run, id: string, seed: number): boolean | undefined {
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

export type Path = readonly (string | number)[];

export function at(json: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], json);
}

export function set(json: Json, path: Path, value: unknown): void {
  (at(json, path.slice(0, -1)) as Record<string | number, unknown>)[path.at(-1)!] = value;
}

/** Places of values in the bodies of resources that a test takes. */
export function placesOf(json: Json, isTaken: (value: unknown, path: Path) => boolean): Path[] {
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
export type Change = (json: Json, pick: number) => void;

export const change = (isTaken: (value: unknown, path: Path) => boolean, apply: (json: Json, path: Path, value: unknown) => void): Change =>
  (json, pick) => {
    const places = placesOf(json, isTaken);
    const path = places[pick % Math.max(1, places.length)];
    if (path !== undefined) {
      apply(json, path, at(json, path));
    }
  };

export const isText = (value: unknown): boolean => typeof value === 'string';
export const isBlock = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
export const isItem = (_: unknown, path: Path): boolean => typeof path.at(-1) === 'number';

export const remove = change(() => true, (json, path) => {
  const parent = at(json, path.slice(0, -1));
  if (Array.isArray(parent)) {
    parent.splice(Number(path.at(-1)), 1);
  } else {
    delete (parent as Json)[String(path.at(-1))];
  }
});
export const duplicate = change(isItem, (json, path, value) => {
  (at(json, path.slice(0, -1)) as unknown[]).push(structuredClone(value));
});

/** Without the requirement that rests on what is taken for the address space, which the worlds widen. */
export const isMet = ({ outcomes }: Run): string[] =>
  [...outcomes].filter(([id, outcome]) => outcome === 'met' && id !== 'basic.virtual-network').map(([id]) => id);
