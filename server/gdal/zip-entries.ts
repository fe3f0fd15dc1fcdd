// Names of the files in a ZIP archive, from its central directory alone: which of them holds the vector data.
import { open } from 'node:fs/promises';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

/**
 * Names in the archive, in its own order; null for what is no ZIP archive (APPNOTE.TXT 4.3.12 and 4.3.16; archives
 * of more than 65,535 files or 4 GB are not read). Nothing is unpacked.
 */
export async function zipEntries(path: string): Promise<string[] | null> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    // The end record is 22 bytes and a comment of at most 65,535.
    const tail = Buffer.alloc(Math.min(size, 22 + 0xffff));
    await handle.read(tail, 0, tail.length, size - tail.length);
    let at = tail.length - 22;
    while (at >= 0 && tail.readUInt32LE(at) !== END_OF_DIRECTORY) at--;
    if (at < 0) return null;
    const length = tail.readUInt32LE(at + 12);
    const offset = tail.readUInt32LE(at + 16);
    if (offset + length > size) return null;
    const directory = Buffer.alloc(length);
    await handle.read(directory, 0, length, offset);
    const names: string[] = [];
    for (let entry = 0; entry + 46 <= length && directory.readUInt32LE(entry) === DIRECTORY_ENTRY; ) {
      const nameLength = directory.readUInt16LE(entry + 28);
      names.push(directory.subarray(entry + 46, entry + 46 + nameLength).toString('utf8'));
      entry += 46 + nameLength + directory.readUInt16LE(entry + 30) + directory.readUInt16LE(entry + 32);
    }
    return names;
  } finally {
    await handle.close();
  }
}

const VECTOR = ['.shp', '.gpkg', '.fgb', '.geojson', '.gml', '.kml', '.tab', '.mif', '.dbf', '.csv', '.xlsx'];

/** The vector files of an archive, those of the most telling format only; a Shapefile is named by its .shp. */
export function vectorEntries(names: readonly string[]): string[] {
  for (const extension of VECTOR) {
    const found = names.filter((name) => name.toLowerCase().endsWith(extension) && !name.startsWith('__MACOSX/'));
    if (found.length > 0) return found;
  }
  return [];
}
