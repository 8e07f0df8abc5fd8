import { dirname, isAbsolute, join } from 'node:path';
import { text } from '../azure/argument-shapes';
import { ServiceTagFile } from '../input/service-tag-file';
import { STANDARD_INPUT } from '../input/text';
import { catalog } from '../catalog/catalog';
import { MachineLearning } from '../catalog/machine-learning';
import { withFirewallProxy } from '../catalog/resolver-requirements';
import { Edition } from '../requirements/edition';
import { Endpoint, EndpointKind } from '../requirements/endpoint';
import { NameResolution } from '../requirements/name-resolution';
import { Ports, Protocol } from '../requirements/ports';
import { Requirement } from '../requirements/requirement';
import { RequirementSet } from '../requirements/requirement-set';
import { Scenario } from '../requirements/scenario';
import { hasDnsProxy } from '../rules/dns-proxy';
import { VERIFICATION_OPTIONS } from '../verification/verification-shapes';
import { Verification } from '../verification/verification';
import { VerificationOptions } from '../verification/verification-props';
import { DeploymentDescription, LeaveOutDescription, RequirementDescription, SubnetDescription } from './description';
import type { KeyPath, SourceFile } from './source-file';

/** A deployment that is described in a YAML or JSON file. */
export class Deployment {
  /**
   * Reads and checks a file.
   *
   * @param path path of the file
   * @throws with the file, the line, the column and the key of each problem
   */
  public static fromFile(path: string): Deployment {
    text('path', path);
    // The readers of YAML and of JSON Schema take as long to load as all else here; apps without a file do not load them.
    /* eslint-disable @typescript-eslint/no-require-imports */
    const reader = require('./source-file') as typeof import('./source-file');
    const { validate } = require('./validate') as typeof import('./validate');
    const { checkMeaning } = require('./meaning') as typeof import('./meaning');
    const { withNamedSubnets } = require('./named-subnets') as typeof import('./named-subnets');
    /* eslint-enable @typescript-eslint/no-require-imports */
    const file = new reader.SourceFile(path);
    const description = withNamedSubnets(file, validate(file));
    const deployment = new Deployment(file, description);
    checkMeaning(file, description);
    return deployment;
  }

  /** Path of the file, as given. */
  public readonly path: string;

  /** Name of the stack. */
  public readonly name: string;

  /** What applies to the workspace. */
  public readonly requirements: RequirementSet;

  /**
   * The content of the file.
   * @internal
   */
  public readonly _description: DeploymentDescription;

  /**
   * What applies to each subnet, by its name. Subnets without scenarios and omissions of their own share one set.
   * @internal
   */
  public readonly _requirementsOf: ReadonlyMap<string, RequirementSet>;

  /**
   * What applies to any of the subnets.
   * @internal
   */
  public readonly _requirementsOfAll: RequirementSet;

  private readonly file: SourceFile;
  private readonly serviceTagFiles = new Map<string, ServiceTagFile>();

  private constructor(file: SourceFile, description: DeploymentDescription) {
    this.file = file;
    this.path = file.path;
    this.name = description.name;
    this._description = description;
    this.requirements = requirementsOf(file, description);
    const sets = setsOfSubnets(file, description, this.requirements);
    this._requirementsOf = requirementsOfSubnets(description, sets);
    const [first, ...others] = sets.values();
    this._requirementsOfAll = first?._with(others) ?? this.requirements;
  }

  /**
   * Checks a network against this deployment: whether the rules of its subnets meet their requirements, and what else is open. It applies
   * nothing and does not connect to Azure.
   *
   * @param path a folder such as `cdktf.out`, a file `*.tf.json`, or a file with the output of `terraform show -json` of a plan or a state
   * @param options what counts in addition to the file: its subnets, their requirements, its firewall and what it acknowledges
   * @throws when the files cannot be read or are something else, or an acknowledgement matches no finding
   */
  public verify(path: string, options: VerificationOptions = {}): Verification {
    text('path', path);
    VERIFICATION_OPTIONS('options', options);
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { requestFromDeployment } = require('./request-from-deployment') as typeof import('./request-from-deployment');
    return Verification._with(requestFromDeployment(this, { paths: [path] }, options.serviceTagFile), options);
  }

  /**
   * Runs what may refuse a value of the file, and adds file, line, column and key to the refusal.
   * @internal
   */
  public _at<T>(path: KeyPath, action: () => T): T {
    return this.file.at(path, action);
  }

  /**
   * The service tag file at a path that is absolute or relative to this file. Read once, because several subnets may name it.
   * @internal
   */
  public _serviceTagFile(path: string): ServiceTagFile {
    const found = this.serviceTagFiles.get(path) ?? ServiceTagFile.fromFile(this.resolved(path));
    this.serviceTagFiles.set(path, found);
    return found;
  }

