// Shapefiles without GDAL: the same rows as GDAL reads, bit by bit, and every part of a broken one named.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FeatureCollection, Geometry } from 'geojson';
import { afterAll, describe, expect, it } from 'vitest';
import { geometryOf } from '../../server/gdal/formats/flat-geometries.ts';
import { openArchive } from '../../server/gdal/open-input.ts';
import { crsOfPrj } from '../../server/gdal/crs/prj-crs.ts';
import { readShapefile } from '../../server/gdal/formats/read-shapefile.ts';
import { readVector } from '../../server/gdal/read-vector.ts';
import { gdalEngines, NO_REAL_DATA, realData } from '../cli/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'zuschnitt-shapefile-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string) => join(folder, name);

type Ring = readonly (readonly [number, number])[];
const square = (x: number, y: number, side: number): Ring => [[x, y], [x, y + side], [x + side, y + side], [x + side, y], [x, y]];
const counter = (ring: Ring): Ring => ring.toReversed();

/** A shape's record content: type, box (not looked at), parts, points. */
function polygonRecord(rings: readonly Ring[], type = 5): Buffer {
  const points = rings.flat();
  const extra = type === 15 ? 2 * (16 + 8 * points.length) : type === 25 ? 16 + 8 * points.length : 0;
  const bytes = Buffer.alloc(44 + 4 * rings.length + 16 * points.length + extra);
  bytes.writeInt32LE(type, 0);
  bytes.writeInt32LE(rings.length, 36);
  bytes.writeInt32LE(points.length, 40);
  let first = 0;
  rings.forEach((ring, i) => {
    bytes.writeInt32LE(first, 44 + 4 * i);
    first += ring.length;
  });
  points.forEach(([x, y], i) => {
    bytes.writeDoubleLE(x, 44 + 4 * rings.length + 16 * i);
    bytes.writeDoubleLE(y, 52 + 4 * rings.length + 16 * i);
  });
  return bytes;
}

function writeShapes(name: string, records: readonly Buffer[]): void {
  const length = records.reduce((sum, { length: size }) => sum + 8 + size, 100);
  const shp = Buffer.alloc(length);
  const shx = Buffer.alloc(100 + 8 * records.length);
  for (const [file, size] of [[shp, length], [shx, shx.length]] as const) {
    file.writeInt32BE(9994, 0);
    file.writeInt32BE(size / 2, 24);
    file.writeInt32LE(1000, 28);
    file.writeInt32LE(5, 32);
  }
  let at = 100;
  records.forEach((record, i) => {
    shp.writeInt32BE(i + 1, at);
    shp.writeInt32BE(record.length / 2, at + 4);
    record.copy(shp, at + 8);
    shx.writeInt32BE(at / 2, 100 + 8 * i);
    shx.writeInt32BE(record.length / 2, 104 + 8 * i);
    at += 8 + record.length;
  });
  writeFileSync(path(`${name}.shp`), shp);
  writeFileSync(path(`${name}.shx`), shx);
}

type FieldSpec = readonly [name: string, type: string, width: number, decimals?: number];

function writeDbf(name: string, fields: readonly FieldSpec[], rows: readonly (readonly (string | Buffer)[])[], mark = 0, deleted: readonly number[] = []): void {
  const header = Buffer.alloc(32 + 32 * fields.length + 1);
  header[0] = 3;
  header.writeUInt32LE(rows.length, 4);
  header.writeUInt16LE(header.length, 8);
  header.writeUInt16LE(fields.reduce((sum, [, , width]) => sum + width, 1), 10);
  header[29] = mark;
  fields.forEach(([field, type, width, decimals], i) => {
    header.write(field, 32 + 32 * i, 11, 'latin1');
    header.write(type, 43 + 32 * i, 1);
    header[48 + 32 * i] = width;
    header[49 + 32 * i] = decimals ?? 0;
  });
  header[header.length - 1] = 0x0d;
  const records = rows.map((row, r) => {
    const cells = row.map((cell, i) => {
      const bytes = Buffer.alloc(fields[i]![2], 0x20);
      Buffer.from(cell as string).copy(bytes);
      return bytes;
    });
    return Buffer.concat([Buffer.from(deleted.includes(r) ? '*' : ' '), ...cells]);
  });
  writeFileSync(path(`${name}.dbf`), Buffer.concat([header, ...records, Buffer.from([0x1a])]));
}

