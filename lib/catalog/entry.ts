import { Cloud, CLOUDS } from '../azure/clouds';
import { Direction } from '../requirements/direction';
import { Edition, EDITIONS } from '../requirements/edition';
import { EndpointKind } from '../requirements/endpoint';
import { PortRange } from '../requirements/port-range';
import { Protocol } from '../requirements/ports';
import { CatalogSection } from '../requirements/catalog-section';
import { Facts } from '../requirements/facts';

/** A condition on a fact about the workspace. */
export interface Condition {
  readonly fact: keyof Facts;
  /** The value that the fact must have. */
  readonly is: boolean;
  /** The ports that depend on it; all of them when left out. */
  readonly ports?: readonly number[];
  /** The clouds in which it counts; all of them when left out. */
  readonly clouds?: readonly Cloud[];
}

/** Where an entry is documented; the date is that of the edition unless another article is cited. */
interface EntryCitation {
  readonly article: string;
  readonly date?: string;
  readonly section: string;
  readonly row: string;
}

/** One documented requirement, before conditions are decided and placeholders filled. */
export interface CatalogEntry {
  readonly id: string;
  readonly editions: readonly Edition[];
  readonly clouds: readonly Cloud[];
  readonly section: CatalogSection;
  readonly conditions: readonly Condition[];
  readonly direction: Direction;
  readonly protocol: Protocol;
  readonly ports: readonly PortRange[];
  readonly endpoint: { readonly kind: EndpointKind; readonly value: string };
  readonly documentedAs?: string;
  readonly purpose: string;
  readonly capability: string;
  readonly slot: number;
  /** Name of the rule, where it does not come from what the rule asks for. */
  readonly ruleName?: string;
  readonly citation: EntryCitation;
  readonly notes: readonly string[];
  readonly subject?: string;
  readonly nextHopInternet: boolean;
  /** Whether the need exists in the other clouds too, without a source that says how to meet it there. */
  readonly isGapElsewhere: boolean;
  /** Ids of the rows that carry the need in the clouds that this row is not for, as far as they are of that cloud. */
  readonly elsewhere: readonly string[];
  /** Service tags that together hold the addresses of the host: with rules for all of them, the host needs none. */
  readonly heldBy: readonly string[];
  /** Why data can leave through it, where the documentation says so. */
  readonly dataExfiltration?: string;
  /** The FQDN tag of Azure Firewall that is documented to cover the host. */
  readonly fqdnTag?: string;
  /** The service endpoint that carries it under data exfiltration protection. */
  readonly serviceEndpoint?: string;
}

/** What the rows of a section have in common. */
interface SectionProps {
  readonly section: CatalogSection;
  /** Heading of the section in the article. */
  readonly heading: string;
  readonly capability?: string;
  readonly direction?: Direction;
  readonly clouds?: readonly Cloud[];
  readonly conditions?: readonly Condition[];
  readonly fqdnTag?: string;
  readonly article?: string;
  readonly date?: string;
  readonly notes?: readonly string[];
}

/** A row as the section files write it: one endpoint, one protocol. */
export interface Row {
  readonly id: string;
  /** Number that priorities come from. Rows that ask for the same share it. */
  readonly slot: number;
  readonly tag?: string;
  readonly host?: string;
  readonly url?: string;
  readonly address?: string;
  readonly pods?: string;
  /** The documentation names no other side. */
  readonly unspecified?: true;
  /** Comma-separated ports. Exactly one of `tcp`, `udp` and `any`. */
  readonly tcp?: string;
  readonly udp?: string;
  readonly any?: string;
  /** In the words of this project. */
  readonly purpose: string;
  readonly capability?: string;
  /** The row of the table, by what it begins with; the endpoint as documented when left out. */
  readonly row?: string;
  readonly documentedAs?: string;
  readonly editions?: readonly Edition[];
  readonly clouds?: readonly Cloud[];
  readonly conditions?: readonly Condition[];
  readonly notes?: readonly string[];
  readonly ruleName?: string;
  readonly direction?: Direction;
  readonly subject?: string;
  readonly nextHopInternet?: boolean;
  readonly isGapElsewhere?: boolean;
  readonly elsewhere?: readonly string[];
  readonly heldBy?: readonly string[];
  readonly dataExfiltration?: string;
  readonly serviceEndpoint?: string;
  /** The FQDN tag of the section is not known to hold this host. */
  readonly notBehindFqdnTag?: true;
  readonly article?: string;
  readonly date?: string;
  readonly heading?: string;
}

