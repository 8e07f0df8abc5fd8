import { Construct } from 'constructs';
import { isReference } from '../azure/references';
import { Check, plainText, text } from '../azure/argument-shapes';
import { ServiceTagFile } from '../input/service-tag-file';
import { RequirementSet } from '../requirements/requirement-set';
import { resolvedValue } from './claims';
import { atPath } from './error-context';
import { lateProblem } from './late-values';

/** Sets that hold no reference. Sets are immutable, and the constructs of an app share one, so each is looked through once. */
const WITHOUT_REFERENCE = new WeakSet<RequirementSet>();

/** What stands for the current item: Terraform knows it in a resource with `for_each` only. */
const CURRENT_ITEM = /[$%]\{[^}]*\beach\.(?:value|key)\b/;

const OF_ITERATOR = 'is what an iterator gives, which has a value only in resources that the iterator makes; give a text or a list that ' +
  'is the same for all';

/**
 * Checks the properties of a construct. What an iterator gives is found when the app is validated: only then is it known what
 * references lead to.
 */
export function checkProps(scope: Construct, check: Check, props: object): void {
  atPath(scope, () => check('props', props));
  // Ids of subnets are checked where they are associated.
  const rest = Object.fromEntries(Object.entries(props).filter(([key]) => key !== 'subnets'));
  scope.node.addValidation({ validate: () => currentItems(scope, '', rest) });
}

/** Checks the arguments of `associate`. */
export function checkAssociation(scope: Construct, name: string, subnetId: string): void {
  atPath(scope, () => {
    plainText('name', name);
    text('subnetId', subnetId);
  });
  scope.node.addValidation({ validate: () => currentItems(scope, `subnet ${name}`, subnetId) });
}

/** Where a value is: its key in what holds it, and where that is. */
interface PropertyPlace {
  readonly key: string;
  readonly isOfList: boolean;
  readonly within: PropertyPlace | undefined;
}

/** The properties at any depth that hold what an iterator gives, each as a problem. Values of this library are looked into as well. */
function currentItems(scope: Construct, argument: string, value: unknown): string[] {
  const seen = new Set<object>();
  const problems: string[] = [];
  const look = (one: unknown, place: PropertyPlace | undefined): void => {
    if (typeof one === 'string') {
      if (isReference(one)) {
        const given = resolvedValue(scope, [one]);
        const problem = CURRENT_ITEM.test(JSON.stringify(given)) ? OF_ITERATOR : lateProblem(propertyOf(place), given);
        problems.push(...(problem === undefined ? [] : [`${wordsOf(place, argument)}: ${problem}`]));
      }
      return;
    }
    if (typeof one !== 'object' || one === null || seen.has(one) || Construct.isConstruct(one) || one instanceof ServiceTagFile) {
      return;
    }
    seen.add(one);
    if (one instanceof RequirementSet && isWithoutReference(one)) {
      return;
    }
    const isOfList = Array.isArray(one);
    Object.entries(one).forEach(([key, item]) => look(item, { key, isOfList, within: place }));
  };
  look(value, undefined);
  return problems;
}

function isWithoutReference(set: RequirementSet): boolean {
  if (!WITHOUT_REFERENCE.has(set) && !holdsReference(set, new Set())) {
    WITHOUT_REFERENCE.add(set);
  }
  return WITHOUT_REFERENCE.has(set);
}

function holdsReference(value: unknown, seen: Set<unknown>): boolean {
  if (typeof value === 'string') {
    return isReference(value);
  }
  if (typeof value !== 'object' || value === null || seen.has(value)) {
    return false;
  }
  seen.add(value);
  return Object.keys(value).some((key) => holdsReference((value as Readonly<Record<string, unknown>>)[key], seen));
}

/** The property that holds a value, or the list that it is in. */
function propertyOf(place: PropertyPlace | undefined): string {
  return place === undefined ? '' : place.isOfList ? propertyOf(place.within) : nameOf(place);
}

function nameOf({ key }: PropertyPlace): string {
  return key.replace(/^_/, ''); // fields of values have the names of what was given
}

function wordsOf(place: PropertyPlace | undefined, argument: string): string {
  if (place === undefined) {
    return argument;
  }
  const within = wordsOf(place.within, argument);
  const name = nameOf(place);
  if (within === '') {
    return name;
  }
  return place.isOfList ? `${within}[${name}]` : `${within}.${name}`;
}
