import { Cloud } from '../azure/clouds';
import { Direction } from '../requirements/direction';
import { CatalogSection } from '../requirements/catalog-section';
import { FRONT_DOOR_IS_A_WAY_OUT, STORAGE_ENDPOINT, STORAGE_IS_A_WAY_OUT } from './data-exfiltration';
import { CatalogEntry, ONLY_2023, ONLY_2026, section } from './entry';

const PUBLIC_ONLY_TAG = 'The tag exists in public Azure only (service tag files of Government and 21Vianet, 2026-07-20).';

/** The table of images, which holds for all clouds. The registry tag alone does not carry the content of images. */
const IMAGE_HOSTS = ['hosts.microsoft-container-registry', 'hosts.microsoft-container-registry-data'];

/** Basic configuration: what every workspace in an own virtual network needs. */
export function basic(): CatalogEntry[] {
  return [
    ...section({ section: CatalogSection.BASIC, heading: 'Basic configuration, inbound traffic', direction: Direction.INBOUND }, [
      {
        id: 'basic.compute-management', slot: 10, tag: 'AzureMachineLearning', tcp: '44224', capability: 'compute-management',
        purpose: 'The service manages compute that has a public IP address',
        conditions: [{ fact: 'publicIp', is: true }],
      },
    ]),
    ...section({ section: CatalogSection.BASIC, heading: 'Basic configuration, outbound traffic' }, [
      {
        id: 'basic.virtual-network', slot: 10, tag: 'VirtualNetwork', tcp: '443', capability: 'private-endpoints', editions: ONLY_2026,
        purpose: 'Private endpoints in this or a peered virtual network',
        conditions: [{ fact: 'privateEndpoint', is: true }],
        // requirements 1.2, row 1
      },
      {
        id: 'basic.virtual-network-assumed', slot: 10, tag: 'VirtualNetwork', tcp: '443', capability: 'private-endpoints',
        editions: ONLY_2023,
        purpose: 'Private endpoints in this virtual network',
        heading: 'Basic configuration, assumptions', row: 'Private endpoints',
        conditions: [{ fact: 'privateEndpoint', is: true }],
        notes: ['An assumption of this edition, which gives no port. The edition 2026-03-19 has a row for it, with port 443.'],
      },
      {
        id: 'basic.azure-active-directory', slot: 20, tag: 'AzureActiveDirectory', tcp: '80,443', capability: 'sign-in',
        purpose: 'Sign-in with Microsoft Entra ID',
      },
      {
        id: 'basic.azure-machine-learning-tcp', slot: 30, tag: 'AzureMachineLearning', tcp: '443,8787,18881', capability: 'control-plane',
        purpose: 'Azure Machine Learning; 8787 serves RStudio and 18881 IntelliSense on compute instances',
        // The tip that 8787 and 18881 are for workspaces with a private endpoint only stands above the compute hosts, and not here.
      },
      {
        id: 'basic.azure-machine-learning-udp', slot: 40, tag: 'AzureMachineLearning', udp: '5831', capability: 'control-plane',
        purpose: 'Azure Machine Learning, tunnel of compute',
      },
      {
        id: 'basic.batch-node-management', slot: 50, tag: 'BatchNodeManagement.<region>', tcp: '443', capability: 'batch',
        purpose: 'Azure Batch, which runs compute clusters and instances',
        notes: ['Other articles ask for any protocol on 443; this one means TCP unless it says otherwise.'],
      },
      {
        id: 'basic.azure-resource-manager', slot: 60, tag: 'AzureResourceManager', tcp: '443', capability: 'resource-manager',
        purpose: 'Azure resources made from within the workspace',
      },
      {
        id: 'basic.storage', slot: 70, tag: 'Storage.<region>', tcp: '443', capability: 'storage',
        purpose: 'Storage account of the workspace, from clusters and instances',
        dataExfiltration: STORAGE_IS_A_WAY_OUT, serviceEndpoint: STORAGE_ENDPOINT,
      },
      {
        id: 'basic.front-door-frontend', slot: 80, tag: 'AzureFrontDoor.Frontend', documentedAs: 'AzureFrontDoor.FrontEnd', tcp: '443',
        capability: 'studio',
        clouds: [Cloud.PUBLIC, Cloud.GOVERNMENT],
        purpose: 'Entry point of the studio; images and environments of automated ML',
        conditions: [{ fact: 'dataExfiltrationProtection', is: false, clouds: [Cloud.PUBLIC] }],
        dataExfiltration: FRONT_DOOR_IS_A_WAY_OUT,
        notes: ['Not needed in Azure operated by 21Vianet.'],
      },
      {
        id: 'basic.microsoft-container-registry-regional', slot: 90, tag: 'MicrosoftContainerRegistry.<region>', tcp: '443',
        capability: 'microsoft-images', editions: ONLY_2023,
        purpose: 'Container images that Microsoft provides',
      },
      {
        id: 'basic.microsoft-container-registry', slot: 90, tag: 'MicrosoftContainerRegistry', tcp: '443', capability: 'microsoft-images',
        editions: ONLY_2026,
        purpose: 'Container images that Microsoft provides',
      },
      {
        id: 'basic.front-door-first-party', slot: 100, tag: 'AzureFrontDoor.FirstParty', documentedAs: 'Frontdoor.FirstParty', tcp: '443',
        capability: 'microsoft-images',
        clouds: [Cloud.PUBLIC], elsewhere: IMAGE_HOSTS,
        purpose: 'Content of container images that Microsoft provides',
        notes: [PUBLIC_ONLY_TAG],
      },
      {
        id: 'basic.azure-monitor', slot: 110, tag: 'AzureMonitor', tcp: '443', capability: 'monitoring',
        purpose: 'Logs and metrics, also for support cases',
        conditions: [{ fact: 'azureMonitorSecured', is: false }],
      },
    ]),
  ];
}

/** Recommended for training and deploying models: images that Microsoft provides. The needs repeat those of the basic rows. */
export function microsoftImages(): CatalogEntry[] {
  const purpose = 'Images for training and inference, and the router on Kubernetes';
  const row = { tcp: '443', capability: 'microsoft-images', purpose } as const;
  return section({ section: CatalogSection.MICROSOFT_IMAGES, heading: 'Recommended configuration for training and deploying models' }, [
    { id: 'microsoft-images.registry-regional', slot: 90, tag: 'MicrosoftContainerRegistry.<region>', editions: ONLY_2023, ...row },
    { id: 'microsoft-images.registry', slot: 90, tag: 'MicrosoftContainerRegistry', editions: ONLY_2026, ...row },
    {
      id: 'microsoft-images.front-door-first-party', slot: 100, tag: 'AzureFrontDoor.FirstParty', clouds: [Cloud.PUBLIC],
      elsewhere: IMAGE_HOSTS,
      notes: [PUBLIC_ONLY_TAG], ...row,
    },
  ]);
}
