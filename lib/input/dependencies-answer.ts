import { compareTexts } from '../azure/text-order';
import { quote, quoteUpTo, refusing, suggesting } from '../azure/errors';
import { AnsweredName, answeredName, categoryOf, answeredPort, valueText } from './dependencies-values';
import { JsonDocument, JsonPath } from './json';
import { isJsonObject, JsonObject } from './json-object';
import { otherKind } from './other-kinds';

/**
 * The answer of the API `outboundNetworkDependenciesEndpoints` of a workspace, which the article calls Dependencies API:
 * `value[]` (in most versions below `properties`) with `category` and `endpoints[]`; these with `domainName` and
 * `endpointDetails[].port`. Every member is optional, and there are no others: no protocol, address, condition or paging.
 * Source: ExternalFQDNResponse, Azure REST API specifications, machinelearningservices 2021-07-01 to 2025-12-01.
 */
const ANSWER = {
  what: 'an answer of the Dependencies API', maxBytes: 1024 * 1024, larger: 'another kind of file, such as a service tag file',
};

/** Messages of Azure are sentences; more than this is not read in a terminal. */
const MAX_MESSAGE = 600;

/**
 * Members that only answers of other services have; their APIs have the same name.
 * Source: Azure REST API specifications, containerservice 2024-01-01 and batch 2022-10-01; hashicorp/go-azure-sdk, 2026-04-01.
 */
const OTHER_SERVICES: Readonly<Record<string, string>> = {
  protocol: 'Azure Kubernetes Service and Dedicated HSM',
  description: 'Azure Kubernetes Service, Dedicated HSM, Azure Batch, Dev Center and Load Testing',
  ipAddress: 'Azure Kubernetes Service, Dedicated HSM and App Service Environment',
  isAccessible: 'App Service Environment',
  latency: 'App Service Environment',
};

/** One port of one host. */
export interface AnsweredPort extends AnsweredName {
  readonly port: number;
  /** Headings that the answer has it under, in alphabetical order. */
  readonly categories: readonly string[];
}

/** A host that the answer lists without a port. */
export interface HostWithoutPort extends AnsweredName {
  readonly categories: readonly string[];
}

/** What an answer says, each host and port once, in the order of host names and ports. */
export interface DependenciesAnswer {
  /** The file, or `standard input`. */
  readonly name: string;
  readonly ports: readonly AnsweredPort[];
  readonly withoutPort: readonly HostWithoutPort[];
  /** Headings without any host below them. */
  readonly emptyCategories: readonly string[];
}

/**
 * Reads an answer from a file, or from standard input when the path is `-`.
 * @param withoutPort what becomes of a host without a port, which no rule can be made for
 */
export function readDependenciesAnswer(path: string, withoutPort: 'refused' | 'listed'): DependenciesAnswer {
  return new Reader(JsonDocument.read(path, ANSWER), withoutPort === 'listed').answer();
}

interface ListedHost extends AnsweredName {
  readonly categories: Set<string>;
}

class Reader {
  private readonly ports = new Map<string, ListedHost & { readonly port: number }>();
  private readonly withoutPort = new Map<string, ListedHost>();
  private readonly emptyCategories = new Set<string>();

  constructor(private readonly json: JsonDocument, private readonly listsWithoutPort: boolean) {}

  public answer(): DependenciesAnswer {
    const value = this.value();
    value.forEach((item, i) => this.category(item, ['value', i]));
    if (this.ports.size + this.withoutPort.size === 0) {
      throw this.json.error(['value'], 'lists no host', {
        allowed: 'the API lists at least those of sign-in and of Azure Resource Manager',
      });
    }
    return {
      name: this.json.name,
      ports: [...this.ports.values()].sort((a, b) => compareTexts(a.host, b.host) || a.port - b.port).map(sorted),
      withoutPort: [...this.withoutPort.values()].sort((a, b) => compareTexts(a.host, b.host)).map(sorted),
      emptyCategories: [...this.emptyCategories].sort(),
    };
  }

  private value(): unknown[] {
    const { content } = this.json;
    if (Array.isArray(content)) {
      if (content.length > 0 && content.every((item) => typeof item === 'string')) {
        throw this.json.error([], 'is a list of texts, as Azure Container Instances answers, and not an answer of Azure Machine Learning');
      }
      throw this.json.error([], 'is a list', {
        allowed: 'give the whole answer, which has the list as "value" (leave out a query such as --query value)',
      });
    }
    const other = otherKind(content, ANSWER.what);
    if (other !== undefined) {
      throw this.json.error([], other.problem, other);
    }
    if (isJsonObject(content) && Object.hasOwn(content, 'error')) {
      throw this.json.error([], `is an error of Azure, not an answer: ${errorText(content['error'])}`);
    }
    if (isJsonObject(content) && Object.hasOwn(content, 'responses')) {
      throw this.json.error(['responses'], 'this is an example of the Azure REST API specifications and no answer of a workspace', {
        allowed: `to read it anyway, take the part below responses.200.body (jq '.responses."200".body')`,
      });
    }
    if (isJsonObject(content) && !isAbsent(content['nextLink'])) {
      throw this.json.error(
        ['nextLink'],
        'the answer has further pages, and the API of Azure Machine Learning documents none, so this is the answer of another service',
      );
    }
    const { value } = this.members(content, [], ['value', 'nextLink']);
    if (isAbsent(value)) {
      throw this.json.error([], 'has no "value", which lists the categories');
    }
    return this.list(value, ['value']);
  }

