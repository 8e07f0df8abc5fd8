import { CatalogSection } from '../requirements/catalog-section';
import { CatalogEntry, section } from './entry';

/**
 * A registry of Azure Machine Learning that is public, used from compute in the network. Other rows of the table (AzureMachineLearning,
 * Storage and MicrosoftContainerRegistry) are rows of the basic configuration, which always applies, and are not repeated. The table has
 * port 877 where that configuration has 8787.
 */
export function registries(): CatalogEntry[] {
  return section({
    section: CatalogSection.REGISTRIES, article: 'how-to-registry-network-isolation', date: '2025-04-04',
    heading: 'Outbound network configuration to access any Azure Machine Learning registry',
  }, [
    {
      id: 'registries.container-registry', slot: 190, tag: 'AzureContainerRegistry.<region>', tcp: '443', capability: 'registry-images',
      purpose: 'Images of environments, from the container registry of an Azure Machine Learning registry',
      notes: [
        'A registry with private endpoints in the network does not need it.',
        'The article names no cloud, and gives no host names that stand for the tag.',
      ],
    },
  ]);
}
