import { Cloud } from './clouds';
import { checkRegion } from './regions';

/**
 * The region that Azure pairs with each region; the empty text says that it has none. Pairs are directional: that of
 * `westus3` is `eastus`, and that of `eastus` is `westus`.
 *
 * Sources: ARM list of locations of 2026-03-12 for public Azure; the article reliability/regions-paired (ms.date
 * 2025-01-13) for `swedensouth`, Azure Government and Azure operated by 21Vianet, and a later copy of it for
 * `indiasouthcentral`. The pair of `jioindiacentral` and `jioindiawest` is in the ARM list only. Other tables show
 * `francecentral` and `germanywestcentral` without a pair; Microsoft pairs them with regions of restricted access.
 */
const PAIRS: Record<Cloud, Readonly<Record<string, string>>> = {
  [Cloud.PUBLIC]: {
    australiacentral: 'australiacentral2', australiacentral2: 'australiacentral', australiaeast: 'australiasoutheast',
    australiasoutheast: 'australiaeast', austriaeast: '', belgiumcentral: '', brazilsouth: 'southcentralus',
    brazilsoutheast: 'brazilsouth', canadacentral: 'canadaeast', canadaeast: 'canadacentral', centralindia: 'southindia',
    centralus: 'eastus2', centraluseuap: 'eastus2euap', chilecentral: '', denmarkeast: '', eastasia: 'southeastasia',
    eastus: 'westus', eastus2: 'centralus', eastus2euap: 'centraluseuap', eastusstg: 'southcentralusstg',
    francecentral: 'francesouth', francesouth: 'francecentral', germanynorth: 'germanywestcentral',
    germanywestcentral: 'germanynorth', indiasouthcentral: 'centralindia', indonesiacentral: '', israelcentral: '', italynorth: '',
    japaneast: 'japanwest', japanwest: 'japaneast', jioindiacentral: 'jioindiawest', jioindiawest: 'jioindiacentral',
    koreacentral: 'koreasouth', koreasouth: 'koreacentral', malaysiawest: '', mexicocentral: '', newzealandnorth: '',
    northcentralus: 'southcentralus', northeurope: 'westeurope', norwayeast: 'norwaywest', norwaywest: 'norwayeast',
    polandcentral: '', qatarcentral: '', southafricanorth: 'southafricawest', southafricawest: 'southafricanorth',
    southcentralus: 'northcentralus', southcentralusstg: 'eastusstg', southeastasia: 'eastasia', southindia: 'centralindia',
    spaincentral: '', swedencentral: 'swedensouth', swedensouth: 'swedencentral', switzerlandnorth: 'switzerlandwest',
    switzerlandwest: 'switzerlandnorth', uaecentral: 'uaenorth', uaenorth: 'uaecentral', uksouth: 'ukwest', ukwest: 'uksouth',
    westcentralus: 'westus2', westeurope: 'northeurope', westindia: 'southindia', westus: 'eastus', westus2: 'westcentralus',
    westus3: 'eastus',
  },
  [Cloud.GOVERNMENT]: {
    usdodcentral: 'usdodeast', usdodeast: 'usdodcentral', usgovarizona: 'usgovtexas', usgovtexas: 'usgovvirginia',
    usgovvirginia: 'usgovtexas',
  },
  [Cloud.CHINA]: {
    chinaeast: 'chinanorth', chinaeast2: 'chinanorth2', chinaeast3: 'chinanorth3', chinanorth: 'chinaeast',
    chinanorth2: 'chinaeast2', chinanorth3: 'chinaeast3',
  },
};

/**
 * The paired region of a region.
 *
 * @param region ARM name, such as `westus2`
 * @returns undefined when Azure pairs the region with no other
 */
export function pairedRegion(region: string, cloud: Cloud): string | undefined {
  return PAIRS[cloud][checkRegion(region, cloud)]! || undefined;
}
