/** Articles that are not among Microsoft's pages on Azure. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'RFC 7766': 'https://www.rfc-editor.org/rfc/rfc7766',
  'code.visualstudio.com/docs/setup/network': 'https://code.visualstudio.com/docs/setup/network',
};

/** Where an article of a citation is on the web; a name without a folder is an article of Azure Machine Learning. */
export function articleAddress(article: string): string | undefined {
  return ELSEWHERE[article] ?? (/^[a-z0-9-]+(\/[a-z0-9-]+)*$/.test(article)
    ? `https://learn.microsoft.com/azure/${article.includes('/') ? article : `machine-learning/${article}`}` : undefined);
}
