import { annotationsPage } from './annotations-page';
import { catalogPages } from './catalog-pages';
import { exitCodesPage } from './exit-codes-page';
import { findingsPage } from './findings-page';
import { optionsPage } from './options-page';
import { schemaPages } from './schema-pages';

/** Folders of which every page is generated. */
export const FOLDERS = ['docs/catalog', 'docs/schemas'];

/** The generated pages of the reference, by path; those of the API come from the compiler's output (`npm run docs:api`). */
export async function referencePages(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['docs/findings.md', findingsPage()], ['docs/annotations.md', annotationsPage()], ['docs/options.md', await optionsPage()],
    ['docs/exit-codes.md', exitCodesPage()],
    ...catalogPages(), ...schemaPages(),
  ]);
}
