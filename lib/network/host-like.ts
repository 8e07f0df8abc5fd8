const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

/**
 * Whether a text instead of addresses is meant as a host name: labels with dots between them, perhaps with a wildcard, and
 * a last label of letters in lower case, which no region of a service tag has but those of AzureCloud.
 */
export function isHostName(text: string): boolean {
  const labels = text.replace(/^\*\.?/, '').split('.');
  return labels.length > 1 && labels[0]!.toLowerCase() !== 'azurecloud' && labels.every((label) => LABEL.test(label)) &&
    /^[a-z]{2,}$/.test(labels[labels.length - 1]!);
}
