import { compareTexts } from '../azure/text-order';
import { addTo } from '../azure/groups';
import { SubnetPair } from '../filtering/paths/changed-flows';
import { SubnetView } from '../filtering/paths/subnet-view';
import { placeKey } from '../findings/context';
import { termText } from '../network/address-text';

type Views = ReadonlyMap<string, SubnetView>;

/** What tells that a subnet of one network is one of another; undefined where it does not. The first that does counts. */
const IDENTITIES: readonly ((view: SubnetView, key: string, isOnlyOfName: boolean) => string | undefined)[] = [
  (_, key) => key,
  ({ subnet: { path } }) => path,
  ({ name }, _, isOnly) => (isOnly ? name : undefined), // subnets of several networks may have one name
  // A subnet with another name is made by the same resource, or has the same addresses of the same network.
  ({ subnet: { place: { resource, part } } }) => placeKey({ file: '', resource, ...(part !== undefined && { part }) }),
  ({ subnet: { path, networkName, addressPrefixes } }) => {
    const network = path?.split('/').slice(0, -1).join('/') ?? networkName;
    return network === undefined || addressPrefixes.length === 0 ? undefined
      : `${network} ${addressPrefixes.map((one) => (one.kind === 'interval' ? one.text : termText(one))).join()}`;
  },
];

/** The subnets of two networks, by what they are called in messages. What tells that two are one must be so of no others. */
export function pairsByPlace(before: Views, after: Views): Map<string, SubnetPair> {
  const [rest, left] = [new Map(before), new Map(after)];
  const found: { name: string; key: string; pair: SubnetPair }[] = [];
  const several = new Set([before, after].flatMap(namesOfSeveral));
  for (const identity of IDENTITIES) {
    const identityOf = (view: SubnetView, key: string): string | undefined => identity(view, key, !several.has(view.name));
    const [here, there] = [keysBy(left, identityOf), keysBy(rest, identityOf)];
    for (const [text, [key, ...others]] of here) {
      const [same, ...more] = there.get(text) ?? [];
      if (key !== undefined && same !== undefined && others.length + more.length === 0) {
        found.push({ name: after.get(key)!.name, key, pair: { before: before.get(same), after: after.get(key) } });
        left.delete(key);
        rest.delete(same);
      }
    }
  }
  left.forEach((view, key) => found.push({ name: view.name, key, pair: { before: undefined, after: view } }));
  rest.forEach((view, key) => found.push({ name: view.name, key, pair: { before: view, after: undefined } }));
  found.sort((a, b) => compareTexts(a.name, b.name) || compareTexts(a.key, b.key));
  const isTwice = new Set(found.map(({ name }) => name).filter((name, i, all) => all.indexOf(name) !== i));
  return new Map(found.map(({ name, key, pair }) => [isTwice.has(name) ? key : name, pair]));
}

function namesOfSeveral(views: Views): string[] {
  return [...views.values()].map(({ name }) => name).filter((name, i, all) => all.indexOf(name) !== i);
}

function keysBy(views: Views, identityOf: (view: SubnetView, key: string) => string | undefined): Map<string, string[]> {
  const all = new Map<string, string[]>();
  for (const [key, view] of views) {
    const identity = identityOf(view, key);
    if (identity !== undefined) {
      addTo(all, identity, key);
    }
  }
  return all;
}
