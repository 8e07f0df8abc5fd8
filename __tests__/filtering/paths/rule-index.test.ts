import { Cloud, Edition, MachineLearning } from '../../../lib';
import { ALL_PORTS } from '../../../lib/azure/port-sets';
import { filterRule, PROTOCOLS } from '../../../lib/filtering/filter-rule';
import * as ruleIndex from '../../../lib/filtering/paths/rule-index';
import { Target } from '../../../lib/filtering/paths/target';
import { ANYTHING, ruleEnd } from '../../../lib/filtering/rule-end';
import { IntervalSet } from '../../../lib/network/interval-set';
import { viewsOf } from '../../../lib/verification/verify';
import fc from '../../support/fast-check';
import { networks, SUBNET } from '../../support/networks';
import { range } from '../../support/packets/world';

// A walk through a long list looks only at rules that may hold some of its flows. It finds what a walk through all of them finds.

type Walk = typeof import('../../../lib/filtering/paths/walk');

/** A walk through the rules that are given for it. */
function walkWith(rulesFor: typeof ruleIndex.rulesFor): Walk['walk'] {
  let found: Walk['walk'] | undefined;
  jest.isolateModules(() => {
    jest.doMock('../../../lib/filtering/paths/rule-index', () => ({ rulesFor }));
    found = jest.requireActual<Walk>('../../../lib/filtering/paths/walk').walk;
  });
  return found!;
}

let leftOut = 0;
const throughSome = walkWith((...given) => {
  const those = ruleIndex.rulesFor(...given);
  leftOut += given[0].length - those.length;
  return those;
});
const throughAll = walkWith((rules) => rules);

const requirements = MachineLearning.requirements({
  cloud: Cloud.PUBLIC, region: 'westus2', edition: Edition.E2026_03_19, workspace: { privateEndpoint: true }, compute: { publicIp: false },
});
const addresses = (...texts: string[]): Target => {
  const set = IntervalSet.of(texts.map(range));
  return { kind: 'addresses', set, side: texts[0]!.startsWith('10.') ? 'network' : 'internet' };
};
const target = fc.constantFrom<Target>(
  addresses('20.1.0.7'), addresses('20.1.0.0/24', '203.0.113.0/24'), addresses('10.1.0.0/16'), addresses('10.2.3.4'),
  addresses('0.0.0.0/0'),
  addresses('2603:1000:1::/48'), addresses('51.1.0.128/25', '40.1.0.0/28'),
  { kind: 'host', host: 'PyPI.org', except: [] }, { kind: 'host', host: '*.example.com', except: [] },
  { kind: 'host', host: 'a.example.com', except: [] }, { kind: 'host', host: 'other.org', except: [] },
  { kind: 'url', host: 'pypi.org', path: '/simple/x' }, { kind: 'tag', tag: 'Storage', except: [] },
  { kind: 'tag', tag: 'Internet', except: [] }, { kind: 'every', except: [] }, { kind: 'unknown', text: '${var.x}' },
);

test('leaves of a walk', () => {
  const lists = fc.array(networks, { minLength: 30, maxLength: 40 });
  fc.assert(fc.property(lists, fc.array(target, { minLength: 8, maxLength: 8 }), fc.boolean(), (all, targets, isForOpenings) => {
    const views = all.map((network) => viewsOf(network, {
      subnets: [{ name: SUBNET.name, subnetId: SUBNET.key, addressPrefixes: [], requirements, networkTraffic: 'virtual-network' }],
    }).views[0]!);
    // The last rules of groups deny everything, and nothing comes behind them.
    const rules = views.flatMap((view) =>
      [...view.outbound.filter(({ place }) => place !== undefined).slice(0, -1), ...view.firewalls.flatMap((one) => view.rulesOf(one))]);
    const [view] = views as [typeof views[0]];
    const context = { ...view.context, isForOpenings };
    for (const destination of targets) {
      for (const protocol of PROTOCOLS.slice(0, 3)) {
        const piece = { protocol, ports: { first: 443, last: 443 }, source: view.ownFor(destination), destination };
        expect(throughSome(rules, piece, context)).toEqual(throughAll(rules, piece, context));
      }
    }
  }), { numRuns: 12 });
  expect(leftOut).toBeGreaterThan(2000);
});

test('a pattern, and rules for the names that it stands for', () => {
  const names = Array.from({ length: 100 }, (_, i) => `h${i}.${i % 2 === 0 ? 'contoso.com' : 'example.com'}`);
  const rules = [...names, 'A.contoso.com', '*.a.contoso.com', '*.com'].map((host) => filterRule({
    name: host, label: host, kind: 'application', access: 'allow', protocols: ['TCP'], ports: [{ first: 443, last: 443 }],
    sourcePorts: ALL_PORTS, source: ANYTHING, destination: ruleEnd([], { hosts: [host] }),
  }));
  const [view] = viewsOf(fc.sample(networks, { numRuns: 1, seed: 1 })[0]!, {
    subnets: [{ name: SUBNET.name, subnetId: SUBNET.key, addressPrefixes: [], requirements, networkTraffic: 'virtual-network' }],
  }).views;
  const destination: Target = { kind: 'host', host: '*.contoso.com', except: [] };
  const piece = { protocol: 'TCP', ports: { first: 443, last: 443 }, source: view!.ownFor(destination), destination } as const;
  const leaves = throughSome(rules, piece, view!.context);
  expect(leaves).toHaveLength(53);
  expect(leaves).toEqual(throughAll(rules, piece, view!.context));
});
