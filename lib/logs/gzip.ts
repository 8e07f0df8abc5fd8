import { crc32, createInflateRaw, InflateRaw } from 'node:zlib';

/** Why a packed file gives less than it should; what it gave before is good. */
export class PackingError extends Error {}

const [FIRST, SECOND, DEFLATE] = [0x1f, 0x8b, 8];
const [HAS_CHECK, HAS_EXTRA, HAS_NAME, HAS_COMMENT] = [2, 4, 8, 16];
const HEAD = 10;
const TRAILER = 8;

/** Whether bytes begin as a gzip file does. */
export function isGzip(bytes: Buffer): boolean {
  return bytes[0] === FIRST && bytes[1] === SECOND;
}

/**
 * What a gzip file holds. It may have several members one after another, and zeros at its end. Node's own reader throws away what it has
 * read where something else follows a member, or where a check fails; this one gives it first. Source of the form: RFC 1952.
 *
 * @throws PackingError after the last good part
 */
export async function* unpacked(chunks: AsyncIterator<Buffer>, chunkSize: number): AsyncIterable<Buffer> {
  const input = new Input(chunks);
  for (let isFirst = true; ; isFirst = false) {
    if (!isFirst && (await input.skipZeros())) {
      return;
    }
    await skipHead(input);
    yield* member(input, chunkSize);
  }
}

/** Bytes of a file that can be looked at before they are taken. */
class Input {
  private bytes: Buffer = Buffer.alloc(0);

  constructor(private readonly chunks: AsyncIterator<Buffer>) {}

  /** The next part of any size; undefined at the end. */
  public async part(): Promise<Buffer | undefined> {
    if (this.bytes.length > 0) {
      const part = this.bytes;
      this.bytes = Buffer.alloc(0);
      return part;
    }
    const { done, value } = await this.chunks.next();
    return done === true ? undefined : value;
  }

  public putBack(bytes: Buffer): void {
    this.bytes = Buffer.concat([bytes, this.bytes]);
  }

  public async take(length: number): Promise<Buffer> {
    while (this.bytes.length < length) {
      const { done, value } = await this.chunks.next();
      if (done === true) {
        throw new PackingError('unexpected end of file');
      }
      this.bytes = Buffer.concat([this.bytes, value]);
    }
    const taken = this.bytes.subarray(0, length);
    this.bytes = this.bytes.subarray(length);
    return taken;
  }

  public async skipText(): Promise<void> {
    while ((await this.take(1))[0] !== 0) {
      // a name or a comment ends with a zero
    }
  }

  /** @returns whether nothing but zeros was left */
  public async skipZeros(): Promise<boolean> {
    for (let part = await this.part(); part !== undefined; part = await this.part()) {
      const at = part.findIndex((byte) => byte !== 0);
      if (at >= 0) {
        this.putBack(part.subarray(at));
        return false;
      }
    }
    return true;
  }
}

async function skipHead(input: Input): Promise<void> {
  const head = await input.take(2);
  if (!isGzip(head)) {
    throw new PackingError('something that is not packed follows what is');
  }
  const rest = await input.take(HEAD - 2);
  if (rest[0] !== DEFLATE) {
    throw new PackingError('it is packed in a way that gzip does not have');
  }
  const flags = rest[1]!;
  if (flags & HAS_EXTRA) {
    await input.take((await input.take(2)).readUInt16LE());
  }
  for (const flag of [HAS_NAME, HAS_COMMENT]) {
    if (flags & flag) {
      await input.skipText();
    }
  }
  if (flags & HAS_CHECK) {
    await input.take(2);
  }
}

/** Parts that wait to be read, before the stream is stopped. */
const WAITING = 4;

/** What comes out of a stream that unpacks. A stream that fails would throw away what nobody has read yet. */
class UnpackedParts {
  public isEnded = false;
  private readonly waiting: Buffer[] = [];
  private error: Error | undefined;
  private wake = (): void => undefined;

  constructor(private readonly inflate: InflateRaw) {
    inflate.on('data', (part: Buffer) => {
      this.waiting.push(part);
      if (this.waiting.length >= WAITING) {
        inflate.pause();
      }
      this.wake();
    });
    inflate.on('end', () => {
      this.isEnded = true;
      this.wake();
    });
    inflate.on('error', (error) => {
      this.error = error;
      this.wake();
    });
  }

  /** @param fed how many bytes went in, with these; fewer are taken where the packed part ends before them */
  public async *of(packed: Buffer, fed: number): AsyncIterable<Buffer> {
    let isTaken = false;
    this.inflate.write(packed, () => {
      isTaken = true;
      this.wake();
    });
    for (;;) {
      for (let part = this.waiting.shift(); part !== undefined; part = this.waiting.shift()) {
        yield part;
      }
      if (this.error !== undefined) {
        throw new PackingError(this.error.message);
      }
      if (this.isEnded || (isTaken && this.inflate.bytesWritten === fed)) {
        return;
      }
      this.inflate.resume();
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }
}

/** One member, and the check of it. */
async function* member(input: Input, chunkSize: number): AsyncIterable<Buffer> {
  const inflate = createInflateRaw({ chunkSize });
  const parts = new UnpackedParts(inflate);
  let [check, size, fed] = [0, 0, 0];
  try {
    while (!parts.isEnded) {
      const packed = await input.part();
      if (packed === undefined) {
        throw new PackingError('unexpected end of file');
      }
      fed += packed.length;
      for await (const part of parts.of(packed, fed)) {
        check = crc32(part, check);
        size = (size + part.length) >>> 0;
        yield part;
      }
      if (parts.isEnded && fed > inflate.bytesWritten) {
        input.putBack(packed.subarray(packed.length - (fed - inflate.bytesWritten)));
      }
    }
  } finally {
    inflate.destroy();
  }
  const trailer = await input.take(TRAILER);
  if (trailer.readUInt32LE() !== check || trailer.readUInt32LE(4) !== size) {
    throw new PackingError('its check value does not match its content');
  }
}
