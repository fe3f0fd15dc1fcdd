// Every format by GDAL's own writer through both GDALs, and what must not happen: other files, other addresses, other drivers.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join, relative } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nastyArchives } from '../../geodata/nasty-archives.ts';
import { zipOf, type ZipMember } from '../../geodata/zip-writer.ts';
import { requireFormat } from '../../server/gdal/gdal-formats.ts';
import { nativeDrivers, runGdal, skipAllBut } from '../../server/gdal/gdal-process.ts';
import { listLayers, openGeoJsonStream } from '../../server/gdal/gdal.ts';
import { readTable } from '../../server/gdal/read-table.ts';
import { readVector } from '../../server/gdal/read-vector.ts';
import { WASM_DRIVERS } from '../../server/gdal/wasm-drivers.ts';
import { startWorker } from '../../server/worker-url.ts';
import { gdalEngines, workFolder } from '../cli/run-cli.ts';

const folder = workFolder();
afterAll(() => folder.remove());
const path = (name: string) => join(folder.path, name);

const square = (x: number) => [[[x, 5_500_000], [x + 100, 5_500_000], [x + 100, 5_500_100], [x, 5_500_100], [x, 5_500_000]]];
const SOURCE = JSON.stringify({
  type: 'FeatureCollection',
  crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::25832' } },
  features: [0, 1].map((i) => ({ type: 'Feature', id: i + 1, properties: { block: `00${i}`, name: 'Mühlgäßchen', n: i + 5 }, geometry: { type: 'Polygon', coordinates: square(500_000 + 100 * i) } })),
});

/** Writes by the machine's GDAL where it has the driver, else by GDAL in WebAssembly, which has all of these. */
async function write(name: string, driver: string, options: readonly string[] = []): Promise<void> {
  writeFileSync(path('source.geojson'), SOURCE);
  if (spawnSync('ogr2ogr', ['-f', driver, path(name), path('source.geojson'), '-nln', 'blocks', ...options]).status === 0) return;
  rmSync(path(name), { recursive: true, force: true });
  const stem = name.replace(/\.[^.]*$/, '');
  const worker = startWorker('server/gdal/gdal-worker.ts', { workerData: { kind: 'write', path: path('source.geojson'), folder: folder.path, stem, driver, options: ['-nln', 'blocks', ...options], settings: {} } });
  const answer = await new Promise((resolve) => worker.once('message', resolve));
  await worker.terminate();
  expect(answer).not.toHaveProperty('error');
}

/** All files of a folder as members of an archive. */
function members(name: string): ZipMember[] {
  return readdirSync(path(name)).map((file) => ({ name: `${name}/${file}`, bytes: new Uint8Array(readFileSync(join(path(name), file))) }));
}

