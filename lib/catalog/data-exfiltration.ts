import { Cloud } from '../azure/clouds';
import { CatalogSection } from '../requirements/catalog-section';
import { CatalogEntry, section } from './entry';

/** The linked article on data exfiltration protection. */
const SOURCE = { article: 'how-to-prevent-data-loss-exfiltration', date: '2024-01-31' } as const;

/** Why storage is marked. The article says it of the tag; the linked article counts the tag among outbound that can write. */
export const STORAGE_IS_A_WAY_OUT =
  'The article names this outbound as a way out for data: the tag covers every storage account of the region.';
export const STORAGE_HOSTS_ARE_A_WAY_OUT =
  'Stands for the tag Storage, which the article names as a way out for data: every storage account has such a name.';
export const FRONT_DOOR_IS_A_WAY_OUT =
  `The article ${SOURCE.article} (ms.date ${SOURCE.date}) counts this tag among those through which data can be written elsewhere.`;
export const LOG_STORAGE_IS_A_WAY_OUT = 'Every storage account has such a name. The documentation of the extension (AML-Kubernetes, ' +
  'docs/network-requirements.md, 2022-09-09) lets it be left out ' +
  'where that is a concern; Microsoft can then not diagnose errors.';

/** The service endpoint that takes the place of the way to storage under data exfiltration protection. */
export const STORAGE_ENDPOINT = 'Microsoft.Storage';

/** Hosts of the studio that take the place of the tag AzureFrontDoor.Frontend. */
export function dataExfiltrationProtection(): CatalogEntry[] {
  const notes = ['The linked article gives the name of public Azure only.'];
  return section({
    ...SOURCE, section: CatalogSection.DATA_EXFILTRATION_PROTECTION, heading: 'Allow outbound network traffic', clouds: [Cloud.PUBLIC],
    notes,
  }, [
    {
      id: 'data-exfiltration.studio', slot: 700, host: 'ml.azure.com', tcp: '443', capability: 'studio',
      elsewhere: ['basic.front-door-frontend'], purpose: 'Studio',
    },
    {
      id: 'data-exfiltration.automl', slot: 726, host: 'automlresources-prod-d0eaehh7g8andvav.b02.azurefd.net', tcp: '443',
      capability: 'studio',
      purpose: 'Automated ML for text and images',
    },
  ]);
}
