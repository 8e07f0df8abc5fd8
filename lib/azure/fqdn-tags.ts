import { isBelow, mayBeMicrosofts } from './tag-contents';

/**
 * FQDN tags of Azure Firewall. Azure keeps their lists, each of hosts that a service of Microsoft needs.
 * Source: Azure Firewall, FQDN tags overview; azurerm 4.55, destination_fqdn_tags.
 */
const FQDN_TAGS: ReadonlySet<string> = new Set([
  'AppServiceEnvironment', 'AzureBackup', 'AzureHDInsight', 'AzureKubernetesService', 'HDInsight', 'MicrosoftActiveProtectionService',
  'MicrosoftIntune', 'Windows365', 'WindowsDiagnostics', 'WindowsUpdate', 'WindowsVirtualDesktop',
]);

/**
 * Domains of others from which services of Microsoft fetch certificates, packages and images. Azure publishes no list of what a tag
 * holds, so a host below one of these stays unknown; of other hosts an answer rests on the condition that the tag does not hold them.
 */
const NEEDED_OF_OTHERS = [
  'digicert.com', 'digicert.cn', 'verisign.com', 'symantec.com', 'symcb.com', 'symcd.com', 'thawte.com', 'geotrust.com', 'entrust.net',
  'globalsign.com', 'globalsign.net', 'letsencrypt.org', 'lencr.org', 'sectigo.com', 'ubuntu.com', 'debian.org', 'docker.io', 'docker.com',
  'nvidia.com', 'nvidia.github.io', 'mono-project.com', 'treasuredata.com', 'golang.org', 'k8s.io', 'gcr.io', 'akamaized.net',
];

/** Whether nothing speaks against it that an FQDN tag holds a host. */
export function fqdnTagMayHold(tag: string, host: string): boolean {
  return !FQDN_TAGS.has(tag) || mayBeMicrosofts(host) || NEEDED_OF_OTHERS.some((domain) => isBelow(host, domain));
}