const ids = (count: number) => Array.from({ length: count }, (_, i) => [`0${i + 1}`]);
const ID: readonly FieldSpec[] = [['id', 'C', 10]];

function shapes(name: string, records: readonly Buffer[]): (Geometry | null)[] {
  writeShapes(name, records);
  writeDbf(name, ID, ids(records.length));
  const { geometries } = readShapefile(path(`${name}.shp`));
  return Array.from(geometries.type, (_, row) => geometryOf(geometries, row));
}

describe('polygons of a Shapefile', () => {
  const shell = square(0, 0, 100);
  const hole = square(20, 20, 50);
  const island = square(30, 30, 10);
  const other = square(200, 0, 10);

  it.each([
    ['as the format has them', [shell, counter(hole), island, other]],
    ['all wound one way', [shell, hole, island, other]],
    ['all wound the wrong way', [counter(shell), hole, counter(island), counter(other)]],
    ['with the holes first', [counter(hole), other, island, shell]],
  ])('have their holes and islands, %s', (_, rings) => {
    const [geometry] = shapes('rings', [polygonRecord(rings)]);
    const parts = (geometry as { coordinates: number[][][][] }).coordinates;
    const extent = (ring: number[][]) => Math.max(...ring.map(([x]) => x!)) - Math.min(...ring.map(([x]) => x!));
    expect(geometry!.type).toBe('MultiPolygon');
    expect(parts.map((part) => part.map(extent)).toSorted((a, b) => b[0]! - a[0]! || a.length - b.length)).toEqual([[100, 50], [10], [10]]);
  });

  it('keep a hole that touches its shell along vertices, and parts that touch', () => {
    const touching: Ring = [[0, 0], [0, 100], [50, 50], [0, 0]];
    expect(shapes('touch', [polygonRecord([shell, touching])])[0]).toMatchObject({ type: 'Polygon', coordinates: [shell, touching] });
    expect(shapes('parts', [polygonRecord([shell, square(100, 0, 50)])])[0]).toMatchObject({ type: 'MultiPolygon' });
  });

  it('drop heights and measures, and are null where the record is', () => {
    const found = shapes('zm', [polygonRecord([shell], 15), polygonRecord([shell], 25), Buffer.alloc(4)]);
    expect(found).toEqual([{ type: 'Polygon', coordinates: [shell] }, { type: 'Polygon', coordinates: [shell] }, null]);
  });

  it.each([
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
  ])('with the coordinate %d are refused by their record', (value, told) => {
    writeShapes('nan', [polygonRecord([shell]), polygonRecord([[...shell.slice(0, 3), [value, 1], shell[0]!]])]);
    writeDbf('nan', ID, ids(2));
    expect(() => readShapefile(path('nan.shp'))).toThrow(`nan.shp, row 2: has the coordinate ${told}, which is no number; accepted: numbers`);
  });

  it('are the same without the index, and in the order of the index where that is another', () => {
    const [a, b] = [polygonRecord([shell]), polygonRecord([other])];
    const inOrder = shapes('order', [a, b]);
    const shx = readFileSync(path('order.shx'));
    rmSync(path('order.shx'));
    const { geometries } = readShapefile(path('order.shp'));
    expect([0, 1].map((row) => geometryOf(geometries, row))).toEqual(inOrder);
    writeFileSync(path('order.shx'), Buffer.concat([shx.subarray(0, 100), shx.subarray(108), shx.subarray(100, 108)]));
    const turned = readShapefile(path('order.shp')).geometries;
    expect([0, 1].map((row) => geometryOf(turned, row))).toEqual(inOrder.toReversed());
  });
});

