// The directory of a ZIP archive, with everything in it that a reader must not trust refused before a byte is unpacked.
import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { say, type Said } from '../../../core/refusals/say.ts';
import { InputError } from '../input-error.ts';

const END_OF_DIRECTORY = 0x06054b50;
const END_OF_DIRECTORY_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const DIRECTORY_ENTRY = 0x02014b50;
const OVERFLOW_32 = 0xffffffff;

export interface ZipEntry {
  /** With "/" between folders; ends with "/" for a folder. */
  readonly name: string;
  /** 0 stored, 8 deflated; all else is refused when it is unpacked. */
  readonly method: number;
  readonly encrypted: boolean;
  readonly symbolicLink: boolean;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly crc32: number;
  /** Place of the entry's local header in the archive. */
  readonly offset: number;
}

/** A file geodatabase has some 100 files, a Land's Shapefiles by municipality 2,200 x 6. */
export const MOST_ENTRIES = 20_000;
/** Of all files together. The largest upload is 1 GB, and blocks as GML or GeoJSON pack to a tenth. */
export const MOST_UNPACKED = 2 ** 31;
/** Polygons as text pack to a tenth, empty columns of a dBASE file to a fiftieth; only zeros to a thousandth. */
export const HIGHEST_RATIO = 200;
/** Below this a ratio says nothing. */
const RATIO_FROM = 2 ** 24;

/**
 * Entries in the archive's own order (APPNOTE.TXT 4.3.12 to 4.3.16, with ZIP64); null for what is no ZIP archive. Throws
 * InputError for a directory that is cut off or has more entries than `MOST_ENTRIES`.
 */
export async function readZipDirectory(path: string): Promise<ZipEntry[] | null> {
  const file = basename(path);
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const end = await findDirectory(handle, size);
    if (end === null) {
      if ((await bytesAt(handle, 0, 4)).toString('latin1') !== 'PK\x03\x04') return null;
      throw new InputError({ file, problem: say('ARCHIVE_CUT'), accepted: say('TAKE_SEND_AGAIN') });
    }
    if (end.entries > MOST_ENTRIES) {
      throw new InputError({ file, problem: say('TOO_MANY_ENTRIES', { count: end.entries }), accepted: say('TAKE_AT_MOST', { most: MOST_ENTRIES }) });
    }
    if (end.offset + end.length > size) {
      throw new InputError({ file, problem: say('ARCHIVE_CUT_BEFORE'), accepted: say('TAKE_SEND_AGAIN') });
    }
    return parseDirectory(await bytesAt(handle, end.offset, end.length), file);
  } finally {
    await handle.close();
  }
}

/** Names alone, null for what is no archive. */
export async function zipEntries(path: string): Promise<string[] | null> {
  return (await readZipDirectory(path))?.map(({ name }) => name) ?? null;
}

async function bytesAt(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await handle.read(bytes, 0, length, at);
  return bytes.subarray(0, bytesRead);
}

async function findDirectory(handle: FileHandle, size: number): Promise<{ entries: number; length: number; offset: number } | null> {
  // The end record is 22 bytes and a comment of at most 65,535.
  const start = Math.max(0, size - 22 - 0xffff);
  const tail = await bytesAt(handle, start, size - start);
  let at = tail.length - 22;
  while (at >= 0 && tail.readUInt32LE(at) !== END_OF_DIRECTORY) at--;
  if (at < 0) return null;
  const end = { entries: tail.readUInt16LE(at + 10), length: tail.readUInt32LE(at + 12), offset: tail.readUInt32LE(at + 16) };
  if (end.entries !== 0xffff && end.length !== OVERFLOW_32 && end.offset !== OVERFLOW_32) return end;
  if (at < 20 || tail.readUInt32LE(at - 20) !== LOCATOR_64) return end;
  const record = await bytesAt(handle, Number(tail.readBigUInt64LE(at - 12)), 56);
  if (record.length < 56 || record.readUInt32LE(0) !== END_OF_DIRECTORY_64) return end;
  return { entries: Number(record.readBigUInt64LE(32)), length: Number(record.readBigUInt64LE(40)), offset: Number(record.readBigUInt64LE(48)) };
}

function parseDirectory(directory: Buffer, file: string): ZipEntry[] {
  const entries: ZipEntry[] = [];
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === DIRECTORY_ENTRY; ) {
    // The number of entries in the end record may lie.
    if (entries.length >= MOST_ENTRIES) throw new InputError({ file, problem: say('MORE_ENTRIES', { count: MOST_ENTRIES }), accepted: say('TAKE_AT_MOST', { most: MOST_ENTRIES }) });
    const flags = directory.readUInt16LE(at + 8);
    const nameLength = directory.readUInt16LE(at + 28);
    const extraLength = directory.readUInt16LE(at + 30);
    const raw = directory.subarray(at + 46, at + 46 + nameLength);
    const sizes = sizesOf(directory, at, directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength));
    // The upper half of the external attributes is a Unix mode where the maker was Unix (3) or macOS (19).
    const unix = [3, 19].includes(directory[at + 5]!);
    entries.push({
      // Bit 11 says UTF-8; without it the name is in the maker's code page, of which 437 is the standard's. UTF-8 is tried first, as all do.
      name: raw.toString('utf8'),
      method: directory.readUInt16LE(at + 10),
      encrypted: (flags & 1) === 1,
      symbolicLink: unix && ((directory.readUInt32LE(at + 38) >>> 16) & 0xf000) === 0xa000,
      crc32: directory.readUInt32LE(at + 16),
      ...sizes,
    });
    at += 46 + nameLength + extraLength + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** Sizes and offset, from the ZIP64 field (4.5.3) where the 32 bits overflow. */
