/**
 * Words that a language keeps for itself: jsii-pacmak writes another name there, such as `and_`.
 * Sources: Python 3.13 reference 2.3.1; Java SE 17 specification 3.9.
 * Go and C# write members with a capital, so none of their words can meet one.
 */
const RESERVED: Readonly<Record<string, readonly string[]>> = {
  Python: [
    'and', 'as', 'assert', 'async', 'await', 'break', 'class', 'continue', 'def', 'del', 'elif', 'else', 'except', 'finally', 'for', 'from',
    'global', 'if', 'import', 'in', 'is', 'lambda', 'nonlocal', 'not', 'or', 'pass', 'raise', 'return', 'try', 'while', 'with', 'yield',
  ],
  Java: [
    'abstract', 'assert', 'boolean', 'break', 'byte', 'case', 'catch', 'char', 'class', 'const', 'continue', 'default', 'do', 'double',
    'else', 'enum', 'extends', 'final', 'finally', 'float', 'for', 'goto', 'if', 'implements', 'import', 'instanceof', 'int', 'interface',
    'long', 'native', 'new', 'package', 'private', 'protected', 'public', 'return', 'short', 'static', 'strictfp', 'super', 'switch',
    'synchronized', 'this', 'throw', 'throws', 'transient', 'try', 'void', 'volatile', 'while',
  ],
};

interface Described {
  readonly docs?: { readonly summary?: string };
}

interface Member extends Described {
  readonly name: string;
  readonly parameters?: ReadonlyArray<Described & { readonly name: string }>;
}

/** What is read of a type of a jsii assembly. */
export interface AssemblyType extends Described {
  readonly methods?: readonly Member[];
  readonly properties?: readonly Member[];
  /** Of an enum. */
  readonly members?: readonly Member[];
}

/** Names that another language cannot have as they are, members that differ only in case, and what lacks a description. */
export function faultsOfNames(types: Readonly<Record<string, AssemblyType>>): string[] {
  return Object.entries(types).flatMap(([type, { docs, methods = [], properties = [], members = [] }]) => {
    const names = [...methods, ...properties].map(({ name }) => name);
    const reserved = names.flatMap((name) => Object.entries(RESERVED).filter(([, words]) => words.includes(name))
      .map(([language]) => `${type}.${name} is a reserved word in ${language}`));
    const lower = new Map<string, string[]>();
    names.forEach((name) => lower.set(name.toLowerCase(), [...lower.get(name.toLowerCase()) ?? [], name]));
    const alike = [...lower.values()].filter((same) => same.length > 1).map((same) => `${type}: ${same.join(' and ')} differ only in case`);
    const described: [string, Described][] = [
      [type, { docs }],
      ...[...methods, ...properties, ...members].flatMap(({ name, docs: own, parameters = [] }): [string, Described][] => [
        [`${type}.${name}`, { docs: own }],
        ...parameters.map((parameter): [string, Described] => [`${type}.${name}(${parameter.name})`, parameter]),
      ]),
    ];
    return [...reserved, ...alike, ...described.flatMap(([name, { docs: own }]) => faultOfDescription(name, own?.summary))];
  });
}

/** jsii ends the first sentence at a semicolon too. What follows then stands in a paragraph of its own in every language. */
function faultOfDescription(name: string, summary: string | undefined): string[] {
  if (summary === undefined) {
    return [`${name} has no description`];
  }
  return summary.endsWith(';') ? [`the first sentence about ${name} is cut at a semicolon`] : [];
}
