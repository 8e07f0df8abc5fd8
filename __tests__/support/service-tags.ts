import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceTagFile } from '../../lib';

/** Made-up address ranges of tags, by their names. */
export type Tags = Readonly<Record<string, readonly unknown[]>>;

/** A file of Microsoft's weekly kind. */
export function weekly(tags: Tags, changes: object = {}): object {
  return {
    changeNumber: 376, cloud: 'Public',
    values: Object.entries(tags).map(([name, addressPrefixes], i) => ({
      name, id: name,
      properties: {
        changeNumber: i + 1, region: '', regionId: 0, platform: 'Azure', systemService: '', addressPrefixes,
        networkFeatures: ['API', 'NSG'],
      },
    })),
    ...changes,
  };
}

/** The output of `az network list-service-tags`. */
export function listed(tags: Tags, changes: object = {}): object {
  return {
    changeNumber: '86', cloud: 'Public',
    id: '/subscriptions/00000000-0000-0000-0000-000000000000/providers/Microsoft.Network/serviceTags/Public',
    name: 'Public', nextLink: null, type: 'Microsoft.Network/serviceTags',
    values: Object.entries(tags).map(([name, addressPrefixes], i) => ({
      id: name, name, properties: { addressPrefixes, changeNumber: String(i + 1), region: '', state: 'GA', systemService: '' },
      serviceTagChangeNumber: '86',
    })),
    ...changes,
  };
}

const folder = mkdtempSync(join(tmpdir(), 'azureml-network-service-tags-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a file and gives its path. */
export function tagFile(content: object | string | Uint8Array, name = 'tags.json'): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content));
  return path;
}

export function readTags(content: object | string | Uint8Array): ServiceTagFile {
  return ServiceTagFile.fromFile(tagFile(content));
}
