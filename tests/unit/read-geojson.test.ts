// GeoJSON byte by byte: the same numbers, rows and texts as JSON.parse gives, and what is wrong told with its place.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Feature, FeatureCollection, Geometry } from 'geojson';
import { afterAll, describe, expect, it } from 'vitest';
import { decimalToDouble } from '../../server/gdal/formats/decimal-number.ts';
import { geometryOf } from '../../server/gdal/formats/flat-geometries.ts';
import { readGeoJsonFile, readGeoJsonStream, type GeoJsonOptions, type GeoJsonRows } from '../../server/gdal/formats/read-geojson-stream.ts';
import { readVector } from '../../server/gdal/read-vector.ts';
import { NO_REAL_DATA, realData } from '../cli/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'zuschnitt-geojson-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Seeded: a failure comes again. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** In pieces of `size` bytes, so that every token is cut somewhere. */
async function read(text: string | Buffer, size = 1 << 20, options: GeoJsonOptions = { featureIds: true }): Promise<GeoJsonRows> {
  const bytes = Buffer.from(text);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  return readGeoJsonStream(chunks(), 'f.geojson', options);
}

const collection = (...features: unknown[]) => JSON.stringify({ type: 'FeatureCollection', features });
const feature = (geometry: unknown, properties: unknown = {}) => ({ type: 'Feature', properties, geometry });
const geometriesOf = ({ geometries }: GeoJsonRows) => Array.from(geometries.type, (_, row) => geometryOf(geometries, row));
const tableOf = ({ geometries, columns }: GeoJsonRows) => Array.from(geometries.type, (_, row) => columns.names.map((_name, column) => columns.text(row, column)));
const flatten = (value: unknown): number[] => (Array.isArray(value) ? value.flatMap(flatten) : [value as number]);

