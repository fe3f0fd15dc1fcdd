// Unpacks from a ZIP archive what is read of it, into a folder that goes afterwards, counting every byte.
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { say, type Said } from '../../../core/refusals/say.ts';
import { InputError } from '../input-error.ts';
import { megabytes, refuseUnsafe, type ZipEntry } from './zip-entries.ts';

const LOCAL_HEADER = 0x04034b50;

export interface Unpacked {
  /** Path of the file or folder asked for. */
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * Unpacks `inner` with the files that belong to it: those of the same stem (.dbf, .prj, .xsd), or all of a folder. Throws
 * InputError for an archive that is unsafe (`refuseUnsafe`), whose data are longer than its directory says, or damaged.
 */
export async function unpack(archive: string, entries: readonly ZipEntry[], inner: string): Promise<Unpacked> {
  const file = basename(archive);
  refuseUnsafe(entries, file);
  const folder = await mkdtemp(join(tmpdir(), 'zuschnitt-unpacked-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const within = inner.includes('/') ? `${dirname(inner)}/` : '';
    for (const entry of entries) {
      if (!belongs(entry.name, inner) || entry.name.endsWith('/')) continue;
      const target = join(folder, entry.name.slice(within.length));
      await mkdir(dirname(target), { recursive: true });
      await unpackEntry(archive, file, entry, target);
    }
    return { path: join(folder, basename(inner)), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

function belongs(name: string, inner: string): boolean {
  if (name === inner || name.startsWith(`${inner}/`)) return true;
  const stem = inner.replace(/\.[^./]*$/, '').toLowerCase();
  const rest = name.toLowerCase();
  // blocks.shp.xml and blocks.dbf, not blocks2.shp and not another vector format of the same name.
  return rest.startsWith(`${stem}.`) && /\.(shx|dbf|prj|cpg|cst|qix|xsd|gfs|dat|id|map|ind|mid)$/.test(rest);
}

function unpackEntry(archive: string, file: string, entry: ZipEntry, target: string): Promise<void> {
  return inflateInto(archive, file, entry, createWriteStream(target));
}

/** A whole entry in memory, at most `most` bytes of it. */
export async function readEntry(archive: string, file: string, entry: ZipEntry, most: number): Promise<Buffer> {
  if (entry.bytes > most) throw new InputError({ file, field: entry.name, problem: say('ENTRY_TOO_LARGE', { size: megabytes(entry.bytes) }), accepted: say('TAKE_AT_MOST_SIZE', { size: megabytes(most) }) });
  const chunks: Buffer[] = [];
  const collect = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  await inflateInto(archive, file, entry, collect);
  return Buffer.concat(chunks);
}

async function inflateInto(archive: string, file: string, entry: ZipEntry, target: Writable): Promise<void> {
  const damaged = (problem: Said) => new InputError({ file, field: entry.name, problem, accepted: say('TAKE_PACK_AGAIN') });
  if (entry.method !== 0 && entry.method !== 8) {
    throw new InputError({ file, field: entry.name, problem: say('PACKED_OTHERWISE', { method: String(entry.method) }), accepted: say('TAKE_DEFLATE') });
  }
  const start = await dataStart(archive, entry);
  if (start === null) throw damaged(say('ARCHIVE_DAMAGED'));
  let bytes = 0;
  let sum = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      sum = crc32(chunk, sum);
      // The sizes of the directory were held against the limits; what is longer has lied about them.
      if (bytes > entry.bytes) done(damaged(say('UNPACKS_TO_MORE', { size: megabytes(entry.bytes) })));
      else done(null, chunk);
    },
  });
  const packed = entry.packedBytes === 0 ? Readable.from([]) : createReadStream(archive, { start, end: start + entry.packedBytes - 1 });
  try {
    if (entry.method === 8) await pipeline(packed, createInflateRaw(), count, target);
    else await pipeline(packed, count, target);
  } catch (error) {
    if (error instanceof InputError || (error as NodeJS.ErrnoException).code === 'ENOSPC') throw error;
    throw damaged(say('ARCHIVE_DAMAGED'));
  }
  if (bytes !== entry.bytes || sum !== entry.crc32) throw damaged(say('ARCHIVE_CHECKSUM'));
}

/** Where an entry's data begin; the local header has a name and fields of its own length. */
async function dataStart(archive: string, entry: ZipEntry): Promise<number | null> {
  const handle = await open(archive, 'r');
  try {
    const header = Buffer.alloc(30);
    const { bytesRead } = await handle.read(header, 0, 30, entry.offset);
    if (bytesRead < 30 || header.readUInt32LE(0) !== LOCAL_HEADER) return null;
    return entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  } finally {
    await handle.close();
  }
}
