import { InputError, printable, refusalOf } from '../azure/errors';
import { intervalText, knownInterval } from '../network/address-text';
import { HiddenTexts } from '../network/hidden-texts';
import { NETWORK_TYPES, SCALE_SETS } from './kinds';
import type { SourceDocument } from './resource';
import { scalars } from './sensitivity';
import { Fields, isFields, member } from '../network/fields';
import { entries, itemsOf } from './values';

/** Texts that must not be shown, and those of them that a configuration shows with `nonsensitive()`. */
export class SecretTexts {
  private readonly found = new Set<string>();
  private readonly shown = new Set<string>();

  /** Takes a value that must not be shown. Short texts are parts of any text. */
  public hide(value: unknown): void {
    if (typeof value === 'string' && value.trim().length > 2) {
      this.found.add(value);
    }
  }

  public show(value: unknown): void {
    if (typeof value === 'string') {
      this.shown.add(value);
    }
  }

  /**
   * The same for a value of a network resource.
   *
   * @throws when it decides what flows may do, which would be seen in what is said about them
   */
  public hideArgument(value: unknown, where: string): void {
    const text = typeof value === 'string' ? value : '';
    if (typeof value === 'number' || typeof value === 'boolean' || isDeciding(text) || knownInterval(text) !== undefined) {
      throw new InputError({
        argument: printable(where),
        problem: 'addresses, ports, priorities or actions of network resources are marked as sensitive, ' +
          'and answers about flows would reveal them',
        allowed: 'use nonsensitive() where they are not secret',
      });
    }
    this.hide(value);
  }

  public and(other: SecretTexts): SecretTexts {
    const both = new SecretTexts();
    [this, other].forEach(({ found, shown }) => {
      found.forEach((text) => both.found.add(text));
      shown.forEach((text) => both.shown.add(text));
    });
    return both;
  }

  /** Addresses are written in more than one way. */
  public get hidden(): HiddenTexts {
    const texts = [...this.found].filter((text) => !this.shown.has(text));
    const intervals = texts.map(knownInterval).filter((interval) => interval !== undefined).map(intervalText);
    return texts.length === 0 ? HiddenTexts.NONE : new HiddenTexts([...texts, ...intervals]);
  }
}

/** The words for what a rule or a route does, in lower case. */
const DECIDING_WORDS: ReadonlySet<string> = new Set([
  '*', 'allow', 'deny', 'inbound', 'outbound', 'true', 'false',
  'tcp', 'udp', 'icmp', 'esp', 'ah', 'any', 'http', 'https', 'mssql',
  'internet', 'none', 'vnetlocal', 'virtualappliance', 'virtualnetworkgateway',
]);

/** Whether a text is a port, a range of ports, or a word for what a rule or a route does. */
function isDeciding(text: string): boolean {
  return /^\d+(-\d+)?$/.test(text) || DECIDING_WORDS.has(text.toLowerCase());
}

/** The same for what says nothing of flows, and may have addresses and ports that are secret. */
class NamesAlone extends SecretTexts {
  public override hideArgument(value: unknown, where: string): void {
    refusalOf(() => super.hideArgument(value, where)); // what is refused is no name
  }
}

/** Names and ids that are marked as sensitive. */
export function sensitiveNames(documents: readonly SourceDocument[]): HiddenTexts {
  return sensitiveTexts(documents, new NamesAlone()).hidden;
}