beforeAll(async () => {
  await write('blocks.gpkg', 'GPKG');
  await write('blocks.fgb', 'FlatGeobuf', ['-lco', 'SPATIAL_INDEX=NO']);
  await write('blocks.gml', 'GML');
  await write('blocks.gdb', 'OpenFileGDB');
  await write('blocks.kml', 'KML');
  await write('blocks.ods', 'ODS');
  await write('blocks.xlsx', 'XLSX');
  await write('blocks.mif', 'MapInfo File', ['-dsco', 'FORMAT=MIF']);
  writeFileSync(path('blocks-gdb.zip'), zipOf(members('blocks.gdb')));
  writeFileSync(path('blocks.kmz'), zipOf([{ name: 'doc.kml', bytes: new Uint8Array(readFileSync(path('blocks.kml'))) }]));
  for (const [name, bytes] of nastyArchives()) writeFileSync(path(name), bytes);
}, 120_000);

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
  const engine = env.ZUSCHNITT_GDAL === 'wasm' ? 'wasm' : 'native';

  // MIF keeps the projection by its parameters, which name no EPSG code.
  it.each([
    ['blocks.gpkg', engine, 25832],
    ['blocks.fgb', engine, 25832],
    ['blocks.gml', engine, 25832],
    ['blocks.gdb', engine, 25832],
    ['blocks-gdb.zip', engine, 25832],
    ['blocks.mif', engine, null],
    ['blocks.kml', 'own', 4326],
    ['blocks.kmz', 'own', 4326],
  ] as const)('reads %s with its attributes', async (name, servedBy, epsg) => {
    const vector = await readVector(path(name), epsg === null ? { epsg: 25832 } : {});
    expect([vector.rowCount, vector.servedBy, vector.epsg]).toEqual([2, servedBy, epsg ?? 25832]);
    const block = vector.fields.indexOf('block');
    expect([vector.text(0, block), vector.text(1, block)]).toEqual(['000', '001']);
    if (servedBy !== 'own') {
      expect(vector.text(1, vector.fields.indexOf('name'))).toBe('Mühlgäßchen');
      expect(Number(vector.text(1, vector.fields.indexOf('n')))).toBe(6);
      const corners = [...vector.geometries.xy];
      expect(corners.filter((_, i) => i % 2 === 0).every((x) => Math.abs(x - 500_100) < 100.01)).toBe(true);
    }
  });

  it('leaves nothing beside the files that it reads', () => {
    expect(readdirSync(folder.path).filter((name) => /\.(gfs|aux\.xml|gpkg-\w+)$/.test(name))).toEqual([]);
  });

  it('lists layers with their features', async () => {
    expect(await listLayers(path('blocks.gpkg'))).toEqual([{ name: 'blocks', features: 2, geometryType: 'Polygon' }]);
  });

  it('gives a stream in the CRS of the file that ends well or says why', async () => {
    const { stream, done, servedBy } = await openGeoJsonStream(path('blocks.gpkg'));
    let text = '';
    for await (const chunk of stream) text += String(chunk);
    await done;
    expect(servedBy).toBe(engine);
    const { crs, features } = JSON.parse(text) as { crs: { properties: { name: string } }; features: unknown[] };
    expect([crs.properties.name, features.length]).toEqual(['urn:ogc:def:crs:EPSG::25832', 2]);
    const bytes = readFileSync(path('blocks.gpkg'));
    writeFileSync(path('cut.gpkg'), bytes.subarray(0, 20_000));
    await expect(readVector(path('cut.gpkg'))).rejects.toThrow(/^cut\.gpkg: /);
  });

  it.each([
    ['vrt.vrt', 'vrt.vrt: cannot be read as a vector file: ".vrt" is no format that is read'],
    ['vrt.gpkg', 'vrt.gpkg: is no GeoPackage: it does not begin as one'],
    ['vrt.gml', 'vrt.gml: is no GML: it does not begin as one'],
    ['vrt.kml', 'vrt.kml: is no KML: its root is "OGRVRTDataSource"'],
    ['vrt.zip', 'blocks.gpkg: is no GeoPackage'],
    ['entity.gml', 'entity.gml: is no GML: it does not begin as one'],
  ])('refuses %s, which points elsewhere', async (name, message) => {
    await expect(readVector(path(name))).rejects.toThrow(message.replace('blocks.gpkg:', 'vrt.zip:'));
  });

  it('opens no VRT even where it begins as something else', async () => {
    // A GML by its first bytes and its namespace, a VRT by its root.
    const polyglot = '<OGRVRTDataSource xmlns:gml="http://www.opengis.net/gml"><OGRVRTLayer name="source"><SrcDataSource>source.geojson</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>';
    writeFileSync(path('polyglot.gml'), polyglot);
    await expect(readVector(path('polyglot.gml'))).rejects.toThrow(/^polyglot\.gml: /);
  });

  it('asks no address for the schema or the geometry that a GML names', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('<x/>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    writeFileSync(
      path('links.gml'),
      `<ogr:FeatureCollection xmlns:ogr="http://ogr.maptools.org/" xmlns:gml="http://www.opengis.net/gml" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://ogr.maptools.org/ ${url}/schema.xsd">
       <gml:featureMember><ogr:blocks gml:id="a"><ogr:block>007</ogr:block><ogr:geometryProperty xlink:href="${url}/geometry.gml#a"/></ogr:blocks></gml:featureMember></ogr:FeatureCollection>`,
    );
    const { rowCount } = await readVector(path('links.gml'), { epsg: 25832 });
    await new Promise((resolve) => server.close(resolve));
    expect([rowCount, asked]).toEqual([1, []]);
  });
});

describe('the tables that GDAL writes', () => {
  it.each(['blocks.ods', 'blocks.xlsx'])('%s are read without it, ids with their zeros', async (name) => {
    const table = await readTable(path(name));
    expect(table.columns).toEqual(['block', 'name', 'n']);
    expect([0, 1].map((row) => table.columns.map((_, at) => table.cell(row, at)))).toEqual([['000', 'Mühlgäßchen', '5'], ['001', 'Mühlgäßchen', '6']]);
  });
});