  /**
   * What applies to the workspace and to its subnets in another edition of the article. What the file leaves out and that edition does
   * not have is no part of it either way.
   * @internal
   */
  public _requirementsIn(edition: Edition): Pick<Deployment, 'requirements' | '_requirementsOf'> {
    const others = new Set(catalog().filter(({ editions }) => !editions.includes(edition)).map(({ id }) => id));
    const known = <T extends { readonly leaveOut?: readonly LeaveOutDescription[] }>(part: T): T =>
      ({ ...part, leaveOut: part.leaveOut?.filter(({ id }) => !others.has(id)) });
    const subnets = Object.entries(this._description.subnets).map(([name, subnet]) => [name, known(subnet)] as const);
    const description = known({ ...this._description, edition, subnets: Object.fromEntries(subnets) });
    const requirements = requirementsOf(this.file, description);
    const sets = setsOfSubnets(this.file, description, requirements);
    return { requirements, _requirementsOf: requirementsOfSubnets(description, sets) };
  }

  private resolved(path: string): string {
    const resolved = isAbsolute(path) ? path : join(dirname(this.path), path);
    return resolved === STANDARD_INPUT ? `./${resolved}` : resolved; // a file of that name, because a deployment names files only
  }
}

/** The sets of subnets. Those without scenarios and omissions of their own share one. */
function setsOfSubnets(file: SourceFile, description: DeploymentDescription, shared: RequirementSet): Map<string, RequirementSet> {
  return new Map(Object.entries(description.subnets).map(([name, { scenarios = [], leaveOut = [] }]) => {
    let set = scenarios.length === 0 ? shared : requirementsOf(file, description, scenarios);
    leaveOut.forEach(({ id, reason }, i) => {
      set = file.at(['subnets', name, 'leaveOut', i, 'id'], () => set.without(id, reason));
    });
    return [name, set];
  }));
}

/** The same with the way to the DNS proxy of the firewall where host names rest on it. */
function requirementsOfSubnets(
  { subnets, firewall }: DeploymentDescription, sets: ReadonlyMap<string, RequirementSet>,
): Map<string, RequirementSet> {
  return new Map([...sets].map(([name, set]) =>
    [name, withFirewallProxy(set, subnets[name]!.routeTable?.defaultRoute.firewall, hasDnsProxy(firewall))]));
}

/** Whether a subnet needs other requirements than the rest of the file. */
export function hasOwnRequirements({ scenarios = [], leaveOut = [] }: SubnetDescription): boolean {
  return scenarios.length + leaveOut.length > 0;
}

function resolverOf({ nameResolution: stated }: DeploymentDescription): NameResolution | undefined {
  if (stated === undefined) {
    return undefined;
  }
  const { firewall, servers } = stated;
  if (firewall !== undefined) {
    return NameResolution.firewall(firewall);
  }
  return servers === undefined ? NameResolution.azure() : NameResolution.servers(servers);
}

/** @param more sections that one subnet switches on */
function requirementsOf(file: SourceFile, description: DeploymentDescription, more: readonly Scenario[] = []): RequirementSet {
  const { edition, cloud, region, workspace, compute, kubernetes } = description;
  const scenarios = [...new Set([...description.scenarios ?? [], ...more])];
  const nameResolution = file.at(['nameResolution'], () => resolverOf(description));
  const facts = { edition, cloud, region, workspace, compute, kubernetes, scenarios, nameResolution };
  let set = file.at([], () => MachineLearning.requirements(facts));
  description.requirements?.forEach((own, i) => {
    set = file.at(['requirements', i], () => set.plus(requirementOf(own)));
  });
  description.leaveOut?.forEach(({ id, reason }, i) => {
    set = file.at(['leaveOut', i, 'id'], () => set.without(id, reason));
  });
  return set;
}

function requirementOf({ id, slot, direction, endpoint, protocol, ports, purpose }: RequirementDescription): Requirement {
  const { serviceTag, fqdn, url, addressRange } = endpoint;
  const props = {
    id, slot, purpose, ports: Ports.of(protocol ?? Protocol.TCP, ports.map(String)),
    // The set checks it, for its cloud.
    endpoint: serviceTag !== undefined ? Endpoint._of(EndpointKind.SERVICE_TAG, serviceTag)
      : fqdn !== undefined ? Endpoint._of(EndpointKind.FQDN, fqdn)
        : url !== undefined ? Endpoint._of(EndpointKind.URL, url) : Endpoint._of(EndpointKind.ADDRESS_RANGE, addressRange!),
  };
  return direction === 'inbound' ? Requirement.inbound(props) : Requirement.outbound(props);
}
