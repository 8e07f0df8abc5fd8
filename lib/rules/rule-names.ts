import { InputError, quote } from '../azure/errors';

/**
 * Checks that no two rules have the same name. Those of the catalog differ; one of the user's own is named after its id,
 * which may happen to give the name of another. Azure ignores case in names.
 */
export function checkRuleNames(rules: readonly { readonly name: string; readonly requirementIds: readonly string[] }[]): void {
  const names = new Map<string, { name: string; requirementIds: readonly string[] }>();
  for (const rule of rules) {
    const other = names.get(rule.name.toLowerCase());
    if (other !== undefined) {
      const own = [rule, other].flatMap(({ name, requirementIds }) => requirementIds.filter((id) => name === `Allow-${id}`));
      throw new InputError({
        argument: `requirement ${own.map(quote).join(', ')}`,
        problem: `its rule would have the name ${quote(rule.name)}, and another rule is named ${quote(other.name)}, which is the same ` +
          'to Azure',
        allowed: 'give another id',
      });
    }
    names.set(rule.name.toLowerCase(), rule);
  }
}