describe('a broken Shapefile', () => {
  const records = [polygonRecord([square(0, 0, 1)]), polygonRecord([square(1, 0, 1)]), polygonRecord([square(2, 0, 1)])];
  const write = () => {
    writeShapes('broken', records);
    writeDbf('broken', ID, ids(3));
  };

  it('that is cut off anywhere is told by part and record', () => {
    write();
    const whole = readFileSync(path('broken.shp'));
    for (let end = whole.length - 1; end > 0; end -= 13) {
      truncateSync(path('broken.shp'), end);
      expect(() => readShapefile(path('broken.shp'))).toThrow(end < 100 ? /^broken\.shp: is cut off within its header/ : /^broken\.shp, row [123]: is cut off: the file ends at byte \d+, (within|before) this record; accepted: the whole file/);
    }
    write();
    truncateSync(path('broken.dbf'), 70 + 11);
    expect(() => readShapefile(path('broken.shp'))).toThrow('broken.dbf, row 2: is cut off: it ends at byte 81 before record 2 does');
    write();
    truncateSync(path('broken.shx'), 116);
    expect(() => readShapefile(path('broken.shp'))).toThrow('broken.shx, row 3: has 2 records and the .dbf 3');
  });

  it('whose table is missing, or that has counts beyond its records, is refused', async () => {
    write();
    rmSync(path('broken.dbf'));
    await expect(readVector(path('broken.shp'))).rejects.toThrow('broken.dbf: is missing beside the .shp; accepted: the whole file, with all its parts');
    const lying = polygonRecord([square(0, 0, 1)]);
    lying.writeInt32LE(2 ** 30, 40);
    writeShapes('broken', [lying]);
    writeDbf('broken', ID, ids(1));
    expect(() => readShapefile(path('broken.shp'))).toThrow('broken.shp, row 1: has a shape that does not fit into its record');
    lying.writeInt32LE(31, 0);
    writeShapes('broken', [lying]);
    expect(() => readShapefile(path('broken.shp'))).toThrow('broken.shp, row 1: is a multipatch');
    writeFileSync(path('broken.shp'), Buffer.alloc(200));
    expect(() => readShapefile(path('broken.shp'))).toThrow('broken.shp: is no Shapefile');
  });
});

describe('the table of a Shapefile', () => {
  it('has texts with leading zeros, numbers, dates, logical values and nothing where nothing is', () => {
    const fields: readonly FieldSpec[] = [['key', 'C', 8], ['n', 'N', 6], ['share', 'N', 8, 2], ['f', 'F', 13, 6], ['day', 'D', 8], ['yes', 'L', 1], ['big', 'N', 20]];
    const rows = [
      ['007', '000123', '   12.50', ' 1.25e+02', '20200131', 'T', '12345678901234567890'],
      ['', '', '********', '', '00000000', '?', ''],
      ['gone', '1', '1', '1', '20200101', 'F', '1'],
      [' x', '   -07', '    0.10', '-0.5', '', 'n', '0'],
    ];
    writeShapes('table', rows.map(() => Buffer.alloc(4)));
    writeDbf('table', fields, rows, 0, [2]);
    const { table, records } = readShapefile(path('table.shp'));
    expect([...records]).toEqual([0, 1, 3]);
    expect([...records].map((row) => fields.map((_field, column) => table.text(row, column)))).toEqual([
      ['007', '123', '12.5', '125', '2020-01-31', 'T', '12345678901234567890'],
      ['', '', '', '', '', '', ''],
      ['x', '-7', '0.1', '-0.5', '', 'F', '0'],
    ]);
    expect(fields.map((_field, column) => table.value(0, column))).toEqual(['007', 123, 12.5, 125, '2020-01-31', 'T', '12345678901234567890']);
    const some = readShapefile(path('table.shp'), ['day']).table;
    expect([some.names.length, some.text(3, 4), some.text(0, 4)]).toEqual([7, '', '2020-01-31']);
    expect(() => some.text(0, 0)).toThrow('was not asked for');
  });

  const bytes = (...values: number[]) => Buffer.from(values);
  it.each<[string, Buffer, number, string | null, string]>([
    ['UTF-8 by its .cpg', Buffer.from('Weiß'), 0, 'UTF-8', 'Weiß'],
    ['latin-1 by its .cpg', bytes(0x57, 0xfc), 0, 'ISO-8859-1', 'Wü'],
    ['code page 850 by its .cpg', bytes(0x57, 0x81), 0, '850', 'Wü'],
    ['Windows-1252 by "ANSI 1252"', bytes(0x80), 0, 'ANSI 1252', '€'],
    ['code page 850 by its mark', bytes(0x57, 0x81, 0xe1), 0x02, null, 'Wüß'],
    ['code page 437 by its mark', bytes(0x94), 0x01, null, 'ö'],
    ['UTF-8 by its bytes', Buffer.from('Straße'), 0x57, null, 'Straße'],
    ['UTF-8 cut within a letter', Buffer.concat([Buffer.from('abcdefghi'), bytes(0xc3)]), 0, null, 'abcdefghi'],
    ['Windows-1252 by its bytes', bytes(0x57, 0xfc), 0, null, 'Wü'],
    ['UTF-8 by its bytes, where the .cpg names nothing known', Buffer.from('ä'), 0, 'klingon', 'ä'],
  ])('is read as %s', (_, cell, mark, cpg, text) => {
    writeShapes('letters', [Buffer.alloc(4)]);
    writeDbf('letters', ID, [[cell]], mark);
    rmSync(path('letters.cpg'), { force: true });
    if (cpg !== null) writeFileSync(path('letters.cpg'), cpg);
    expect(readShapefile(path('letters.shp')).table.text(0, 0)).toBe(text);
  });

  it('with bytes that are none of the encoding it names is refused by row and field', () => {
    writeShapes('letters', [Buffer.alloc(4)]);
    writeDbf('letters', ID, [[bytes(0x57, 0xfc, 0x72)]]);
    writeFileSync(path('letters.cpg'), 'UTF-8');
    expect(() => readShapefile(path('letters.shp')).table.text(0, 0)).toThrow('letters.dbf, row 1, field id: is no text in utf-8');
  });
});

