import { serviceTagFacts } from '../../lib/azure/service-tags';
import { catalog } from '../../lib/catalog/catalog';
import { EndpointKind } from '../../lib/requirements/endpoint';

/** Tags besides those of the catalog, which people put into rules. */
const OTHERS = ['AzureCloud', 'Sql', 'AzureKeyVault', 'EventHub', 'AppService', 'AzureTrafficManager'];

/**
 * A made-up service tag file for one region: each tag has a block of addresses of its own below 20.0.0.0/8, its regional tag the first
 * half of it, and AzureCloud has all of them but those of Storage and of Front Door, as in Microsoft's file.
 */
export function madeTagFile(cloud: string, suffix: string): { readonly text: string; readonly tags: ReadonlyMap<string, string> } {
  const named = catalog().filter((row) => row.clouds.includes(cloud as never)).flatMap((row) =>
    [...row.heldBy, ...(row.endpoint.kind === EndpointKind.SERVICE_TAG ? [row.endpoint.value] : [])]);
  const globals = [...new Set([...named, ...OTHERS].map((tag) => tag.replace(/\.<.*$/, '')))]
    .filter((tag) => serviceTagFacts(tag, cloud as never) !== undefined && !tag.startsWith('AzurePlatform') &&
      !['Internet', 'VirtualNetwork', 'AzureLoadBalancer', 'AzureCloud'].includes(tag)).sort();
  const tags = new Map<string, string>(globals.flatMap((tag, i): [string, string][] =>
    [[tag, `20.${i}.0.0/24`], ...(serviceTagFacts(tag, cloud as never)!.regional
      ? [[`${tag}.${suffix}`, `20.${i}.0.0/25`] as [string, string]] : [])]));
  const all = globals.filter((tag) => !/^Storage|^AzureFrontDoor/.test(tag)).map((tag) => tags.get(tag)!);
  const values = [...[...tags].map(([name, prefix]) => [name, [prefix]] as const), ['AzureCloud', all] as const]
    .map(([name, addressPrefixes], i) => ({
      name, id: name,
      properties: {
        changeNumber: i + 1, region: '', regionId: 0, platform: 'Azure', systemService: '', addressPrefixes,
        networkFeatures: ['API', 'NSG', 'UDR', 'FW'],
      },
    }));
  const name = { public: 'Public', government: 'AzureGovernment', china: 'China' }[cloud];
  return { text: JSON.stringify({ changeNumber: 1, cloud: name, values }), tags };
}
