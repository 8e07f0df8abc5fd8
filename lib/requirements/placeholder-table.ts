import { InputError, quote, suggesting } from '../azure/errors';

/** A placeholder of the catalog, and where its value comes from. */
interface PlaceholderRule {
  readonly fact: string;
  readonly pattern: RegExp;
  readonly grammar: string;
}

// Grammar of names: Azure's resource name rules (storage accounts; container registries).
export const PLACEHOLDERS: Readonly<Record<string, PlaceholderRule>> = {
  '<region>': { fact: 'region', pattern: /^[a-z0-9]+$/, grammar: 'an ARM region name' },
  '<storage>': { fact: 'workspace.storageAccountName', pattern: /^[a-z0-9]{3,24}$/, grammar: '3 to 24 lower-case letters and digits' },
  '<registry>': { fact: 'workspace.containerRegistryName', pattern: /^[a-zA-Z0-9]{5,50}$/, grammar: '5 to 50 letters and digits' },
  '<workspace-id>': {
    fact: 'workspace.workspaceId',
    pattern: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
    grammar: 'a GUID such as "01234567-89ab-cdef-0123-456789abcdef"',
  },
  '<cluster-region>': { fact: 'kubernetes', pattern: /^[a-z0-9]+$/, grammar: 'an ARM region name' },
  '<api-server>': { fact: 'kubernetes.aks.apiServerAddress', pattern: /^[0-9a-fA-F:.]+$/, grammar: 'an address' },
};

/** @throws InputError for an unknown placeholder, with the nearest one */
export function checkPlaceholder(placeholder: string, template: string): void {
  if (!(placeholder in PLACEHOLDERS)) {
    throw new InputError({
      problem: `the placeholder ${placeholder} in ${quote(template)} is not one of ${Object.keys(PLACEHOLDERS).join(', ')}`,
      ...suggesting(placeholder, Object.keys(PLACEHOLDERS)),
    });
  }
}
