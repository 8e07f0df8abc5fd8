import { writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { printable } from '../azure/errors';
import { unwritable } from '../input/paths';
import { STANDARD_INPUT } from '../input/text';
import { ReportFormat } from '../review/report/report-format';
import { verifyForReport } from '../verification/verify-network';
import { askedOf, checkStandardInput, provedExit, Shown, VerifyCommandOptions } from './verify-command';

/** Forms of a report. */
export const REPORT_FORMATS = Object.values(ReportFormat);

export interface ReportCommandOptions extends Omit<VerifyCommandOptions, 'format' | 'suggest'> {
  readonly format: `${ReportFormat}`;
  readonly output?: string;
}

/** Constructs know what their rules leave out; the file in which an app says what it asks does not. */
const OF_APP = {
  gaps: [], notTranslated: 'only the app knows it, and writes it into its own report (reportFormats of VerifyRequirements)',
};

/**
 * Writes what a network has for what is asked of it, to a file or as output.
 *
 * @param paths Terraform JSON and exports of Azure, which together describe one network
 */
export function reportCommand(paths: readonly string[], options: ReportCommandOptions): Shown {
  const { deployment: file, serviceTags, varFile, format, output } = options;
  checkStandardInput({ 'PATH': paths, '--deployment': file, '--service-tags': serviceTags, '--var-file': varFile });
  // Loaded here, so that no other command has to.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { makeReport, translationOf, FORMATTERS } = require('../review/report') as typeof import('../review/report');
  const { request, head, read, deployment } = askedOf(paths, options);
  const translation = deployment !== undefined ? translationOf(deployment) : read !== undefined ? OF_APP : undefined;
  const name = deployment?.name ?? paths.map(nameOf).join(', ');
  const report = makeReport(request, { ...head, name }, translation, verifyForReport(request, read));
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

/** What a report is called where no deployment file has a name. */
function nameOf(path: string): string {
  return path === STANDARD_INPUT ? 'standard input' : basename(resolve(path));
}