/** The article that the catalog is made from. */
export const ARTICLE = 'how-to-access-azureml-behind-firewall';

export const ONLY_2023: readonly Edition[] = [Edition.E2023_04_14];
export const ONLY_2026: readonly Edition[] = [Edition.E2026_03_19];

/** Said where the article gives a host or a tag without a port. */
export const NO_PORT = 'The article states no port; the catalog assumes 443, because the endpoint serves HTTPS.';

/** The conditions that count in a cloud. */
export function conditionsIn({ conditions }: CatalogEntry, cloud: Cloud): Condition[] {
  return conditions.filter(({ clouds }) => clouds === undefined || clouds.includes(cloud));
}

/** Turns the rows of a section into catalog entries. */
export function section(common: SectionProps, rows: readonly Row[]): CatalogEntry[] {
  return rows.map((row) => {
    const endpoint = endpointOf(row);
    const [protocol, ports] = portsOf(row);
    return {
      id: row.id,
      editions: row.editions ?? EDITIONS,
      clouds: row.clouds ?? common.clouds ?? CLOUDS,
      section: common.section,
      conditions: [...(common.conditions ?? []), ...(row.conditions ?? [])],
      direction: row.direction ?? common.direction ?? Direction.OUTBOUND,
      protocol,
      ports,
      endpoint,
      ...(row.documentedAs === undefined ? {} : { documentedAs: row.documentedAs }),
      purpose: row.purpose,
      capability: row.capability ?? common.capability ?? common.section,
      slot: row.slot,
      ...(row.ruleName === undefined ? {} : { ruleName: row.ruleName }),
      citation: {
        article: row.article ?? common.article ?? ARTICLE,
        date: row.date ?? common.date,
        section: row.heading ?? common.heading,
        row: row.row ?? row.documentedAs ?? endpoint.value,
      },
      notes: [...(common.notes ?? []), ...(row.notes ?? [])],
      subject: row.subject,
      nextHopInternet: row.nextHopInternet ?? false,
      isGapElsewhere: row.isGapElsewhere ?? false,
      elsewhere: row.elsewhere ?? [],
      heldBy: row.heldBy ?? [],
      ...(row.dataExfiltration === undefined ? {} : { dataExfiltration: row.dataExfiltration }),
      ...(common.fqdnTag === undefined || row.host === undefined || row.notBehindFqdnTag ? {} : { fqdnTag: common.fqdnTag }),
      ...(row.serviceEndpoint === undefined ? {} : { serviceEndpoint: row.serviceEndpoint }),
    };
  });
}

function endpointOf(row: Row): CatalogEntry['endpoint'] {
  const kinds: [EndpointKind, string | undefined][] = [
    [EndpointKind.SERVICE_TAG, row.tag],
    [EndpointKind.FQDN, row.host],
    [EndpointKind.URL, row.url],
    [EndpointKind.ADDRESS_RANGE, row.address],
    [EndpointKind.PODS, row.pods],
    [EndpointKind.UNSPECIFIED, row.unspecified && ''],
  ];
  const [kind, value] = kinds.find(([, given]) => given !== undefined)!;
  return { kind, value: value! };
}

function portsOf(row: Row): [Protocol, PortRange[]] {
  const given: [Protocol, string | undefined][] = [[Protocol.TCP, row.tcp], [Protocol.UDP, row.udp], [Protocol.ANY, row.any]];
  const [protocol, ports] = given.find(([, text]) => text !== undefined)!;
  return [protocol, ports!.split(',').map(PortRange.of)];
}
