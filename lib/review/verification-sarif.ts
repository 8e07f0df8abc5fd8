import { VerificationResult } from '../verification/verification-result';
import { acceptedOf, FINDING_RULES, findingResult, LineOf, sarifLog } from './sarif';
import { againstText, countsOf, isOpen, shownPath, VerificationHead } from './verification-summary';

/** The findings as SARIF 2.1.0, which code scanning and editors show next to the lines. */
export function verificationSarif(head: VerificationHead, result: VerificationResult, version: string, lineOf: LineOf): string {
  const { network, deployment, name } = head;
  const { serviceTagFile: tags, findings } = result;
  const properties = {
    network: shownPath(network), requirements: countsOf(result).requirements,
    ...(deployment === undefined ? { stated: againstText(head) } : { deployment: shownPath(deployment) }),
    ...(tags && { serviceTagFile: { name: tags.name, cloud: tags.cloud, changeNumber: tags.changeNumber } }),
    acknowledged: acceptedOf(findings),
  };
  const files = [...(deployment === undefined ? [] : [deployment]), network];
  const results = findings.filter(isOpen).map((finding) => findingResult(finding, lineOf));
  return sarifLog({ version, category: name, files, properties }, FINDING_RULES, results);
}
