import { Deployment } from '../deployment/deployment';
import { acknowledge, Acknowledgement } from './acknowledge';
import { VerificationResult } from './answers';
import { acknowledgementsOf, verifyOptionsOf } from './of-deployment';
import { appliancesFrom, verifyOptionsFrom } from './of-props';
import { readAt } from '../terraform/read-network';
import { NetworkVerificationProps, VerificationOptions } from './verification-props';
import { verify } from './verify';

export { exampleText } from './flow';

/** A network held against a deployment, and what is stated beside it. */
export function resultOfDeployment(path: string, deployment: Deployment, options: VerificationOptions): VerificationResult {
  const { network, outside } = readAt(path);
  const stated = verifyOptionsOf(deployment, options.serviceTagFile);
  const appliances = new Map([...stated.appliances ?? [], ...appliancesFrom(options.appliances, outside())]);
  return acknowledged(verify(network, { ...stated, appliances }), [...acknowledgementsOf(deployment), ...options.acknowledged ?? []]);
}

/** A network held against subnets with their requirements. */
export function resultOfNetwork(path: string, props: NetworkVerificationProps): VerificationResult {
  const { network, outside } = readAt(path);
  return acknowledged(verify(network, verifyOptionsFrom(props, outside())), props.acknowledged ?? []);
}

export function acknowledged(result: VerificationResult, acknowledgements: readonly Acknowledgement[]): VerificationResult {
  return { ...result, findings: acknowledge(result.findings, acknowledgements) };
}
