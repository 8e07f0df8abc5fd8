import { BlockList, isIPv6 } from 'node:net';
import { parseAllDocuments } from 'yaml';

/**
 * Network policies as a cluster evaluates them, written from the API reference of `networking.k8s.io/v1` and knowing
 * nothing of the code that writes them. Addresses of pods count as addresses, as in plug-ins that do not tell them apart.
 */
export interface Side {
  readonly address: string;
  /** Namespace and labels, for a pod; without them it is something outside the cluster. */
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

type Json = Readonly<Record<string, unknown>>;

interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values: readonly string[] }[];
}

interface Peer {
  readonly namespaceSelector?: Selector;
  readonly podSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly protocol?: string; readonly port?: number; readonly endPort?: number }[];
}

export interface Policy {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly podSelector: Selector; readonly policyTypes: readonly string[]; readonly ingress?: readonly Rule[];
    readonly egress?: readonly Rule[];
  };
}

/** The keys that each part may have: a misspelt one would be no restriction and no permission. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  policy: ['apiVersion', 'kind', 'metadata', 'spec'], metadata: ['name', 'namespace'],
  spec: ['podSelector', 'policyTypes', 'ingress', 'egress'],
  ingress: ['from', 'ports'], egress: ['to', 'ports'], ports: ['protocol', 'port', 'endPort'],
  from: ['namespaceSelector', 'podSelector', 'ipBlock'], to: ['namespaceSelector', 'podSelector', 'ipBlock'], ipBlock: ['cidr', 'except'],
  podSelector: ['matchLabels', 'matchExpressions'], namespaceSelector: ['matchLabels', 'matchExpressions'],
  matchExpressions: ['key', 'operator', 'values'],
};

/** Reads a stream of policies with the YAML that Kubernetes reads, and refuses keys that the API does not have. */
export function readPolicies(yaml: string): Policy[] {
  return parseAllDocuments(yaml, { version: '1.1' }).map((document) => {
    if (document.errors.length > 0) {
      throw document.errors[0]!;
    }
    const policy = document.toJS() as Policy;
    checkKeys('policy', policy as unknown as Json);
    return policy;
  });
}

function checkKeys(kind: string, value: unknown): void {
  const allowed = KEYS[kind];
  if (Array.isArray(value)) {
    value.forEach((one) => checkKeys(kind, one));
  } else if (allowed !== undefined && typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      if (!allowed.includes(key)) {
        throw new Error(`${kind} has the key ${key}`);
      }
      checkKeys(key, inner);
    }
  }
}

/** Whether a connection is let out at one end and in at the other. */
export function allows(policies: readonly Policy[], from: Side, to: Side, protocol: string, port: number): boolean {
  return passes(policies, 'Egress', from, to, protocol, port) && passes(policies, 'Ingress', to, from, protocol, port);
}

/** Whether the policies that select one end allow the other; without any that restricts the direction everything is. */
export function passes(
  policies: readonly Policy[], type: 'Egress' | 'Ingress', self: Side, other: Side, protocol: string, port: number,
): boolean {
  const selecting = policies.filter(({ metadata, spec }) =>
    self.namespace === metadata.namespace && spec.policyTypes.includes(type) && selects(spec.podSelector, self.labels ?? {}));
  return selecting.length === 0 ||
    selecting.some(({ metadata, spec }) => (type === 'Egress' ? spec.egress ?? [] : spec.ingress ?? []).some((rule) => {
      const peers = type === 'Egress' ? rule.to : rule.from;
      // Nothing, and an empty list, are every peer and every port.
      return (!peers?.length || peers.some((peer) => isPeer(peer, other, metadata.namespace))) &&
        (!rule.ports?.length || rule.ports.some((one) =>
          (one.protocol ?? 'TCP') === protocol && (one.port === undefined || (port >= one.port && port <= (one.endPort ?? one.port)))));
    }));
}

function isPeer({ namespaceSelector, podSelector, ipBlock }: Peer, side: Side, home: string): boolean {
  if (ipBlock !== undefined) {
    return inRange(ipBlock.cidr, side.address) && !(ipBlock.except ?? []).some((range) => inRange(range, side.address));
  }
  if (side.namespace === undefined) {
    return false;
  }
  const inNamespace = namespaceSelector === undefined
    ? side.namespace === home
    : selects(namespaceSelector, { 'kubernetes.io/metadata.name': side.namespace });
  return inNamespace && (podSelector === undefined || selects(podSelector, side.labels ?? {}));
}

function selects({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values }) => {
      if (operator !== 'In' && operator !== 'NotIn') {
        throw new Error(`operator ${operator}`);
      }
      return (labels[key] !== undefined && values.includes(labels[key])) === (operator === 'In');
    });
}

function inRange(cidr: string, address: string): boolean {
  const [network, length] = cidr.split('/') as [string, string];
  const family = (text: string): 'ipv4' | 'ipv6' => (isIPv6(text) ? 'ipv6' : 'ipv4');
  if (family(network) !== family(address)) {
    return false;
  }
  const list = new BlockList();
  list.addSubnet(network, Number(length), family(network));
  return list.check(address, family(address));
}
