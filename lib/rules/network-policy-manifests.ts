import type { Document, Node } from 'yaml';
import { Edition } from '../requirements/edition';
import { EndpointKind } from '../requirements/endpoint';
import { Requirement } from '../requirements/requirement';
import { NetworkPolicy, PolicyRule } from './network-policies';
import { selector } from './network-policy-parts';
import { Substitution, UnexpressedRequirement } from './translation-report';

/** The first line of every file, by which files of an earlier run are known. */
export const WRITTEN_BY = '# Written by cdktf-azureml-network. Changes made here are lost when it is written again.';

const LINE = 120;

/** The manifest as Kubernetes takes it, with keys in its usual order. */
export function manifestOf({ namespace, name, podLabels, ingress, egress }: NetworkPolicy): object {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace },
    spec: {
      podSelector: selector(podLabels),
      policyTypes: [...(ingress.length > 0 ? ['Ingress'] : []), ...(egress.length > 0 ? ['Egress'] : [])],
      ...(ingress.length > 0 && { ingress: ingress.map((rule) => ruleOf('from', rule)) }),
      ...(egress.length > 0 && { egress: egress.map((rule) => ruleOf('to', rule)) }),
    },
  };
}

function ruleOf(side: 'from' | 'to', { peers, ports }: PolicyRule): object {
  return { [side]: peers, ...(ports && { ports }) };
}

/** The manifest as YAML, below a comment that says where it comes from. */
export function yamlOf(
  policy: NetworkPolicy, edition: Edition, substitutions: readonly Substitution[], unexpressed: readonly UnexpressedRequirement[],
): string {
  // The reader of YAML takes as long to load as all else here; apps without manifests do not load it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const yaml = require('yaml') as typeof import('yaml');
  const document = new yaml.Document(manifestOf(policy), { version: '1.1', aliasDuplicateObjects: false });
  quoteTexts(document, yaml);
  return `${[WRITTEN_BY, ...commentOf(policy, edition, substitutions, unexpressed)].join('\n')}\n${document.toString({ lineWidth: 0 })}`;
}

/** Keys below which every text is one of the user's: labels, and names of namespaces. Address ranges have a `/`, as no number has. */
const TEXTS: readonly string[] = ['matchLabels', 'namespace', 'values'];

/**
 * Quotes texts of the user whatever they are. Readers differ in what is no text without quotes: `on` and `1:30` in YAML 1.1,
 * `0o17` in YAML 1.2, and the one of Kubernetes takes numbers of both, and `0X1F`, `0B1` and `1e1_0` besides.
 */
function quoteTexts(document: Document, { visit, isScalar, Scalar }: typeof import('yaml')): void {
  visit(document, {
    Pair(_, { key, value }) {
      if (isScalar(key) && TEXTS.includes(String(key.value))) {
        visit(value as Node, { Scalar(__, text) { text.type = Scalar.QUOTE_DOUBLE; } });
        return visit.SKIP; // a label may have such a key
      }
      return undefined;
    },
  });
}

function commentOf(
  { requirements }: NetworkPolicy, edition: Edition, substitutions: readonly Substitution[], unexpressed: readonly UnexpressedRequirement[],
): string[] {
  const [first] = requirements;
  if (first === undefined) {
    return wrapped('Asked for by routerClients. The article does not say who calls the router.');
  }
  if (first.endpoint.kind !== EndpointKind.PODS) {
    const reasons = new Set(substitutions.filter(({ requirementId: requirement }) => requirements.some(({ id }) => id === requirement))
      .map(({ reason }) => reason));
    return [
      ...wrapped(`What is outside the cluster. Edition ${edition}. Requirements: ${requirements.map(({ id }) => id).join(', ')}.`),
      ...[...reasons].flatMap((reason) => wrapped(`Wider than documented: ${reason}.`)),
    ];
  }
  return [
    ...wrapped(`Requirement ${first.id}: ${first.purpose}.`),
    ...wrapped(sourceOf(first)),
    ...substitutions.filter(({ requirementId: requirement }) => requirement === first.id).flatMap(({ writtenAs, reason, isWider }) =>
      wrapped(`${isWider ? 'Wider than documented' : 'Written as'}: ${writtenAs}; ${reason}.`)),
    ...unexpressed.filter(({ requirementId: requirement }) => requirement === first.id).flatMap(({ reason, remedy }) =>
      wrapped(`Not carried: ${reason}; instead: ${remedy}.`)),
  ];
}

function sourceOf({ citation }: Requirement): string {
  const { article, date, section } = citation!; // every requirement of the catalog has one
  return `Source: article "${article}", edition ${date}, section "${section}".`;
}

/** Comment lines of a text, broken between words. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  let line = '#';
  for (const word of text.split(' ')) {
    if (line.length + 1 + word.length > LINE && line !== '#') {
      lines.push(line);
      line = '#  ';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
