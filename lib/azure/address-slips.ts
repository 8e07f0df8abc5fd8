import { isIP, isIPv4 } from 'node:net';

/** What people copy with an address: blanks, a scheme, brackets, commas for dots, zeros before a number. */
function plain(text: string): string {
  const bare = text.replace(/\s+/g, '').replace(/^[a-z]+:\/\//i, '').replace(/\\/g, '/').replace(/^\[(.*)\]$/, '$1');
  return bare.includes(':') ? bare : bare.replace(/,/g, '.').replace(/(^|\.)0+(?=\d)/g, '$1');
}

/** The address that a text means which is none; undefined where that is not plain. */
export function nearestAddress(text: string): string | undefined {
  const near = plain(text).replace(/\/(32|128)?$/, '').replace(/^([\d.]+):\d+$/, '$1');
  return near !== text && isIP(near) !== 0 ? near : undefined;
}

/** The address range that a text means which is none: `10.1.0.0/16` for `10.1/16` and for `10.1.0.0/255.255.0.0`. */
export function nearestRange(text: string): string | undefined {
  const [address = '', length, ...rest] = plain(text).split('/');
  if (length === undefined || length === '') {
    return nearestAddress(text);
  }
  const numbers = address.split('.');
  const isShort = !address.includes(':') && numbers.length < 4;
  const full = isShort ? [...numbers, ...Array<string>(4 - numbers.length).fill('0')].join('.') : address;
  const bits = isIPv4(length) ? lengthOfMask(length) : /^\d+$/.test(length) ? Number(length) : undefined;
  const family = isIP(full);
  const isRight = rest.length === 0 && family !== 0 && bits !== undefined && bits <= (family === 4 ? 32 : 128);
  const near = `${full}/${bits}`;
  return isRight && near !== text ? near : undefined;
}

/** The prefix length that a mask such as `255.255.0.0` stands for; undefined where its ones are not together. */
function lengthOfMask(mask: string): number | undefined {
  const bits = mask.split('.').map((byte) => Number(byte).toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(bits) ? bits.lastIndexOf('1') + 1 : undefined;
}
