import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { Cloud } from '../azure/clouds';
import { InputError } from '../azure/errors';
import { isUnresolvedNumber } from '../azure/number-references';
import { isReference } from '../azure/references';
import { Check, plainText, text } from '../azure/argument-shapes';
import { ServiceTagFile } from '../input/service-tag-file';
import { checkEndpoint, Endpoint } from '../requirements/endpoint';
import { RequirementSet } from '../requirements/requirement-set';
import { atPath } from './error-context';
import { lateNumberProblem, lateProblem, lateTagsProblem } from './late-values';
import { resolvedValue } from './resolved-values';

/** Sets that hold no reference. Sets are immutable, and the constructs of an app share one, so each is looked through once. */
const WITHOUT_REFERENCE = new WeakSet<RequirementSet>();

/** What stands for the current item: Terraform knows it in a resource with `for_each` or `count` only. */
const CURRENT_ITEM = /[$%]\{[^}]*\b(?:each\.(?:value|key)|count\.index)\b/;

const OF_ITERATOR = 'is what an iterator or a count gives, which has a value only in resources that it makes; give a value that is the ' +
  'same for all';

const OF_NUMBER = 'has a reference to a number next to a digit or one of - . + |, which CDK for Terraform takes for a part of the ' +
  'reference; write Token.asString(...) around the number';

/**
 * Checks the properties of a construct. What an iterator gives, and what turns out wrong, is found when the app is validated: only then
 * is it known what references lead to.
 */
export function checkProps(scope: Construct, check: Check, props: { readonly requirements: RequirementSet }): void {
  atPath(scope, () => check('props', props));
  // Ids of subnets are checked where they are associated.
  const rest = Object.fromEntries(Object.entries(props).filter(([key]) => key !== 'subnets'));
  const { requirements: { cloud } } = props;
  scope.node.addValidation({ validate: () => lateProblems(scope, '', rest, cloud) });
}

/** Checks the arguments of `associate`. */
export function checkAssociation(scope: Construct, name: string, subnetId: string): void {
  atPath(scope, () => {
    plainText('name', name);
    text('subnetId', subnetId);
    if (name === '') {
      throw new InputError({ argument: 'name', problem: 'is empty', allowed: 'give a name, unique in the construct' });
    }
    if (scope.node.tryFindChild(associationId(name)) !== undefined) {
      throw new InputError({
        argument: 'name', given: name, problem: 'is the name of another subnet here', allowed: 'give each subnet a name of its own',
      });
    }
  });
  scope.node.addValidation({ validate: () => lateProblems(scope, `subnet ${name}`, { subnetId }) });
}

/** The id of the association of a subnet, below its construct. */
export function associationId(name: string): string {
  return `Subnet-${name}`;
}

/** Where a value is: its key in what holds it, and where that is. */
interface PropertyPlace {
  readonly key: string;
  readonly isOfList: boolean;
  readonly within: PropertyPlace | undefined;
}

/**
 * The properties at any depth that hold what an iterator gives, or what turns out wrong, each as a problem. Values of this library are
 * looked into as well.
 */
function lateProblems(scope: Construct, argument: string, props: object, cloud = Cloud.PUBLIC): string[] {
  const seen = new Set<object>();
  const problems: string[] = [];
  const say = (place: PropertyPlace, given: unknown, problem: () => string | undefined): void => {
    const found = CURRENT_ITEM.test(JSON.stringify(given) ?? '') ? OF_ITERATOR : problem();
    problems.push(...(found === undefined ? [] : [`${wordsOf(place, argument)}: ${found}`]));
  };
  const look = (one: unknown, place: PropertyPlace, holder: unknown): void => {
    if (typeof one === 'string') {
      if (isUnresolvedNumber(one)) {
        say(place, one, () => OF_NUMBER);
      } else if (isReference(one)) {
        const given = resolvedValue(scope, [one]);
        say(place, given, () => lateProblem(propertyOf(place), given, cloud, checkOf(holder)));
      }
    } else if (typeof one === 'number') {
      if (Token.isUnresolved(one)) {
        const given = resolvedValue(scope, one);
        say(place, given, () => lateNumberProblem(propertyOf(place), given));
      }
    } else if (isLookedInto(one) && !seen.has(one)) {
      seen.add(one);
      if (nameOf(place) === 'tags') {
        const given = resolvedValue(scope, one);
        say(place, given, () => lateTagsProblem(given));
      } else {
        lookInto(one, place);
      }
    }
  };
  const lookInto = (one: object, place: PropertyPlace | undefined): void => {
    const isOfList = Array.isArray(one);
    Object.entries(one).forEach(([key, item]) => look(item, { key, isOfList, within: place }, one));
  };
  lookInto(props, undefined);
  return problems;
}

function isLookedInto(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Construct.isConstruct(value) && !(value instanceof ServiceTagFile) &&
    !(value instanceof RequirementSet && isWithoutReference(value));
}

/** The check of a value that its holder says more of than its name. */
function checkOf(holder: unknown): ((values: readonly string[], cloud: Cloud) => void) | undefined {
  return holder instanceof Endpoint
    ? (values, cloud) => values.forEach((value) => checkEndpoint(Endpoint._of(holder.kind, value, holder.isUnlisted), cloud))
    : undefined;
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

/** @param argument what the properties are of, where they are no properties of the construct itself */
function wordsOf(place: PropertyPlace, argument: string): string {
  const name = nameOf(place);
  if (place.within === undefined) {
    return argument === '' ? name : argument;
  }
  const within = wordsOf(place.within, argument);
  return place.isOfList ? `${within}[${name}]` : `${within}.${name}`;
}
