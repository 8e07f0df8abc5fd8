import { PathStep, StepCause } from '../answers';
import { Place } from '../../network/network';
import { FilterRule, TransportProtocol } from '../filter-rule';
import { isUnreadRule } from '../unread-rule';
import { MatchContext } from './split';
import { Target, targetText } from './target';
import { Doubt, FlowPiece, Leaf, resultOf, trace, walk } from './walk';

/** Another way to write the same need: service tags for a host name, or host names for a service tag. */
export interface Alternative {
  readonly targets: readonly Target[];
  /** As a condition says it. */
  readonly text: string;
  readonly protocol?: TransportProtocol;
}

/** What a list of rules does with a piece. */
export interface LayerResult {
  readonly step: PathStep;
  readonly conditions: readonly string[];
  /** The part that the result is about. */
  readonly at: Target;
}

/** At most this many rules are named in a line; their places are listed in full. */
const NAMED = 3;

const WORST: readonly PathStep['result'][] = ['deny', 'unknown', 'allow'];

/**
 * Takes a piece through the rules of a layer. What they do not surely allow is tried as its alternative, all of whose targets
 * have to be allowed.
 */
export function through(
  layer: PathStep['layer'], name: string, rules: readonly FilterRule[], piece: FlowPiece, context: MatchContext, alternative?: Alternative,
  isInbound = false,
): LayerResult {
  const own = traced(judged(layer, name, walk(rules, piece, context), isInbound), rules, piece, context);
  if (own.step.result === 'allow' || alternative === undefined || alternative.targets.length === 0) {
    return own;
  }
  const leaves = alternative.targets.flatMap((destination) =>
    walk(rules, { ...piece, destination, ...(alternative.protocol !== undefined && { protocol: alternative.protocol }) }, context));
  const other = judged(layer, name, leaves, isInbound);
  return other.step.result === 'allow' ? {
    ...traced(other, rules, { ...piece, destination: alternative.targets[0]! }, context), at: piece.destination,
    conditions: [alternative.text, ...other.conditions],
  } : own;
}

function traced(result: LayerResult, rules: readonly FilterRule[], piece: FlowPiece, context: MatchContext): LayerResult {
  if (context.isTraced !== true) {
    return result;
  }
  const lines = trace(rules, piece, context).map(({ rule, says }) => (rule === undefined ? says : `${rule.label}: ${says}`));
  return { ...result, step: { ...result.step, rules: lines } };
}

function judged(layer: PathStep['layer'], name: string, leaves: readonly Leaf[], isInbound: boolean): LayerResult {
  const results = leaves.map((leaf) => ({ leaf, result: resultOf(leaf) }));
  const result = WORST.find((one) => results.some((other) => other.result === one))!;
  const those = results.filter((one) => one.result === result).map(({ leaf }) => leaf);
  const first = those[0]!;
  const places = placesOf(those);
  const words = {
    allow: () => `allowed by ${rulesText(those)}`, deny: () => denialText(first, isInbound), unknown: () => doubtText(first),
  }[result]();
  const text = `${name}: ${words}`;
  return {
    step: { layer, result, text, ...(result !== 'allow' && { cause: causeOf(name, first, result) }),
      ...(result === 'unknown' && { otherwise: first.access }), places },
    conditions: [...new Set(those.flatMap((leaf) => conditionsOf(leaf, result)))],
    at: first.destination,
  };
}

/** What is taken for true counts where the result would be another otherwise. */
function conditionsOf({ rule, access, assumed }: Leaf, result: PathStep['result']): string[] {
  const taken = assumed.filter(({ otherwise }) => otherwise !== access).map(({ text }) => text);
  return result === 'allow' && rule?.condition !== undefined ? [rule.condition, ...taken] : taken;
}

function rulesText(leaves: readonly Leaf[]): string {
  const labels = [...new Set(leaves.map(({ rule }) => rule!.label))];
  return labels.slice(0, NAMED).join(', ') + (labels.length > NAMED ? ` and ${labels.length - NAMED} more` : '');
}

const BY_NAMES = 'this compares names only, and a service tag file shows whether rules for other tags cover some of its addresses';

