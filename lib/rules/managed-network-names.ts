import { createHash } from 'node:crypto';
import { InputError, quote } from '../azure/errors';
import { isReference } from '../azure/references';
import { Protocol } from '../requirements/ports';
import { Requirement } from '../requirements/requirement';

/**
 * Names of rules: 3 to 33 letters, digits, `_` and `-`, a letter or digit first.
 * Source: REST reference of Azure Machine Learning, Managed Network Settings Rule (2023-10-01 and 2025-09-01),
 * `^[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}$`. The provider asks for a name that is not empty.
 */
const LENGTH = { min: 3, max: 33 };

const PROTOCOL_WORDS: Readonly<Record<Protocol, string>> = { [Protocol.TCP]: 'Tcp', [Protocol.UDP]: 'Udp', [Protocol.ANY]: 'Any' };

/**
 * Name of the rule for a host, which says all of it: `pypi_org`, `any__anaconda_org` for `*.anaconda.org`. A host that is known
 * later has no text to be named after, so its rule has the name of the requirement's rule in the other languages.
 */
export function fqdnRuleName(hostName: string, requirement: Requirement): string {
  return fitted(isReference(hostName) ? requirement._rule.name.replace(/^Allow-/, '') : hostName.replace(/^\*\./, 'any..'));
}

/**
 * Name of the rule for a service tag: `AzureMachineLearning-Tcp`. There is one rule for a tag and a protocol, so the name
 * stays whichever requirements ask for it and whatever their ports are.
 */
export function serviceTagRuleName(serviceTag: string, protocol: Protocol): string {
  return fitted(`${serviceTag}-${PROTOCOL_WORDS[protocol]}`);
}

/** Dots become `_`, which neither hosts nor ids of requirements have; what is too long ends with a hash of the whole. */
function fitted(text: string): string {
  const name = text.replace(/\./g, '_');
  if (name.length <= LENGTH.max) {
    return name.padEnd(LENGTH.min, '_');
  }
  return `${name.slice(0, LENGTH.max - 9)}_${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
}

/** Checks that no two rules of a workspace have the same name. Azure ignores case. */
export function checkManagedRuleNames(rules: readonly { readonly name: string; readonly requirementIds: readonly string[] }[]): void {
  const names = new Map<string, readonly string[]>();
  for (const { name, requirementIds } of rules) {
    const others = names.get(name.toLowerCase());
    if (others !== undefined) {
      throw new InputError({
        argument: `requirement ${requirementIds.map(quote).join(', ')}`,
        problem: `its rule would have the name ${quote(name)}, which the rule of ${others.map(quote).join(', ')} has`,
        allowed: 'a rule for a host that only Terraform knows is named after its requirement, so give that requirement another id',
      });
    }
    names.set(name.toLowerCase(), requirementIds);
  }
}
