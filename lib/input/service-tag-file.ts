import { AddressCover } from '../azure/address-cover';
import { parseAddressRange } from '../azure/addresses';
import { Cloud } from '../azure/clouds';
import { InputError, nearest, quote, refusalOf, suggesting } from '../azure/errors';
import { isReference } from '../azure/references';
import { SECURITY_GROUP_ONLY_TAGS } from '../azure/service-tags';
import { text } from '../azure/argument-shapes';
import { JsonDocument, JsonPath } from './json';
import { isJsonObject } from './json-object';
import { otherKind } from './other-kinds';

/** The file of public Azure has 4.2 MB (2025-11-10), and the answer of the API is of that kind. */
const SERVICE_TAG_FILE = { what: 'a service tag file', maxBytes: 32 * 1024 * 1024 };

/**
 * Names of the clouds in the files.
 * Source: the weekly files, public of 2025-11-10, Government and China of 2026-07-20.
 */
const CLOUD_NAMES: ReadonlyMap<unknown, Cloud> = new Map([
  ['Public', Cloud.PUBLIC], ['AzureGovernment', Cloud.GOVERNMENT], ['China', Cloud.CHINA],
]);

/** `Storage`, `Storage.WestUS2`, `AzureFrontDoor.Frontend`, `AzureCloud.westus2`. */
const NAME = /^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)*$/;

/** One tag of a file. */
interface TagEntry {
  /** Place in the list. */
  readonly index: number;
  readonly changeNumber: number;
  readonly prefixes: readonly unknown[];
  /** Made when it is asked for. */
  cover?: AddressCover;
}

/**
 * Address ranges of service tags, from a file that was downloaded: the weekly file "Azure IP Ranges and Service Tags", or the
 * output of `az network list-service-tags`. They hold for the date of the file: Azure changes them about weekly.
 *
 * The output of the command has no regional forms of some tags, `AzureMachineLearning` among them (azure-cli issue 22190).
 */
export class ServiceTagFile {
  /**
   * Reads a file, and checks its form. The ranges of a tag are checked when they are asked for.
   *
   * @param path path of the file
   * @throws with the file, line and column of what is wrong
   */
  public static fromFile(path: string): ServiceTagFile {
    text('path', path);
    return new ServiceTagFile(path, JsonDocument.read(path, SERVICE_TAG_FILE));
  }

  /** Path of the file, as given. */
  public readonly path: string;

  /** The cloud whose tags these are. */
  public readonly cloud: Cloud;

  /** Change number of the whole list. The weekly file and the command may have different ones. */
  public readonly changeNumber: number;

  private readonly json: JsonDocument;
  private readonly entries: ReadonlyMap<string, TagEntry>;

  private constructor(path: string, json: JsonDocument) {
    this.path = path;
    this.json = json;
    const { cloud, changeNumber, nextLink, values } = isJsonObject(json.content) ? json.content : {};
    if (cloud === undefined || changeNumber === undefined || !Array.isArray(values)) {
      const other = otherKind(json.content, SERVICE_TAG_FILE.what) ?? {
        problem: 'is not a service tag file, which is an object with "changeNumber", "cloud" and a list "values"',
        allowed: 'give the weekly file "Azure IP Ranges and Service Tags" or the output of "az network list-service-tags"',
      };
      throw json.error([], other.problem, other);
    }
    this.cloud = cloudOf(json, cloud);
    this.changeNumber = numberOf(changeNumber) ?? refuseNumber(json, changeNumber, ['changeNumber']);
    if (nextLink !== undefined && nextLink !== null && nextLink !== '') {
      throw json.error(['nextLink'], 'the list goes on at another address, so this is only a part of it', {
        allowed: 'give the whole list',
      });
    }
    this.entries = entriesOf(json, values);
  }

  /**
   * The addresses of one tag, as the fewest CIDR ranges, IPv4 first, in the order of addresses.
   *
   * @param tag name in the spelling of the file, such as `Storage` or `AzureMachineLearning.WestUS2`
   * @throws when the file does not have the tag, or has something for it that is not a CIDR range
   */
  public addressRanges(tag: string): string[] {
    text('tag', tag);
    return this._cover(tag).ranges();
  }

  /**
   * The addresses of one tag.
   * @internal
   */
  public _cover(tag: string): AddressCover {
    const entry = this.entry(tag);
    return entry.cover ??= this.coverOf(entry);
  }

  /**
   * The address ranges of one tag as the file writes them: routes go by the length of these prefixes.
   * @internal
   */
  public _prefixes(tag: string): readonly string[] {
    this._cover(tag); // which checks them
    return this.entry(tag).prefixes as readonly string[];
  }

