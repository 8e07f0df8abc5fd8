import { knownPorts } from '../requirements/port-range';
import { Ports, Protocol } from '../requirements/ports';
import { Labels } from './kubernetes-names';

/** The selectors and ports of the API `networking.k8s.io/v1`. */
interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values: readonly string[] }[];
}

/** Selectors of namespaces and of pods in one peer hold together; peers of a list hold each by itself. */
export interface Peer {
  readonly namespaceSelector?: LabelSelector;
  readonly podSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

export interface PolicyPort {
  readonly protocol: string;
  /** Undefined: every port of the protocol. */
  readonly port?: number;
  readonly endPort?: number;
}

/** The label that Kubernetes gives to every namespace. Source: Kubernetes documentation, "Namespaces", automatic labelling. */
const NAME_LABEL = 'kubernetes.io/metadata.name';

const PROTOCOLS: Readonly<Record<Protocol, readonly string[]>> = {
  [Protocol.TCP]: ['TCP'], [Protocol.UDP]: ['UDP'], [Protocol.ANY]: ['TCP', 'UDP'],
};

/** A selector of pods; an empty one selects all. */
export function selector(labels: Labels | undefined): LabelSelector {
  return labels === undefined ? {} : { matchLabels: labels };
}

/** Pods of the policy's own namespace. */
export function pods(labels: Labels | undefined): Peer {
  return { podSelector: selector(labels) };
}

/** Pods of one namespace. */
export function podsIn(namespace: string, labels: Labels | undefined): Peer {
  return { namespaceSelector: { matchLabels: { [NAME_LABEL]: namespace } }, podSelector: selector(labels) };
}

/** Pods of every namespace but one. */
export function podsOutside(namespace: string, labels: Labels | undefined): Peer {
  return {
    namespaceSelector: { matchExpressions: [{ key: NAME_LABEL, operator: 'NotIn', values: [namespace] }] }, podSelector: selector(labels),
  };
}

export function addressBlocks(blocks: readonly string[]): Peer[] {
  return blocks.map((cidr) => ({ ipBlock: { cidr } }));
}

export function tcpPorts(ports: readonly number[]): PolicyPort[] {
  return ports.map((port) => ({ protocol: 'TCP', port }));
}

/**
 * Ports of a requirement; without the key for every port. An empty list, of port 0 alone, must not be rendered: it would mean every port.
 */
export function policyPorts({ protocol, _all: ranges, isAll }: Ports): { readonly ports?: readonly PolicyPort[] } {
  if (isAll) {
    return protocol === Protocol.ANY ? {} : { ports: [{ protocol }] };
  }
  return {
    ports: PROTOCOLS[protocol].flatMap((name) => knownPorts(ranges).flatMap(({ first, last }) => {
      const from = Math.max(1, first); // Kubernetes has no port 0
      return from > last ? [] : [{ protocol: name, port: from, ...(last > from && { endPort: last }) }];
    })),
  };
}

/** The ports of several requirements together, each once, in the order of protocols and numbers. */
export function policyPortsOfAll(all: readonly Ports[]): { readonly ports?: readonly PolicyPort[] } {
  const each = all.map(policyPorts);
  if (each.some(({ ports }) => ports === undefined)) {
    return {};
  }
  const byText = new Map(each.flatMap(({ ports }) => ports!).map((port) => [policyPortText([port]), port]));
  return { ports: [...byText.values()].sort((a, b) =>
    (a.protocol < b.protocol ? -1 : a.protocol > b.protocol ? 1 : (a.port ?? 0) - (b.port ?? 0) || (a.endPort ?? 0) - (b.endPort ?? 0))) };
}

/** `TCP 443, UDP 5831`. */
export function policyPortText(ports: readonly PolicyPort[]): string {
  return ports.map(({ protocol, port, endPort }) => {
    if (port === undefined) {
      return `${protocol} on every port`;
    }
    return `${protocol} ${endPort === undefined ? port : `${port}-${endPort}`}`;
  }).join(', ');
}
