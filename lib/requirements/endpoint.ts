import { Cloud } from '../azure/clouds';
import { InputError, quote, refusing } from '../azure/errors';
import { checkHostName, parseUrl } from '../azure/host-names';
import { checkRangeOfPeer } from '../azure/network-ranges';
import { isReference } from '../azure/references';
import { checkTagOfSomeCloud, parseServiceTag, spelledServiceTag } from '../azure/service-tags';
import { checkPlaceholder } from './placeholder-table';
import { text } from '../azure/argument-shapes';

/** What an endpoint is written as. */
export enum EndpointKind {
  /** An Azure service tag, such as `Storage.WestUS2`. */
  SERVICE_TAG = 'serviceTag',
  /** A host name, perhaps with a wildcard as its left-most label. */
  FQDN = 'fqdn',
  /** A host name with a path. */
  URL = 'url',
  /** An address or a CIDR range. */
  ADDRESS_RANGE = 'addressRange',
  /** Pods, or a part of the control plane, of a Kubernetes cluster. */
  PODS = 'pods',
  /** The documentation does not say who the other side is. */
  UNSPECIFIED = 'unspecified',
}

const TAG_GRAMMAR = /^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)*$/;

/**
 * The other side of a requirement: where compute connects to, or who connects to it.
 * Values may hold the placeholders `<region>`, `<storage>`, `<registry>`, `<workspace-id>`, `<cluster-region>` and
 * `<api-server>`, which the requirement set fills from the workspace and its cluster.
 */
export class Endpoint {
  /**
   * A service tag in Azure's spelling, with or without a region: `AzureMonitor`, `Storage.WestUS2`, `Storage.<region>`.
   * The requirement set checks it against the tags of its cloud.
   * @param tag the service tag
   * @throws when the text is a tag in no cloud, or a reference
   */
  public static serviceTag(tag: string): Endpoint {
    text('tag', tag);
    checkTagTemplate(tag);
    return new Endpoint(EndpointKind.SERVICE_TAG, tag);
  }

  /**
   * A service tag that is newer than this library's table of tags. Only its grammar is checked.
   * @param tag the service tag
   * @throws when the text is not letters and digits, with dots between parts
   */
  public static unlistedServiceTag(tag: string): Endpoint {
    text('tag', tag);
    refuseReference(tag);
    if (!TAG_GRAMMAR.test(tag)) {
      throw new InputError({ argument: `service tag ${quote(tag)}`, problem: 'expected letters and digits, with dots between parts' });
    }
    return new Endpoint(EndpointKind.SERVICE_TAG, tag, true);
  }

  /**
   * A host name: `pypi.org`, or `*.azureml.ms` for every name below `azureml.ms` (not `azureml.ms` itself).
   * @param hostName the host name, without a scheme, a port or a path
   * @throws when the text is not a host name, or has an unknown placeholder
   */
  public static fqdn(hostName: string): Endpoint {
    text('hostName', hostName);
    checkTemplate(hostName, checkHostName);
    return new Endpoint(EndpointKind.FQDN, hostName);
  }

  /**
   * A host name and a path, without a scheme: `github.com/microsoft/vscode-tools-for-ai/*`.
   * @param url the host name and the path
   * @throws when the text is not a host name with a path, or has an unknown placeholder
   */
  public static url(url: string): Endpoint {
    text('url', url);
    checkTemplate(url, parseUrl);
    return new Endpoint(EndpointKind.URL, url);
  }

  /**
   * An address or a CIDR range: `203.0.113.7`, `203.0.113.0/24`.
   * @param addressRange IPv4 or IPv6
   * @throws when the text is neither, or nobody answers at these addresses
   */
  public static addressRange(addressRange: string): Endpoint {
    text('addressRange', addressRange);
    checkTemplate(addressRange, checkRangeOfPeer);
    return new Endpoint(EndpointKind.ADDRESS_RANGE, addressRange);
  }

  /**
   * An endpoint of the catalog, of any kind.
   * @internal
   */
  public static _of(kind: EndpointKind, value: string, unlisted = false): Endpoint {
    return new Endpoint(kind, value, unlisted);
  }

