import { CatalogEntry } from '../catalog/entry';
import { switchedOnBy } from '../requirements/scenario';
import { RequirementSet } from '../requirements/requirement-set';
import { Query } from './query';
import { COVERING, holdsPort, relationOf } from './relation';

/**
 * Whether a deployment has an entry of the catalog:
 *
 * | state | meaning |
 * |---|---|
 * | `on` | it is one of its requirements, and covers what was asked for |
 * | `other` | it is one of its requirements, for another region, name or port |
 * | `left-out` | the user left it out, or a condition is not met |
 * | `off` | its section is not switched on, or it is not in the edition or for the cloud |
 */
export interface EntryState {
  readonly state: 'on' | 'other' | 'left-out' | 'off';
  readonly reason: string;
}

export function stateOf(entry: CatalogEntry, set: RequirementSet, query: Query, tags: readonly string[] = []): EntryState {
  const own = set.all.filter(({ _entry }) => _entry === entry.id);
  if (own.length > 0) {
    const covers = own.some(
      ({ endpoint, ports }) => COVERING.includes(relationOf(endpoint, query, tags)) && holdsPort(ports.protocol, ports._all, query),
    );
    return covers
      ? { state: 'on', reason: 'the deployment has it' }
      : { state: 'other', reason: `the deployment has it as ${own.map(({ need }) => need).join(' and ')}` };
  }
  const leftOut = set.leftOut.find(({ id }) => id === entry.id);
  if (leftOut !== undefined) {
    return { state: 'left-out', reason: `${leftOut.byUser ? 'left out by the deployment file' : 'does not apply'}: ${leftOut.reason}` };
  }
  const gap = set.gaps.find(({ id }) => id === entry.id);
  if (gap !== undefined) {
    return { state: 'off', reason: `${gap.reason}; instead: ${gap.remedy}` };
  }
  if (!entry.editions.includes(set.edition)) {
    return { state: 'off', reason: `edition ${set.edition}, which the deployment follows, does not have it` };
  }
  return entry.clouds.includes(set.cloud)
    ? { state: 'off', reason: `the section ${entry.section} is off; it ${switchedOnBy(entry.section)}` }
    : { state: 'off', reason: `it is not for the cloud ${set.cloud}` };
}
