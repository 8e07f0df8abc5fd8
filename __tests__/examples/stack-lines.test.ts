import { join } from 'node:path';
import fc from '../support/fast-check';
import { deploymentJson, folder, root } from '../support/example-suite';
import { stackLines } from '../support/stack-lines';

type Json = Record<string, unknown>;

const stack = JSON.parse(deploymentJson(join(root, 'examples', 'two-subnets.yaml'), join(folder, 'lines'))) as Json;
const before = stackLines(stack);

/** Every object and list with the keys of it, however deep. */
function placesOf(value: unknown): [Json, string][] {
  return typeof value !== 'object' || value === null ? []
    : Object.keys(value).flatMap((key) => [[value as Json, key] as [Json, string], ...placesOf((value as Json)[key])]);
}

test('each change of a stack changes its lines', () => {
  const places = placesOf(stack);
  expect(places.length).toBeGreaterThan(500);
  fc.assert(fc.property(fc.nat(places.length - 1), fc.constantFrom('taken away', 'null', 'another', 'a text'), (at, what) => {
    const changed = structuredClone(stack);
    const [owner, key] = placesOf(changed)[at]!;
    const value = owner[key];
    if (what === 'taken away' && Array.isArray(owner)) {
      owner.splice(Number(key), 1);
    } else if (what === 'taken away') {
      delete owner[key];
    } else {
      owner[key] = what === 'null' ? null : what === 'another' ? 'other' : JSON.stringify(value);
    }
    fc.pre(JSON.stringify(changed) !== JSON.stringify(stack));
    expect(stackLines(changed)).not.toBe(before);
  }));
});

const rule = (name: string, more: Json = {}): Json =>
  ({ name, description: `About ${name}`, priority: 100, ports: ['80', 443], none: null, ...more });

test('what rules have alike stands once, and what an earlier resource has is named', () => {
  const rules = [rule('A'), rule('B', { priority: 200 }), rule('C', { none: 'x y' }), rule('D'), rule('E')];
  expect(stackLines({ provider: { azurerm: [{}] }, resource: { group: {
    one: { location: 'westus2', rule: rules }, two: { location: 'eastus', rule: [...rules, rule('F', { ports: [] })] },
  } } }).split('\n')).toEqual([
    'provider {"azurerm":[{}]}',
    'group.one: location westus2',
    '  rule x 5, unless said otherwise: priority 100, ports ["80", 443]; null: none',
    '    A; About A', '    B: priority 200; About B', '    C: none "x y"; About C', '    D; About D', '    E; About E',
    'group.two: location eastus',
    '  rule x 6, unless said otherwise: priority 100, ports ["80", 443]; null: none',
    '    5 lines as in group.one, from A on',
    '    F: ports []; About F',
  ]);
});
