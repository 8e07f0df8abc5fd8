import fs from 'node:fs';
import { join } from 'node:path';
import { Lazy } from 'cdktf';
import { Deployment, OutboundDependencies, ServiceTagFile } from '../../lib';
import { readText } from '../../lib/input/text';
import { messageOf } from '../azure/message-of';
import { tagFile, weekly } from '../support/service-tags';

const KIND = { what: 'an answer', maxBytes: 100_000, larger: 'a list' };

test('a pipe that gives little at a time costs little', () => {
  let reads = 0;
  let used = 0;
  const spy = jest.spyOn(fs, 'readSync').mockImplementation((_, chunk) => {
    (chunk as Uint8Array)[0] = 0x61;
    used = Math.max(used, process.memoryUsage().arrayBuffers);
    return ++reads > 2000 ? 0 : 1;
  });
  const before = process.memoryUsage().arrayBuffers;
  const { text } = readText('/dev/null', KIND);
  spy.mockRestore();
  expect(text).toBe('a'.repeat(2000));
  // A chunk has 64 KiB, and 2,000 of them 125 MiB.
  expect(used - before).toBeLessThan(16 * 1024 * 1024);
});

test('a kind may say what a larger file is', () => {
  expect(messageOf(() => readText('/dev/zero', KIND)))
    .toBe('/dev/zero: has more than 100000 bytes; an answer has at most that many; this is probably a list');
});

test('the name in messages shows what a file name hides, and the file is opened all the same', () => {
  const path = tagFile('{', 'a\n\u001b[31m\u202e.json');
  expect(readText(path, KIND))
    .toEqual({ name: path.replace('\n', '\\u000a').replace('\u001b', '\\u001b').replace('\u202e', '\\u202e'), text: '{' });
  const none = messageOf(() => readText(join('/nowhere', '\u001b[31m\n'), KIND));
  expect(none).toBe('"/nowhere/\\u001b[31m\\n" cannot be read: there is no such file or folder');
});

describe('a reference', () => {
  const token = Lazy.stringValue({ produce: () => 'x' });

  test.each<[string, (path: string) => unknown, string]>([
    ['service tag file', (path) => ServiceTagFile.fromFile(path), 'a service tag file'],
    ['answer', (path) => OutboundDependencies.fromFile(path), 'an answer of the Dependencies API'],
    ['deployment file', (path) => Deployment.fromFile(path), 'a deployment file'],
  ])('is no path of a %s', (_, read, what) => {
    for (const path of [token, '${path.module}/x.json']) {
      const shown = path === token ? '<reference>' : JSON.stringify(path);
      expect(messageOf(() => read(path)))
        .toBe(`${shown} is a reference, not a path; ${what} is read during synthesis, so give its path as plain text`);
    }
  });

  test('is no service tag', () => {
    const file = ServiceTagFile.fromFile(tagFile(weekly({ Storage: ['203.0.113.0/24'] })));
    expect(messageOf(() => file.addressRanges(token))).toBe(`${file.path}: <reference> is a reference, not a service ` +
      'tag; the file is read during synthesis, so give the tag as plain text');
  });
});
