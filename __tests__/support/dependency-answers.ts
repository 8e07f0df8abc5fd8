import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Category, host, ports: one line of an answer. */
export type Line = readonly [category: string, host: string, ...ports: number[]];

const folder = mkdtempSync(join(tmpdir(), 'azureml-network-answers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a file and gives its path. */
export function file(content: string | Uint8Array, name = 'answer.json'): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** An answer with one category for each line, below `properties` as most versions of the API have it, or flat. */
export function answerOf(lines: readonly Line[], shape: 'wrapped' | 'flat' = 'wrapped'): object {
  return {
    value: lines.map(([category, domainName, ...ports]) => {
      const properties = { category, endpoints: [{ domainName, endpointDetails: ports.map((port) => ({ port })) }] };
      return shape === 'flat' ? properties : { properties };
    }),
  };
}

/** A file with an answer. */
export function answerFile(lines: readonly Line[], shape?: 'wrapped' | 'flat'): string {
  return file(JSON.stringify(answerOf(lines, shape)));
}

/**
 * The example of all versions but one. Source: Azure REST API specifications, machinelearningservices 2021-07-01 to
 * 2025-12-01, ExternalFQDN/get.json.
 */
export const SHORT_EXAMPLE: readonly Line[] = [
  ['Azure Active Directory', 'login.microsoftonline.com', 443],
  ['Azure portal', 'management.azure.com', 443],
];

/** The excerpt in the article, edition 2023-04-14, section "Dependencies API". */
export const ARTICLE_EXCERPT: readonly Line[] = [
  ['Azure Active Directory', 'login.microsoftonline.com', 80, 443],
  ['Azure portal', 'management.azure.com', 443],
];

/** The one long example. Source: the same specifications, 2021-07-01, first edition (commit 26167ec4117b), which is flat. */
export const LONG_EXAMPLE: readonly Line[] = [
  ['Azure Active Directory', 'login.microsoftonline.com', 443],
  ['Azure portal', 'management.azure.com', 443],
  ['Azure Resource Manager', 'management.azure.com', 443],
  ['Azure Machine Learning studio', 'ml.azure.com', 443],
  ['API', '*.azureml.ms', 443],
  ['Azure Active Directory', 'login.microsoftonline.com', 443],
  ['Integrated notebook', '*.notebooks.azure.net', 443],
  ['Integrated notebook', 'localtest9127254374.file.core.windows.net', 443],
  ['Integrated notebook', 'localtest9127254374.dfs.core.windows.net', 443],
  ['Integrated notebook', 'localtest9127254374.blob.core.windows.net', 443],
  ['Integrated notebook', 'graph.microsoft.com', 443],
  ['Integrated notebook', '*.aznbcontent.net', 443],
  ['Compute cluster/instance', '*.batchai.core.windows.net', 443],
  ['Compute cluster/instance', 'graph.windows.net', 443],
  ['Compute instance', '*.instances.azureml.net', 443],
  ['Compute instance', '*.instances.azureml.ms', 443],
  ['Azure Storage Account', 'core.windows.net', 443, 18881, 8787],
  ['Azure Key Vault', 'vault.azure.net', 443, 18881, 8787],
  ['Azure Container Registry', 'azurecr.io', 443, 18881, 8787],
  ['Microsoft Container Registry', 'mcr.microsoft.com', 443, 18881, 8787],
];