describe('the CRS of a .prj', () => {
  const ESRI_BASE = (name: string, datum: string, spheroid: string) => `GEOGCS["${name}",DATUM["${datum}",SPHEROID["${spheroid}",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`;
  const ETRS = ESRI_BASE('GCS_ETRS_1989', 'D_ETRS_1989', 'GRS_1980');
  const DHDN = ESRI_BASE('GCS_Deutsches_Hauptdreiecksnetz', 'D_Deutsches_Hauptdreiecksnetz', 'Bessel_1841');
  const WGS = ESRI_BASE('GCS_WGS_1984', 'D_WGS_1984', 'WGS_1984');
  const mercator = (base: string, method: string, meridian: number, scale: number, easting: number, unit = 'UNIT["Meter",1.0]') =>
    `PROJCS["Local",${base},PROJECTION["${method}"],PARAMETER["False_Easting",${easting}],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",${meridian}],PARAMETER["Scale_Factor",${scale}],PARAMETER["Latitude_Of_Origin",0.0],${unit}]`;

  it.each([
    ['UTM 32 of ETRS89', mercator(ETRS, 'Transverse_Mercator', 9, 0.9996, 500000), 25832],
    ['UTM 33 of ETRS89', mercator(ETRS, 'Transverse_Mercator', 15, 0.9996, 500000), 25833],
    ['UTM 32 with the zone before the easting', mercator(ETRS, 'Transverse_Mercator', 9, 0.9996, 32500000), 4647],
    ['UTM 32 of WGS 84', mercator(WGS, 'Transverse_Mercator', 9, 0.9996, 500000), 32632],
    ['Gauss-Krüger 2', mercator(DHDN, 'Gauss_Kruger', 6, 1, 2500000), 31466],
    ['Gauss-Krüger 3', mercator(DHDN, 'Transverse_Mercator', 9, 1, 3500000), 31467],
    ['Gauss-Krüger 5', mercator(DHDN, 'Gauss_Kruger', 15, 1, 5500000), 31469],
    ['a Gauss-Krüger with another easting', mercator(DHDN, 'Gauss_Kruger', 9, 1, 500000), null],
    ['a UTM without its scale', mercator(ETRS, 'Transverse_Mercator', 9, 1, 500000), null],
    ['ETRS89', ETRS, 4258],
    ['WGS 84', WGS, 4326],
    ['DHDN in degrees, which is not known here', DHDN, null],
    ['LAEA Europe', `PROJCS["ETRS_1989_LAEA",${ETRS},PROJECTION["Lambert_Azimuthal_Equal_Area"],PARAMETER["False_Easting",4321000.0],PARAMETER["False_Northing",3210000.0],PARAMETER["Central_Meridian",10.0],PARAMETER["Latitude_Of_Origin",52.0],UNIT["Meter",1.0]]`, 3035],
    ['Web Mercator', `PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",${WGS},PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",0.0],PARAMETER["Standard_Parallel_1",0.0],PARAMETER["Auxiliary_Sphere_Type",0.0],UNIT["Meter",1.0]]`, 3857],
    ['what names its code', `PROJCS["ETRS89 / UTM zone 32N",${ETRS},AUTHORITY["EPSG","25832"]]`, 25832],
    ['a code that is not known here', `PROJCS["Other",${ETRS},AUTHORITY["EPSG","2180"]]`, null],
  ])('of %s is known by its parameters', (_, wkt, epsg) => {
    expect(crsOfPrj(wkt)!.epsg).toBe(epsg);
  });

  it('in feet is told with its unit, and never taken for metres', async () => {
    const wkt = mercator(ETRS, 'Transverse_Mercator', 9, 0.9996, 500000, 'UNIT["Foot_US",0.3048006096012192]');
    expect(crsOfPrj(wkt)).toEqual({ epsg: null, name: 'Local', oddUnit: 'Foot_US' });
    writeShapes('feet', [polygonRecord([square(0, 0, 1)])]);
    writeDbf('feet', ID, ids(1));
    writeFileSync(path('feet.prj'), wkt);
    await expect(readVector(path('feet.shp'))).rejects.toThrow('feet.shp, field crs: CRS "Local" is not known; accepted: coordinates in metres or degrees, not in Foot_US: EPSG:');
    expect((await readVector(path('feet.shp'), { epsg: 25832 })).epsg).toBe(25832);
    rmSync(path('feet.prj'));
    expect((await readVector(path('feet.shp'))).epsg).toBeNull();
  });

  it('that is no well-known text is none', () => {
    for (const text of ['', 'hello', 'PROJCS', 'PROJCS["x"', `${'A['.repeat(5000)}`]) expect(crsOfPrj(text)).toBeNull();
  });
});

