import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readExports } from '../../lib/azure-exports/read-exports';
import { Deployment } from '../../lib/deployment/deployment';
import { requestFromDeployment } from '../../lib/deployment/request-from-deployment';
import type { Network } from '../../lib/network/network';
import { networkOf } from '../../lib/terraform/read-network';
import { verify } from '../../lib/verification/verify';
import { readRequest } from '../../lib/verification/read-request';
import { graphOfStack } from '../support/graph-of-stack';
import { planOfStack } from '../support/plan-of-stack';
import { stateOfStack } from '../support/state-of-stack';

// Each case as a configuration, as the plan of it, and as what is there after apply. The other forms are made by hand-written rules.

type Body = Readonly<Record<string, unknown>>;
type Resources = Readonly<Record<string, Readonly<Record<string, Body>>>>;

const ADDRESS = '10.1.0.4';

/** Each element of a `for_each` over a local map as a resource of its own, because the other forms are made of plain resources. */
function spread({ resource, locals }: { readonly resource: Resources; readonly locals?: readonly Body[] }): { resource: Resources } {
  const values = Object.assign({}, ...[locals ?? []].flat()) as Record<string, Record<string, Body>>;
  const of = ([name, { for_each: over, ...body }]: [string, Body]): [string, Body][] => {
    const map = typeof over === 'string' ? values[/^\$\{local\.(\w+)\}$/.exec(over)![1]!]! : undefined;
    return map === undefined ? [[name, body]] : Object.entries(map).map(([key, { destination_port_ranges: ports, ...element }]) => [
      `${name}_${key}`, { ...body, ...element, destination_port_ranges: ports ?? [element['destination_port_range']],
        destination_port_range: undefined },
    ]);
  };
  return { resource: Object.fromEntries(Object.entries(resource).map(([type, all]) =>
    [type, Object.fromEntries(Object.entries(all).flatMap(of))])) };
}

/** What is in the place of a generated name after apply. */
function named(document: object): { resource: Resources } {
  return JSON.parse(JSON.stringify(document).replaceAll('${azurerm_resource_group.g.name}', 'rg-ab12')
    .replaceAll('rg-${random_string.s.result}', 'rg-ab12')) as { resource: Resources };
}

const FORMS: readonly (readonly [name: string, read: (document: { resource: Resources }) => Network])[] = [
  ['a plan', (document) => networkOf([{ file: 'plan.json', json: planOfStack(document) }])],
  ['a state', (document) => networkOf([{ file: 'state.json', json: stateOfStack(named(document), ADDRESS) }])],
  ['an export', (document) => readExports([{ file: 'graph.json', json: graphOfStack(named(document), ADDRESS) }])],
];

/** Azure refuses what these write, so it is not there after apply. */
const REFUSED = /^(06|10)-/;

const cases = readdirSync(__dirname).filter((name) => /^\d/.test(name));
test.each(cases)('case %s', (name) => {
  const path = join(__dirname, name, 'main.tf.json');
  const { network, options } = readRequest(requestFromDeployment(Deployment.fromFile(join(__dirname, name, 'deployment.yaml')), {
    paths: [path],
  }));
  const said = (of: Network): unknown => {
    const { answers, findings } = verify(of, { ...options,
      subnets: options.subnets.map((one) => ({ ...one, subnetId: 'vnet-ml/training' })) });
    return {
      answers: answers.map(({ requirementId, outcome, conditions }) => ({
        // Which firewall has an address is known after apply.
        requirementId, outcome, conditions: conditions.filter((one) => !one.includes('is the address of the firewall')),
      })),
      findings: findings.map(({ id, subject, message }) => ({ id, message, subject: subject.replace(/^\S*\/(?=[^/]+$)/, '') })),
    };
  };
  const document = spread(JSON.parse(readFileSync(path, 'utf8')) as { resource: Resources });
  for (const [form, read] of FORMS.filter(([one]) => one === 'a plan' || !REFUSED.test(name))) {
    expect([form, said(read(document))]).toEqual([form, said(network)]);
  }
});
