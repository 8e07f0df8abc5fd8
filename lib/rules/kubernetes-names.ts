import { parseAddressRange, AddressRange, findOverlap } from '../azure/addresses';
import { InputError, InputProblem, quote } from '../azure/errors';
import { isReference } from '../azure/references';
import { checkPeerRange } from '../azure/special-ranges';

/** Labels of pods, by their keys. */
export type Labels = Readonly<Record<string, string>>;

/**
 * Grammars of names of namespaces (a DNS label), and of keys and values of labels.
 * Source: Kubernetes documentation, "Object Names and IDs" and "Labels and Selectors".
 */
export const NAMESPACE = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
export const LABEL_VALUE = '([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?';
export const LABEL_KEY = `(?=[^/]{1,253}/|[^/]+$)(${NAMESPACE}(\\.${NAMESPACE})*/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?`;

const END_RULE = 'with a letter or digit at both ends';

/** Checks the name of a namespace that policies are written for. */
export function checkNamespace(what: string, name: string): string {
  if (!matches(NAMESPACE, name)) {
    const near = name.toLowerCase().replace(/[^a-z0-9-]+/g, '-').slice(0, 63).replace(/^-+|-+$/g, '');
    throw new InputError({
      argument: what, given: name, problem: 'is not the name of a namespace',
      allowed: `expected 1 to 63 lower-case letters, digits and "-", ${END_RULE}`, ...plainText(name),
      ...(!isReference(name) && near !== '' && { suggestion: near }),
    });
  }
  if (name.startsWith('kube-')) {
    // Source: Kubernetes documentation, "Namespaces": the prefix belongs to Kubernetes.
    throw new InputError({
      argument: what, given: name, problem: 'belongs to Kubernetes itself, whose pods need more than these policies open',
    });
  }
  return name;
}

/** Checks labels that select pods, and sorts them by key. None at all would select every pod. */
export function checkLabels(what: string, labels: Labels): Labels {
  const entries = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) {
    throw new InputError({
      argument: what, problem: 'is empty, and would select every pod', allowed: 'give at least one',
    });
  }
  for (const [key, value] of entries) {
    if (!matches(LABEL_KEY, key)) {
      throw new InputError({
        argument: what, given: key,
        problem: 'is not the key of a label',
        allowed: `expected 1 to 63 letters, digits, "-", "_" and ".", ${END_RULE}, ` +
          'perhaps after a DNS name and "/" (such as "app.kubernetes.io/name")',
        ...plainText(key),
      });
    }
    if (typeof value !== 'string' || !matches(LABEL_VALUE, value)) {
      throw new InputError({
        argument: what, given: value,
        problem: 'is not the value of a label',
        allowed: `expected up to 63 letters, digits, "-", "_" and ".", ${END_RULE}`, ...plainText(String(value)),
      });
    }
  }
  return Object.fromEntries(entries);
}

/** Checks address ranges, and writes each in CIDR notation, which is the only one that manifests take. */
export function checkBlocks(what: string, ranges: readonly string[]): string[] {
  if (ranges.length === 0) {
    throw new InputError({ argument: what, problem: 'the list is empty', allowed: 'give at least one address range' });
  }
  const parsed = ranges.map((range) => parseIn(what, range));
  const everything = parsed.find(({ prefixLength }) => prefixLength === 0);
  if (everything !== undefined) {
    throw new InputError({
      argument: what, given: everything.text, problem: 'covers every address', allowed: 'give the ranges that you mean',
    });
  }
  parsed.forEach((range) => checkPeerRange(what, range));
  const overlap = findOverlap(parsed);
  if (overlap !== undefined) {
    throw new InputError({
      argument: what, given: overlap[1].text, problem: `is inside ${quote(overlap[0].text)}`, allowed: 'give each address once',
    });
  }
  return parsed.map(blockOf);
}

/** An address range in CIDR notation. */
export function blockOf({ text, prefixLength }: AddressRange): string {
  return text.includes('/') ? text : `${text}/${prefixLength}`;
}

/** Checks ports that a pod listens on, and puts them in order, each once. */
export function checkPodPorts(what: string, ports: readonly number[]): number[] {
  if (ports.length === 0) {
    throw new InputError({ argument: what, problem: 'the list is empty', allowed: 'give at least one port' });
  }
  return [...new Set(ports.map((port) => checkPodPort(what, port)))].sort((a, b) => a - b);
}

function checkPodPort(what: string, port: number): number {
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new InputError({
      argument: what, given: port, problem: 'is not a port', allowed: 'it is a whole number from 1 to 65535',
    });
  }
  return port;
}

function parseIn(what: string, range: string): AddressRange {
  try {
    return parseAddressRange(range);
  } catch (error) {
    if (!(error instanceof InputError)) {
      throw error;
    }
    const { details } = error.about(what);
    throw new InputError({ ...details, ...plainText(range) });
  }
}

function matches(grammar: string, text: string): boolean {
  return new RegExp(`^${grammar}$`).test(text);
}

function plainText(given: string): Pick<InputProblem, 'allowed'> {
  return isReference(given) ? { allowed: 'manifests are plain text, so it cannot be a reference' } : {};
}
