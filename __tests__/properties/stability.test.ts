import fc from '../support/fast-check';
import { CatalogSection, FirewallDestinations, RequirementSet, Scenario } from '../../lib';
import {
  deployments, entriesOf, ownNeeds, requirementOf, requirementsOf, SCENARIOS, synthesize, type Deployment,
} from '../support/deployments';

/** What a reviewer must not see: entries of `before` that are changed, gone or in another order in `after`. */
function touched(before: Deployment, after: Deployment): string[] {
  return touchedEntries(entriesOf(synthesize(before).json), entriesOf(synthesize(after).json));
}

function touchedEntries(before: Entries, after: Entries): string[] {
  return Object.entries(before).flatMap(([list, entries]) => {
    const later = after[list] ?? [];
    let from = 0;
    return entries.filter((entry) => {
      const at = later.indexOf(entry, from);
      from = at < 0 ? from : at + 1;
      return at < 0;
    }).map((entry) => `${list}: ${entry}`);
  });
}

type Entries = ReturnType<typeof entriesOf>;
type Change = (deployment: Deployment) => Deployment;

/** Scenarios that are switched on by name and those that follow from a fact. */
const switches: readonly (readonly [name: string, off: Change, on: Change])[] = [
  // Data exfiltration protection narrows on purpose: see its own test.
  ...SCENARIOS.filter((scenario) => scenario !== Scenario.DATA_EXFILTRATION_PROTECTION).map((scenario) => [scenario,
    (deployment: Deployment) => withScenarios(deployment, (deployment.facts.scenarios ?? []).filter((one) => one !== scenario)),
    (deployment: Deployment) => withScenarios(deployment, [...new Set([...(deployment.facts.scenarios ?? []), scenario])]),
  ] as const),
  [CatalogSection.PUBLIC_IP_COMPUTE, ...onAndOff((on) => ({ facts }) => ({ ...facts, compute: { ...facts.compute, publicIp: on } }))],
  [CatalogSection.HBI_WORKSPACE, ...onAndOff((on) => ({ facts }) => ({ ...facts, workspace: { ...facts.workspace, hbi: on } }))],
  [CatalogSection.KUBERNETES, ...onAndOff((on) => ({ facts: { kubernetes, ...facts } }) =>
    (on
      ? { ...facts, kubernetes: kubernetes ?? { training: true, inference: true, aks: { privateCluster: true, konnectivityAgent: true } } }
      : facts))],
];

function withScenarios(deployment: Deployment, scenarios: Scenario[]): Deployment {
  return { ...deployment, facts: { ...deployment.facts, scenarios } };
}

function onAndOff(change: (on: boolean) => (deployment: Deployment) => Deployment['facts']): [off: Change, on: Change] {
  return [
    (deployment) => ({ ...deployment, facts: change(false)(deployment) }),
    (deployment) => ({ ...deployment, facts: change(true)(deployment) }),
  ];
}

/** All switches off that can be: rules by host name need the host tables. */
function allOff(deployment: Deployment): { readonly start: Deployment; readonly off: typeof switches } {
  const off = switches.filter(([name]) =>
    name !== Scenario.WITHOUT_SERVICE_TAGS || deployment.firewall.destinations === FirewallDestinations.SERVICE_TAGS);
  return { start: off.reduce((one, [, turnOff]) => turnOff(one), deployment), off };
}

test('switching on a scenario adds its rules and touches no other, whichever are on already', () => {
  // Switched on one after the other, in any order: each step has another base, and the end of one is the start of the next.
  const inAnyOrder = deployments().map(allOff).chain(({ start, off }) =>
    fc.record({ start: fc.constant(start), order: fc.shuffledSubarray([...off], { minLength: off.length }) }));
  fc.assert(fc.property(inAnyOrder, ({ start, order }) => {
    let before = start;
    let entries = entriesOf(synthesize(before).json);
    for (const [name, , on] of order) {
      const after = on(before);
      const next = entriesOf(synthesize(after).json);
      expect([name, touchedEntries(entries, next)]).toEqual([name, []]);
      [before, entries] = [after, next];
    }
  }), { numRuns: 15 });
});

test('data exfiltration protection takes away ways to storage and the entry point of the studio, and touches nothing else', () => {
  fc.assert(fc.property(deployments(), (deployment) => {
    const rest = (deployment.facts.scenarios ?? []).filter((scenario) => scenario !== Scenario.DATA_EXFILTRATION_PROTECTION);
    const gone = touched(withScenarios(deployment, rest), withScenarios(deployment, [...rest, Scenario.DATA_EXFILTRATION_PROTECTION]));
    expect(
      gone.filter((entry) =>
        !/\["?(Storage\.\w+|AzureFrontDoor\.Frontend|[\w*]+\.(blob|file|dfs|table|queue)\.core\.[a-z.]+)"?\]|"AzureFrontDoor\.Frontend"/.test(
          entry,
        )),
    )
      .toEqual([]);
  }), { numRuns: 30 });
});

test('adding a requirement of the user touches no other rule', () => {
  fc.assert(fc.property(deployments(), fc.nat(), (deployment, position) => {
    fc.pre(deployment.own.length > 0);
    const removed = position % deployment.own.length;
    const before = { ...deployment, own: deployment.own.filter((_, index) => index !== removed) };
    expect(touched(before, deployment)).toEqual([]);
  }), { numRuns: 60 });
});

test('the same deployment gives the same bytes, whatever the order of what the user lists', () => {
  const shuffled = deployments().chain((deployment) => fc.record({
    deployment: fc.constant(deployment),
    scenarios: fc.shuffledSubarray(deployment.facts.scenarios ?? [], { minLength: deployment.facts.scenarios?.length }),
    own: fc.shuffledSubarray([...deployment.own], { minLength: deployment.own.length }),
  }));
  fc.assert(fc.property(shuffled, ({ deployment, scenarios, own }) => {
    const { text } = synthesize(deployment);
    expect(synthesize(deployment).text).toBe(text);
    expect(synthesize({ ...withScenarios(deployment, scenarios), own }).text).toBe(text);
  }), { numRuns: 30 });
});

test('requirements of the user make the same set in one step, one by one, and in another order', () => {
  fc.assert(fc.property(deployments(), ownNeeds(4), ({ facts }, own) => {
    const textOf = ({ all: requirements }: RequirementSet): string[] =>
      requirements.map((requirement) => `${requirement.slot} ${requirement.toString()}`);
    const base = requirementsOf({ facts, own: [] });
    const one = textOf(requirementsOf({ facts, own }));
    expect(one).toEqual(expect.arrayContaining(textOf(base)));
    expect(one).toHaveLength(base.all.length + own.length);
    expect(textOf([...own].reverse().reduce((set, need) => set.plus(requirementOf(need, facts)), base))).toEqual(one);
  }), { numRuns: 20 });
});
