/** What may differ between lines that mean the same. */
export type PlaceKind = 'time' | 'client' | 'port' | 'digits' | 'unread';

/** A place in a line, by its bytes. */
export interface LinePlace {
  readonly kind: PlaceKind;
  readonly from: number;
  readonly to: number;
}

/** The keys of such places. A message for people has the client and its port in its text. What is unread are columns that nothing reads. */
const KEYS: ReadonlyMap<string, PlaceKind | 'message'> = new Map<string, PlaceKind | 'message'>([
  ['time', 'time'],
  ['TimeGenerated', 'time'],
  ['SourceIp', 'client'],
  ['SourceIp_s', 'client'],
  ['SourcePort', 'port'],
  ['SourcePort_d', 'port'],
  ['msg', 'message'],
  ['msg_s', 'message'],
  ['QueryId', 'unread'],
  ['RequestDurationSecs', 'unread'],
  ['TimeCollected', 'unread'],
  ['_TimeReceived', 'unread'],
  ['_ItemId', 'unread'],
  ['correlationId', 'unread'],
  ['CorrelationId', 'unread'],
]);
const KEY = new RegExp(`"(${[...KEYS.keys()].join('|')})": ?`, 'g');
/** `HTTPS request from 10.1.1.4:50101 to ...` */
const BEFORE_CLIENT = /DNS Request: |[^"]* from /y;
/** What a message has between the port of a client and the number of its question, of another length in most lines. */
const BEFORE_QUESTION = ' - ';
/** `... NOERROR qr,rd,ra 145 0.0028s"` */
const BEFORE_DURATION = /[^"]* (?=[\d.]+s")/y;

const [QUOTE, BACKSLASH, COLON, DOT, ZERO, MINUS] = [34, 92, 58, 46, 48, 45];

/** The places of a line that is JSON, in order; undefined where one of them has a form that is not known, or a text has escapes. */
export function placesOf(bytes: Buffer): LinePlace[] | undefined {
  const text = bytes.toString('latin1'); // a letter for each byte
  if (text.includes('\\')) {
    return undefined;
  }
  const places: LinePlace[] = [];
  for (const match of text.matchAll(KEY)) {
    const found = placesAt(KEYS.get(match[1]!)!, bytes, text, match.index + match[0].length);
    if (found === undefined) {
      return undefined;
    }
    places.push(...found);
  }
  return places;
}

function placesAt(kind: PlaceKind | 'message', bytes: Buffer, text: string, at: number): LinePlace[] | undefined {
  const from = bytes[at] === QUOTE ? at + 1 : at;
  if (kind !== 'message') {
    const place = placeAt(kind, bytes, from);
    return place && [place];
  }
  const client = placeAt('client', bytes, behind(BEFORE_CLIENT, text, from));
  const port = client === undefined || bytes[client.to] !== COLON ? undefined : placeAt('port', bytes, client.to + 1);
  if (port === undefined) {
    return undefined;
  }
  const question = text.startsWith(BEFORE_QUESTION, port.to) ? placeAt('digits', bytes, port.to + BEFORE_QUESTION.length) : undefined;
  const duration = question === undefined ? undefined : placeAt('unread', bytes, behind(BEFORE_DURATION, text, question.to));
  return [client!, port, ...(duration === undefined ? [] : [question!, duration])];
}

/** Where a text goes on behind what a pattern matches at a place; -1 where it does not match. */
function behind(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

function placeAt(kind: PlaceKind, bytes: Uint8Array, from: number): LinePlace | undefined {
  const to = from < 0 ? -1 : new PlaceReader().read(kind, bytes, from);
  return to < 0 ? undefined : { kind, from, to };
}

/** An IPv4 address as text. */
export function ipv4Text(address: number): string {
  return [24, 16, 8, 0].map((bits) => (address >>> bits) & 255).join('.');
}

/** Reads values at places, of which a line has one of each kind that is read. */
export class PlaceReader {
  public address = -1;
  public clientPort = -1;
  public timeFrom = -1;
  public timeTo = -1;
  private value = 0;

  /** Reads a value. @returns where it ends; -1 where it has another form, so that its line is parsed */
  public read(kind: PlaceKind, bytes: Uint8Array, from: number): number {
    let to: number;
    switch (kind) {
      case 'client':
        return this.readAddress(bytes, from);
      case 'port':
        to = this.whole(bytes, from, 65535);
        this.clientPort = this.value;
        return to;
      case 'time':
        to = text(bytes, from);
        this.timeFrom = from;
        this.timeTo = to;
        return to;
      case 'digits':
        return this.whole(bytes, from, Number.MAX_SAFE_INTEGER);
      case 'unread':
        return bytes[from - 1] === QUOTE ? text(bytes, from) : this.number(bytes, from);
    }
  }

  /** An IPv4 address in its one form. */
  private readAddress(bytes: Uint8Array, from: number): number {
    let address = 0;
    let at = from;
    for (let part = 0; part < 4; part++) {
      if (part > 0 && bytes[at++] !== DOT) {
        return -1;
      }
      at = this.whole(bytes, at, 255);
      if (at < 0) {
        return -1;
      }
      address = address * 256 + this.value;
    }
    this.address = address;
    return at;
  }

  /** A whole number without zeros before it. */
  private whole(bytes: Uint8Array, from: number, most: number): number {
    let value = 0;
    let at = from;
    for (let digit = bytes[at]! - ZERO; digit >= 0 && digit <= 9 && value <= most; digit = bytes[++at]! - ZERO) {
      value = value * 10 + digit;
    }
    this.value = value;
    const isPadded = bytes[from] === ZERO && at > from + 1;
    return at === from || isPadded || value > most ? -1 : at;
  }

  /** A number of JSON without an exponent. */
  private number(bytes: Uint8Array, from: number): number {
    let at = this.whole(bytes, bytes[from] === MINUS ? from + 1 : from, Number.MAX_SAFE_INTEGER);
    if (at < 0 || bytes[at] !== DOT) {
      return at;
    }
    const begin = ++at;
    while (bytes[at]! >= ZERO && bytes[at]! <= ZERO + 9) {
      at++;
    }
    return at > begin ? at : -1;
  }
}

/** A text in ASCII without escapes. */
function text(bytes: Uint8Array, from: number): number {
  let at = from;
  let code = bytes[at]!;
  while (code !== QUOTE && code !== BACKSLASH && code >= 32 && code < 128) {
    code = bytes[++at]!;
  }
  return code === QUOTE ? at : -1;
}

/** Where a value begins that ends at a place. What is found is read from there, which tells whether it is one. */
export function beginOf(kind: PlaceKind, bytes: Uint8Array, to: number, least: number): number {
  let at = to;
  if (kind === 'time' || (kind === 'unread' && bytes[to] === QUOTE)) {
    while (at > least && bytes[at - 1] !== QUOTE) {
      at--;
    }
    return at;
  }
  while (at > least && ((bytes[at - 1]! >= MINUS && bytes[at - 1]! <= ZERO + 9))) {
    at--;
  }
  return at;
}
