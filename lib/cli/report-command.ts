import { writeFileSync } from 'node:fs';
import { printable } from '../azure/errors';
import { Deployment } from '../deployment/deployment';
import { unwritable } from '../input/paths';
import type { NetworkReport } from '../review/report/network-report';
import { ReportFormat } from '../review/report/report-format';
import { refuseStated, statedRequest } from './stated-request';
import {
  checkStandardInput, fileOfTags, provedExit, requestFor, Shown, VerifyCommandOptions, withResolved, withValues,
} from './verify-command';

/** Forms of a report. */
export const REPORT_FORMATS = Object.values(ReportFormat);

export interface ReportCommandOptions extends Omit<VerifyCommandOptions, 'format' | 'suggest'> {
  readonly format: `${ReportFormat}`;
  readonly output?: string;
}

/**
 * Writes what a network has for what is asked of it, to a file or as output.
 *
 * @param paths Terraform JSON and exports of Azure, which together describe one network
 */
export function reportCommand(paths: readonly string[], options: ReportCommandOptions): Shown {
  const { deployment: file, serviceTags, resolve, varFile, format, output } = options;
  checkStandardInput({ 'PATH': paths, '--deployment': file, '--service-tags': serviceTags, '--var-file': varFile });
  // Loaded here, so that no other command has to.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { makeReport, translationOf, FORMATTERS } = require('../review/report') as typeof import('../review/report');
  const report = ((): NetworkReport => {
    if (file === undefined) {
      const { request, text } = statedRequest(paths, options, fileOfTags(serviceTags));
      return makeReport(
        withValues(withResolved(request, resolve), varFile), { network: paths.join(', '), stated: text, name: 'network' },
      );
    }
    refuseStated(options);
    const deployment = Deployment.fromFile(file);
    const request = withValues(withResolved(requestFor(deployment, paths, serviceTags), resolve), varFile);
    return makeReport(request, { network: paths.join(', '), deployment: file, name: deployment.name }, translationOf(deployment));
  })();
  const text = FORMATTERS[format](report);
  if (output === undefined) {
    return { text, exit: provedExit(report.verdict) };
  }
  try {
    writeFileSync(output, text);
  } catch (error) {
    throw unwritable(output, 'report', error);
  }
  return { text: `${report.headline}\n${printable(output)} is written.\n`, exit: provedExit(report.verdict) };
}
