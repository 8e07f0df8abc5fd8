import { TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { InputError, printable } from '../azure/errors';
import { AppDocuments, stacksOf } from '../constructs/app-documents';
import { verificationOf } from '../constructs/stack-verification';
import { VerifyRequirementsProps } from '../constructs/verify-requirements';
import { Deployment } from '../deployment/deployment';
import { AcknowledgedFinding } from '../verification/acknowledge';
import { Network } from '../network/network';
import { acknowledgementsOf, verifyOptionsOf } from '../verification/of-deployment';
import { verifyOptionsFrom } from '../verification/of-props';
import { NetworkRead, readAt, readDocuments } from '../terraform/read-network';
import { VerifyOptions } from '../verification/verify';

/** What a network is held against: a deployment, or subnets with their requirements. */
export type Expected = Deployment | VerifyRequirementsProps;

/** A network that was received, and what is asked of it. */
export interface Question {
  readonly network: Network;
  readonly options: VerifyOptions;
  readonly acknowledged: readonly AcknowledgedFinding[];
}

const ALLOWED = 'a stack, the text of Testing.synth, a parsed document, or the path of Terraform JSON';

/** Reads what a test has received. A stack brings what is asked of it. */
export function questionOf(received: unknown, expected: Expected = {}): Question {
  if (received instanceof Object && Construct.isConstruct(received)) {
    if (!TerraformStack.isStack(received)) {
      throw new InputError({
        argument: 'expect', given: received.node.path, problem: 'is a construct and no stack', allowed: `expected ${ALLOWED}`,
      });
    }
    const documents = synthesized(received);
    return expected instanceof Deployment ? ofDeployment(readDocuments(documents.documents), expected) : verificationOf(received).question(expected, documents);
  }
  const read = typeof received === 'string' && !received.trimStart().startsWith('{') ? readAt(received) : readDocuments([{ file: 'received', json: jsonOf(received) }]);
  return expected instanceof Deployment ? ofDeployment(read, expected)
    : { network: read.network, options: verifyOptionsFrom({ ...expected, subnets: expected.subnets ?? [] }, read.outside()), acknowledged: expected.acknowledged ?? [] };
}

function ofDeployment({ network }: NetworkRead, deployment: Deployment): Question {
  return { network, options: verifyOptionsOf(deployment), acknowledged: acknowledgementsOf(deployment) };
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
      throw new InputError({ argument: 'expect', problem: `the text is not JSON: ${printable((error as Error).message)}` });
    }
  }
  if (typeof received === 'object' && received !== null) {
    return received;
  }
  throw new InputError({ argument: 'expect', given: received, problem: `is not ${ALLOWED}` });
}
