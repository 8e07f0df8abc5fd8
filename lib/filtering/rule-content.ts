import { portsKey } from '../azure/port-sets';
import { setKey } from '../network/set-key';
import { FilterRule } from './filter-rule';
import { RuleEnd } from './rule-end';

/** Rules of a firewall are those of many subnets, and many rules have the same ends. */
const contents = new WeakMap<FilterRule, string>();
const ends = new WeakMap<RuleEnd, string>();

/** What a rule says, without its name and place. */
export function contentOf(rule: FilterRule): string {
  const content = contents.get(rule) ?? contentText(rule);
  contents.set(rule, content);
  return content;
}

function contentText(
  { kind, access, isEither, protocols, ports, otherPorts, sourcePorts, applications = [], source, destination, uncertain }: FilterRule,
): string {
  const ofPorts = `${portsKey(ports)} ${portsKey(otherPorts)} ${portsKey(sourcePorts)} ${applications.join()}`;
  return `${kind} ${access} ${isEither === true} ${protocols.join()} ${ofPorts} ${endText(source)} ${endText(destination)} ` +
    (uncertain === undefined ? '' : JSON.stringify(uncertain));
}

function endText(end: RuleEnd): string {
  const known = ends.get(end);
  if (known !== undefined) {
    return known;
  }
  const { isAny, ranges, tags, opaque, never, hosts, urls, fqdnTags } = end;
  const isOfAddresses = tags.length + opaque.length + never.length + hosts.length + urls.length + fqdnTags.length === 0;
  const names = isOfAddresses ? ''
    : JSON.stringify([tags, opaque.map(({ text }) => text), never.map(({ text }) => text), hosts, urls, fqdnTags]);
  const text = `${isAny} ${setKey(ranges)} ${names}`;
  ends.set(end, text);
  return text;
}