describe('numbers', () => {
  it('have the bits that Number gives them, for 200,000 decimals of 1 to 25 digits, ties and powers of two among them', async () => {
    const draw = random(7);
    const texts: string[] = [];
    for (let i = 0; i < 120_000; i++) {
      const digits = Array.from({ length: 1 + Math.floor(25 * draw()) }, () => Math.floor(10 * draw())).join('').replace(/^0+(?=\d)/, '');
      const point = Math.floor(draw() * (digits.length + 1));
      const text = point === 0 ? `0.${digits}` : point === digits.length ? digits : `${digits.slice(0, point).replace(/^0+(?=\d)/, '')}.${digits.slice(point)}`;
      texts.push(draw() < 0.5 ? text : `-${text}`);
    }
    for (let i = 0; i < 60_000; i++) {
      const value = (draw() - 0.5) * 10 ** Math.floor(14 * draw() - 3);
      texts.push(String(value), value.toFixed(Math.floor(15 * draw())), value.toPrecision(17), value.toExponential());
    }
    for (let power = 0; power < 53; power++) {
      // Half way between two doubles, and a digit to either side.
      const half = 2n ** 53n + 2n * BigInt(power) + 1n;
      texts.push(`${half}`, `${half}.0000001`, `${half - 1n}.9999999`, `${half}e-5`, String(2 ** power + 0.5), '1e-7', '1E+22', '1e23', '9007199254740993', '0.000001', '-0', '-0.0');
    }
    const list = texts.map((text) => `[${text},1]`);
    const { geometries } = await read(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":null,"geometry":{"type":"LineString","coordinates":[${list.join(',')}]}}]}`);
    const wrong = texts.filter((text, i) => !Object.is(geometries.xy[2 * i], Number(text)));
    expect(geometries.xy).toHaveLength(2 * texts.length);
    expect(wrong).toEqual([]);
  });

  it('are left to Number where the quotient lies too near the middle of two doubles', () => {
    // 2^53 + 1 is the middle of two doubles: no error bound tells to which it is rounded.
    expect(decimalToDouble(900719925474099, 3, 1, 0)).toBeNaN();
    expect(decimalToDouble(900719925474099, 31, 2, 1)).toBe(Number('9007199254740993.1'));
  });

  it.each([
    ['1e999', 'a coordinate beyond all numbers'],
    ['NaN', 'the coordinate NaN, which is no number'],
    ['Infinity', 'the coordinate Infinity, which is no number'],
    ['-inf', 'the coordinate -inf, which is no number'],
    ['null', 'the coordinate null, which is no number'],
    ['01.5', 'the coordinate 01.5, which is no number'],
    ['1.', 'the coordinate 1., which is no number'],
    ['"9,5"', 'the coordinate 9,5 as text'],
  ])('that are %s are told with their row', async (number, problem) => {
    const text = `{"type":"FeatureCollection","features":[${JSON.stringify(feature(null))},{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1,${number}]}}]}`;
    for (const size of [1 << 20, 1]) await expect(read(text, size)).rejects.toThrow(`f.geojson, row 2: has ${problem}; accepted: numbers`);
  });
});

/** A geometry with rings of all sizes, empty ones too. */
function drawGeometry(draw: () => number): Geometry | null {
  const position = () => [Math.round(draw() * 1e9) / 1e3, 5e6 + draw() * 1e5, ...(draw() < 0.2 ? [draw() * 300] : [])];
  const list = <T>(element: () => T, least = 0): T[] => Array.from({ length: least + Math.floor(4 * draw()) }, element);
  const types = ['Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon', null] as const;
  const type = types[Math.floor(draw() * types.length)]!;
  switch (type) {
    case null:
      return null;
    case 'Point':
      return { type, coordinates: position() };
    case 'LineString':
    case 'MultiPoint':
      return { type, coordinates: list(position, 1) };
    case 'Polygon':
    case 'MultiLineString':
      return { type, coordinates: list(() => list(position, 1), 1) };
    case 'MultiPolygon':
      return { type, coordinates: list(() => list(() => list(position, 1), 1)) };
  }
}

const plane = (geometry: Geometry | null) =>
  geometry === null ? null : JSON.parse(JSON.stringify(geometry), (_, value: unknown) => (Array.isArray(value) && typeof value[0] === 'number' ? value.slice(0, 2) : value)) as Geometry;

describe('features', () => {
  it('are what JSON.parse makes of them, wherever the pieces of the file end and whatever the order of members', async () => {
    const draw = random(11);
    for (let round = 0; round < 60; round++) {
      const names = ['id', 'name', 'größe', 'a"b', 'n', '2015'];
      const features = Array.from({ length: 1 + Math.floor(5 * draw()) }, (): Feature<Geometry | null> => {
        const values = [null, 12, 12.5, -3e-7, true, '007', ' ä ', 'x"\\\n\u{1f600}', ['one'], ['a', 'b'], { deep: [1, { x: 'y' }] }, ''];
        const chosen = names.filter(() => draw() < 0.7);
        const made = feature(drawGeometry(draw), Object.fromEntries(chosen.map((name) => [name, values[Math.floor(draw() * values.length)]]))) as Feature<Geometry | null>;
        return draw() < 0.3 ? { geometry: made.geometry, id: 'beside', properties: made.properties, type: 'Feature' } : made;
      });
      const crs = { type: 'name', properties: { name: 'EPSG:25832' } };
      const whole = draw() < 0.5 ? { type: 'FeatureCollection', name: 'x', crs, features } : { features, foreign: [{ a: ['}]'] }], crs, type: 'FeatureCollection' };
      const text = JSON.stringify(whole, null, draw() < 0.4 ? 1 : 0);
      const rows = await read(draw() < 0.2 ? `\ufeff${text}` : text, [1, 7, 64, 1 << 20][round % 4]);
      const parsed = (JSON.parse(text) as FeatureCollection).features;
      expect(geometriesOf(rows)).toEqual(parsed.map(({ geometry }) => plane(geometry)));
      expect(rows.crsName).toBe('EPSG:25832');
      parsed.forEach(({ properties, id }, row) => {
        const expected: Record<string, unknown> = { ...properties };
        if (id !== undefined && expected.id === undefined) expected.id = id;
        for (const [column, name] of rows.columns.names.entries()) expect(rows.columns.value(row, column)).toEqual(expected[name]);
        expect(rows.columns.names).toEqual(expect.arrayContaining(Object.keys(expected)));
      });
    }
  });

  it('are read once each, wherever the first piece of the file ends', async () => {
    const text = collection(feature({ type: 'Point', coordinates: [1, 2] }, { id: 'A' }), feature(null, { id: 'B' }), feature({ type: 'Point', coordinates: [3, 4] }, { id: 'C' }));
    for (let cut = 0; cut <= text.length; cut++) {
      async function* pieces() {
        yield Buffer.from(text.slice(0, cut));
        yield Buffer.from(text.slice(cut));
      }
      const rows = await readGeoJsonStream(pieces(), 'f.geojson', { featureIds: true });
      expect([cut, tableOf(rows), geometriesOf(rows).map((geometry) => geometry?.type)]).toEqual([cut, [['A'], ['B'], ['C']], ['Point', undefined, 'Point']]);
    }
  });

  it('come singly, one a line, and with record separators, each with its row', async () => {
    const one = feature({ type: 'Point', coordinates: [1, 2] }, { id: '01' });
    const two = { ...feature(null, { id: '02' }), crs: { type: 'name', properties: { name: 'EPSG:3035' } } };
    for (const text of [JSON.stringify(one), `${JSON.stringify(one)}\n${JSON.stringify(two)}\n`, `\u001e${JSON.stringify(one)}\n\u001e${JSON.stringify(two)}`]) {
      for (const size of [1, 1000]) {
        const rows = await read(text, size);
        expect(tableOf(rows)).toEqual(text.includes('02') ? [['01'], ['02']] : [['01']]);
        expect(rows.crsName).toBe(text.includes('02') ? 'EPSG:3035' : null);
      }
    }
    await expect(read(`${JSON.stringify(one)}\n{"type":"Point"}`)).rejects.toThrow('f.geojson, row 2: is no Feature');
  });

  it('of GDAL keep their own column id, since GDAL writes row numbers beside the properties', async () => {
    const text = collection({ ...feature(null, { id: 'A' }), id: 0 }, { ...feature(null, {}), id: 1 });
    expect(tableOf(await read(text, 9, { featureIds: false }))).toEqual([['A'], ['']]);
    expect(tableOf(await read(text, 9, { featureIds: true }))).toEqual([['A'], ['1']]);
  });

  it('keep the values of the columns that are asked for, and the names of all', async () => {
    const { columns } = await read(collection(feature(null, { a: 1, b: 'x', c: null }), feature(null, { b: 'y' })), 5, { featureIds: true, columns: ['b'] });
    expect(columns.names).toEqual(['a', 'b', 'c']);
    expect([0, 1].map((row) => columns.text(row, 1))).toEqual(['x', 'y']);
    expect(() => columns.text(0, 0)).toThrow('column "a" was not asked for');
  });

  it('with texts that are no UTF-8 are refused by row and field; the sign for such bytes may stand in a text', async () => {
    const text = collection(feature(null, { name: 'gut \ufffd' }), feature(null, { name: 'W\u00fcrzburg' }));
    const { columns } = await read(Buffer.concat([Buffer.from(text.slice(0, text.indexOf('W'))), Buffer.from(text.slice(text.indexOf('W')), 'latin1')]));
    expect(columns.text(0, 0)).toBe('gut \ufffd');
    expect(() => columns.text(1, 0)).toThrow(/^f\.geojson, row 2, field name: "W\ufffdrzburg" is no text in UTF-8; accepted: GeoJSON in UTF-8/);
  });

  it('keep whole numbers to their last digit', async () => {
    const { columns } = await read('{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"id":12345678901234567890,"x":12.0}}]}');
    expect([columns.text(0, 0), columns.text(0, 1)]).toEqual(['12345678901234567890', '12']);
  });
});

describe('a file', () => {
  it('that is cut off is told with the byte and the feature, wherever it ends', async () => {
    const whole = collection(feature({ type: 'Point', coordinates: [8.5, 49.25] }, { id: 'ä' }), feature({ type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]] }, { id: 'B' }));
    const bytes = Buffer.from(whole);
    const first = whole.indexOf('[{') + 2;
    const second = Buffer.from(whole.slice(0, whole.indexOf('},{"type":"Feature"') + 1)).length;
    for (let end = 1; end < bytes.length; end++) {
      const row = end < first ? undefined : end < second ? 1 : 2;
      const told = read(bytes.subarray(0, end), 17);
      await expect(told).rejects.toThrow(/^f\.geojson(, row [123])?: is (cut off: it ends at byte \d+ within (feature [123]|a value)|no GeoJSON FeatureCollection)/);
      if (row !== undefined && end < bytes.length - 2) await expect(told).rejects.toThrow(`f.geojson, row ${row}: is cut off: it ends at byte ${end} within feature ${row}; accepted: the whole file`);
    }
  });

  it.each([
    ['', 'the file is empty'],
    ['  \n', 'the file is empty'],
    ['hello', 'is not JSON at byte 0'],
    ['[1, 2]', 'is no GeoJSON FeatureCollection'],
    ['{"type":"Topology","objects":{}}', 'is no GeoJSON FeatureCollection'],
    ['{"type":"FeatureCollection"}', 'is no GeoJSON FeatureCollection'],
    ['{"type":"FeatureCollection","features":[]} x', 'is not JSON at byte 43'],
    ['{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"a":1,}}]}', 'is not JSON at byte 94'],
    ['{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Curve","coordinates":[]}}]}', 'row 1: has a geometry of type "Curve"'],
    ['{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[1,2],[3,4]]}}]}', 'row 1: has coordinates that are not nested as its type has them'],
    ['{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[1]}}]}', 'row 1: has a position of one number, 1'],
    ['{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point"}}]}', 'row 1: has a Point without coordinates'],
    ['{"type":"FeatureCollection","features":[null]}', 'is not JSON at byte 40'],
  ])('of %j is refused', async (text, problem) => {
    for (const size of [1, 1000]) await expect(read(text, size)).rejects.toThrow(problem);
  });

  it('nested a million deep is refused, not followed', async () => {
    await expect(read(`{"type":"FeatureCollection","x":${'['.repeat(1_000_000)}`)).rejects.toThrow('is nested more than 512 deep');
  });

  it('is read by its path with its CRS, which is degrees where it names none', async () => {
    const path = join(folder, 'one.geojson');
    writeFileSync(path, collection(feature({ type: 'Point', coordinates: [8.5, 49.5] }, { id: '01' }), feature({ type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: [1, 2] }] })));
    const vector = await readVector(path);
    expect([vector.epsg, vector.servedBy, vector.features[0]!.properties, vector.features[0]!.geometry]).toEqual([4326, 'own', { id: '01' }, { type: 'Point', coordinates: [8.5, 49.5] }]);
    expect(vector.geometryOf(1)!.type).toBe('GeometryCollection');
    writeFileSync(path, collection(feature({ type: 'Point', coordinates: [8.5, 49.5] }), feature({ type: 'Point', coordinates: [450000, 5500000] })));
    await expect(readVector(path)).rejects.toThrow('one.geojson, row 2: coordinate 450000 5500000 is not in degrees and the file names no CRS');
    expect((await readVector(path, { epsg: 25832 })).epsg).toBe(25832);
    await expect(readVector(join(folder, 'none.geojson'))).rejects.toThrow('none.geojson: no such file');
    await expect(readVector(`${folder}/`)).rejects.toThrow(/is a folder|cannot be read/);
  });

  it('of the real Mannheim has every number of JSON.parse', async (context) => {
    const path = realData('mannheim/mannheim-36stadtteile.geojson');
    if (path === null) return context.skip(NO_REAL_DATA);
    const { geometries } = readGeoJsonFile(path, 'mannheim', { featureIds: true });
    const parsed = JSON.parse(readFileSync(path, 'utf8')) as FeatureCollection<{ type: 'Polygon'; coordinates: number[][][] }>;
    parsed.features.forEach(({ geometry }, row) => {
      expect(flatten((geometryOf(geometries, row) as { coordinates: unknown }).coordinates)).toEqual(flatten((plane(geometry) as { coordinates: unknown }).coordinates));
    });
  });
});
