import { join } from 'node:path';
import { graphRowsOfCsv } from '../azure-exports/graph-table';
import { readExports } from '../azure-exports/read-exports';
import { isReference } from '../azure/references';
import { azureExportForm } from '../input/azure-export-forms';
import { isFolder, namesIn } from '../input/paths';
import { readText, STANDARD_INPUT } from '../input/text';
import { joinNetworks } from '../network/join';
import type { Network } from '../network/network';
import { readSources } from '../terraform/files';
import { NetworkRead, readDocuments } from '../terraform/read-network';
import type { SourceDocument } from '../terraform/resource';
import type { NetworkSource } from './request';

/** Resource Graph Explorer writes at most 55,000 rows. */
const TABLE = { what: 'a table of Azure Resource Graph', maxBytes: 256 * 1024 * 1024 };

/**
 * The one place that knows which readers there are. What Terraform is going to make and what Azure says is there become one
 * network, in which the former goes before the latter.
 *
 * @param ids ids that the request names; exports of resource groups do not say of which group they are
 */
export function readNetwork({ paths = [], documents = [], valuesFiles = [] }: NetworkSource, ids: readonly string[]): NetworkRead {
  const all = [...documents, ...paths.flatMap(documentsAt)];
  const values = valuesFiles.flatMap((path) => readSources(path).map((document) => ({ ...document, isForAll: true })));
  // A file of that name is a configuration, whatever is in it.
  const exports = all.filter(({ file, json }) => !file.endsWith('.tf.json') && azureExportForm(json) !== undefined);
  const { network: planned, outside } = readDocuments([...all.filter((document) => !exports.includes(document)), ...values]);
  if (exports.length === 0) {
    return { network: planned, outside };
  }
  const ipGroups = new Map([...planned.ipGroups?.values() ?? []].filter(({ isMadeElsewhere }) => isMadeElsewhere !== true)
    .flatMap((group) => [
    [group.key, group] as const, ...(group.path === undefined ? [] : [[group.path, group] as const]),
  ]));
  const gone = new Set((planned.removed ?? []).filter(({ part }) => part === undefined).map(({ id }) => id));
  const deployed = readExports(exports, {
    ids: [...ids, ...idsOf(planned)], isTakenAway: (key) => gone.has(key),
    ipGroup: (key, path) => ipGroups.get(key) ?? (path === undefined ? undefined : ipGroups.get(path)),
  });
  return { network: joinNetworks(planned, deployed), outside };
}

/** The documents that a path names, of Terraform and of Azure. */
export function documentsAt(path: string): readonly SourceDocument[] {
  if (path === STANDARD_INPUT || isReference(path)) {
    return readSources(path);
  }
  const files = exportFilesIn(path);
  if (files !== undefined) {
    return files.flatMap(documentsAt);
  }
  if (!path.toLowerCase().endsWith('.csv')) {
    return readSources(path);
  }
  const { name, text } = readText(path, TABLE);
  return [{ file: name, json: graphRowsOfCsv(name, text) }];
}

/** The files of a folder that holds neither a configuration nor the output of CDK for Terraform; undefined for anything else. */
function exportFilesIn(path: string): string[] | undefined {
  const names = isFolder(path) ? namesIn(path) : undefined;
  if (names === undefined || names.includes('manifest.json')) {
    return undefined;
  }
  const exports = names.filter((name) => /\.(json|jsonl|ndjson|csv)$/i.test(name) && !name.endsWith('.tf.json'));
  return names.some((name) => name.endsWith('.tf.json') || name.endsWith('.tf')) || exports.length === 0 ? undefined : exports
    .map((name) => join(path, name));
}

function idsOf({ subnets, securityGroups, routeTables, firewalls, ipGroups }: Network): string[] {
  const keys = [...subnets, ...securityGroups.values(), ...routeTables.values(), ...firewalls, ...ipGroups?.values() ?? []]
    .map(({ key }) => key);
  return keys.filter((key) => key.startsWith('/subscriptions/'));
}
