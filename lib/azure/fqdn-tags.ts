import { nearest } from './errors';
import { isBelow } from './host-domains';
import { mayBeMicrosofts } from './tag-contents';

/**
 * FQDN tags of Azure Firewall. Azure keeps their lists, each of hosts that a service of Microsoft needs.
 * Source: Azure Firewall, FQDN tags overview; azurerm 4.55, destination_fqdn_tags.
 */
const FQDN_TAGS: ReadonlySet<string> = new Set([
  'AppServiceEnvironment', 'AzureBackup', 'AzureHDInsight', 'AzureKubernetesService', 'HDInsight', 'MicrosoftActiveProtectionService',
  'MicrosoftIntune', 'Windows365', 'WindowsDiagnostics', 'WindowsUpdate', 'WindowsVirtualDesktop',
]);

/**
 * Tags for each product and category of Microsoft 365, by how their names begin. Source: Azure Firewall, protect Microsoft 365, 2026-03-28,
 * and its former name; memdocs issue 3741: they have no spaces.
 */
const OF_PRODUCTS = /^(Microsoft|Office)365\.[A-Za-z]+(\.[A-Za-z]+)*$/;

/** What is wrong with an FQDN tag that this library does not know, as a whole sentence; undefined for a tag that there is. */
export function fqdnTagProblem(tag: string): string | undefined {
  if (FQDN_TAGS.has(tag) || OF_PRODUCTS.test(tag)) {
    return undefined;
  }
  const near = nearest(tag, [...FQDN_TAGS]);
  return `Azure Firewall has no FQDN tag ${tag}${near === undefined ? '.' : `; did you mean ${near}?`}`;
}

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
