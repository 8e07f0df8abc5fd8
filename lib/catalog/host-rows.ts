import { Cloud } from '../azure/clouds';
import { isWider } from '../azure/host-names';
import { Edition } from '../requirements/edition';
import { Endpoint, EndpointKind } from '../requirements/endpoint';
import { Placeholders } from '../requirements/fill';
import { Protocol } from '../requirements/ports';
import { catalogOf } from './catalog';
import { CatalogEntry, conditionsIn } from './entry';

/** How one host name stands to another: the same, or as a wildcard above it or below it. */
export type HostRelation = 'same' | 'wider' | 'narrower';

/** A host name that the catalog lists for one workspace. */
export class HostRow {
  /** With the placeholders filled whose values are known. */
  public readonly host: string;
  private readonly pattern: RegExp | undefined;

  constructor(public readonly entry: CatalogEntry, placeholders: Placeholders) {
    const { kind, value } = entry.endpoint;
    this.host = placeholders.fillKnown(Endpoint._of(kind, value)).value;
    // A name that is not known stands for one label: `<storage>.file.core.windows.net`.
    this.pattern = this.host.includes('<')
      ? new RegExp(`^${this.host.replace(/[.*]/g, '\\$&').replace(/<[^>]*>/g, '[a-z0-9-]+')}$`) : undefined;
  }

  /** How this row stands to a host name, if at all. */
  public relationTo(host: string): HostRelation | undefined {
    if (this.host === host || this.pattern?.test(host) === true) {
      return 'same';
    }
    return isWider(this.host, host) ? 'wider' : isWider(host, this.host) ? 'narrower' : undefined;
  }

  /** Whether the row has a TCP port; any protocol counts as TCP, as it does where tags and hosts stand for each other. */
  public hasTcp(port: number): boolean {
    return this.entry.protocol !== Protocol.UDP && this.entry.ports.some((one) => one.has(port));
  }
}

/** The host names that the catalog lists in one edition and cloud, whatever their conditions, in the order of the article. */
export function hostRows(edition: Edition, cloud: Cloud, placeholders: Placeholders): HostRow[] {
  return catalogOf(edition)
    .filter(({ endpoint, clouds }) => endpoint.kind === EndpointKind.FQDN && clouds.includes(cloud))
    .map((entry) => new HostRow({ ...entry, conditions: conditionsIn(entry, cloud) }, placeholders));
}
