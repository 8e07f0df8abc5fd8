import { inStableOrder } from '../azure/address-order';
import { InputError, quote, refusing } from '../azure/errors';
import { isReference } from '../azure/references';
import { Cloud } from '../azure/clouds';
import { tagSuffix } from '../azure/regions';
import { checkEndpoint, Endpoint, EndpointKind, tagPlaceholders } from './endpoint';
import { checkPlaceholder, PLACEHOLDERS } from './placeholder-table';
import { KubernetesProps } from './cluster';
import { WorkspaceProps } from './workspace';

/** The placeholder that may stand for several values. */
const DNS_SERVER = '<dns-server>';

/** The values of the placeholders of one workspace. */
export class Placeholders {
  private readonly values: ReadonlyMap<string, string>;
  private readonly dnsServers: readonly string[];

  constructor(
    public readonly cloud: Cloud, public readonly region: string, workspace: Partial<WorkspaceProps>, kubernetes?: KubernetesProps,
  ) {
    const cluster = kubernetes?.aks ?? kubernetes?.arc;
    this.dnsServers = inStableOrder(kubernetes?.aks?.customDnsServers ?? []);
    const given: [string, string | undefined][] = [
      ['<cluster-region>', cluster && (cluster.region ?? region)],
      ['<api-server>', kubernetes?.aks?.apiServerAddress],
      ['<region>', region],
      ['<storage>', workspace.storageAccountName],
      ['<registry>', workspace.containerRegistryName],
      ['<workspace-id>', workspace.workspaceId],
    ];
    const values = new Map<string, string>();
    for (const [placeholder, value] of given) {
      if (value !== undefined) {
        const rule = PLACEHOLDERS[placeholder]!;
        if (!isReference(value) && !rule.pattern.test(value)) {
          throw new InputError({
            argument: rule.fact, given: value, problem: 'is not valid', allowed: `expected ${rule.grammar}, or a reference`,
            ...(rule.pattern.test(value.toLowerCase()) && { suggestion: value.toLowerCase() }),
          });
        }
        // Host names are written in lower case; registry names and GUIDs may have capitals.
        values.set(placeholder, isReference(value) ? value : value.toLowerCase());
      }
    }
    this.values = values;
  }

  /** The endpoint with its placeholders filled, and checked when there were any; `requirement` names who needs them. */
  public fill(endpoint: Endpoint, requirement: string): Endpoint {
    const { kind, value } = endpoint;
    if (kind === EndpointKind.PODS || !value.includes('<')) {
      return endpoint;
    }
    const text = kind === EndpointKind.SERVICE_TAG ? this.fillTag(value) : this.fillText(value, requirement);
    const filled = Endpoint._of(kind, text, endpoint.isUnlisted);
    checkEndpoint(filled, this.cloud);
    return filled;
  }

  /** As `fill`, and one endpoint for each value where the workspace has several. */
  public fillEach(endpoint: Endpoint, requirement: string): Endpoint[] {
    if (endpoint.value !== DNS_SERVER) {
      return [this.fill(endpoint, requirement)];
    }
    return this.dnsServers.map((server) => {
      const filled = Endpoint._of(endpoint.kind, server);
      checkEndpoint(filled, this.cloud);
      return filled;
    });
  }

  /** As `fillEach`, or none when a value was not stated. */
  public tryFill(endpoint: Endpoint): Endpoint[] {
    return this.missingIn(endpoint.value).length > 0 ? [] : this.fillEach(endpoint, '');
  }

  /** The facts, as users write them, that are missing to fill a text. */
  public missingIn(text: string): string[] {
    const missing = (text.match(/<[a-z-]+>/g) ?? []).filter((placeholder) => placeholder !== DNS_SERVER && !this.values.has(placeholder));
    return missing.map((placeholder) => PLACEHOLDERS[placeholder]!.fact);
  }

  /** As `fill` for a host name, with the placeholders left as they are whose values were not stated. */
  public fillKnown(host: Endpoint): Endpoint {
    return Endpoint._of(
      host.kind, host.value.replace(/<[^>]*>/g, (placeholder) => this.values.get(placeholder) ?? placeholder), host.isUnlisted,
    );
  }

  /** A text with the placeholders that are known now; the others stay, those that only Terraform knows among them. */
  public fillNames(text: string): string {
    return text.replace(/<[^>]*>/g, (placeholder) => {
      const value = this.values.get(placeholder);
      return value === undefined || isReference(value) ? placeholder : value;
    });
  }

  private fillText(template: string, requirement: string): string {
    return template.replace(/<[^>]*>/g, (placeholder) => {
      refusing((error) => error.about(`requirement ${quote(requirement)}`), () => checkPlaceholder(placeholder, template));
      const rule = PLACEHOLDERS[placeholder]!;
      const value = this.values.get(placeholder);
      if (value === undefined) {
        throw new InputError({
          what: 'requirement', given: requirement, problem: `needs ${rule.fact} to fill ${placeholder} in ${quote(template)}`,
          allowed: `state ${rule.fact} (${rule.grammar}, or a reference)`,
        }, { part: rule.fact.split('.') });
      }
      return value;
    });
  }

  /** In a service tag a region is the suffix of that region (`WestUS2`), not its ARM name. */
  private fillTag(template: string): string {
    const [, tag, placeholder] = /^([A-Za-z0-9.]+)\.(<(?:cluster-)?region>)$/.exec(template) ?? [];
    const region = placeholder && this.values.get(placeholder);
    if (tag === undefined || region === undefined) {
      throw tagPlaceholders(template);
    }
    return `${tag}.${tagSuffix(tag, region, this.cloud)}`;
  }
}