  /**
   * Number of the last change of one tag.
   * @internal
   */
  public _changeNumberOf(tag: string): number {
    return this.entry(tag).changeNumber;
  }

  /**
   * Names of the tags, in the order of the file.
   * @internal
   */
  public get _tags(): string[] {
    return [...this.entries.keys()];
  }

  /**
   * Whether the file has a tag of this name.
   * @internal
   */
  public _has(tag: string): boolean {
    return this.entries.has(tag);
  }

  private entry(tag: string): TagEntry {
    if (isReference(tag)) {
      throw new InputError({
        argument: this.json.name, given: tag, problem: 'is a reference, not a service tag',
        allowed: 'the file is read during synthesis, so give the tag as plain text',
      });
    }
    const entry = this.entries.get(tag);
    if (entry === undefined) {
      throw new InputError({
        argument: this.json.name,
        problem: `has no service tag ${quote(tag)}`, ...(SECURITY_GROUP_ONLY_TAGS.includes(tag)
          ? { allowed: 'its addresses depend on the network, so no service tag file lists them' }
          : { suggestion: nearest(tag, this._tags) }),
      });
    }
    return entry;
  }

  private coverOf({ index, prefixes }: TagEntry): AddressCover {
    if (areTexts(prefixes)) {
      try {
        return AddressCover.of(prefixes);
      } catch (error) {
        if (!(error instanceof InputError)) {
          throw error;
        }
      }
    }
    for (let i = 0; ; i++) {
      const problem = problemOf(prefixes[i]);
      if (problem !== undefined) {
        throw this.json.error(['values', index, 'properties', 'addressPrefixes', i], problem);
      }
    }
  }
}

function areTexts(values: readonly unknown[]): values is readonly string[] {
  return values.every((value) => typeof value === 'string');
}

function problemOf(prefix: unknown): string | undefined {
  if (typeof prefix !== 'string') {
    return `${shown(prefix)} is not an address range`;
  }
  return refusalOf(() => parseAddressRange(prefix))?.message;
}

/** A value as shown in a message. What is in a list or an object is not shown; it may be of any size and depth. */
function shown(value: unknown): string {
  return typeof value !== 'object' || value === null ? quote(value) : Array.isArray(value) ? 'a list' : 'an object';
}

function cloudOf(json: JsonDocument, given: unknown): Cloud {
  const cloud = CLOUD_NAMES.get(given);
  if (cloud === undefined) {
    const known = [...CLOUD_NAMES.keys()] as string[];
    throw json.error(['cloud'], `${shown(given)} is not one of`, { allowed: known, ...suggesting(given, known) });
  }
  return cloud;
}

/** A change number: a number in the weekly file, a text in the output of the command. */
function numberOf(given: unknown): number | undefined {
  const number = typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : given;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

function refuseNumber(json: JsonDocument, given: unknown, path: JsonPath): never {
  const problem = given === undefined ? 'is missing' : `${shown(given)} is not a change number`;
  throw json.error(path, problem, { allowed: 'it is a whole number' });
}

function entriesOf(json: JsonDocument, values: readonly unknown[]): ReadonlyMap<string, TagEntry> {
  const entries = new Map<string, TagEntry>();
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    const properties = isJsonObject(value) ? value['properties'] : undefined;
    if (!isJsonObject(value) || !isJsonObject(properties)) {
      throw json.error(
        ['values', index], 'is not an entry of a service tag file, which is an object with "name" and an object "properties"',
      );
    }
    const name = value['name'];
    if (typeof name !== 'string' || !NAME.test(name)) {
      throw json.error(['values', index, 'name'], name === undefined ? 'is missing' : `${shown(name)} is not the name of a service tag`, {
        allowed: 'it is letters and digits, in parts with a dot between them',
      });
    }
    const first = entries.get(name);
    if (first !== undefined) {
      throw json.error(['values', index, 'name'], `the service tag ${quote(name)} is listed twice, first in values[${first.index}]`);
    }
    const { changeNumber, addressPrefixes } = properties;
    if (!Array.isArray(addressPrefixes)) {
      throw json.error(
        ['values', index, 'properties', 'addressPrefixes'],
        addressPrefixes === undefined ? 'is missing' : `${shown(addressPrefixes)} is not a list`,
        { allowed: 'it is the list of the ranges of the tag' },
      );
    }
    const number = numberOf(changeNumber) ?? refuseNumber(json, changeNumber, ['values', index, 'properties', 'changeNumber']);
    entries.set(name, { index, changeNumber: number, prefixes: addressPrefixes });
  }
  return entries;
}
