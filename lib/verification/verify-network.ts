import { HiddenTexts } from '../network/hidden-texts';
import { SubnetIndex } from '../filtering/paths/subnet-index';
import { acknowledge } from './acknowledge';
import { Report } from './answers';
import { explainFlow, Explanation } from './explain';
import { checkSubnet, parseFlow } from './flow';
import { readRequest } from './read-request';
import { VerificationRequest } from './request';
import { reportOf } from './verdict';
import { verify } from './verify';

/**
 * One run of the verifier: it reads, verifies, acknowledges and decides.
 *
 * @param read the same request where it was read already; standard input is read once
 */
export function verifyNetwork(request: VerificationRequest, read = readRequest(request)): Report {
  const { network, options } = read;
  const result = (network.hidden ?? HiddenTexts.NONE).without(verify(network, options));
  return reportOf({ ...result, findings: acknowledge(result.findings, request.acknowledgements ?? []) });
}

/**
 * What happens to one flow in the network of a request.
 *
 * @param flow subnet, direction, protocol, port and the other side, as text
 * @param ready the same request where it was read already
 */
export function explainInNetwork(request: VerificationRequest, flow: string, ready?: ReturnType<typeof readRequest>): Explanation {
  const parsed = parseFlow(flow, request.subnets[0]?.requirements.cloud ?? request.serviceTags?.cloud);
  const { network, options } = ready ?? readRequest(request);
  const isAsked = options.subnets.some(({ name }) => name === parsed.subnet);
  if (!isAsked && new SubnetIndex(network).find(parsed.subnet).length === 0) {
    checkSubnet(parsed, (network.hidden ?? HiddenTexts.NONE)
      .without([...new Set([...options.subnets, ...network.subnets].map(({ name }) => name))]));
  }
  return explainFlow(network, parsed, options);
}
