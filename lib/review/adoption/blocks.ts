import { jsonText } from '../json-text';
import { about, list, objectSchema, publishedSchema, aText, someTexts } from '../output-schema';
import type { Adopted, Adoption } from './adopt';

/** Forgets a resource, and leaves it as it is. */
interface Removed {
  readonly from: string;
  readonly lifecycle: { readonly destroy: false };
}

/** Blocks of Terraform, in the form of JSON for Terraform. Source: Terraform 1.11, import, moved and removed blocks. */
interface Blocks {
  /** For the new configuration. */
  readonly new: {
    readonly import?: readonly { readonly to: string; readonly id: string }[];
    readonly moved?: readonly { readonly from: string; readonly to: string }[];
    readonly removed?: readonly Removed[];
  };
  /** For the configuration that has the resources until now. */
  readonly old: { readonly removed?: readonly Removed[] };
  /** Addresses of that configuration that no block can name, because they have an index. */
  readonly forget: readonly string[];
}

/**
 * The blocks by which a new configuration takes over what exists.
 *
 * @param isSameState whether both configurations have the same state, so that Terraform can move resources in it
 */
export function adoptionBlocks({ adopted, absorbed }: Adoption, isSameState: boolean): Blocks {
  const isMoved = ({ existing: { address } }: Adopted): boolean => isSameState && address !== undefined;
  const imports = adopted.filter((one) => !isMoved(one)).map(({ to, existing: { id } }) => ({ to, id }));
  const moved = adopted.filter((one) => isMoved(one) && one.existing.address !== one.to)
    .map(({ to, existing: { address } }) => ({ from: address!, to }));
  const leaving = [...isSameState ? [] : new Set(adopted.flatMap(({ existing: { address } }) => address ?? [])), ...absorbed];
  const removed = leaving.filter((address) => !address.includes('[')).map((from) => ({ from, lifecycle: { destroy: false as const } }));
  return {
    new: {
      ...(imports.length > 0 && { import: imports }), ...(moved.length > 0 && { moved }),
      ...(isSameState && removed.length > 0 && { removed }),
    },
    old: { ...(!isSameState && removed.length > 0 && { removed }) },
    forget: leaving.filter((address) => address.includes('[')),
  };
}

/** The documented JSON. */
export function blocksJson(blocks: Blocks, { created, unknown, left }: Adoption): string {
  return jsonText({ ...blocks, created, unknown, left });
}

/** JSON Schema of `adopt --format json`. */
export function adoptionSchema(): object {
  const removed = list('Resources that Terraform forgets and leaves as they are.', objectSchema({
    from: aText('The address that the resource has now.'),
    lifecycle: about('What Terraform does with it.', objectSchema({ destroy: about('It destroys nothing.', { const: false }) })),
  }));
  return publishedSchema('adoption.schema.json', 'Blocks by which a configuration takes over what exists', objectSchema({
    new: about('Blocks for the new configuration, as JSON for Terraform takes them.', objectSchema({
      import: list('Resources that exist in Azure.', objectSchema({
        to: aText('The address in the new configuration.'), id: aText('The id in Azure.'),
      })),
      moved: list('Resources of the same state.', objectSchema({
        from: aText('The address that the resource has now.'), to: aText('The address in the new configuration.'),
      })), removed,
    }, ['import', 'moved', 'removed'])),
    old: about('Blocks for the configuration that has the resources now.', objectSchema({ removed }, ['removed'])),
    forget: someTexts('Addresses with an index, for terraform state rm: no block can name them.'),
    created: someTexts('Addresses that nothing exists for.'),
    unknown: list('What is unknown.', objectSchema({
      address: aText('The address in the new configuration.'), reason: aText('Why it is unknown.'),
    })),
    left: someTexts('Addresses of the old state that the new configuration does not take over.'),
  }));
}

/** In Terraform's own syntax. */
export function blocksHcl({ new: next, old: { removed = [] }, forget }: Blocks): string {
  const { import: imports = [], moved = [], removed: parts = [] } = next;
  const sections = [
    ['# For the new configuration', ...imports.map(({ to, id }) => `import {\n  to = ${to}\n  id = ${quoted(id)}\n}`),
      ...moved.map(({ from, to }) => `moved {\n  from = ${from}\n  to   = ${to}\n}`), ...parts.map(removedText)],
    ['# For the configuration that has these resources now: it forgets them, and destroys nothing',
      ...removed.map(removedText)],
    ['# An address with an index cannot be in a block. Run these in the folder of the configuration that has the resources now',
      ...forget.map((address) => `# terraform state rm '${address.replaceAll('\'', '\'\\\'\'')}'`)],
  ].filter(({ length }) => length > 1);
  return sections.map((section) => `${section.join('\n\n')}\n`).join('\n');
}

function removedText({ from }: Removed): string {
  return `removed {\n  from = ${from}\n\n  lifecycle {\n    destroy = false\n  }\n}`;
}

function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('${', '$${').replaceAll('%{', '%%{');
}
