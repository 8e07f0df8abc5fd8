import { addTo } from '../azure/groups';
import { Cloud } from '../azure/clouds';
import { LIMITS } from '../azure/limits';
import { Edition } from '../requirements/edition';
import { EndpointKind } from '../requirements/endpoint';
import { Placeholders } from '../requirements/fill';
import { RuleIdentity } from '../requirements/requirement';
import { ruleDescription } from '../requirements/rule-description';
import { catalogOf, slotKey } from './catalog';
import { CatalogEntry } from './entry';
import { elsewhere } from './other-clouds';

/** The entries that share a place among the rules of one edition and cloud. */
interface Sharing {
  /** The first of them, which the rule is named after. */
  readonly owner: CatalogEntry;
  readonly description: string;
}

const cache = new Map<string, ReadonlyMap<string, Sharing>>();

/**
 * The name and description of the rule that carries an entry.
 *
 * Both come from all entries of that place, whichever of them apply: so a rule stays the same when another section that asks for
 * it is switched on.
 */
export function ruleIdentity(entry: CatalogEntry, edition: Edition, placeholders: Placeholders): RuleIdentity {
  const { owner, description } = sharings(edition, placeholders.cloud).get(slotKey(entry))!;
  return { name: owner.ruleName ?? nameOf(owner, placeholders), description };
}

function sharings(edition: Edition, cloud: Cloud): ReadonlyMap<string, Sharing> {
  const key = `${edition} ${cloud}`;
  let found = cache.get(key);
  if (found === undefined) {
    found = findSharings(edition, cloud);
    cache.set(key, found);
  }
  return found;
}

function findSharings(edition: Edition, cloud: Cloud): ReadonlyMap<string, Sharing> {
  const entries = new Map<string, CatalogEntry[]>();
  const ids = new Map<string, string[]>();
  for (const entry of catalogOf(edition)) {
    if (entry.clouds.includes(cloud)) {
      addTo(entries, slotKey(entry), entry);
      addTo(ids, slotKey(entry), entry.id);
      continue;
    }
    const what = elsewhere(entry, cloud, edition);
    if (what.kind === 'instead') {
      what.entries.forEach((other) => addTo(ids, slotKey(other), entry.id));
    }
  }
  return new Map([...entries].map(([key, sharing]) => {
    const owner = sharing[0]!;
    const isWayOut = sharing.some(({ dataExfiltration }) => dataExfiltration !== undefined);
    return [key, { owner, description: ruleDescription({ purpose: owner.purpose, ids: ids.get(key)!, isWayOut }) }];
  }));
}

/** What a name says instead of a name that only Terraform knows, and of what is known as an address only. */
const WORDS: readonly (readonly [pattern: RegExp, word: string])[] = [
  [/^<storage>\.(\w+)\..*$/, 'storage-account-$1'],
  [/^<registry>\.azurecr\.io$/, 'container-registry'],
  [/^<registry>\..*\.data\.azurecr\.io$/, 'container-registry-data'],
  [/^<workspace-id>\.workspace\..*$/, 'workspace-api'],
  [/^<api-server>$/, 'api-server'],
];

/**
 * The name comes from what the rule asks for and not from a section, because another section may ask for the same:
 * `Allow-Storage-Tcp-445`, `Allow-subdomains-of-azureml.ms-Tcp-443`, `Allow-mlstore01.blob.core.windows.net-Tcp-443`.
 */
function nameOf({ endpoint: { kind, value }, protocol, ports }: CatalogEntry, placeholders: Placeholders): string {
  const title = protocol.charAt(0) + protocol.slice(1).toLowerCase();
  const text = kind === EndpointKind.FQDN ? placeholders.fillNames(value) : value.replace(/\.<(?:cluster-)?region>$/, '');
  const named = (side: string): string => `Allow-${otherSide(side)}-${title}${ports.length === 1 ? `-${ports[0]}` : ''}`;
  // Long names of a workspace or a registry leave no room, so the word for what they are stands there.
  return named(text).length > LIMITS.ruleName ? named(value) : named(text);
}

function otherSide(text: string): string {
  const fixed = WORDS.find(([pattern]) => pattern.test(text));
  const named = fixed === undefined ? text : text.replace(fixed[0], fixed[1]);
  return named.replace(/^\*\./, 'subdomains-of-').replace(/[^A-Za-z0-9._-]+/g, '-');
}
