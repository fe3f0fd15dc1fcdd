// Vector files through both GDALs: every double, id and row comes back as it was.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { convertFromGeoJson, convertToGeoJson, gdalEngine, gdalVersion } from '../../server/gdal/gdal.ts';
import { readTable } from '../../server/gdal/read-table.ts';
import { readVector } from '../../server/gdal/read-vector.ts';
import { writeTable } from '../../server/gdal/write-table.ts';
import { vectorEntries, zipEntries } from '../../server/gdal/formats/zip-entries.ts';
import { gdalEngines, NO_REAL_DATA, realData, workFolder } from '../cli/run-cli.ts';

const folder = workFolder();
afterAll(() => folder.remove());
const path = (name: string) => join(folder.path, name);

/** A file of an archive, by its place in the central directory (APPNOTE.TXT 4.3). */
function unzip(archive: string, name: string): Buffer {
  const bytes = readFileSync(archive);
  for (let at = bytes.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 4, 'latin1')) {
    const length = bytes.readUInt16LE(at + 28);
    if (bytes.subarray(at + 46, at + 46 + length).toString() !== name) continue;
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(start, start + bytes.readUInt32LE(at + 20));
    return bytes.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed);
  }
  throw new Error(`${name} is not in ${archive}`);
}

/** All points of the polygons of a .shp file, record by record (ESRI Shapefile Technical Description, 1998). */
function shapefilePoints(shp: Buffer): number[][] {
  const records: number[][] = [];
  for (let at = 100; at < shp.length; at += 8 + 2 * shp.readInt32BE(at + 4)) {
    const content = at + 8;
    if (shp.readInt32LE(content) !== 5) continue;
    const first = content + 44 + 4 * shp.readInt32LE(content + 36);
    records.push(Array.from({ length: 2 * shp.readInt32LE(content + 40) }, (_, i) => shp.readDoubleLE(first + 8 * i)));
  }
  return records;
}

const flat = (value: unknown): number[] => (Array.isArray(value) ? value.flatMap(flat) : [value as number]);

/** Sums of coordinates do not depend on the order of a file's rings; here the sorted bits are compared. */
const bits = (numbers: readonly number[]) => [...Float64Array.from(numbers).toSorted()];

