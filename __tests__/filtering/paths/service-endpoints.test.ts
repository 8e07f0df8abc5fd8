import { Cloud } from '../../../lib';
import { IntervalSet } from '../../../lib/network/interval-set';
import { ServiceEndpoints } from '../../../lib/filtering/paths/service-endpoints';
import { partOf, Target } from '../../../lib/filtering/paths/target';
import { intervalOf } from '../../../lib/network/address-text';

const endpoints = new ServiceEndpoints(['Microsoft.Storage'], 'westus2', Cloud.PUBLIC);
const addresses = (tag: string, range: string): Target & { kind: 'addresses' } =>
  ({ kind: 'addresses', set: IntervalSet.of([intervalOf(range)]), side: 'internet', label: tag, tag });

test.each<[string, Target, string[]]>([
  ['the tag by its name', { kind: 'tag', tag: 'Storage.WestUS2', except: [] }, ['service endpoint']],
  ['its addresses', addresses('Storage.WestUS2', '203.0.113.0/24'), ['service endpoint']],
  ['a part of its addresses', { ...addresses('Storage.WestUS2', '203.0.113.0/25'), ...partOf({ label: 'x', tag: 'Storage.WestUS2' }) },
    ['service endpoint']],
  ['perhaps those of all regions', addresses('Storage', '203.0.113.0/24'), ['internet', 'service endpoint']],
  ['not those of another service', addresses('AzureMonitor', '203.0.113.0/24'), ['internet']],
  ['not addresses without a tag',
    { kind: 'addresses', set: IntervalSet.of([intervalOf('203.0.113.0/24')]), side: 'internet' }, ['internet']],
])('a service endpoint takes %s', (_, target, kinds) => {
  const [way] = endpoints.of(target, [{ target, hops: [{ kind: 'internet', text: 'a route' }] }]);
  expect(way!.hops.map(({ kind }) => kind)).toEqual(kinds);
});
