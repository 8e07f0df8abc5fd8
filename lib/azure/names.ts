import { InputError } from './errors';
import { isReference } from './references';

/**
 * Names of network security groups and their rules, route tables, routes, policies, rule collections and groups:
 * 1 to 80 characters; letters, digits, `_`, `.`, `-`; a letter or digit first; a letter, digit or `_` last.
 * Source: Azure's resource name rules, and rule processing of Azure Firewall (ms.date 2025-05-07) for collections.
 * The provider checks less than this, or nothing.
 */
const NAME = /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?$/;

/** Checks a name; references pass, because they are known only when Terraform runs. */
export function checkName(what: string, name: string): string {
  if (isReference(name)) {
    return name;
  }
  if (!NAME.test(name)) {
    throw new InputError({
      argument: what, given: name,
      problem: 'is not a valid name',
      allowed: 'expected 1 to 80 letters, digits, "_", "." and "-", ' +
        'beginning with a letter or digit and ending with a letter, digit or "_"',
      suggestion: nearestName(name),
    });
  }
  return name;
}

/**
 * As `checkName`, and at least two characters, which the provider asks of policies and rule collection groups.
 * Source: azurerm 4.55, firewall policy name validator.
 */
export function checkPolicyName(what: string, name: string): string {
  if (name.length === 1) {
    throw new InputError({ argument: what, given: name, problem: 'is too short', allowed: 'the provider asks for at least 2 characters' });
  }
  return checkName(what, name);
}

function nearestName(name: string): string | undefined {
  const near = name.replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '').slice(0, 80).replace(/[^A-Za-z0-9_]+$/, '');
  return near === '' ? undefined : near;
}
