import { AddressRange } from '../azure/addresses';
import { catalog } from '../catalog/catalog';
import { ServiceTagFile } from '../input/service-tag-file';
import { EndpointKind } from '../requirements/endpoint';
import { withoutRegion } from './query';

/** The service tags of the documentation, with their regional forms, whose addresses hold an address. */
export class TagHolders {
  private readonly tags: readonly string[];

  constructor(private readonly file: ServiceTagFile) {
    const bases = new Set(
      catalog()
        .filter(({ endpoint }) => endpoint.kind === EndpointKind.SERVICE_TAG)
        .map(({ endpoint }) => withoutRegion(endpoint.value)),
    );
    this.tags = file._tags.filter((tag) => bases.has(tag) || bases.has(tag.slice(0, Math.max(0, tag.lastIndexOf('.')))));
  }

  public of(address: AddressRange): string[] {
    return this.tags.filter((tag) => this.file._cover(tag).holds(address));
  }
}
