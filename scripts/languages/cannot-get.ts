/** Why the client of a package registry failed: the first line of what it said that names a package, else its last. */
export function cannotGet(output: string, names: RegExp): string {
  const lines = output.trimEnd().split('\n');
  const line = lines.find((one) => names.test(one)) ?? lines.at(-1)!;
  return `what the package depends on cannot be had: ${line.replace(/\s+/g, ' ').trim().slice(0, 300)}`;
}