/** Values that a plan or a state marks as sensitive, and values of variables that are declared to be. */
export function sensitiveTexts(documents: readonly SourceDocument[], secrets = new SecretTexts()): SecretTexts {
  documents.forEach(({ file, json }) => collect(json, file, secrets));
  const declared = new Set(documents.flatMap(({ json }) => [
    ...sensitiveIn(member(json, 'variable')), ...sensitiveIn(member(member(member(json, 'configuration'), 'root_module'), 'variables')),
  ]));
  documents.forEach(({ json }) => hideOfModules(member(member(json, 'configuration'), 'root_module'), secrets));
  for (const { file, json } of declared.size === 0 ? [] : documents) {
    const bodies = itemsOf(member(json, 'variable')).flatMap(entries);
    const values = [
      ...bodies.map(([name, body]) => [name, member(itemsOf(body)[0], 'default')] as const),
      ...entries(member(json, 'variables')).map(([name, body]) => [name, member(body, 'value')] as const),
      ...(/\.tfvars(\.json)?$/.test(file) || isValues(json) ? entries(json) : []),
    ];
    values.filter(([name]) => declared.has(name)).forEach(([, value]) => scalars(value).forEach((one) => secrets.hide(one)));
  }
  return secrets;
}

/** Values of variables that modules of a plan declare to be sensitive: their defaults, and constants that calls give. */
function hideOfModules(root: unknown, secrets: SecretTexts): void {
  const left: [module: unknown, given: unknown][] = [[root, undefined]];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    const [module, given] = at;
    for (const [name, body] of entries(member(module, 'variables')).filter(([, one]) => isMarkedSensitive(one))) {
      const values = [member(body, 'default'), member(member(given, name), 'constant_value')];
      values.filter((value) => value !== undefined).flatMap(scalars).forEach((one) => secrets.hide(one));
    }
    entries(member(module, 'module_calls')).forEach(([, call]) => left.push([member(call, 'module'), member(call, 'expressions')]));
  }
}

/** Names of the variables of a section that are declared to be sensitive. */
function sensitiveIn(section: unknown): string[] {
  return itemsOf(section).flatMap(entries).filter(([, bodies]) => isMarkedSensitive(itemsOf(bodies)[0])).map(([name]) => name);
}

/** Whether the body of a variable or of an output says that its value is sensitive. */
export function isMarkedSensitive(body: unknown): boolean {
  const value = member(body, 'sensitive');
  return value === true || value === 'true' || value === '${true}';
}

/** Whether a document has values of variables and nothing else: a file that was named for its values. */
function isValues(json: unknown): boolean {
  const others = ['resource', 'variable', 'data', 'locals', 'terraform', 'planned_values', 'values'];
  return isFields(json) && !others.some((key) => Object.hasOwn(json, key));
}

/** Where values stand with the marks for them. Source: Terraform 1.11, JSON output format, change and values representation. */
const MARKED = [['values', 'sensitive_values'], ['before', 'before_sensitive'], ['after', 'after_sensitive']] as const;

/** Looks at all of a document, however deeply it is nested. */
function collect(document: unknown, file: string, secrets: SecretTexts): void {
  const left: [json: unknown, type: unknown][] = [[document, undefined]];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    const [json, type] = at;
    if (Array.isArray(json)) {
      (json as unknown[]).forEach((one) => left.push([one, type]));
    } else if (isFields(json)) {
      const own = json['type'] ?? type;
      const isNetwork = typeof own === 'string' && NETWORK_TYPES.has(own) && !SCALE_SETS.includes(own);
      for (const [values, marks] of MARKED) {
        if (Object.hasOwn(json, marks)) {
          leaves(json[values], json[marks], (one) => (isNetwork ? secrets.hideArgument(one, file) : secrets.hide(one)));
        }
      }
      Object.values(json).forEach((one) => left.push([one, own]));
    }
  }
}

/** Values below a mark; a mark is `true`, or has the shape of the value. */
function leaves(value: unknown, mark: unknown, take: (value: unknown) => void): void {
  const left: [value: unknown, mark: unknown][] = [[value, mark]];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    const [whole, marks] = at;
    if (marks === true) {
      scalars(whole).forEach(take);
    } else if (Array.isArray(marks)) {
      marks.forEach((one, i) => left.push([Array.isArray(whole) ? whole[i] : undefined, one]));
    } else if (isFields(marks)) {
      Object.entries(marks).forEach(([key, one]) => left.push([isFields(whole) ? (whole as Fields)[key] : undefined, one]));
    }
  }
}