describe('a File Geodatabase', () => {
  it('is a folder with its catalogue', async () => {
    mkdirSync(path('empty.gdb'), { recursive: true });
    await expect(requireFormat(path('empty.gdb'))).rejects.toThrow('empty.gdb: is no File Geodatabase');
    writeFileSync(path('file.gdb'), 'x');
    await expect(requireFormat(path('file.gdb'))).rejects.toThrow('file.gdb: is no File Geodatabase');
  });
});

describe("the machine's GDAL", () => {
  const native = spawnSync('ogr2ogr', ['--version']).status === 0;
  const reason = 'ogr2ogr is not installed';

  it('has one driver to read with and no others', async (context) => {
    if (!native) return context.skip(reason);
    const listed = await runGdal('ogrinfo', ['--formats'], ['GPKG', 'GeoJSON']);
    const names = listed.split('\n').flatMap((line) => /^ {2}(\S.*?) -/.exec(line)?.[1] ?? []);
    expect(names.toSorted()).toEqual(['GPKG', 'GeoJSON']);
    expect((await nativeDrivers())!.length).toBeGreaterThan(20);
  });

  it('gets none of our environment, and bounds on its memory', async (context) => {
    if (process.platform === 'win32') return context.skip('there is no shell that sets bounds');
    // A program of the same name that tells what it was given.
    mkdirSync(path('bin'), { recursive: true });
    writeFileSync(path('bin/ogrinfo'), '#!/bin/sh\nenv\necho "memory=$(ulimit -v)"\n', { mode: 0o755 });
    const before = process.env.PATH!;
    process.env.PATH = `${path('bin')}:${before}`;
    process.env.DATABASE_URL = 'postgres://secret@host/db';
    try {
      const told = await runGdal('ogrinfo', [], []);
      expect(told).not.toContain('secret');
      expect(told).toContain('PROJ_NETWORK=OFF');
      expect(told).toContain('GDAL_DRIVER_PATH=disable');
      if (process.platform === 'linux') expect(told).toMatch(/^memory=\d+$/m);
    } finally {
      process.env.PATH = before;
      delete process.env.DATABASE_URL;
    }
  });

  it('reads no other file as a layer of a GeoPackage', async (context) => {
    if (!native) return context.skip(reason);
    writeFileSync(path('secret.txt'), 'user:secret\n');
    copyFileSync(path('blocks.gpkg'), path('stolen.gpkg'));
    const sql = (text: string) => spawnSync('ogrinfo', [path('stolen.gpkg'), '-sql', text], { encoding: 'utf8' });
    const made = sql(`CREATE VIRTUAL TABLE stolen USING VirtualText('${path('secret.txt')}','UTF-8',0,POINT,NONE,':')`);
    if (/no such module/.test(made.stderr)) return context.skip("the machine's GDAL has no SpatiaLite");
    sql(`INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('stolen', 'attributes', 'stolen')`);
    // As it is, GDAL would give it away.
    expect(spawnSync('ogrinfo', ['-ro', '-al', path('stolen.gpkg'), 'stolen'], { encoding: 'utf8' }).stdout).toContain('secret');
    await expect(readVector(path('stolen.gpkg'), { layer: 'stolen', epsg: 25832 })).rejects.toThrow(/^stolen\.gpkg: (cannot be read|the file has no features)/);
    expect((await readVector(path('stolen.gpkg'), { layer: 'blocks' })).rowCount).toBe(2);
  });

  it('is stopped where it writes more than it may', async (context) => {
    if (!native) return context.skip(reason);
    await expect(runGdal('ogrinfo', ['--formats'], ['GPKG'], 10)).rejects.toThrow('ogrinfo wrote more than 10 bytes');
  });
});

describe('GDAL in WebAssembly', () => {
  it('has the drivers that are listed here, and with a setting only those that are kept', async () => {
    const require = createRequire(import.meta.url);
    const start = require('gdal3.js/node.js') as (config: object) => Promise<{ drivers: { vector: Record<string, { isReadable: boolean }> } }>;
    const where = relative(process.cwd(), dirname(require.resolve('gdal3.js/dist/package/gdal3WebAssembly.wasm')));
    const all = await start({ path: where });
    // PGDUMP writes only; the list is of all.
    expect(Object.keys(all.drivers.vector).toSorted()).toEqual([...WASM_DRIVERS].toSorted());
    expect(skipAllBut(WASM_DRIVERS, ['GPKG']).split(',')).toHaveLength(WASM_DRIVERS.length - 1);
  });
});
