import { InputError, quote } from './errors';
import { isReference } from './references';

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const PATH = /^[A-Za-z0-9._~!$&'()+,;=:@%/-]*\*?$/;

/**
 * Checks a host name, perhaps with a wildcard as its left-most label (`*.azureml.ms`).
 * Source of the wildcard rule: Azure Firewall questions and answers (an asterisk is taken in the left-most place only).
 * A Terraform reference stands for one label or for several.
 */
export function checkHostName(text: string): void {
  const plain = withoutReferences(text);
  if (isReference(plain)) {
    return;
  }
  const name = plain.startsWith('*.') ? plain.slice(2) : plain;
  const problem = hostProblem(name);
  if (problem !== undefined) {
    // What people copy with a host name: capitals, the scheme and path of a URL, a port, the dot of the root, blanks.
    const near = text.trim().toLowerCase().replace(/^[a-z]+:\/\//, '').replace(/[/?#].*$/, '').replace(/:\d+$/, '').replace(/\.$/, '');
    const isRight = near !== text && hostProblem(near.replace(/^\*\./, '')) === undefined;
    throw new InputError({ what: 'host name', given: text, problem, ...(isRight && { suggestion: near }) });
  }
}

function hostProblem(name: string): string | undefined {
  if (name.includes('*')) {
    return 'has a wildcard that is not its whole left-most label (allowed: "*.example.com")';
  }
  if (name.includes('://') || name.includes('/')) {
    return 'is a URL; a host name has no scheme and no path';
  }
  if (name.length > 253) {
    return `has ${name.length} characters; 253 are allowed`;
  }
  const labels = name.split('.');
  const wrong = labels.find((label) => !LABEL.test(label));
  if (wrong !== undefined) {
    return `has the label ${quote(wrong)}; labels are 1 to 63 lower-case letters, digits and hyphens, ` +
      'without a hyphen at either end';
  }
  if (labels.length < 2) {
    return 'has one label only; give the full name';
  }
  return /^\d+$/.test(labels[labels.length - 1]!) ? 'is an address, not a name' : undefined;
}

/** A label of a name in DNS, as rules of firewalls write it. */
const RULE_LABEL = /^[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/;

/** A name without what is copied with it: the scheme and the path of a URL, a port, stops and blanks around it. */
export function withoutSlips(text: string): string {
  return text.trim().replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/[/?#].*$/, '').replace(/:\d+$/, '').replace(/^\.|\.$/g, '');
}

/**
 * What keeps a text in the host names of a firewall rule from being one, and what to write instead. No name in a Host header or in TLS
 * looks like it, and Azure refuses some of them.
 * Source: azure-docs issue 69563; terraform-provider-azurerm issue 25221: addresses among names are refused, as names among addresses are.
 */
export function ruleHostFlaw(text: string): string | undefined {
  const name = withoutSlips(text);
  const isAddress = /^\d+(\.\d+){3}$/.test(name) || /^[\da-f]*:[\da-f:.]*(\/\d+)?$/i.test(text);
  if (isAddress) {
    return 'it is an address; the destination_addresses of a network rule take it';
  }
  const labels = text.replace(/^\*\.?/, '').split('.');
  if (text === '*' || labels.every((label) => RULE_LABEL.test(label))) {
    return undefined;
  }
  const what = text.includes('://') ? 'it is a URL' : text.includes('/') ? 'it has a path' : /:\d+$/.test(text) ? 'it has a port'
    : 'it is not a host name';
  const isName = name !== text && name.replace(/^\*\.?/, '').split('.').every((label) => RULE_LABEL.test(label));
  return isName ? `${what}; write ${name}` : /[^ -~]/.test(name) ? `${what}; write it in ASCII, with xn-- before each such label` : what;
}

/**
 * The same of a URL of a firewall rule. Source: Azure Firewall questions and answers, wildcards in target URLs: no port and no query, an
 * asterisk before the host or at the end of the path.
 */
export function ruleUrlFlaw(text: string): string | undefined {
  if (text.includes('://')) {
    return `a URL has no scheme here; write ${text.replace(/^[^:]*:\/\//, '')}`;
  }
  const slash = text.indexOf('/');
  const [host, path] = slash < 0 ? [text, ''] : [text.slice(0, slash), text.slice(slash)];
  const isWide = path.slice(0, -1).includes('*') || host.lastIndexOf('*') > 0;
  return /[?#]/.test(path) ? 'a URL has no query and no fragment here'
    : isWide ? 'an asterisk can be only before the host and at the end of the path' : ruleHostFlaw(host);
}

/** Whether a wildcard name holds every name that another stands for, and is not that other. */
export function isWider(wide: string, narrow: string): boolean {
  return wide.startsWith('*.') && wide !== narrow && (narrow.startsWith('*.') ? narrow.slice(1) : `.${narrow}`).endsWith(wide.slice(1)) &&
    narrow !== wide.slice(2);
}

/** Splits a URL requirement, such as `raw.githubusercontent.com/org/repo/*`, into host and path. */
export function parseUrl(text: string): { host: string; path: string } {
  const plain = withoutReferences(text);
  // Up to the first slash that is not inside a reference.
  const host = /^(?:\$\{[^{}]*\}|[^/])*/.exec(text)![0];
  const path = text.slice(host.length);
  if (plain.includes('://')) {
    throw new InputError({
      what: 'URL', given: text, problem: 'has a scheme', allowed: 'leave it out', suggestion: text.replace(/^[a-z]+:\/\//i, ''),
    });
  }
  if (host === '' || path === '') {
    throw new InputError({ what: 'URL', given: text, problem: 'has no path', allowed: 'use a host name instead' });
  }
  checkHostName(host);
  // Source: Azure Firewall questions and answers: no port, no query, an asterisk only at the end of the path.
  if (!isReference(path) && !PATH.test(path)) {
    throw new InputError({
      argument: `URL ${quote(text)}`, problem: `the path may contain letters, digits and -._~!$&'()+,;=:@%/ and one asterisk at its end`,
      allowed: 'it has no port, query or fragment',
    });
  }
  return { host, path };
}

function withoutReferences(text: string): string {
  return text.replace(/\$\{[^{}]*\}/g, 'x.x');
}
