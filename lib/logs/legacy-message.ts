import { Emit, firewallRuleText, LogEvent, DecisionReason, Unreadable } from './event';

/*
 * The messages of the older categories of Azure Firewall (AzureFirewallApplicationRule, AzureFirewallNetworkRule, AzureFirewallDnsProxy),
 * which are text for people. Their forms are those of Microsoft's own queries and samples ("Azure Firewall log analytics samples",
 * 2020-09-11;
 * "Monitor Azure Firewall", 2024-08-08) and of public readers of them.
 *
 * Names of rules hold blanks, commas and full stops, and a URL holds what its sender likes. So a message is read from both ends: the flow
 * from the left, the rule from the right, and a URL ends where the last known action begins.
 */

const HEAD = /^(HTTPS?|MSSQL|TCP|UDP|ICMP(?: type=\d+)?|[A-Za-z]+) +request from (\S+)/i;
const ACTIONS = /^(allow|deny|denied|alert|drop)\b/i;
const NAT = " was DNAT'ed to ";
const DENIED = ' was denied';
const DNS_REQUEST = /^DNS Request: (\S+) [-\u2013] \d+ (\S+) (\S+) (\S+) (\S+) \d+ \S+ \d+ (\S+) (\S+) (\d+) \S+$/;
const DNS_ERROR = /^Error: \d+ (\S+) (\S+): (.*)$/s;

/** Reads one message. */
export function readMessage(message: string, time: number, emit: Emit): Unreadable | undefined {
  const text = message.trim();
  if (text.startsWith('DNS Request:') || text.startsWith('Error:')) {
    return readDns(text, time, emit);
  }
  const head = HEAD.exec(text);
  if (head === null) {
    return new Unreadable('the message of the firewall has an unknown form');
  }
  const [client, clientPort] = endOf(head[2]!);
  const rest = text.slice(withoutEnd(head[0], '.').length);
  const protocol = head[1]!.toUpperCase();
  const common = {
    layer: 'firewall' as const,
    protocol: transportOf(protocol),
    machine: client,
    clientPort,
    url: '',
    time,
    count: 1,
    bytes: -1,
  };
  const nat = rest.indexOf(NAT);
  if (nat >= 0) {
    return readNat(
      rest,
      nat,
      client,
      { ...common, host: '', address: '', port: -1, verdict: 'allow', isInbound: true, rule: '', reason: 'rule' },
      emit,
    );
  }
  const action = actionIn(rest);
  if (action === undefined) {
    return new Unreadable('the message of the firewall has no action');
  }
  const target = /^ to (\S+)/.exec(rest);
  const [end, port] = target === null ? ['', -1] : endOf(target[1]!);
  const url = urlIn(rest.slice(0, action.at));
  const isAddress = !/^(HTTPS?|MSSQL)$/.test(protocol);
  if (action.verb === 'alert') {
    return new Unreadable('an alert, which decides nothing', true);
  }
  const verdict = action.verb === 'allow' ? 'allow' : 'deny';
  emit({
    ...common,
    verdict,
    isInbound: false,
    host: isAddress ? '' : end.toLowerCase(),
    address: isAddress ? end : '',
    port: isIcmp(protocol) ? -1 : port,
    url,
    ...ruleIn(rest.slice(action.end), verdict),
  });
  return undefined;
}

function isIcmp(protocol: string): boolean {
  return protocol.startsWith('ICMP');
}

/** The last known action: what comes before may be a URL, which may hold anything. */
function actionIn(text: string): { readonly at: number; readonly end: number; readonly verb: string } | undefined {
  const mark = '. Action: ';
  for (let at = text.lastIndexOf(mark); at >= 0; at = at === 0 ? -1 : text.lastIndexOf(mark, at - 1)) {
    const match = ACTIONS.exec(text.slice(at + mark.length));
    if (match !== null) {
      return { at, end: at + mark.length + match[0].length, verb: match[0].toLowerCase() };
    }
  }
  const denied = text.indexOf(DENIED);
  return denied < 0 ? undefined : { at: denied, end: denied + DENIED.length, verb: 'deny' };
}

function urlIn(text: string): string {
  const at = text.indexOf('. Url: ');
  return at < 0 ? '' : text.slice(at + '. Url: '.length);
}

