import { dirname, join } from 'node:path';
import { InputError, printable } from '../azure/errors';
import { JsonDocument } from '../input/json';
import { isFolder, namesIn } from '../input/paths';
import { convertedFiles, PACKAGES } from './hcl';
import type { CalledModule, SourceDocument } from './resource';
import { shown } from '../network/shown';
import { member } from '../network/fields';
import { entries, itemsOf } from './values';
import { refuseOpenTofu } from './open-tofu';

const KIND = { what: 'Terraform JSON', maxBytes: 64 * 1024 * 1024 };

/** What `terraform init` writes of the modules that it has fetched. Source: Terraform 1.11, the folder .terraform. */
const MANIFEST = join('.terraform', 'modules', 'modules.json');

/** Folders of modules in all. */
const MAX_FOLDERS = 500;

/** A document whose modules are filled in when their files are read. */
interface DocumentDraft extends SourceDocument {
  readonly modules: Map<string, CalledModule>;
}

/** A call that is still to be looked at. */
interface PendingCall {
  readonly by: DocumentDraft;
  readonly name: string;
  readonly source: unknown;
  /** Folder of the files that it is in. */
  readonly folder: string;
  /** Folder of the configuration that is not a module itself. */
  readonly root: string;
  /** Names of the calls that lead to it: `hub.firewall`. */
  readonly key: string;
}

/**
 * Documents with the files of the modules that they call: those of local folders, and those that `terraform init` has fetched.
 * What cannot be read there is said where its resources would be.
 */
export function withModules(documents: readonly SourceDocument[]): readonly SourceDocument[] {
  const drafts = documents.map((document): DocumentDraft => ({ ...document, modules: new Map() }));
  const files = new ModuleFiles();
  let open = drafts.flatMap((by) => callsOf(by, dirname(by.file), dirname(by.file), ''));
  while (open.length > 0) {
    open = files.read(open);
  }
  return drafts;
}

function callsOf(by: DocumentDraft, folder: string, root: string, prefix: string): PendingCall[] {
  return itemsOf(member(by.json, 'module')).flatMap(entries).map(([name, bodies]) => {
    const source = member(itemsOf(bodies)[0], 'source');
    return { by, name, source, folder, root, key: `${prefix}${name}` };
  });
}

class ModuleFiles {
  private readonly folders = new Map<string, CalledModule>();
  private readonly manifests = new Map<string, ReadonlyMap<string, string>>();

  /** Reads the files of some calls, all at once, and gives the calls in them. */
  public read(calls: readonly PendingCall[]): PendingCall[] {
    const found = calls.map((call) => ({ call, folder: this.folderOf(call) }));
    const unread = new Set(found.flatMap(({ folder }) => (folder === undefined || this.folders.has(folder) ? [] : [folder])));
    readFolders([...unread].slice(0, Math.max(0, MAX_FOLDERS - this.folders.size)))
      .forEach((module, folder) => this.folders.set(folder, module));
    const next: PendingCall[] = [];
    for (const { call, folder } of found) {
      const module = folder === undefined ? undefined : this.folders.get(folder);
      call.by.modules.set(call.name, module ?? { why: this.whyUnread(call) });
      if (module !== undefined && 'documents' in module && unread.delete(folder!)) {
        next.push(...(module.documents as readonly DocumentDraft[]).flatMap((by) => callsOf(by, folder!, call.root, `${call.key}.`)));
      }
    }
    return next;
  }

  private folderOf({ source, folder, root, key }: PendingCall): string | undefined {
    return typeof source === 'string' && /^\.\.?[/\\]/.test(source) ? join(folder, source) : this.manifest(root).get(key);
  }

  private whyUnread({ root }: PendingCall): string {
    return this.manifest(root).size > 0 ? 'whose files are not read' : 'whose files are not read before terraform init has fetched them';
  }

  /** Folders of modules that were fetched, by their keys. */
  private manifest(root: string): ReadonlyMap<string, string> {
    const known = this.manifests.get(root);
    if (known !== undefined) {
      return known;
    }
    const folders = readManifest(root);
    this.manifests.set(root, folders);
    return folders;
  }
}

function readManifest(root: string): ReadonlyMap<string, string> {
  try {
    const { content } = JsonDocument.read(join(root, MANIFEST), KIND);
    return new Map(itemsOf(member(content, 'Modules')).flatMap((one) => {
      const [key, dir] = [member(one, 'Key'), member(one, 'Dir')];
      return typeof key === 'string' && key !== '' && typeof dir === 'string' ? [[key, join(root, dir)] as const] : [];
    }));
  } catch (error) {
    if (error instanceof InputError) {
      return new Map(); // nothing was fetched
    }
    throw error;
  }
}

/** The files of folders; those in Terraform's own syntax in one go. */
function readFolders(folders: readonly string[]): ReadonlyMap<string, CalledModule> {
  const listed = folders.map((folder) => [folder, attempt(() => filesIn(folder))] as const);
  const hcl = listed.flatMap(([, { value = [] }]) => value.filter((path) => path.endsWith('.tf')));
  const { value: texts = [], why = `${PACKAGES[0]} is not installed` } = attempt(() => convertedFiles(hcl));
  const byFile = new Map(hcl.map((path, i) => [path, texts[i]]));
  const textOf = (path: string): unknown => {
    const text = byFile.get(path);
    if (text === undefined || text.error !== undefined) {
      throw new InputError({ argument: printable(path), problem: text?.error ?? why });
    }
    return text.json;
  };
  return new Map(listed.map(([folder, { value: paths, why: missing }]) => {
    const { value: documents, why: broken } = attempt(() => paths?.map((path): DocumentDraft => ({
      file: path, json: path.endsWith('.tf') ? textOf(path) : JsonDocument.read(path, KIND).content, modules: new Map(),
    })));
    return [folder, documents === undefined ? { why: `whose files are not read: ${missing ?? broken!}` } : { documents }];
  }));
}

function filesIn(folder: string): string[] {
  const all = isFolder(folder) ? namesIn(folder) : [];
  refuseOpenTofu(folder, all);
  const names = all.filter((name) => name.endsWith('.tf') || name.endsWith('.tf.json'));
  if (names.length === 0) {
    throw new InputError({ argument: printable(folder), problem: 'the folder has no *.tf.json and no *.tf' });
  }
  return names.map((name) => join(folder, name));
}

/** What is wrong with the files of a module is a reason that they are not read. */
function attempt<T>(work: () => T): { readonly value?: T; readonly why?: string } {
  try {
    return { value: work() };
  } catch (error) {
    if (error instanceof InputError) {
      return { why: shown(error.message) };
    }
    throw error;
  }
}
