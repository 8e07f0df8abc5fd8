/** The formats of a report on a network. */
export enum ReportFormat {
  /** Markdown of GitHub, with a Mermaid picture of each subnet: `azureml-network-report.md`. */
  MARKDOWN = 'markdown',
  /** One page with a picture and filters, which loads nothing: `azureml-network-report.html`. */
  HTML = 'html',
  /** Data, which `report.schema.json` describes: `azureml-network-report.json`. */
  JSON = 'json',
}

/** Names of the reports next to the JSON of a stack. */
export const REPORT_FILES: Readonly<Record<ReportFormat, string>> = {
  [ReportFormat.MARKDOWN]: 'azureml-network-report.md', [ReportFormat.HTML]: 'azureml-network-report.html',
  [ReportFormat.JSON]: 'azureml-network-report.json',
};
