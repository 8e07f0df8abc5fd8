import { InputError, nearest, quote } from './errors';
import { hasHidden } from './plain-text';
import { checkListReference, isListReference, isReference, isUnfinished } from './references';

/**
 * What the arguments of public entry points look like. TypeScript holds callers to that at compile time; callers from plain
 * JavaScript, and from other languages through jsii, get the same answer here, as an error that names the argument.
 */
export type Check = (argument: string, value: unknown) => void;

/** A check for each property of an interface, so that none is forgotten. */
export type PropertyChecks<T> = { readonly [K in keyof T]-?: Check };

/** For what has a check of its own, which says more. */
export const anything: Check = () => undefined;

/** The same for what may be left out, which is not to give null. */
export const checkedWhereUsed: Check = (argument, value) => {
  if (value === null) {
    throw new InputError({ argument, problem: 'null is given', allowed: 'give a value, or leave it out' });
  }
};

/** A text, or a reference to one. */
export const text: Check = (argument, value) => {
  if (typeof value !== 'string' || isListReference(value)) {
    throw refused(argument, value, 'a text', 'Token.asString');
  }
  if (isUnfinished(value)) {
    throw new InputError({
      argument, given: value, problem: 'begins an expression of Terraform and does not end it',
      allowed: 'write the } that ends it, or $${ for a text',
    });
  }
};

/** A text that is no reference, for a reason. */
function known(reason: string): Check {
  return (argument, value) => {
    text(argument, value);
    if (isReference(value as string)) {
      throw new InputError({ argument, problem: 'is a reference', allowed: `${reason}, so give plain text` });
    }
  };
}

/** A text that becomes part of the address of a resource in Terraform, and is known now for that reason. */
export const plainText: Check = known('it becomes part of an address in Terraform');

/** A text for people, which they read before Terraform runs. */
export const words: Check = (argument, value) => {
  known('it is shown before Terraform runs')(argument, value);
  if (hasHidden(value as string)) {
    throw new InputError({
      argument, given: value, problem: 'has a line break or a character that does not show', allowed: 'give one line of plain text',
    });
  }
};

/** A number, or a reference to one. */
export const number: Check = (argument, value) => {
  if (typeof value !== 'number') {
    throw refused(argument, value, 'a number', 'Token.asNumber');
  }
};

/** True or false. It decides what is synthesized, so that it cannot be a reference. */
export const boolean: Check = (argument, value) => {
  if (typeof value !== 'boolean') {
    if (isToken(value)) {
      throw new InputError({ argument, problem: 'is a reference', allowed: 'it decides what is synthesized, so give true or false' });
    }
    throw refused(argument, value, 'true or false');
  }
};

/** A property that may be left out. */
export function optional(check: Check): Check {
  return (argument, value) => {
    if (value !== undefined) {
      check(argument, value);
    }
  };
}

/** A list whose entries all are of one shape. */
export function listOf(check: Check): Check {
  return (argument, value) => {
    if (!Array.isArray(value)) {
      throw refused(argument, value, 'a list', 'Token.asList');
    }
    if (check === text && value.some((one) => typeof one === 'string' && isListReference(one))) {
      return checkListReference(argument, value.map(String));
    }
    for (let i = 0; i < value.length; i++) { // a hole counts as an entry
      check(`${argument}[${i}]`, value[i]);
    }
  };
}

/** An object with keys of the caller's own. */
export function mapOf(check: Check, keyCheck: Check = anything): Check {
  return (argument, value) => {
    checkObject(argument, value, check === text && keyCheck === anything ? 'Token.asStringMap' : undefined);
    for (const [key, one] of Object.entries(value as object)) {
      keyCheck(`${argument}: key`, key);
      check(`${argument}[${quote(key)}]`, one);
    }
  };
}

/** A value of a class of this library. The class is named by a function, because classes refer to each other. */
export function instanceOf(type: () => { readonly prototype: object }, name: string): Check {
  return (argument, value) => {
    if (typeof value !== 'object' || value === null || !Object.prototype.isPrototypeOf.call(type().prototype, value)) {
      const kind = `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name}`;
      if (isNamed(value, name)) {
        throw new InputError({
          argument, problem: `is ${kind} of another copy of this package`,
          allowed: 'install one version once, so that all parts of the app import the same',
        });
      }
      throw refused(argument, value, kind);
    }
  };
}

/** An object with the properties of an interface. */
export function propertiesOf<T extends object>(checks: PropertyChecks<T>): Check {
  const known = Object.keys(checks);
  return (argument, value) => {
    checkObject(argument, value);
    const given = value as Record<string, unknown>;
    const nameOf = (key: string): string => (argument === 'props' ? key : `${argument}.${key}`);
    for (const key of Object.keys(given).filter((one) => !known.includes(one))) {
      // A wider object may be given on purpose; a misspelling of something that is left out is none.
      const suggestion = nearest(key, known.filter((one) => given[one] === undefined));
      if (suggestion !== undefined) {
        throw new InputError({ argument: nameOf(key), problem: 'is not a property here', suggestion });
      }
    }
    for (const key of known) {
      checks[key as keyof T](nameOf(key), given[key]);
    }
  };
}

function isNamed(value: unknown, name: string): boolean {
  const { constructor } = Object(value) as { readonly constructor?: { readonly name?: unknown } };
  return constructor?.name === name;
}

function checkObject(argument: string, value: unknown, wrapper?: string): void {
  if (Object.prototype.toString.call(value) !== '[object Object]' || isToken(value)) { // no list, and no Map, whose entries are no keys
    throw refused(argument, value, 'an object', wrapper);
  }
}

/** @param wrapper what makes a reference of the kind asked for out of a reference that is an object */
function refused(argument: string, value: unknown, expected: string, wrapper?: string): InputError {
  if (value === undefined) {
    return new InputError({ argument, problem: 'is missing', allowed: `give ${expected}` });
  }
  if (isToken(value) || (typeof value === 'string' && isReference(value))) {
    const problem = `is a reference, and not one to ${expected}`;
    const form = wrapper === undefined
      ? `give ${expected}`
      : `write ${wrapper}(...) around it. What an iterator gives has a value only in resources that the iterator makes`;
    return new InputError({ argument, problem, allowed: wrapper === undefined ? form : `${form}, and is not possible here` });
  }
  return new InputError({ argument, problem: `${kindOf(value)} is given`, allowed: `give ${expected}` });
}

/** What CDK for Terraform resolves later, as an object. */
function isToken(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof (value as { resolve?: unknown }).resolve === 'function';
}

function kindOf(value: unknown): string {
  if (value === null || typeof value === 'boolean') {
    return String(value);
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  const kind = Object.prototype.toString.call(value).slice('[object '.length, -1);
  const object = kind === 'Object' ? 'an object' : `a ${kind}`;
  const kinds: Readonly<Record<string, string>> = { object, function: 'a function', symbol: 'a symbol', bigint: 'a bigint' };
  return kinds[typeof value] ?? `the ${typeof value === 'string' ? 'text' : 'number'} ${quote(value)}`;
}
