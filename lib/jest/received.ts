import { App, TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { InputError, printable } from '../azure/errors';
import { AppDocuments, stacksOf } from '../constructs/app-documents';
import { verificationOf } from '../constructs/stack-verification';
import { VerifyRequirementsProps } from '../constructs/verify-requirements';
import { Deployment } from '../deployment/deployment';
import { requestFromDeployment } from '../deployment/request-from-deployment';
import { VerificationRequest } from '../verification/request';
import { REQUIREMENTS_VERIFICATION, REQUIREMENTS_VERIFICATION_KEYS } from '../verification/verification-shapes';
import { requestFromProps } from '../verification/request-from-props';

/** What a network is compared with: a deployment, or subnets with their requirements. */
export type Expected = Deployment | VerifyRequirementsProps;

const ALLOWED = 'a stack, the text of Testing.synth, a parsed document, or the path of Terraform JSON';

/** The request of a test for what it has received. A stack brings what is asked of it. */
export function requestOfReceived(received: unknown, expected: Expected = {}): VerificationRequest {
  if (!(expected instanceof Deployment)) {
    checkExpected(expected);
  }
  if (received instanceof Object && Construct.isConstruct(received)) {
    if (!TerraformStack.isStack(received)) {
      throw new InputError(App.isApp(received)
        ? { argument: 'expect', problem: 'an app is given', allowed: 'give one of its stacks' }
        : { argument: 'expect', given: received.node.path, problem: 'is a construct, but not a stack', allowed: `expected ${ALLOWED}` });
    }
    const app = synthesized(received);
    return expected instanceof Deployment
      ? requestFromDeployment(expected, { documents: app.documents })
      : verificationOf(received).request(expected, app);
  }
  const isPath = typeof received === 'string' && !received.trimStart().startsWith('{');
  const source = isPath ? { paths: [received] } : { documents: [{ file: 'received', json: jsonOf(received) }] };
  return expected instanceof Deployment ? requestFromDeployment(expected, source)
    : requestFromProps(source, { ...expected, subnets: expected.subnets ?? [] });
}

/** Tests in plain JavaScript can give anything. A name that is misspelt would leave out what it asks for. */
function checkExpected(expected: unknown): void {
  const isStated = typeof expected === 'object' && expected !== null && !Array.isArray(expected) &&
    (Object.keys(expected).length === 0 || Object.keys(expected).some((key) => REQUIREMENTS_VERIFICATION_KEYS.includes(key)));
  if (!isStated) {
    REQUIREMENTS_VERIFICATION('expected', expected); // says which name is misspelt
    throw new InputError({
      argument: 'expected', given: expected, problem: 'is neither a deployment of this package nor what VerifyRequirements takes',
      allowed: 'give Deployment.fromFile(...), or subnets with their requirements',
    });
  }
  REQUIREMENTS_VERIFICATION('expected', expected);
}

/** All stacks of the app, because a route of one may lead to the firewall of another. `Testing.synth` applies their aspects. */
function synthesized(stack: TerraformStack): AppDocuments {
  const { root } = stack.node;
  stacksOf(root).forEach((one) => Testing.synth(one));
  return new AppDocuments(root);
}

function jsonOf(received: unknown): unknown {
  if (typeof received === 'string') {
    try {
      return JSON.parse(received);
    } catch (error) {
      throw new InputError({ argument: 'expect', problem: 'the text is not JSON', cause: printable((error as Error).message) });
    }
  }
  const other = otherKindOf(received);
  if (other !== undefined) {
    throw new InputError({ argument: 'expect', ...other });
  }
  if (typeof received !== 'object' || received === null) {
    throw new InputError({ argument: 'expect', given: received, problem: `is not ${ALLOWED}` });
  }
  return received;
}

/** What a value is that tests give by mistake; undefined for what a parsed document may be, and for single values. */
function otherKindOf(received: unknown): { readonly problem: string; readonly allowed: string } | undefined {
  const allowed = `give ${ALLOWED}`;
  if (typeof received === 'function') {
    return { problem: 'a function or a class is given', allowed };
  }
  if (typeof received !== 'object' || received === null) {
    return undefined;
  }
  if (typeof (received as { readonly then?: unknown }).then === 'function') {
    return { problem: 'a promise is given', allowed: 'await it first' };
  }
  if (received instanceof Deployment) {
    return { problem: 'a deployment is given', allowed: `${allowed}; the deployment is the argument of the matcher` };
  }
  if (Array.isArray(received)) {
    return received.some((one) => Construct.isConstruct(one))
      ? { problem: 'a list of constructs is given', allowed: 'give one stack' } : undefined;
  }
  // A plain object may come from another realm, as what jest requires from a JSON file does.
  const prototype = Object.getPrototypeOf(received) as object | null;
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isPlain ? undefined : { problem: `an object of the class ${printable(received.constructor.name)} is given`, allowed };
}
