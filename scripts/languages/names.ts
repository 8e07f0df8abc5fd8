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

interface Member {
  readonly name: string;
}

/** What is read of a type of a jsii assembly. */
export interface AssemblyType {
  readonly docs?: { readonly summary?: string };
  readonly methods?: readonly Member[];
  readonly properties?: readonly Member[];
}

/** Names that another language cannot have as they are, members that differ only in case, and types without a description. */
export function faultsOfNames(types: Readonly<Record<string, AssemblyType>>): string[] {
  return Object.entries(types).flatMap(([type, { docs, methods = [], properties = [] }]) => {
    const names = [...methods, ...properties].map(({ name }) => name);
    const reserved = names.flatMap((name) => Object.entries(RESERVED).filter(([, words]) => words.includes(name))
      .map(([language]) => `${type}.${name} is a reserved word in ${language}`));
    const lower = new Map<string, string[]>();
    names.forEach((name) => lower.set(name.toLowerCase(), [...lower.get(name.toLowerCase()) ?? [], name]));
    const alike = [...lower.values()].filter((same) => same.length > 1).map((same) => `${type}: ${same.join(' and ')} differ only in case`);
    return [...reserved, ...alike, ...(docs?.summary === undefined ? [`${type} has no description`] : [])];
  });
}
