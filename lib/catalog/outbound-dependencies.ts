import { createHash } from 'node:crypto';
import { InputError } from '../azure/errors';
import { LIMITS } from '../azure/limits';
import { text } from '../azure/argument-shapes';
import type { AnsweredPort, DependenciesAnswer } from '../input/dependencies-answer';
import { Direction } from '../requirements/direction';
import { Endpoint } from '../requirements/endpoint';
import { Ports } from '../requirements/ports';
import { Requirement } from '../requirements/requirement';
import { RequirementSet } from '../requirements/requirement-set';
import { REQUIREMENT_SET } from '../requirements/requirement-shapes';

/**
 * Slots of the rules for what the API lists, 1900 to 1999: one for each port, because requirements that share a slot share
 * a rule, and a rule opens all its ports for all its hosts. Ports that the article names have a place of their own; others
 * take theirs from their number, so that a further port moves none.
 */
const SLOTS: ReadonlyMap<number, number> = new Map([[80, 1900], [443, 1901], [445, 1902], [8787, 1903], [18881, 1904]]);
const OTHER_SLOTS = { first: 1905, count: 95 } as const;

/** Ids have up to 60 characters; this is what is left for the host. */
const MAX_HOST_IN_ID = 60 - 'dependencies.'.length - '-65535'.length;

const PROTOCOL_NOTE = 'The answer names no protocol. TCP is assumed, which the article means unless it says otherwise.';

/**
 * What a workspace itself says that it connects to: the answer of its API `outboundNetworkDependenciesEndpoints`, as hosts
 * and ports.
 *
 * The answer has no protocol, so TCP is assumed. A name such as `core.windows.net` or `azurecr.io` is not a host: it is taken to mean
 * every host below it, and the notes of the requirement say so.
 *
 * Source: the article "Configure inbound and outbound network traffic", section "Dependencies API"; Azure REST API
 * specifications, machinelearningservices 2021-07-01 to 2025-12-01.
 */
export class OutboundDependencies {
  /**
   * Reads an answer that was saved as JSON.
   *
   * @param path path of the file, or `-` for standard input
   * @throws when the file is not such an answer, with line and column; when a host has no port, because no rule can be made
   * for it; when two of its ports would take the same place among the rules
   */
  public static fromFile(path: string): OutboundDependencies {
    text('path', path);
    // Apps without such an answer do not load its reader.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { readDependenciesAnswer } = require('../input/dependencies-answer') as typeof import('../input/dependencies-answer');
    return new OutboundDependencies(readDependenciesAnswer(path, 'refused'));
  }

  /** Everything that the answer lists, one requirement for each host and port. */
  public readonly listed: Requirement[];

  private constructor(answer: DependenciesAnswer) {
    checkPlaces(answer);
    this.listed = answer.ports.map(requirementOf);
    Object.freeze(this.listed);
  }

  /**
   * What the answer lists and a requirement set does not ask for. A set asks for a host by its name, by a wildcard above it, or by the
   * service tags that hold it according to the article's host tables. A name such as `core.windows.net` is not a host: it counts as asked
   * for if the set asks for documented hosts or tags below it.
   *
   * This compares requirements, not rules: a host counts even if a security group closes it or a firewall cannot carry it. `unexpressed`
   * of the constructs says which these are, and the command `drift` compares an answer with the rules of a deployment file.
   *
   * @param requirements the set, to which these can be added with `plus`
   */
  public missingFrom(requirements: RequirementSet): Requirement[] {
    REQUIREMENT_SET('requirements', requirements);
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { HostCoverage, meets } = require('./host-coverage') as typeof import('./host-coverage');
    const coverage = HostCoverage.ofSet(requirements);
    return this.listed.filter(({ endpoint, ports, documentedAs }) =>
      !meets(coverage.of(endpoint.value, ports._all[0]!.interval!.first), documentedAs));
  }
}

function requirementOf(answered: AnsweredPort): Requirement {
  const { host, suffix, port, categories } = answered;
  return Requirement._fromCatalog(Direction.OUTBOUND, {
    id: idOf(host, port), slot: slotOf(port), endpoint: Endpoint.fqdn(host), ports: Ports.tcp(port), purpose: purposeOf(categories),
  }, {
    capability: `dependencies:${host}`,
    // The rule is the same whichever hosts the answer has.
    rule: {
      name: `Allow-dependencies-Tcp-${port}`, description: `Hosts that the Dependencies API of the workspace lists with port ${port}`,
    },
    documentedAs: suffix,
    ...(suffix !== undefined && {
      wider: `the answer has ${suffix}, which is not a host, and does not say which hosts below it are needed`,
    }),
    notes: [PROTOCOL_NOTE, ...(suffix === undefined ? [] : [
      `The answer has ${suffix}, which is not a host; it is taken to mean every host below it (inferred), those of other customers too.`,
    ])],
  });
}

/** `dependencies.any.azureml.ms-443`. What does not fit, or could be the id of another host, is told apart by a hash. */
function idOf(host: string, port: number): string {
  const name = host.replace(/^\*\./, 'any.');
  if (name.length <= MAX_HOST_IN_ID && !host.startsWith('any.')) {
    return `dependencies.${name}-${port}`;
  }
  const hash = createHash('sha256').update(host).digest('hex').slice(0, 12);
  return `dependencies.${name.slice(0, MAX_HOST_IN_ID - hash.length - 1).replace(/[.-]+$/, '')}-${hash}-${port}`;
}

function purposeOf(categories: readonly string[]): string {
  const all = `Dependencies API: ${categories.join(', ')}`;
  return categories.length === 0
    ? 'Dependencies API'
    : all.length <= LIMITS.securityRuleDescription ? all
    : `Dependencies API: ${categories.length} categories`;
}

function slotOf(port: number): number {
  return SLOTS.get(port) ?? OTHER_SLOTS.first + (port % OTHER_SLOTS.count);
}

function checkPlaces({ name, ports }: DependenciesAnswer): void {
  const bySlot = new Map<number, number>();
  for (const { port } of ports) {
    const other = bySlot.get(slotOf(port)) ?? port;
    if (other !== port) {
      throw new InputError({
        argument: name,
        problem: `ports ${other} and ${port} would take the same place among the rules (slot ${slotOf(port)}, which comes from the ` +
          'number of the port)',
        allowed: 'remove one of them from the file, and add its hosts as your own requirements',
      });
    }
    bySlot.set(slotOf(port), port);
  }
}
