// Tables and coordinates as offices deliver them.
import { describe, expect, it } from 'vitest';
import { crsDefinition, defaultCrs, parseCrs, requireCrs, transformer } from '../../server/gdal/crs/crs.ts';
import { InputError } from '../../server/gdal/input-error.ts';
import { parseCsv, parseNumber } from '../../server/gdal/formats/read-csv.ts';
import { fieldText } from '../../server/gdal/read-table.ts';
import { tableToCsv, tableToGeoJson } from '../../server/gdal/write-table.ts';
import { indexVertices } from '../../core/coverage/vertex-index.ts';
import { projectPoints } from '../../server/processes/inputs/project-rings.ts';
import { squaresRound } from '../../server/processes/inputs/squares.ts';

const csv = (text: string) => parseCsv(new TextEncoder().encode(text), 't.csv');

describe('a CSV', () => {
  it.each([
    [';', 'block;zone;n\n07-004;Mitte, Nord;1,5\n'],
    ['\t', 'block\tzone\tn\n07-004\tMitte, Nord\t1,5\n'],
    [',', 'block,zone,n\n07-004,"Mitte, Nord","1,5"\n'],
    ['|', 'block|zone|n\n07-004|Mitte, Nord|1,5\n'],
  ])('is read with the separator %j', (separator, text) => {
    expect(csv(text)).toMatchObject({ separator, columns: ['block', 'zone', 'n'], rows: [['07-004', 'Mitte, Nord', '1,5']] });
  });

  it('whose lines end in separators has no columns behind the last name, unless somebody wrote there', () => {
    expect(csv('block;n;;\n1;2;;\n3;;;\n')).toMatchObject({ columns: ['block', 'n'], rows: [['1', '2'], ['3', '']] });
    expect(() => csv('block;n;;\n1;2;;\n3;4;;x\n')).toThrow(/row 1, field 3: the column has no name/);
    expect(csv('block;n\n1;\n')).toMatchObject({ columns: ['block', 'n'] });
  });

  it('is read in UTF-8 with and without a mark, UTF-16 and Windows-1252', () => {
    expect(parseCsv(new TextEncoder().encode('\ufeffStraße;n\nx;1\n'), 't.csv')).toMatchObject({ encoding: 'utf-8', columns: ['Straße', 'n'] });
    const wide = Buffer.from('\ufeffStraße;n\nx;1\n', 'utf16le');
    expect(parseCsv(wide, 't.csv')).toMatchObject({ encoding: 'utf-16', columns: ['Straße', 'n'] });
    expect(parseCsv(Buffer.from('Stra\xdfe;n\nx;1\n', 'latin1'), 't.csv')).toMatchObject({ encoding: 'windows-1252', columns: ['Straße', 'n'] });
    expect(parseCsv(Buffer.from('Miete in \x80;\x84S\xfcd\x93\nx;1\n', 'latin1'), 't.csv').columns).toEqual(['Miete in €', '„Süd“']);
  });

  it.each([
    ['', /t\.csv: the file is empty/],
    ['a;b\n1;2;3\n', /t\.csv, row 2: the row has another number of fields than the header/],
    ['a;a\n1;2\n', /t\.csv, row 1, field a: the column name stands twice/],
    ['a;\n1;2\n', /t\.csv, row 1, field 2: the column has no name/],
  ])('%j is refused', (text, message) => {
    expect(() => csv(text)).toThrow(message);
    expect(() => csv(text)).toThrow(InputError);
  });

  it.each([
    ['1234', 1234],
    ['1.234,5', 1234.5],
    ['1,234.5', 1234.5],
    ['12,5', 12.5],
    ['\u22123', -3],
    ['1 234', 1234],
    ['1.234.567', 1234567],
    ['', null],
    ['  ', null],
    ['x', undefined],
    ['1,2,3', undefined],
    ['/', undefined],
  ])('%j is the number %j', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  it('is written so that it is read back', () => {
    const table = { columns: ['zone', 'n'], rows: [['a "b", c', 1], ['', null], [' 7;8', 0.1]] };
    const { columns, rows } = csv(tableToCsv(table));
    expect(columns).toEqual(['zone', 'n']);
    expect(rows).toEqual([['a "b", c', '1'], ['', ''], [' 7;8', '0.1']]);
  });
});

describe('a field as text', () => {
  it.each([
    [12, '12'],
    [12.0, '12'],
    [0.5, '0.5'],
    [' x ', 'x'],
    [null, ''],
    [undefined, ''],
    [['051580008008'], '051580008008'],
    [true, 'true'],
  ])('%j is %j', (value, text) => {
    expect(fieldText(value)).toBe(text);
  });
});

describe('a CRS', () => {
  it.each([
    ['EPSG:25832', 25832],
    ['25832', 25832],
    ['urn:ogc:def:crs:EPSG::25832', 25832],
    ['http://www.opengis.net/def/crs/EPSG/0/25832', 25832],
    ['urn:ogc:def:crs:OGC:1.3:CRS84', 4326],
    ['ETRS89', null],
  ])('%s is %j', (text, epsg) => {
    expect(parseCrs(text)).toBe(epsg);
  });

  it('puts the points of its definition where EPSG says', () => {
    const at = (from: number, to: number, x: number, y: number) => transformer(from, to)(x, y).map((value) => Math.round(value * 1000) / 1000);
    // Meridian arc of GRS 80 to 50 degrees, 5,540,847.042 m, times 0.9996.
    expect(at(4258, 25832, 9, 50)).toEqual([500_000, 5_538_630.703]);
    expect(at(4258, 4647, 9, 50)).toEqual([32_500_000, 5_538_630.703]);
    expect(at(4258, 5650, 15, 50)).toEqual([33_500_000, 5_538_630.703]);
    expect(at(4258, 3035, 10, 52)).toEqual([4_321_000, 3_210_000]);
    const [x, y] = transformer(25832, 3035)(500_000, 5_538_630);
    const [easting, northing] = transformer(3035, 25832)(x, y);
    // The inverse of the ellipsoidal azimuthal projection is a series: 0.3 mm here.
    expect(Math.hypot(easting - 500_000, northing - 5_538_630)).toBeLessThan(0.001);
  });

  it('is chosen by place where the file is in degrees', () => {
    expect(defaultCrs(4326, [8.5, 49.5])).toBe(25832);
    expect(defaultCrs(4326, [13.4, 52.5])).toBe(25833);
    expect(defaultCrs(4269, [-71.4, 41.8])).toBe(32619);
    expect(defaultCrs(4326, [151.2, -33.9])).toBe(32756);
    expect(defaultCrs(31467, [3_500_000, 5_500_000])).toBe(31467);
    expect(defaultCrs(3857, [945_000, 6_360_000])).toBe(25832);
  });

  it('that is not known is refused with those that are', () => {
    expect(crsDefinition(2056)).toBeNull();
    expect(() => requireCrs('EPSG:2056', 'sourceCrs')).toThrow('--source-crs: CRS "EPSG:2056" is not known; accepted: EPSG:25828-25838');
  });
});

describe('projected coordinates', () => {
  it('stay equal where they were equal, and different where they were not', () => {
    // A lattice of 1e-7 degrees, each point three times, in an order that mixes them.
    const xy = Float64Array.from({ length: 2 * 3000 }, (_, i) => {
      const point = ((i >> 1) * 7) % 1000;
      return i % 2 === 0 ? 8.4 + (point % 40) * 1e-7 : 49.4 + Math.floor(point / 40) * 1e-7;
    });
    const projected = projectPoints(xy, 4326, 25832, 't.gpkg');
    expect(indexVertices(projected).count).toBe(indexVertices(xy).count);
    expect([...indexVertices(projected).of]).toEqual([...indexVertices(xy).of]);
  });

  it('that have no place there are refused', () => {
    expect(() => projectPoints(Float64Array.from([NaN, 1]), 4326, 25832, 't.gpkg')).toThrow('t.gpkg: coordinate NaN 1 of EPSG:4326 has no place in EPSG:25832');
  });
});

describe('squares round points', () => {
  it('share their corners to the last bit, also where the side is no binary fraction', () => {
    const points = Float64Array.from({ length: 2 * 400 }, (_, i) => 0.05 + 0.1 * (i % 2 === 0 ? (i >> 1) % 20 : Math.floor(i / 40)));
    const { xy } = squaresRound(Array.from({ length: 400 }, (_, i) => `${i}`), points, 0.1, 3035);
    expect(indexVertices(xy).count).toBe(21 * 21);
  });

  it('need a CRS in metres', () => {
    expect(() => squaresRound(['a'], Float64Array.from([9, 50]), 100, 4326)).toThrow('--cell: EPSG:4326 is in degrees');
  });
});

describe('GeoJSON', () => {
  it('is written in CRS84 with shells counter-clockwise and holes clockwise', () => {
    const shell = [[0, 0], [0, 9], [9, 9], [9, 0], [0, 0]];
    const hole = [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]];
    const text = tableToGeoJson({ columns: ['z'], rows: [['a'], ['']], geometries: [{ type: 'MultiPolygon', coordinates: [[shell, hole]] }, null], epsg: 4326 });
    const { features } = JSON.parse(text) as { features: { properties: object; geometry: { coordinates: unknown[][][] } | null }[] };
    expect(features[0]!.geometry!.coordinates[0]).toEqual([shell.toReversed(), hole.toReversed()]);
    expect(features[1]).toMatchObject({ properties: { z: '' }, geometry: null });
  });
});
