import { TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { basename } from 'node:path';
import { FORMATTERS, makeReport } from '../review/report';
import type { ReportGap } from '../review/report/network-report';
import { REPORT_FILES, ReportFormat } from '../review/report/report-format';
import { gapsOf, SubstitutionsAndGaps } from '../review/report/translation';
import { RuleLanguage } from '../rules/rule-language';
import { VerificationRequest } from '../verification/request';
import { VerifiedRequest } from '../verification/verify-network';
import { folderOf, stacksOf } from './app-documents';
import { shownText } from './shown-texts';
import { DEPLOYMENTS, TRANSLATIONS } from './verified-constructs';

/**
 * The reports of a stack, as texts by the names of their files. Nothing of the machine is in them, so the same app gives the same bytes.
 *
 * @param verified what the verification of the request has found
 */
export function reportTexts(
  stack: TerraformStack, formats: readonly ReportFormat[], request: VerificationRequest, verified: VerifiedRequest,
): Map<string, string> {
  const deployment = DEPLOYMENTS.get(stack);
  const others = (request.source.documents?.length ?? 1) - 1;
  const name = stack.node.path;
  const report = makeReport(request, {
    name, network: `${folderOf(stack)}/cdk.tf.json${others === 0 ? '' : ` and the JSON of ${others} more of the app`}`,
    stated: deployment === undefined ? `what the app asks of the stack ${name}` : `the deployment file ${basename(deployment.path)}`,
  }, translationOfStack(stack), verified);
  return new Map(formats.map((format) => [REPORT_FILES[format], FORMATTERS[format](report)]));
}

/** What the constructs of a stack leave unexpressed and substitute, and the firewalls of other stacks, which its traffic may pass. */
function translationOfStack(stack: TerraformStack): SubstitutionsAndGaps {
  const constructs = stacksOf(stack.node.root).flatMap((one) => one.node.findAll()).filter((one) => TRANSLATIONS.has(one));
  const gaps = [...new Set(constructs)].flatMap((construct) => {
    const counts = ({ language }: { readonly language: RuleLanguage }): boolean =>
      TerraformStack.of(construct) === stack || language === RuleLanguage.AZURE_FIREWALL;
    const { unexpressed, substitutions } = TRANSLATIONS.get(construct)!;
    const own = gapsOf(construct.node.path, { unexpressed: unexpressed.filter(counts), substitutions: substitutions.filter(counts) });
    return own.map((gap): ReportGap => ({ ...gap, ...shown(construct, gap) }));
  });
  return constructs.some((construct) => TerraformStack.of(construct) === stack) ? { gaps }
    : { gaps, notTranslated: 'no construct of the stack makes rules from requirements' };
}

/** The texts of a gap that may hold references. */
function shown(scope: IConstruct, { reason, remedy, writtenAs }: ReportGap): Pick<ReportGap, 'reason' | 'remedy' | 'writtenAs'> {
  return {
    reason: shownText(scope, reason), ...(remedy !== undefined && { remedy: shownText(scope, remedy) }),
    ...(writtenAs !== undefined && { writtenAs: shownText(scope, writtenAs) }),
  };
}