  /** What the value is. */
  public readonly kind: EndpointKind;

  /** The service tag, host name, URL or address range. */
  public readonly value: string;

  /** Whether the value is a service tag that this library's table does not have. */
  public readonly isUnlisted: boolean;

  private constructor(kind: EndpointKind, value: string, unlisted = false) {
    this.kind = kind;
    this.value = value;
    this.isUnlisted = unlisted;
  }

  /** One stable text: `fqdn pypi.org`. */
  public toString(): string {
    return `${this.kind} ${this.value}`;
  }
}

/**
 * Checks a text that may hold placeholders, each of which stands for what it is filled with, as a reference does. A refusal shows
 * the text as it was given.
 */
function checkTemplate(given: string, check: (text: string) => void): void {
  for (const [placeholder] of given.matchAll(/<[^>]*>/g)) {
    checkPlaceholder(placeholder, given);
  }
  const asReferences = given.replace(/<([^>]*)>/g, '${$1}');
  const asGiven = (text: unknown): unknown => (typeof text === 'string' ? text.replace(/\$\{([a-z-]+)\}/g, '<$1>') : text);
  refusing(({ details }) => new InputError({
    ...details, ...('given' in details && { given: asGiven(details.given) }), suggestion: asGiven(details.suggestion),
  }), () => check(asReferences));
}

/** Checks a tag that may end in a placeholder for its region. */
function checkTagTemplate(given: string): void {
  refuseReference(given);
  const tag = given.replace(/\.<(?:cluster-)?region>$/, '');
  if (tag.includes('<')) {
    throw tagPlaceholders(given);
  }
  refusing(({ details }) => {
    const { suggestion } = details;
    return new InputError(tag === given || typeof suggestion !== 'string' ? details
      : { ...details, given, suggestion: `${suggestion}${given.slice(tag.length)}` });
  }, () => checkTagOfSomeCloud(tag));
}

/** The refusal of a tag with a placeholder elsewhere than at its end, or another one than the region. */
export function tagPlaceholders(tag: string): InputError {
  const base = /^([A-Za-z0-9.]+)\.<[^<>]*>$/.exec(tag)?.[1];
  return new InputError({
    argument: `service tag ${quote(tag)}`, problem: 'a tag may end in ".<region>" and has no other placeholder',
    ...(base !== undefined && { suggestion: `${base}.<region>` }),
  });
}

/** Checks an endpoint whose placeholders are filled. */
export function checkEndpoint(endpoint: Endpoint, cloud: Cloud): void {
  const { kind, value } = endpoint;
  switch (kind) {
    case EndpointKind.SERVICE_TAG:
      if (endpoint.isUnlisted) {
        checkUnlistedTag(value, cloud);
      } else {
        checkServiceTag(value, cloud);
      }
      break;
    case EndpointKind.FQDN:
      checkHostName(value);
      break;
    case EndpointKind.URL:
      parseUrl(value);
      break;
    case EndpointKind.ADDRESS_RANGE:
      checkRangeOfPeer(value);
      break;
    case EndpointKind.PODS: // has no value
    case EndpointKind.UNSPECIFIED:
      break;
  }
}

function checkServiceTag(tag: string, cloud: Cloud): void {
  refuseReference(tag);
  parseServiceTag(tag, cloud);
}

function refuseReference(tag: string): void {
  if (isReference(tag)) {
    throw new InputError({
      argument: `service tag ${quote(tag)}`,
      problem: `a reference is not possible here, because the spelling of the tag must be checked`, allowed: 'give it as plain text',
    });
  }
}

/** Azure Firewall does not take a tag in another case, and it is not a new tag either. */
function checkUnlistedTag(tag: string, cloud: Cloud): void {
  const right = spelledServiceTag(tag, cloud);
  if (right !== undefined) {
    throw new InputError({
      argument: `service tag ${quote(tag)}`, problem: 'is a known tag in another case', allowed: 'use Endpoint.serviceTag',
      suggestion: right,
    });
  }
}
