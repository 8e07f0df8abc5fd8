/** Outputs of tools that lack what a reader needs, by their first line, and what to do instead. */
const FORMS: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/^(---$|- \w+:( |$)|tables:$)/, 'YAML, as `-o yaml` prints it; run the query again with `-o json`'],
  [/^([^\t]*\t){3}/, 'values without the names of their columns, as `-o tsv` prints them; run the query again with `-o json`'],
];

/** Why lines of a file say nothing that can be read, by its first line. */
export function unknownForm(line: string): string {
  return FORMS.find(([pattern]) => pattern.test(line))?.[1] ?? 'a line of an unknown form';
}

/** JSON that stands at the end of a line, behind what a syslog or a container runtime writes before it; undefined where there is none. */
export function jsonBehind(text: string): unknown {
  const at = text.indexOf('{"');
  if (at < 0 || !text.trimEnd().endsWith('}')) {
    return undefined;
  }
  try {
    return JSON.parse(text.slice(at));
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined; // a message may hold a URL with any letters
    }
    throw error;
  }
}
