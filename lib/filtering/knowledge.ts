import { Cloud } from '../azure/clouds';
import { InputError, quote } from '../azure/errors';
import { parseServiceTag, SECURITY_GROUP_ONLY_TAGS, serviceTagFacts, spelledServiceTag } from '../azure/service-tags';
import { ServiceTagFile } from '../input/service-tag-file';
import { checkCloud } from '../rules/service-tag-cloud';
import { intervalOf, prefixLength } from '../network/address-text';
import { AddressInterval } from '../network/network';
import { IntervalSet } from '../network/interval-set';
import { ConditionGroups } from './condition-groups';

export const VIRTUAL_NETWORK = 'VirtualNetwork';
export const INTERNET = 'Internet';
export const LOAD_BALANCER = 'AzureLoadBalancer';

/** Tags whose addresses depend on the network that they are used in. No service tag file lists them. */
export const NETWORK_TAGS = SECURITY_GROUP_ONLY_TAGS;

/** The tag that holds nearly all others, without a rule which. Source: service tag file, public, 2025-11-10, change 376. */
const AZURE_CLOUD = /^AzureCloud(\.|$)/;

/**
 * What is known of service tags: by name, which holds always, and by address, which holds for the file that was given.
 */
export class Knowledge {
  /** What answers rest on, in groups. */
  public readonly conditions = new ConditionGroups();
  private readonly sets = new Map<string, IntervalSet | undefined>();
  private readonly spellings = new Map<string, string | undefined>();
  private readonly globals = new Map<string, string>();
  private readonly lengths = new Map<string, readonly (readonly [length: number, set: IntervalSet])[]>();

  constructor(public readonly cloud: Cloud, public readonly file?: ServiceTagFile) {
    if (file !== undefined) {
      checkCloud(file, cloud);
    }
  }

  /** The addresses of a tag, when the file has it. */
  public addressesOf(tag: string): IntervalSet | undefined {
    if (!this.sets.has(tag)) {
      const isListed = this.file?._has(tag) ?? false;
      this.sets.set(tag, isListed ? IntervalSet.of(this.file!.addressRanges(tag).map(intervalOf)) : undefined);
    }
    return this.sets.get(tag);
  }

  /** The tag that a text means when nothing but its case is wrong. */
  public spelled(tag: string): string | undefined {
    if (!this.spellings.has(tag)) {
      this.spellings.set(tag, spelledServiceTag(tag, this.cloud));
    }
    return this.spellings.get(tag);
  }

  /** The addresses of a tag by the length of the prefixes that hold them, as routes see it; none when the file does not have it. */
  public prefixesOf(tag: string): readonly (readonly [length: number, set: IntervalSet])[] {
    let found = this.lengths.get(tag);
    if (found === undefined) {
      const byLength = new Map<number, AddressInterval[]>();
      for (const interval of this.addressesOf(tag) === undefined ? [] : this.file!._prefixes(tag).map(intervalOf)) {
        const length = prefixLength(interval);
        const those = byLength.get(length) ?? [];
        byLength.set(length, those);
        those.push(interval);
      }
      found = [...byLength].map(([length, intervals]) => [length, IntervalSet.of(intervals)] as const);
      this.lengths.set(tag, found);
    }
    return found;
  }

  /**
   * Whether a tag holds another by their names: it is the same, or its global form, or the public Internet,
   * which holds Azure's own addresses.
   */
  public holds(wide: string, narrow: string): boolean {
    return wide === narrow || this.globalOf(narrow) === wide || (wide === INTERNET && !NETWORK_TAGS.includes(narrow));
  }

  /** Whether a tag may well hold all of another although their names do not say so. */
  public mayHold(wide: string): boolean {
    return AZURE_CLOUD.test(wide) || wide === VIRTUAL_NETWORK;
  }

  /**
   * The service tag that a text names of which only the beginning is known: `Storage` for `Storage.` before an unknown region. Undefined
   * where it may be another tag.
   */
  public tagBegunBy(text: string): string | undefined {
    const tag = text.endsWith('.') ? text.slice(0, -1) : undefined;
    return tag === undefined ? undefined
      : [tag, this.spelled(tag)].find((one) => one !== undefined && serviceTagFacts(one, this.cloud)?.regional === true);
  }

  /** The tag without its region, where it has one. */
  public globalOf(tag: string): string {
    const whole = this.globals.get(tag) ?? globalOf(tag, this.cloud);
    this.globals.set(tag, whole);
    return whole;
  }

  /** What answers rest on, for messages. */
  public get basis(): string {
    return this.file === undefined ? 'by names only; a service tag file shows which addresses tags have in common'
      : `by the service tag file ${quote(this.file.path)}, change number ${this.file.changeNumber}`;
  }
}

function globalOf(tag: string, cloud: Cloud): string {
  try {
    return parseServiceTag(tag, cloud).tag;
  } catch (error) {
    if (!(error instanceof InputError)) {
      throw error;
    }
    const dot = tag.lastIndexOf('.');
    return dot < 0 ? tag : tag.slice(0, dot); // of the lookup forms, which rules do not take
  }
}
