import { addressText, intervalText } from '../../network/address-text';
import { IntervalSet } from '../../network/interval-set';

/** Where addresses are seen from the subnet: in its virtual network (or one connected to it), on the Internet, or neither. */
type TargetSide = 'network' | 'internet' | 'neither';

/** What texts call a set of addresses. */
export interface Labelled {
  /** The name of all of them, or of more. */
  readonly label?: string;
  /** The service tag that has all of them, or is taken to. */
  readonly tag?: string;
  /** Whether they are a part only of what the label names. */
  readonly isPart?: boolean;
}

/** What texts call a part of a set of addresses. A part of a part is called a part, too. */
export function partOf({ label, tag }: Labelled): Labelled {
  return label === undefined ? (tag === undefined ? {} : { tag }) : { label, ...(tag !== undefined && { tag }), isPart: true };
}

/** What was taken away from a name, besides its texts. */
export interface TakenAway {
  /** Ranges, as they are written. */
  readonly ranges?: IntervalSet;
  /** The addresses of service tags, as far as they are known. */
  readonly ofTags?: readonly IntervalSet[];
  /** Whether the addresses of some of the service tags are not known. */
  readonly isVague?: boolean;
}

/**
 * One end of flows: a set of addresses, as numbers or as the name that stands for them. What has been taken away from a name
 * is listed, because names cannot be subtracted.
 */
export type Target =
  | ({ readonly kind: 'addresses'; readonly set: IntervalSet; readonly side: TargetSide } & Labelled)
  | { readonly kind: 'tag'; readonly tag: string; readonly except: readonly string[] } & TakenAway
  | { readonly kind: 'host'; readonly host: string; readonly except: readonly string[] }
  | { readonly kind: 'url'; readonly host: string; readonly path: string }
  /** All addresses of IPv4. */
  | { readonly kind: 'every'; readonly except: readonly string[] } & TakenAway
  /** The addresses of the subnet itself, when they are not known. */
  | { readonly kind: 'own' }
  /**
   * Addresses that are put together when Terraform runs, by the text of their expression; perhaps it is known that they are of the network,
   * or which addresses they are among, as the private address of a firewall is among those of its subnet. With a symbol, only a value of
   * that symbol is the same.
   */
  | {
    readonly kind: 'unknown'; readonly text: string; readonly side?: 'network'; readonly within?: IntervalSet; readonly symbol?: string;
  };

/** The addresses that were taken away from a name, as far as they are known. */
export function goneFrom(target: Target): readonly IntervalSet[] {
  if (target.kind !== 'every' && target.kind !== 'tag') {
    return [];
  }
  const { ranges, ofTags = [] } = target;
  return ranges === undefined ? ofTags : [ranges, ...ofTags];
}

/** A target as text. */
export function targetText(target: Target): string {
  switch (target.kind) {
    case 'addresses':
      return target.label === undefined ? addressesText(target.set) : target.isPart === true ? `a part of ${target.label}` : target.label;
    case 'tag':
      return exceptText(target.tag, target.except);
    case 'host':
      return exceptText(target.host === '*' ? 'any host name' : target.host, target.except);
    case 'url':
      return target.host + target.path;
    case 'every':
      return exceptText('any address', target.except);
    case 'own':
      return 'the subnet';
    case 'unknown':
      return target.text;
  }
}

/** A text that only the same target has: parts of one tag have the same label, and other addresses. */
export function targetKey(target: Target): string {
  return target.kind === 'addresses' && target.isPart === true
    ? `${targetText(target)} ${addressesText(target.set)}` : targetText(target);
}

function addressesText(set: IntervalSet): string {
  return set.intervals.map(intervalText).join(', ');
}

/** A target without what was taken away from it, which is said elsewhere or asked for. */
export function wholeText(target: Target): string {
  return targetText('except' in target ? { ...target, except: [] } : target);
}

function exceptText(text: string, except: readonly string[]): string {
  return except.length === 0 ? text : `${text} (other than ${except.join(', ')})`;
}

/** Whether a target has an endpoint to name: the hosts of an FQDN tag, and names that are known only after apply, have none. */
export function hasSample(target: Target): boolean {
  return target.kind !== 'host' || /^[\w*.-]+$/.test(target.host);
}

/** One endpoint out of a target, for an example. */
export function sampleOf(target: Target): string {
  switch (target.kind) {
    case 'addresses': {
      const { family, first, last } = target.set.intervals[0]!;
      return addressText(family, last > first ? first + 1n : first);
    }
    case 'tag':
      return target.tag;
    case 'host':
      return target.host === '*' ? 'example.com' : target.host.replace(/^\*\.?/, 'example.');
    case 'url':
      return target.host.replace(/^\*\./, 'example.') + target.path.replace(/\*$/, '');
    case 'every':
      return target.except.includes('Internet') ? 'VirtualNetwork' : 'Internet';
    case 'own':
      return 'an address of the subnet';
    case 'unknown':
      return target.text;
  }
}

const FQDN_TAG = 'FQDN tag ';

/** How the hosts of an FQDN tag are written as a target. */
export function fqdnTagName(tag: string): string {
  return `${FQDN_TAG}${tag}`;
}

/** The FQDN tag whose hosts are a target. */
export function fqdnTagOf(target: Target): string | undefined {
  return target.kind === 'host' && target.host.startsWith(FQDN_TAG) ? target.host.slice(FQDN_TAG.length) : undefined;
}

/** Whether it is a host, with or without a path: what addresses it has, the files do not say. */
export function isName({ kind }: Target): boolean {
  return kind === 'host' || kind === 'url';
}
