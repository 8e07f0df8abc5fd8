import { Cloud } from '../azure/clouds';
import { InputError } from '../azure/errors';
import { Deployment } from '../deployment/deployment';
import { requestFromDeployment } from '../deployment/request-from-deployment';
import { ServiceTagFile } from '../input/service-tag-file';
import { readText, STANDARD_INPUT } from '../input/text';
import { endpointsOfLine } from '../logs/pasted-line';
import { Lookup, LookupResult } from '../lookup/lookup';
import { parseQuery, Query } from '../lookup/query';
import { Direction } from '../requirements/direction';
import { Edition } from '../requirements/edition';
import { Endpoint, EndpointKind } from '../requirements/endpoint';
import { knownPorts } from '../requirements/port-range';
import { Requirement } from '../requirements/requirement';
import { lookupJson, lookupMarkdown, lookupText } from '../review/lookup-formats';
import { isAskedFor, isUntold } from '../review/lookup-words';
import { Explanation, explainFlow } from '../verification/explain';
import { Flow } from '../verification/flow';
import { readRequest } from '../verification/read-request';
import { EXIT } from './exit';
import { Output } from './output';
import { checkStandardInput } from './verify-command';

/** Forms of what is said about endpoints. */
export const LOOKUP_FORMATS = ['text', 'json', 'markdown'] as const;

export interface LookupCommandOptions {
  readonly edition?: Edition;
  readonly cloud?: Cloud;
  readonly deployment?: string;
  readonly network?: string;
  readonly serviceTags?: string;
  readonly format: (typeof LOOKUP_FORMATS)[number];
}

const LIST = { what: 'a list of endpoints, one a line', maxBytes: 16 * 1024 * 1024 };
const FORMATTERS = { text: lookupText, json: lookupJson, markdown: lookupMarkdown } as const;
const KINDS: Readonly<Record<Query['kind'], EndpointKind | undefined>> = {
  host: EndpointKind.FQDN,
  url: EndpointKind.URL,
  address: EndpointKind.ADDRESS_RANGE,
  tag: EndpointKind.SERVICE_TAG,
  port: undefined,
};
/** A name with more ports than this would fill the screen with paths. */
const MAX_PORTS = 4;

/**
 * Says which documented requirements ask for endpoints.
 *
 * @param endpoints as given; `-` stands for standard input, one endpoint a line
 * @returns the exit code: whether something asks for every one
 */
export function lookupCommand(endpoints: readonly string[], options: LookupCommandOptions, output: Output): number {
  const { deployment: file, network, serviceTags, edition, cloud, format } = options;
  checkStandardInput({
    ENDPOINT: endpoints.find((one) => one === STANDARD_INPUT),
    '--deployment': file,
    '--network': network,
    '--service-tags': serviceTags,
  });
  if (network !== undefined && file === undefined) {
    throw new InputError({
      argument: '--network', problem: 'needs --deployment too, for the subnets and the firewall',
    });
  }
  const deployment = file === undefined ? undefined : Deployment.fromFile(file);
  const given = serviceTags === undefined ? undefined : ServiceTagFile.fromFile(serviceTags);
  const request = deployment && requestFromDeployment(deployment, { paths: network === undefined ? [] : [network] }, given);
  const tags = request?.serviceTags ?? given;
  const lookup = new Lookup({ ...(edition && { edition }), ...(cloud && { cloud }) }, deployment, tags);
  const read = request === undefined || network === undefined ? undefined : readRequest(request);
  const explain = (query: Query, requirements: readonly Requirement[]): Explanation[] =>
    (read?.options.subnets ?? [])
      .flatMap(({ name }) => flowsOf(name, query, requirements))
      .map((flow) => explainFlow(read!.network, flow, read!.options));

  const results: LookupResult[] = [];
  let refused = false;
  for (const { text, line } of each(endpoints)) {
    try {
      results.push(...queriesOf(text).map((query) => lookup.of(query, explain)));
    } catch (error) {
      if (!(error instanceof InputError) || line === undefined) {
        throw error;
      }
      refused = true;
      output.err(`standard input, line ${line}: ${error.message}\n`);
    }
  }
  output.out(FORMATTERS[format](results));
  if (refused) {
    return EXIT.usage;
  }
  const open = results.filter((result) => !isAskedFor(result));
  return open.length === 0 ? EXIT.ok : open.every(isUntold) ? EXIT.unknown : EXIT.differences;
}

/** What is asked for by a text: an endpoint, or those of a line of a log. */
function queriesOf(text: string): Query[] {
  const ofLine = endpointsOfLine(text);
  return ofLine === undefined ? [parseQuery(text)]
    : ofLine.map((one) => {
      const query = parseQuery(one);
      return { ...query, notes: ['Taken from a line of a log.', ...query.notes] };
    });
}

/** The endpoints that are given, and those of standard input with their lines. Empty lines and comments are no endpoints. */
function each(endpoints: readonly string[]): { text: string; line?: number }[] {
  return endpoints.flatMap((one) =>
    one !== STANDARD_INPUT
      ? [{ text: one }]
      : readText(STANDARD_INPUT, LIST)
          .text.split(/\r?\n/)
          .map((text, i) => ({ text, line: i + 1 }))
          .filter(({ text }) => text.trim() !== '' && !text.trimStart().startsWith('#')),
  );
}

/** The flows from a subnet that a query means: on its port, or on those of the requirements that cover it. */
function flowsOf(subnet: string, { kind, value, path, port, protocol }: Query, requirements: readonly Requirement[]): Flow[] {
  const endpointKind = KINDS[kind];
  if (endpointKind === undefined) {
    return [];
  }
  const asked = requirements
    .filter(({ direction }) => direction === Direction.OUTBOUND)
    .flatMap(({ ports }) =>
      knownPorts(ports._all).map(({ first }) => ({
        protocol: ports.protocol === 'UDP' ? ('UDP' as const) : ('TCP' as const),
        port: first,
      })),
    );
  const pairs =
    port !== undefined
      ? [{ protocol: protocol ?? ('TCP' as const), port }]
      : asked.length > 0
      ? asked
      : [{ protocol: protocol ?? ('TCP' as const), port: 443 }];
  const unique = [...new Map(pairs.map((pair) => [`${pair.protocol} ${pair.port}`, pair])).values()];
  return unique
    .slice(0, MAX_PORTS)
    .map((pair) => ({ subnet, direction: Direction.OUTBOUND, ...pair, endpoint: Endpoint._of(endpointKind, value + (path ?? '')) }));
}
