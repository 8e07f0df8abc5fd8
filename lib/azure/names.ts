import { InputError, quote } from './errors';
import { isReference } from './references';

/**
 * Names of network security groups and their rules, route tables, routes, policies, rule collections and groups:
 * 1 to 80 characters; letters, digits, `_`, `.`, `-`; a letter or digit first; a letter, digit or `_` last.
 * Source: Azure's resource name rules, and rule processing of Azure Firewall (ms.date 2025-05-07) for collections.
 * The provider checks less than this, or nothing.
 */
const NAME = /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?$/;

const LONGEST = 80;

/**
 * A resource group: 1 to 90 letters and digits of any script, `_`, `(`, `)`, `.`, `-`; no `.` last.
 * Source: Azure's resource name rules, for Microsoft.Resources.
 */
const RESOURCE_GROUP = /^[\p{L}\p{Nd}_().-]{0,89}[\p{L}\p{Nd}_()-]$/u;

/**
 * Checks a name; references pass, because they are known only when Terraform runs.
 * @param endings what is put after it to make the names of parts, which Azure holds to the same rule
 */
export function checkName(what: string, name: string, endings: readonly string[] = ['']): string {
  if (isReference(name)) {
    return name;
  }
  const longest = LONGEST - Math.max(...endings.map(({ length }) => length));
  if (!NAME.test(name)) {
    throw new InputError({
      argument: what, given: name,
      problem: 'is not a valid name',
      allowed: `expected 1 to ${longest} letters, digits, "_", "." and "-", ` +
        'beginning with a letter or digit and ending with a letter, digit or "_"',
      ...nearestName(name, longest),
    });
  }
  if (name.length > longest) {
    const ending = endings.find(({ length }) => length === LONGEST - longest)!;
    throw new InputError({
      argument: what, given: name, problem: `has ${name.length} characters, and with ${quote(ending)} after it more than ${LONGEST}`,
      allowed: `expected at most ${longest}`, ...nearestName(name, longest),
    });
  }
  return name;
}

/**
 * As `checkName`, and at least two characters, which the provider asks of policies and rule collection groups.
 * Source: azurerm 4.55, firewall policy name validator.
 */
export function checkPolicyName(what: string, name: string, endings?: readonly string[]): string {
  if (name.length === 1) {
    throw new InputError({ argument: what, given: name, problem: 'is too short', allowed: 'the provider asks for at least 2 characters' });
  }
  return checkName(what, name, endings);
}

/** Checks the name of a resource group; references pass. */
export function checkResourceGroupName(what: string, name: string): string {
  if (!isReference(name) && !RESOURCE_GROUP.test(name)) {
    const near = name.replace(/[^\p{L}\p{Nd}_().-]+/gu, '-').slice(0, 90).replace(/[.]+$/, '');
    throw new InputError({
      argument: what, given: name, problem: 'is not the name of a resource group',
      allowed: 'expected 1 to 90 letters, digits, "_", "-", ".", "(" and ")", with no "." at the end',
      ...(RESOURCE_GROUP.test(near) && { suggestion: near }),
    });
  }
  return name;
}

/** The part of an error that suggests a name, where enough is left of what was given. */
function nearestName(name: string, longest: number): { readonly suggestion?: string } {
  const near = name.replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '').slice(0, longest).replace(/[^A-Za-z0-9_]+$/, '');
  return near === '' ? {} : { suggestion: near };
}
