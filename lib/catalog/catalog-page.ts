import { CatalogSection } from '../requirements/catalog-section';

/** The pages of the catalog on the web. Ids are never reused or renamed, so that an address stays right. */
const CATALOG = 'https://github.com/cdktf-azureml-network/cdktf-azureml-network/blob/main/docs/catalog/';

/** Where the page of a requirement of the catalog is. */
export function catalogPage(section: CatalogSection, id: string): string {
  return `${CATALOG}${section}.md#${id}`;
}
