import { HiddenTexts } from '../network/hidden-texts';
import type { Network } from '../network/network';
import { leftToTerraform, SubnetIndex } from '../filtering/paths/subnet-index';
import { keepWalks } from '../filtering/paths/walked-flows';
import { acknowledge } from './acknowledge';
import { Report } from './verification-result';
import { explainFlow, Explanation } from './explain';
import { checkSubnet, parseFlow } from './flow';
import { readRequest } from './read-request';
import { VerificationRequest } from './request';
import { reportOf } from './verdict';
import { FoundSubnets, verifyViews, viewsOf } from './verify';

/**
 * One run of the verifier: it reads, verifies, acknowledges and decides.
 *
 * @param read the same request where it was read already; standard input is read once
 */
export function verifyNetwork(request: VerificationRequest, read = readRequest(request)): Report {
  return verifyFound(request, read, viewsOf(read.network, read.options));
}

/** A run with all that a report is made of. */
export interface VerifiedRequest {
  readonly read: ReturnType<typeof readRequest>;
  readonly found: FoundSubnets;
  readonly result: Report;
}

/** One run of the verifier for a report. A report shows more of the paths than answers have, so paths are kept and not walked again. */
export function verifyForReport(request: VerificationRequest, read = readRequest(request)): VerifiedRequest {
  const found = viewsOf(read.network, read.options);
  keepWalks(found.views);
  return { read, found, result: verifyFound(request, read, found) };
}

function verifyFound(request: VerificationRequest, { network, options }: VerifiedRequest['read'], found: FoundSubnets): Report {
  const result = (network.hidden ?? HiddenTexts.NONE).without(verifyViews(network, options, found));
  return reportOf({ ...result, findings: acknowledge(result.findings, request.acknowledgements ?? []) });
}

/** Why files may have no subnet: what was not understood in them. */
function whyNone(problems: Network['problems']): string {
  return problems.length === 0 ? '; give the files of the virtual network too'
    : problems.slice(0, 2).map(({ place, message }) => `; ${place.file}: ${message}`).join('');
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
  const index = new SubnetIndex(network);
  if (!isAsked && [...index.find(parsed.subnet), ...index.having(parsed.subnet)].length === 0) {
    const { hidden = HiddenTexts.NONE, problems } = network;
    const names = [...new Set([...options.subnets, ...network.subnets].map(({ name }) => name))];
    checkSubnet(parsed, hidden.without(names), hidden.without(leftToTerraform(problems) || (names.length > 0 ? '' : whyNone(problems))));
  }
  return explainFlow(network, parsed, options);
}