function sizesOf(directory: Buffer, at: number, extra: Buffer): Pick<ZipEntry, 'packedBytes' | 'bytes' | 'offset'> {
  const values = [directory.readUInt32LE(at + 24), directory.readUInt32LE(at + 20), directory.readUInt32LE(at + 42)];
  for (let field = 0; field + 4 <= extra.length; field += 4 + extra.readUInt16LE(field + 2)) {
    if (extra.readUInt16LE(field) !== 1) continue;
    let place = field + 4;
    values.forEach((value, i) => {
      if (value !== OVERFLOW_32 || place + 8 > extra.length) return;
      values[i] = Number(extra.readBigUInt64LE(place));
      place += 8;
    });
  }
  return { bytes: values[0]!, packedBytes: values[1]!, offset: values[2]! };
}

/**
 * Throws InputError for names that would leave the folder, names given twice, entries that nothing here unpacks, and sizes
 * as those of a zip bomb: all by the directory alone. What the directory hides is found while unpacking.
 */
export function refuseUnsafe(entries: readonly ZipEntry[], file: string): void {
  const seen = new Set<string>();
  let total = 0;
  for (const entry of entries) {
    const refuse = (problem: Said, accepted: Said) => new InputError({ file, field: shown(entry.name), problem, accepted });
    const reason = unsafeName(entry.name);
    if (reason !== null) throw refuse(reason, say('TAKE_INNER_NAMES'));
    // Windows and macOS take names for equal that differ in case alone.
    const key = entry.name.toLowerCase();
    if (seen.has(key)) throw refuse(say('ENTRY_TWICE'), say('TAKE_NAMES_ONCE'));
    seen.add(key);
    if (entry.encrypted) throw refuse(say('ENCRYPTED'), say('TAKE_NO_PASSWORD'));
    if (entry.symbolicLink) throw refuse(say('LINK'), say('TAKE_FILE_ITSELF'));
    if (entry.bytes > RATIO_FROM && entry.bytes > HIGHEST_RATIO * entry.packedBytes) {
      throw refuse(say('ZIP_BOMB', { packed: megabytes(entry.packedBytes), size: megabytes(entry.bytes) }), say('TAKE_RATIO', { ratio: HIGHEST_RATIO }));
    }
    total += entry.bytes;
    if (total > MOST_UNPACKED) throw new InputError({ file, problem: say('UNPACKS_TOO_LARGE', { size: megabytes(MOST_UNPACKED) }), accepted: say('TAKE_SIZE_TOGETHER', { size: megabytes(MOST_UNPACKED) }) });
  }
}

/** Why a name is not taken; null for one that stays inside. */
function unsafeName(name: string): Said | null {
  if (name === '') return say('NAME_EMPTY');
  if (name.includes('\0')) return say('NAME_ZERO');
  if (name.includes('\\')) return say('NAME_BACKSLASH');
  if (name.startsWith('/')) return say('NAME_ROOT');
  if (/^[a-z]:/i.test(name)) return say('NAME_DRIVE');
  if (name.split('/').some((part) => part === '..' || part === '.')) return say('NAME_UP');
  return null;
}

/** Control characters of a name do not reach a message. */
const shown = (name: string) => name.replaceAll(/\p{C}/gu, '?').slice(0, 100);

export function megabytes(bytes: number): string {
  return bytes < 2 ** 20 ? `${Math.ceil(bytes / 1024)} kB` : `${Math.round(bytes / 2 ** 20)} MB`;
}

const VECTOR = ['.gdb', '.shp', '.gpkg', '.fgb', '.geojson', '.gml', '.kml', '.tab', '.mif', '.dbf', '.csv', '.xlsx', '.ods'];
export const ARCHIVES = ['.zip', '.kmz', '.7z', '.rar', '.tar', '.gz', '.tgz', '.bz2', '.xz', '.zst'];

/** The vector files of an archive, those of the most telling format only; a Shapefile is named by its .shp, a File Geodatabase by its folder. */
export function vectorEntries(names: readonly string[]): string[] {
  const own = names.filter((name) => !/(^|\/)(__MACOSX\/|\._)/.test(name));
  for (const extension of VECTOR) {
    const found = extension === '.gdb' ? geodatabases(own) : own.filter((name) => name.toLowerCase().endsWith(extension));
    if (found.length > 0) return found;
  }
  return [];
}

function geodatabases(names: readonly string[]): string[] {
  const folders = names.flatMap((name) => /^(.*?\.gdb)\//i.exec(name)?.[1] ?? []);
  return [...new Set(folders)];
}