describe.each(gdalEngines())('$name', ({ env, missing }) => {
  const before = process.env.ZUSCHNITT_GDAL;
  beforeEach((context) => {
    if (missing !== null) context.skip(missing);
    process.env.ZUSCHNITT_GDAL = env.ZUSCHNITT_GDAL!;
  });
  afterEach(() => {
    if (before === undefined) delete process.env.ZUSCHNITT_GDAL;
    else process.env.ZUSCHNITT_GDAL = before;
  });

  it('says which it is', async () => {
    expect(await gdalEngine()).toBe(env.ZUSCHNITT_GDAL === 'wasm' ? 'wasm' : 'native');
    expect(await gdalVersion()).toMatch(env.ZUSCHNITT_GDAL === 'wasm' ? /^gdal3\.js \d/ : /^GDAL \d/);
  });

  it('reads every double of a zipped Shapefile in degrees to the last bit', async (context) => {
    const archive = realData('providence/blocks.zip');
    if (archive === null) return context.skip(NO_REAL_DATA);
    const { collection } = await convertToGeoJson(archive);
    const points = shapefilePoints(unzip(archive, 'blocks.shp'));
    expect(collection.features).toHaveLength(points.length);
    const differing = collection.features.filter(({ geometry }, i) => {
      const read = geometry?.type === 'Polygon' || geometry?.type === 'MultiPolygon' ? flat(geometry.coordinates) : [];
      return bits(read).join() !== bits(points[i]!).join();
    });
    expect(differing).toEqual([]);
  });

  it('keeps doubles of few and of many digits through GeoPackage, Shapefile and FlatGeobuf', async () => {
    // Between 0 and 10 degrees 15 decimals are one digit short of a double.
    const ring = [[0.1 + 0.2, 1 / 3], [7.046946934911071, 51.20746174192288], [8.454629181659289, 49.444010649849226], [0.1 + 0.2, 1 / 3]];
    const table = { columns: ['zone'], rows: [['a']], geometries: [{ type: 'Polygon' as const, coordinates: [ring] }], epsg: 4258 };
    for (const extension of ['.gpkg', '.shp', '.fgb'] as const) {
      await writeTable(table, path(`digits${extension}`), extension);
      const { epsg, features } = await readVector(path(`digits${extension}`));
      expect(epsg).toBe(4258);
      expect(bits(flat((features[0]!.geometry as { coordinates: unknown }).coordinates))).toEqual(bits(flat(ring)));
    }
  });

  it('keeps whole-number columns named id and fid, ids with leading zeros, dates as text, and empty fields', async () => {
    const square = { type: 'Polygon' as const, coordinates: [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]] };
    const columns = ['zone', 'id', 'fid', 'day', 'n'];
    const rows = [
      ['07', 12, 3, '2020-01-01', 5],
      ['7', 11, 4, '2020-01-02', null],
    ];
    for (const extension of ['.gpkg', '.shp', '.fgb', '.xlsx', '.csv', '.json'] as const) {
      await writeTable({ columns, rows, geometries: [square, square], epsg: 25832 }, path(`ids${extension}`), extension);
      if (extension === '.json') {
        expect(JSON.parse(readFileSync(path('ids.json'), 'utf8'))[1]).toEqual({ zone: '7', id: 11, fid: 4, day: '2020-01-02', n: null });
        continue;
      }
      const table = await readTable(path(`ids${extension}`));
      expect(table.columns).toEqual(columns);
      expect([0, 1].map((row) => columns.map((_, column) => table.cell(row, column)))).toEqual([
        ['07', '12', '3', '2020-01-01', '5'],
        ['7', '11', '4', '2020-01-02', ''],
      ]);
    }
  });

  it('names the layers where a file has several, and reads the one that is named', async () => {
    const source = JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', id: 1, properties: { k: 'x' }, geometry: { type: 'Point', coordinates: [9, 50] } }] });
    await convertFromGeoJson(source, path('one.gpkg'), '.gpkg', ['-nln', 'blocks']);
    expect((await readVector(`${path('one.gpkg')}|layername=blocks`)).features).toHaveLength(1);
    await expect(readVector(`${path('one.gpkg')}|layername=block`)).rejects.toThrow('one.gpkg: has no layer "block"; accepted: blocks');
  });

  it('leaves an older file as it was when a new one cannot be written', async () => {
    writeFileSync(path('older.gpkg'), 'older');
    await expect(convertFromGeoJson('{"type":"Nothing"}', path('older.gpkg'), '.gpkg', [])).rejects.toThrow();
    expect(readFileSync(path('older.gpkg'), 'utf8')).toBe('older');
    expect(folder.files().filter((name) => name.includes('.part'))).toEqual([]);
    rmSync(path('older.gpkg'));
  });
});

describe('an archive', () => {
  it('is looked into for its vector file', async (context) => {
    const archive = realData('providence/blocks.zip');
    if (archive === null) return context.skip(NO_REAL_DATA);
    expect(vectorEntries((await zipEntries(archive))!)).toEqual(['blocks.shp']);
  });

  it('of two Shapefiles leaves a choice; resource forks of a Mac are none', () => {
    expect(vectorEntries(['a/x.shp', 'a/x.dbf', '__MACOSX/a/x.shp'])).toEqual(['a/x.shp']);
    expect(vectorEntries(['x.SHP', 'y.shp', 'z.gpkg'])).toEqual(['x.SHP', 'y.shp']);
    expect(vectorEntries(['readme.txt'])).toEqual([]);
  });

  it('that is none is told so', async () => {
    writeFileSync(path('none.zip'), 'not a zip archive at all, but longer than an end record');
    expect(await zipEntries(path('none.zip'))).toBeNull();
  });
});
