import { reportHtml } from './html';
import { reportMarkdown } from './report-markdown';
import { reportJson } from './report-json';
import type { NetworkReport } from './network-report';
import type { ReportFormat } from './report-format';

export { makeReport } from './make-report';
export { translationOf } from './translation';

/** The forms of a report. */
export const FORMATTERS: Readonly<Record<`${ReportFormat}`, (report: NetworkReport) => string>> = {
  markdown: reportMarkdown, html: reportHtml, json: reportJson,
};