  private category(item: unknown, path: JsonPath): void {
    const isWrapped = isJsonObject(item) && Object.hasOwn(item, 'properties');
    const outer = this.members(item, path, isWrapped ? ['properties'] : ['category', 'endpoints']);
    const inner = isWrapped ? [...path, 'properties'] : path;
    const { category, endpoints } = isWrapped ? this.members(outer['properties'], inner, ['category', 'endpoints']) : outer;
    const heading = isAbsent(category) ? undefined : this.at([...inner, 'category'], () => categoryOf(category));
    const list = isAbsent(endpoints) ? [] : this.list(endpoints, [...inner, 'endpoints']);
    if (list.length === 0) {
      this.emptyCategories.add(heading ?? '');
    }
    list.forEach((endpoint, i) => this.endpoint(endpoint, [...inner, 'endpoints', i], heading));
  }

  private endpoint(item: unknown, path: JsonPath, heading: string | undefined): void {
    const { domainName, endpointDetails } = this.members(item, path, ['domainName', 'endpointDetails']);
    if (isAbsent(domainName)) {
      throw this.json.error(path, 'has no "domainName", and without a host name there is nothing to compare and no rule to make');
    }
    const name = this.at([...path, 'domainName'], () => answeredName(domainName));
    const details = isAbsent(endpointDetails) ? [] : this.list(endpointDetails, [...path, 'endpointDetails']);
    const ports = details.map((detail, i) => this.port(detail, [...path, 'endpointDetails', i]));
    if (ports.length === 0 || ports.includes(undefined)) {
      if (!this.listsWithoutPort) {
        throw this.json.error(
          path, `the API gives no port for ${quote(name.host)}, so no rule can be made`,
          { allowed: 'add the port to endpointDetails, or remove the endpoint' },
        );
      }
      enter(this.withoutPort, name.host, name, heading, () => ({}));
    }
    for (const port of ports) {
      if (port !== undefined) {
        enter(this.ports, `${name.host} ${port}`, name, heading, () => ({ port }));
      }
    }
  }

  private port(item: unknown, path: JsonPath): number | undefined {
    const { port } = this.members(item, path, ['port']);
    return isAbsent(port) ? undefined : this.at([...path, 'port'], () => answeredPort(port));
  }

  /** Runs what may refuse a value, and adds its place to the refusal. */
  private at<T>(path: JsonPath, action: () => T): T {
    return refusing((error) => error.of(this.json.where(path)), action);
  }

  /** The members of an object, none of which is unknown: what is not understood would be dropped otherwise. */
  private members(value: unknown, path: JsonPath, allowed: readonly string[]): JsonObject {
    if (!isJsonObject(value)) {
      throw this.json.error(path, `${valueText(value)} is not a group of members, which are`, { allowed });
    }
    const unknown = Object.keys(value).find((key) => !allowed.includes(key));
    if (unknown !== undefined) {
      const services = Object.hasOwn(OTHER_SERVICES, unknown) ? OTHER_SERVICES[unknown] : undefined;
      if (services === undefined) {
        throw this.json.error([...path, unknown], 'is not a member that the API documents here, which are', {
          allowed, ...suggesting(unknown, allowed),
        });
      }
      throw this.json.error(
        [...path, unknown], `Azure Machine Learning does not answer with this member, but the APIs of the same name of ${services} do`,
        { allowed: 'give the answer for a workspace' },
      );
    }
    return value;
  }

  private list(value: unknown, path: JsonPath): unknown[] {
    if (!Array.isArray(value)) {
      throw this.json.error(path, `${valueText(value)} is not a list`);
    }
    return value as unknown[];
  }
}

/** Adds a heading to what is listed already, or begins it. */
function enter<T extends object>(
  all: Map<string, ListedHost & T>, key: string, name: AnsweredName, heading: string | undefined, more: () => T,
): void {
  const known = all.get(key);
  const listed = known ?? { ...name, categories: new Set<string>(), ...more() };
  if (heading !== undefined) {
    listed.categories.add(heading);
  }
  // A wildcard that the answer has as such is one, whether or not the suffix is listed too.
  all.set(key, name.suffix === undefined && known?.suffix !== undefined ? { ...listed, suffix: undefined } : listed);
}

function sorted<T extends ListedHost>({ categories, ...rest }: T): Omit<T, 'categories'> & { categories: string[] } {
  return { ...rest, categories: [...categories].sort() };
}

/** Members are optional, and `null` is how some writers leave one out. */
function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function errorText(error: unknown): string {
  if (!isJsonObject(error)) {
    return valueText(error);
  }
  const { code, message } = error;
  return `code ${valueText(code)}, message ${typeof message === 'string' ? quoteUpTo(MAX_MESSAGE, message) : valueText(message)}`;
}
