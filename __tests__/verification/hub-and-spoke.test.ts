import * as library from '../../lib';
import { networkOf } from '../../lib/terraform/read-network';
import { verify } from '../../lib/verification/verify';
import { hubAndSpoke } from '../support/hub-and-spoke';
import { planOfStack } from '../support/plan-of-stack';
import { newStack, textOf } from '../constructs/synthesis';

const SUBNETS = 50;

test('a plan of a hub and 50 spokes is verified', () => {
  const stack = newStack();
  const { requirements, subnets } = hubAndSpoke(stack, SUBNETS, library);
  const plan = planOfStack(JSON.parse(textOf(stack)) as Record<string, unknown>);
  const network = networkOf([{ file: 'plan.json', json: plan }]);
  const { answers, findings } = verify(network, {
    subnets: subnets.map(({ name, subnetId, prefix, space }) =>
      ({ name, subnetId, addressPrefixes: [prefix], requirements, networkTraffic: [space, '10.0.0.0/16'] })),
  });
  expect(answers).toHaveLength(SUBNETS * requirements.all.length);
  expect(answers.filter(({ outcome }) => outcome !== 'met')).toEqual([]);
  expect(findings).toEqual([]);
});
