/** The last second that was read, as text and in milliseconds: lines of a log come in the order of their times. */
let second = '';
let secondTime = 0;
/** `2026-11-24T08:00:03` */
const SECOND_LENGTH = 19;
const SECOND = /^(\d{4}-\d\d-\d\d)[T ](\d\d):(\d\d):(\d\d)$/;

/**
 * Milliseconds since 1970 of a time as logs write it; NaN where it is none, or cannot be placed.
 *
 * Azure writes times in UTC, so a time without a zone is taken as UTC. A spreadsheet's `11/24/2026, 8:00:15.123 AM` is month first, as
 * the portal writes it; where the first number is no month, the time cannot be placed.
 */
export function timeOf(text: unknown): number {
  if (typeof text === 'number') {
    return epochTime(text);
  }
  if (typeof text !== 'string') {
    return NaN;
  }
  return text.charCodeAt(4) === 45 && text.length >= SECOND_LENGTH ? isoTime(text) : otherTime(text);
}

/** Seconds or milliseconds since 1970, by their size: version 4 of flow logs has either. */
export function epochTime(number: number): number {
  return number > 1e11 ? (number < 1e14 ? number : NaN) : number > 1e8 ? number * 1000 : NaN;
}

/** `2026-11-24T08:00:03.1234567Z`, with any number of digits, an offset, or no zone. */
function isoTime(text: string): number {
  if (second === '' || !text.startsWith(second)) {
    const start = text.slice(0, SECOND_LENGTH);
    const time = timeOfSecond(start);
    if (Number.isNaN(time)) {
      return NaN;
    }
    second = start;
    secondTime = time;
  }
  let end = SECOND_LENGTH;
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
  return secondTime + milliseconds - offsetOf(text, end);
}

function timeOfSecond(text: string): number {
  const [, day, hour, minute, seconds] = SECOND.exec(text) ?? [];
  if (day === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(seconds) > 60) {
    return NaN;
  }
  return Date.parse(`${day}T00:00:00Z`) + ((Number(hour) * 60 + Number(minute)) * 60 + Number(seconds)) * 1000;
}

/** NaN for what is no zone. */
function offsetOf(text: string, at: number): number {
  if (at === text.length || (at === text.length - 1 && (text[at] === 'Z' || text[at] === 'z'))) {
    return 0;
  }
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(text.slice(at));
  return match === null ? NaN : (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000;
}

const PORTAL = /^(\d{1,2})\/(\d{1,2})\/(\d{4}),? (\d{1,2}):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?: ([AP])M)?$/;

function otherTime(text: string): number {
  if (/^\d{9,14}(\.\d+)?$/.test(text)) {
    return epochTime(Number(text));
  }
  const match = PORTAL.exec(text.replace(/[\u202f\u00a0]/g, ' ').trim());
  if (match === null) {
    return NaN;
  }
  const [month, date, year, hour, minute, second] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  const isHalf = match[8] !== undefined;
  if (month < 1 || month > 12 || date < 1 || date > 31 || (isHalf ? hour < 1 || hour > 12 : hour > 23) || minute > 59 || second > 59) {
    return NaN;
  }
  const full = isHalf ? (hour % 12) + (match[8] === 'P' ? 12 : 0) : hour;
  return Date.UTC(year, month - 1, date, full, minute, second, Number((match[7] ?? '0').padEnd(3, '0').slice(0, 3)));
}
