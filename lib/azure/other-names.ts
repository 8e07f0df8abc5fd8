/**
 * Other names of values of closed lists: those that other tools and older documents have for them. They are not accepted; a
 * refusal names the value that is meant.
 *
 * Sources: clouds of the Azure CLI (`az cloud list`) and of PowerShell (`Get-AzEnvironment`), the argument `environment` of azurerm
 * 4.55, names of the clouds in SDKs and in service tag files. The others are words of Azure's and Terraform's own arguments.
 */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  public: ['azure', 'azurecloud', 'azurepublic', 'azurepubliccloud', 'publiccloud', 'global', 'commercial', 'worldwide'],
  government: [
    'gov', 'usgov', 'usgovernment', 'azuregov', 'azuregovernment', 'azureusgov', 'azureusgovernment', 'azureusgovernmentcloud',
    'usgovcloud', 'govcloud', 'governmentcloud', 'fairfax', 'dod', 'usdod', 'us',
  ],
  china: ['cn', 'azurechina', 'azurechinacloud', 'chinacloud', 'mooncake', '21vianet', 'azure21vianet', 'vianet'],
  inbound: ['in', 'ingress', 'incoming'],
  outbound: ['out', 'egress', 'outgoing'],
  ANY: ['*', 'all', 'ip', 'both', 'tcpudp', 'asterisk'],
  'filtered-by-firewall': ['filtered', 'firewall', 'open', 'opened', 'allow', 'allowed'],
  closed: ['close', 'deny', 'denied', 'block', 'blocked', 'none', 'false'],
  'host-names': ['host', 'hosts', 'hostnames', 'fqdn', 'fqdns', 'dns', 'names'],
  'service-tags': ['tag', 'tags', 'servicetag', 'servicetags'],
  widened: ['wide', 'widen', 'toplevel', 'global'],
  VirtualAppliance: ['appliance', 'firewall', 'azurefirewall', 'nva'],
  VnetLocal: ['vnet', 'virtualnetwork', 'local'],
  VirtualNetworkGateway: ['gateway', 'vpngateway', 'expressroute', 'vpn'],
  markdown: ['md'],
  yes: ['true', 'on', '1'],
  no: ['false', 'off', '0'],
  text: ['txt', 'plain', 'plaintext'],
  'vs-code': ['vscode', 'visualstudiocode', 'code'],
  rstudio: ['r'],
  'python-packages': ['python', 'pip', 'pypi', 'conda', 'packages'],
  'microsoft-images': ['images', 'mcr', 'docker'],
  'storage-firewall': ['storage'],
  'without-service-tags': ['hostnames', 'hosts', 'fqdns', 'servicetags', 'notags', 'withouttags'],
  'data-exfiltration-protection': ['exfiltration', 'dataexfiltration', 'exfiltrationprotection', 'dlp'],
  'model-catalog': ['models', 'modelcatalogue', 'curatedmodels', 'directmodels'],
  'hugging-face': ['hf', 'huggingfacemodels'],
  registries: ['registry', 'mlregistry'],
  'online-endpoints': ['endpoints', 'onlineendpoint', 'managedonlineendpoints', 'inference'],
  'vs-code-product': ['vscodeproduct', 'vscodeall', 'vscodenetwork'],
  '2023-04-14': ['2023', '2023-04'],
  '2026-03-19': ['2026', '2026-03', 'latest', 'newest', 'current'],
};

/** The value of a closed list that a text is another name of. Capitals, spaces and marks do not count. */
export function aliasOf(given: string, candidates: readonly string[]): string | undefined {
  const name = plain(given);
  return candidates.find((candidate) => Object.hasOwn(ALIASES, candidate) && ALIASES[candidate]!.some((alias) => plain(alias) === name));
}

function plain(text: string): string {
  const bare = text.toLowerCase().replace(/[\s_.-]+/g, '');
  return bare === '' ? text : bare;
}
