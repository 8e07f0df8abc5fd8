import { text as checkText } from '../azure/argument-shapes';
import { InputError } from '../azure/errors';
import { explanationText } from '../review/explanation';
import { findingsText } from '../review/verification-text';
import { explainInNetwork, verifyNetwork } from '../verification/verify-network';
import { Expected, requestOfReceived } from './received';

/** What jest tells a matcher. */
interface MatcherContext {
  readonly isNot?: boolean;
}

/** What a matcher tells jest. */
interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** Matchers for `expect.extend`. What is unknown passes neither with `.not` nor without. */
export const matchers = {
  toMeetRequirements(this: MatcherContext, received: unknown, expected?: Expected): MatcherResult {
    const request = requestOfReceived(received, expected);
    if (request.subnets.length === 0) {
      throw new InputError({
        argument: 'expected', problem: 'is missing, or has no subnets',
        allowed: 'the matcher knows what subnets need from the SecuredSubnet constructs of a stack only; ' +
          'give a Deployment, or subnets with their requirements',
      });
    }
    const report = verifyNetwork(request);
    const { verdict } = report;
    const isMet = verdict === 'unknown' ? undefined : verdict === 'met';
    return answer(this, isMet, ['the network', 'to meet its requirements, with nothing else open'], findingsText(report));
  },

  toAllow(this: MatcherContext, received: unknown, flow: string, expected?: Expected): MatcherResult {
    return flowAnswer(this, 'allow', received, flow, expected);
  },

  toDeny(this: MatcherContext, received: unknown, flow: string, expected?: Expected): MatcherResult {
    return flowAnswer(this, 'deny', received, flow, expected);
  },
};

function flowAnswer(
  context: MatcherContext, wanted: 'allow' | 'deny', received: unknown, text: string, expected: Expected | undefined,
): MatcherResult {
  checkText('flow', text);
  const explanation = explainInNetwork(requestOfReceived(received, expected), text);
  const { outcome } = explanation;
  return answer(
    context, outcome === 'unknown' ? undefined : outcome === wanted,
    ['the flow', `to be ${wanted === 'allow' ? 'allowed' : 'denied'}`], explanationText(explanation),
  );
}

/** @param isSo undefined when it is unknown */
function answer(
  { isNot = false }: MatcherContext, isSo: boolean | undefined, [what, expected]: readonly [string, string], details: string,
): MatcherResult {
  const doubt = isSo === undefined ? ', and that is unknown' : '';
  return { pass: isSo ?? isNot, message: () => `expected ${what} ${isNot ? 'not ' : ''}${expected}${doubt}\n\n${details}` };
}
