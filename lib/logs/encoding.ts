import { StringDecoder } from 'node:string_decoder';

/** Forms of files that hold logs only after something else was done with them, by the bytes that they begin with. */
const OTHERS: readonly (readonly [bytes: readonly number[], why: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a zip archive; unpack it, and give its files'],
  [[0x42, 0x5a, 0x68], 'a file that bzip2 has packed; unpack it, or pack it by gzip'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'a file that xz has packed; unpack it, or pack it by gzip'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'a file that zstd has packed; unpack it, or pack it by gzip'],
  [[0x50, 0x41, 0x52, 0x31], 'a Parquet file; export JSON or CSV'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF; export JSON or CSV'],
];

/** What a file is that holds no log as it stands; undefined for one that may. */
export function otherForm(head: Buffer): string | undefined {
  const known = OTHERS.find(([bytes]) => bytes.every((byte, i) => head[i] === byte))?.[1];
  const isZero = head.length > 0 && head.every((byte) => byte === 0);
  return known ?? (isZero ? 'a file of zero bytes, as a disk that was full leaves one' : undefined);
}

/** Makes UTF-8 of the parts of a file, in which readers look for bytes. */
export interface Decoder {
  push(chunk: Buffer): Buffer;
  end(): Buffer;
}

/**
 * The decoder of a file that is in UTF-16, as the redirection of older PowerShells writes every text; undefined for any other. Without a
 * mark at its beginning, the zero that belongs to its first letter shows it: no log begins with one.
 */
export function decoderOf(head: Buffer): Decoder | undefined {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) {
    return new Utf16(false, 2);
  }
  if (first === 0xfe && second === 0xff) {
    return new Utf16(true, 2);
  }
  const isLetter = (byte: number | undefined): boolean => byte !== undefined && (byte >= 32 ? byte < 127 : [9, 10, 13].includes(byte));
  return isLetter(first) && second === 0 && isLetter(head[2]) && head[3] === 0 ? new Utf16(false, 0)
    : first === 0 && isLetter(second) && head[2] === 0 && isLetter(head[3]) ? new Utf16(true, 0) : undefined;
}

class Utf16 implements Decoder {
  private readonly decoder = new StringDecoder('utf16le');
  private odd: Buffer = Buffer.alloc(0);

  /** @param mark bytes at the beginning that are not text */
  constructor(private readonly isBigEndian: boolean, private mark: number) {}

  public push(chunk: Buffer): Buffer {
    let bytes = this.odd.length > 0 ? Buffer.concat([this.odd, chunk]) : chunk;
    bytes = this.mark > 0 ? bytes.subarray(this.mark) : bytes;
    this.mark = 0;
    const even = bytes.length - (bytes.length % 2);
    this.odd = Buffer.from(bytes.subarray(even));
    const whole = this.isBigEndian ? Buffer.from(bytes.subarray(0, even)).swap16() : bytes.subarray(0, even);
    return Buffer.from(this.decoder.write(whole), 'utf8');
  }

  public end(): Buffer {
    return Buffer.from(this.decoder.end(), 'utf8');
  }
}
