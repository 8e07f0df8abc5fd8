import { dirname } from 'node:path';
import { printable } from '../azure/errors';
import type { UnreadPart } from '../network/network';
import { Configuration } from './configuration';
import { contentKind } from './content';
import { plannedResources, stateResources } from './plan';
import { RemoteStates } from './remote-states';
import type { Documents, Report, Resource, SourceDocument } from './resource';
import { compare } from './values';

/** Takes resources out of documents of any kind. */
export function documentsOf(sources: readonly SourceDocument[], report: Report): Documents {
  const documents = sources.map(({ file, json }) => ({ file: printable(file), json })).sort((a, b) => compare(a.file, b.file));
  const folders = new Map<string, SourceDocument[]>();
  const resources: Resource[] = [];
  const removed: Resource[] = [];
  const partial: UnreadPart[] = [];
  for (const document of documents) {
    switch (contentKind(document.file, document.json)) {
      case 'configuration': {
        const folder = dirname(document.file);
        folders.set(folder, [...folders.get(folder) ?? [], document]);
        break;
      }
      case 'plan': {
        const planned = plannedResources(document, report);
        resources.push(...planned.resources);
        removed.push(...planned.removed);
        partial.push(...planned.partial === undefined ? [] : [planned.partial]);
        break;
      }
      case 'state':
        resources.push(...stateResources(document));
    }
  }
  const remoteStates = new RemoteStates();
  const configurations = [...folders].map(([folder, files]) => new Configuration(folder === '.' ? files[0]!.file : folder, files, remoteStates, report));
  configurations.forEach((configuration) => remoteStates.add(configuration));
  resources.push(...configurations.flatMap((configuration) => configuration.resources()));
  return { resources: resources.sort(byAddress), removed, configurations, partial };
}

/** An order that does not depend on that of the documents. */
function byAddress(a: Resource, b: Resource): number {
  return compare(a.group, b.group) || compare(a.address, b.address);
}