/** The rule of a message, read from the right. */
function ruleIn(tail: string, verdict: LogEvent['verdict']): { readonly rule: string; readonly reason: DecisionReason } {
  if (tail.includes('No rule matched.')) {
    return { rule: '', reason: 'default' };
  }
  if (tail.includes('SNI TLS extension was missing')) {
    return { rule: '', reason: 'no-server-name' };
  }
  if (tail.includes('Failed to resolve address')) {
    return { rule: '', reason: 'not-resolved' };
  }
  const threat = /\. (?:ThreatIntel|IDS): (.*)$/s.exec(tail);
  if (threat !== null) {
    return { rule: lastOf(threat[1]!, '. Priority: ')[0], reason: 'threat' };
  }
  const [beforeCategory] = lastOf(tail, '. Web Category: ');
  const [beforeName, name] = lastOf(beforeCategory, '. Rule Name: ');
  const [beforeRule, rule] = name === '' ? lastOf(beforeCategory, '. Rule: ') : [beforeName, name];
  const [beforeCollection, collection] = lastOf(beforeRule, '. Rule Collection: ');
  const [beforeGroup, group] = lastOf(beforeCollection, '. Rule Collection Group: ');
  const [, policy] = lastOf(beforeGroup, '. Policy: ');
  const text = ruleOf(policy, group, collection, rule);
  return { rule: text, reason: text !== '' ? 'rule' : verdict === 'allow' ? 'rule' : 'unnamed' };
}

/** An older form has policy, group and collection in one. */
function ruleOf(policy: string, group: string, collection: string, rule: string): string {
  const parts = collection.split(':');
  return policy === '' && group === '' && parts.length === 3
    ? firewallRuleText(parts[0]!, parts[1]!, parts[2]!, rule)
    : firewallRuleText(policy, group, collection, rule);
}

function lastOf(text: string, mark: string): [before: string, after: string] {
  const at = text.lastIndexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + mark.length)];
}

function readNat(rest: string, at: number, client: string, common: LogEvent, emit: Emit): undefined {
  const after = rest.slice(at + NAT.length);
  const [machine, port] = endOf(/^\S+/.exec(after)?.[0] ?? '');
  emit({ ...common, machine, address: client, port, ...ruleIn(after, 'allow') });
  return undefined;
}

function readDns(text: string, time: number, emit: Emit): Unreadable | undefined {
  const common = {
    layer: 'firewall' as const,
    isInbound: false,
    url: '',
    address: '',
    port: 53,
    rule: '',
    reason: 'not-resolved' as const,
    time,
    count: 1,
    bytes: -1,
  };
  const request = DNS_REQUEST.exec(text);
  if (request !== null) {
    const [machine, clientPort] = endOf(request[1]!);
    const code = request[6]!.toUpperCase();
    const isResolved = code === 'NOERROR' && request[8] !== '0';
    emit({
      ...common,
      verdict: isResolved ? 'resolved' : 'unresolved',
      protocol: request[5]!.toUpperCase(),
      machine,
      clientPort,
      host: nameOf(request[4]!),
      rule: code === 'NOERROR' ? 'no answer' : code,
    });
    return isResolved ? new Unreadable('a name that was resolved', true) : undefined;
  }
  const error = DNS_ERROR.exec(text);
  if (error === null) {
    return new Unreadable('the message of the firewall has an unknown form');
  }
  emit({
    ...common,
    verdict: 'unresolved',
    protocol: 'UDP',
    machine: '',
    clientPort: -1,
    host: nameOf(error[1]!),
    rule: error[3]!.split(': ').pop()!,
  });
  return undefined;
}

/** A name without its final dot, in lower case. */
export function nameOf(text: string): string {
  return text.toLowerCase().replace(/\.$/, '');
}

/** A text without these marks at its end. A pattern would look at a text of marks again and again. */
function withoutEnd(text: string, marks: string): string {
  let end = text.length;
  while (end > 0 && marks.includes(text[end - 1]!)) {
    end--;
  }
  return text.slice(0, end);
}

/** An address or host with its port, as far as it has one: `10.1.1.4:50101`, `[2001:db8::1]:443`, `10.1.1.4`. */
function endOf(text: string): [end: string, port: number] {
  const plain = withoutEnd(text, '.:');
  const bracketed = /^\[([^\]]*)\](?::(\d{1,5}))?$/.exec(plain);
  if (bracketed !== null) {
    return [bracketed[1]!, bracketed[2] === undefined ? -1 : Number(bracketed[2])];
  }
  const parts = /^(.*):(\d{1,5})$/.exec(plain);
  return parts === null || Number(parts[2]) > 65535 ? [plain, -1] : [parts[1]!, Number(parts[2])];
}

/** The transport protocol of what the firewall calls a protocol. */
export function transportOf(protocol: string): string {
  switch (protocol) {
    case 'HTTPS':
    case 'HTTP':
    case 'MSSQL':
    case 'TCP':
      return 'TCP';
    case 'UDP':
      return 'UDP';
    default:
      return /^ICMP/i.test(protocol)
        ? 'ICMP'
        : /^https?$|^mssql$|^tcp$/i.test(protocol)
        ? 'TCP'
        : /^udp$/i.test(protocol)
        ? 'UDP'
        : protocol.toUpperCase();
  }
}
