let day = '';
let dayTime = 0;

/**
 * Milliseconds since 1970 of a time as logs write it; NaN where it is none, or cannot be placed.
 *
 * Azure writes times in UTC, so a time without a zone is taken as UTC. A spreadsheet's `11/24/2026, 8:00:15.123 AM` is month first, as
 * the portal writes it. Without AM or PM, a spreadsheet has written it again, with the day or the month first: where both numbers may be
 * months, the time cannot be placed.
 */
export function timeOf(text: unknown): number {
  if (typeof text === 'number') {
    return epochTime(text);
  }
  if (typeof text !== 'string') {
    const { value } = (text ?? {}) as { value?: unknown }; // PowerShell makes an object of a time
    return typeof value === 'string' ? timeOf(value) : NaN;
  }
  return text.charCodeAt(4) === 45 && text.length >= 19 ? isoTime(text) : otherTime(text);
}

/** The minute of the last time in bytes: `2026-11-24T08:00`. */
const minute = new Uint8Array(16);
let minuteTime = NaN;
const UTC = [...Buffer.from('+00:00')];

/** The same of a time in bytes of ASCII. Times that follow one another are mostly of one minute. */
export function timeOfBytes(bytes: Uint8Array, from: number, to: number): number {
  const isForm = to - from >= 19 && bytes[from + minute.length] === 58;
  if (isForm && !isSameMinute(bytes, from)) {
    minute.set(bytes.subarray(from, from + minute.length));
    minuteTime = timeOf(`${latin1Of(bytes, from, from + minute.length)}:00Z`);
  }
  const second = digitAt(bytes, from + 17) * 10 + digitAt(bytes, from + 18);
  if (!isForm || minuteTime !== minuteTime || !(second < 61)) {
    return timeOf(latin1Of(bytes, from, to));
  }
  let milliseconds = 0;
  let at = from + 19;
  if (bytes[at] === 46) {
    let scale = 100;
    for (at++; at < to; at++) {
      const digit = bytes[at]! - 48;
      if (digit < 0 || digit > 9) {
        break;
      }
      milliseconds += digit * scale;
      scale = scale === 100 ? 10 : scale === 10 ? 1 : 0;
    }
  }
  return isUtc(bytes, at, to) ? minuteTime + second * 1000 + milliseconds : timeOf(latin1Of(bytes, from, to));
}

/** `Z`, `+00:00` or nothing. */
function isUtc(bytes: Uint8Array, at: number, to: number): boolean {
  switch (to - at) {
    case 0:
      return true;
    case 1:
      return bytes[at] === 90 || bytes[at] === 122;
    case UTC.length:
      return UTC.every((code, i) => bytes[at + i] === code);
    default:
      return false;
  }
}

function isSameMinute(bytes: Uint8Array, from: number): boolean {
  for (let i = 0; i < minute.length; i++) {
    if (bytes[from + i] !== minute[i]) {
      return false;
    }
  }
  return true;
}

function latin1Of(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1', from, to);
}

/** NaN for what is no digit. */
function digitAt(bytes: Uint8Array, at: number): number {
  const digit = bytes[at]! - 48;
  return digit >= 0 && digit <= 9 ? digit : NaN;
}

/** Seconds or milliseconds since 1970, by their size: version 4 of flow logs has either. */
export function epochTime(number: number): number {
  return number > 1e11 ? (number < 1e14 ? number : NaN) : number > 1e8 ? number * 1000 : NaN;
}

/** `2026-11-24T08:00:03.1234567Z`, with any number of digits, an offset, or no zone. */
function isoTime(text: string): number {
  if (day === '' || !text.startsWith(day)) {
    const midnight = /^\d{4}-\d\d-\d\d$/.test(text.slice(0, 10)) ? Date.parse(`${text.slice(0, 10)}T00:00:00Z`) : NaN;
    if (Number.isNaN(midnight)) {
      return NaN;
    }
    day = text.slice(0, 10);
    dayTime = midnight;
  }
  const hour = two(text, 11);
  const minute = two(text, 14);
  const second = two(text, 17);
  const isForm = text.charCodeAt(13) === 58 && text.charCodeAt(16) === 58 && (text[10] === 'T' || text[10] === ' ');
  if (!isForm || !(hour < 24 && minute < 60 && second < 61)) {
    return NaN;
  }
  let end = 19;
  let milliseconds = 0;
  if (text.charCodeAt(end) === 46) {
    let scale = 100;
    for (end++; end < text.length; end++) {
      const digit = text.charCodeAt(end) - 48;
      if (digit < 0 || digit > 9) {
        break;
      }
      milliseconds += Math.trunc(digit * scale);
      scale = scale > 1 ? scale / 10 : 0;
    }
  }
  return dayTime + ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds - offsetOf(text, end);
}

/** NaN for what is no zone. */
function offsetOf(text: string, at: number): number {
  if (at === text.length || (at === text.length - 1 && (text[at] === 'Z' || text[at] === 'z'))) {
    return 0;
  }
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(text.slice(at));
  return match === null ? NaN : (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000;
}

function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

const PORTAL = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}),? (\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?: ([AP])M)?$/;

/** A spreadsheet of East Asia. */
const YEAR_FIRST = /^\d{4}\/\d{1,2}\/\d{1,2} (?:\d{1,2}:\d\d:\d\d(?:\.\d+)?)$/;
/** Milliseconds since 1970, as PowerShell writes a time to JSON. */
const POWERSHELL = /^\/Date\(\d{9,14}\)\/$/;

function yearFirst(text: string): number {
  const [year, month, date, clock] = text.split(/[/ ]/) as [string, string, string, string];
  return timeOf(`${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}T${clock[1] === ':' ? '0' : ''}${clock}`);
}

function otherTime(text: string): number {
  if (/^\d{9,14}(\.\d+)?$/.test(text)) {
    return epochTime(Number(text));
  }
  const plain = YEAR_FIRST.test(text) ? yearFirst(text) : POWERSHELL.test(text) ? epochTime(Number(text.slice(6, -2))) : undefined;
  if (plain !== undefined) {
    return plain;
  }
  const match = PORTAL.exec(text.replace(/[\u202f\u00a0]/g, ' ').trim());
  if (match === null) {
    return NaN;
  }
  const isHalf = match[9] !== undefined;
  const [first, second, year, hour, minute, seconds] = [match[1], ...match.slice(3, 7), match[7] ?? 0].map(Number) as
    [number, number, number, number, number, number];
  // Spreadsheets write the day first in most countries. Where both may be months, and no AM or PM says that it is the portal, it is open.
  const isDayFirst = match[2] === '.' || (!isHalf && first > 12);
  if (match[2] !== '.' && !isHalf && first !== second && first <= 12 && second <= 12) {
    return NaN;
  }
  const [month, date] = isDayFirst ? [second, first] : [first, second];
  const isClock = isHalf ? hour >= 1 && hour <= 12 : hour <= 23;
  if (month < 1 || month > 12 || date < 1 || date > 31 || !isClock || minute > 59 || seconds > 59) {
    return NaN;
  }
  const full = isHalf ? (hour % 12) + (match[9] === 'P' ? 12 : 0) : hour;
  return Date.UTC(year, month - 1, date, full, minute, seconds, Number((match[8] ?? '0').padEnd(3, '0').slice(0, 3)));
}
