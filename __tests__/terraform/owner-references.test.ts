import type { Network } from '../../lib/network/network';
import { explainFlow } from '../../lib/verification/explain';
import { parseFlow } from '../../lib/verification/flow';
import { OWNER_REFERENCES, OwnerReference, Sections } from '../support/owner-references';
import { planOfStack } from '../support/plan-of-stack';
import { asConfiguration, BASE, Json, run } from '../support/rewriting';

// What a resource is of, is said by a reference. Where nobody knows what it names, an answer is certain only where it is the same
// whichever resource that is: the one that would change the answer, or another one.

const FLOWS = [
  'tcp 443 sa.blob.core.windows.net', 'tcp 443 8.8.8.8', 'tcp 443 10.2.0.4', 'tcp 443 10.1.1.9', 'udp 53 203.0.113.53', 'tcp 443 pypi.org',
];

/** An outcome, with how many conditions it rests on. */
interface Found {
  readonly outcome: string;
  readonly conditions: number;
}

function answers(network: Network, outcomes: ReadonlyMap<string, string>): Record<string, Found> {
  const servers = network.subnets.find(({ name }) => name === 'training')?.dnsServers ?? [];
  return {
    ...Object.fromEntries([...outcomes].map(([id, outcome]) => [id, { outcome, conditions: 0 }])),
    ...Object.fromEntries(FLOWS.map((flow) => {
      const { outcome, conditions } = explainFlow(network, parseFlow(`training outbound ${flow}`), { subnets: [] });
      return [flow, { outcome, conditions: conditions.length }];
    })),
    servers: { outcome: servers.some((one) => typeof one !== 'string') ? 'unknown' : servers.join(), conditions: 0 },
  };
}

function read(row: OwnerReference, reference: string, asPlan: boolean, more: Json = {}): Record<string, Found> {
  const json = { ...structuredClone(BASE), ...more };
  row.write(json['resource'] as Sections, reference, json);
  const { network, outcomes } = run(json, (one) => (asPlan ? [{ file: 'plan.json', json: planOfStack(one) }] : asConfiguration(one)));
  return answers(network, outcomes);
}

const VARIABLE = { variable: { groups: {} } };
const FORMS: readonly [what: string, reference: string, more: Json, asPlan: boolean][] = [
  ['a variable', '${var.groups}', VARIABLE, false],
  ['a value of an unknown set', '${each.value}', {}, false],
  ['an output of a module that is not read', '${module.m.id}', {}, false],
  ['a local value', '${local.ids}', { locals: { ids: '${var.groups}' }, ...VARIABLE }, false],
  ['a data source', '${data.external.d.result.id}', {}, false],
  ['a choice', '${var.groups ? var.groups : local.ids}', VARIABLE, false],
  ['a value of a plan', '${var.groups}', {}, true],
];

describe.each(OWNER_REFERENCES.map((row) => [row.what, row] as const))('%s', (_what, row) => {
  const known = (asPlan: boolean): Record<string, Found>[] => [row.own, row.other].map((reference) => read(row, reference, asPlan));

  test('decides something', () => {
    const [own, other] = known(false);
    expect(own).not.toEqual(other);
  });

  test.each(FORMS)('is certain only where that is the same: %s', (_form, reference, more, asPlan) => {
    const [own, other] = known(asPlan);
    const found = read(row, reference, asPlan, more);
    const isWrong = (id: string): boolean => {
      const [{ outcome, conditions }, ...those] = [found[id]!, own![id]!, other![id]!];
      return outcome !== 'unknown' && those.some((one) => one.outcome !== outcome || one.conditions > conditions);
    };
    expect(Object.keys(found).filter(isWrong).map((id) => [id, found[id], own![id], other![id]])).toEqual([]);
  });

  test('is of another one where a part of it says so', () => {
    row.ruledOut?.forEach((reference) => expect([reference, read(row, reference, false)]).toEqual([reference, known(false)[1]]));
  });
});
