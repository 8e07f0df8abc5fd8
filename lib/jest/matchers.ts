import { explanationText } from '../review/explanation';
import { findingsText } from '../review/verification-text';
import { explainFlow } from '../verification/explain';
import { checkSubnet, parseFlow } from '../verification/flow';
import { leftOf } from '../verification/left';
import { acknowledged } from '../verification/verification-runs';
import { verify } from '../verification/verify';
import { Expected, questionOf } from './received';

/** What jest tells a matcher. */
interface MatcherContext {
  readonly isNot?: boolean;
}

/** What a matcher tells jest. */
interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** Matchers for `expect.extend`. What cannot be told passes neither with `.not` nor without. */
export const matchers = {
  toMeetRequirements(this: MatcherContext, received: unknown, expected?: Expected): MatcherResult {
    const { network, options, acknowledged: acknowledgements } = questionOf(received, expected);
    const result = acknowledged(verify(network, options), acknowledgements);
    const left = leftOf(result);
    return answer(this, left === 'unknown' ? undefined : left === 'met', 'the network to meet its requirements, with nothing else open', findingsText(result));
  },

  toAllow(this: MatcherContext, received: unknown, flow: string, expected?: Expected): MatcherResult {
    return flowAnswer(this, 'allow', received, flow, expected);
  },

  toDeny(this: MatcherContext, received: unknown, flow: string, expected?: Expected): MatcherResult {
    return flowAnswer(this, 'deny', received, flow, expected);
  },
};

function flowAnswer(context: MatcherContext, wanted: 'allow' | 'deny', received: unknown, text: string, expected: Expected | undefined): MatcherResult {
  const { network, options } = questionOf(received, expected);
  const flow = parseFlow(text, options.subnets[0]?.requirements.cloud ?? options.serviceTags?.cloud);
  checkSubnet(flow, [...new Set([...options.subnets, ...network.subnets].map(({ name }) => name))]);
  const explanation = explainFlow(network, flow, options);
  const { outcome } = explanation;
  return answer(context, outcome === 'unknown' ? undefined : outcome === wanted, `the flow to be ${wanted === 'allow' ? 'allowed' : 'denied'}`, explanationText(explanation));
}

/** @param isSo undefined when it cannot be told */
function answer({ isNot = false }: MatcherContext, isSo: boolean | undefined, what: string, details: string): MatcherResult {
  const doubt = isSo === undefined ? ', and it cannot be told' : '';
  return { pass: isSo ?? isNot, message: () => `expected ${isNot ? 'not ' : ''}${what}${doubt}\n\n${details}` };
}