describe('beside GDAL', () => {
  const native = gdalEngines().find(({ env }) => env.ZUSCHNITT_GDAL !== 'wasm')!;

  it.each(['blocks', 'districts', 'precincts', 'new_precincts'])('the real %s of Providence have the same rows, texts and bits', async (name, ...rest) => {
    const context = rest[0] as unknown as { skip(reason: string): void } | undefined;
    const archive = realData(`providence/${name}.zip`);
    if (archive === null || native.missing !== null) return context?.skip(archive === null ? NO_REAL_DATA : native.missing!);
    const opened = await openArchive(archive);
    try {
      const { table, records, geometries, crs } = readShapefile(opened.path);
      const text = execFileSync('ogr2ogr', ['-f', 'GeoJSON', '/vsistdout/', '-lco', 'RFC7946=NO', '-lco', 'SIGNIFICANT_FIGURES=20', '-dim', 'XY', opened.path], { encoding: 'utf8', maxBuffer: 2 ** 29 });
      const { features } = JSON.parse(text) as FeatureCollection<Geometry | null>;
      expect(crs!.epsg).toBe(4269);
      expect(records).toHaveLength(features.length);
      const rings = (geometry: Geometry | null) => (geometry === null ? [] : (JSON.stringify((geometry as { coordinates: unknown }).coordinates).match(/\[\[-?\d.*?\]\]/g) ?? []).toSorted());
      features.forEach(({ properties, geometry }, row) => {
        expect(rings(geometryOf(geometries, row))).toEqual(rings(geometry));
        expect(geometryOf(geometries, row)?.type).toBe(geometry?.type);
        const shown = Object.fromEntries(table.names.map((field, column) => [field, table.text(records[row]!, column)]));
        expect(shown).toEqual(Object.fromEntries(Object.entries(properties!).map(([field, value]) => [field, value === null ? '' : String(value).trim()])));
      });
    } finally {
      await opened.remove();
    }
  });
});
