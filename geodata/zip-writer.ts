// A small ZIP writer for fixtures, which can also lie: wrong sizes, names that lead out, encryption flags.
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipMember {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What the directory says instead of the truth. */
  readonly claimedBytes?: number;
  readonly encrypted?: boolean;
  /** Unix mode in the upper half of the external attributes, such as 0xa1ff for a link. */
  readonly unixMode?: number;
}

/** Bytes of an archive (APPNOTE.TXT 4.3), every member deflated. */
export function zipOf(members: readonly ZipMember[]): Uint8Array<ArrayBuffer> {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, claimedBytes = bytes.length, encrypted = false, unixMode = 0x81a4 } of members) {
    const packed = deflateRawSync(bytes, { level: 9 });
    const raw = Buffer.from(name, 'utf8');
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE((encrypted ? 1 : 0) | 0x800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claimedBytes, 18);
    common.writeUInt16LE(raw.length, 22);
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), common, raw, packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((unixMode << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, tail, raw);
    offset += 30 + raw.length + packed.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(entries.length, 8);
  end.writeUInt32LE(offset, 12);
  return new Uint8Array(Buffer.concat([...parts, entries, Buffer.from('PK\x05\x06', 'latin1'), end]));
}