function denialText({ destination, source, rule, byName }: Leaf, isInbound: boolean): string {
  const what = targetText(isInbound ? source : destination);
  return (rule === undefined ? `no rule matches ${what}, and what no rule matches is denied` : `${what} is denied by ${rule.label}`) +
    (byName ? `; ${BY_NAMES}` : '');
}

/** The cause of a result without its target, so that all flows that one rule decides have the same. */
function causeOf(name: string, { access, rule, doubts, byName }: Leaf, result: 'deny' | 'unknown'): StepCause {
  if (result === 'deny') {
    const own = byName ? { own: BY_NAMES } : {};
    return rule === undefined
      ? { text: `${name}: no rule matches, and what no rule matches is denied`, remedy: `add a rule for each to the ${name}`, ...own }
      : { text: `${name}: denied by ${rule.label}`, remedy: `allow each with a rule before ${rule.label}, or narrow that rule`, ...own };
  }
  return doubtCause(name, doubts[access === 'allow' ? 'deny' : 'allow']!, access, rule);
}

/** Requirements are unknown for one cause when one rule may deny them, or when what is not known about some rules is the same. */
function doubtCause(name: string, { rule: doubtful, why }: Doubt, access: Leaf['access'], rule: FilterRule | undefined): StepCause {
  const otherwise = rule === undefined ? 'what no rule matches is denied' : `${rule.label} ${access === 'allow' ? 'allows' : 'denies'} it`;
  if (isUnreadRule(doubtful)) {
    const text = `${name}: ${mayText(doubtful, access)}`;
    const remedy = 'give what was not read';
    return access === 'allow' ? { text: `${text}: ${why}`, own: `otherwise ${otherwise}`, remedy, places: placesOfRule(doubtful) }
      : { text: `${text}: ${why}; otherwise ${otherwise}`, remedy };
  }
  if (why === doubtful.uncertain) {
    return {
      text: `${name}: ${why}`, own: `${mayText(doubtful, access)}; otherwise ${otherwise}`,
      remedy: 'settle that, or allow each with a rule that is sure to come before', places: [],
    };
  }
  const howToKnow = howToKnowOf(doubtful);
  const remedy = `allow each with a rule before ${doubtful.label}, or ${howToKnow ?? 'give what is not known'}`;
  const common = { remedy, ...(howToKnow !== undefined && { howToKnow }) };
  return access === 'allow'
    ? { text: `${name}: ${mayText(doubtful, access)}`, own: `${why}; otherwise ${otherwise}`, ...common, places: placesOfRule(doubtful) }
    : { text: `${name}: ${mayText(doubtful, access)}; otherwise ${otherwise}`, own: why, ...common };
}

function mayText({ label }: FilterRule, access: Leaf['access']): string {
  return access === 'allow' ? `${label} may deny it` : `no rule is sure to allow it; ${label} may`;
}

function placesOfRule({ place }: FilterRule): readonly Place[] {
  return place === undefined ? [] : [place];
}

/** Values of expressions are in plans, and those of variables in values files. */
function howToKnowOf({ source, destination }: FilterRule): string | undefined {
  return [source, destination].some(({ opaque }) => opaque.some(({ isExpression }) => isExpression === true))
    ? 'give what is not known: a values file (--var-file), or the JSON of a plan' : undefined;
}

function doubtText({ access, rule, doubts }: Leaf): string {
  const doubt = doubts[access === 'allow' ? 'deny' : 'allow']!;
  return access === 'allow' ? `${doubt.rule.label} may deny it, because ${doubt.why}; otherwise ${rule!.label} allows it`
    : `no rule is sure to allow it; ${doubt.rule.label} may, because ${doubt.why}; otherwise ` +
      `${rule === undefined ? 'what no rule matches is denied' : `${rule.label} denies it`}`;
}

function placesOf(leaves: readonly Leaf[]): Place[] {
  // The rule that makes it unknown comes first: it is the one to look at.
  const rules = leaves.flatMap(({ rule, access, doubts }) => [doubts[access === 'allow' ? 'deny' : 'allow']?.rule, rule]);
  return [...new Set(rules.flatMap((rule) => (rule?.place === undefined ? [] : [rule.place])))];
}
