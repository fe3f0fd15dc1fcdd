// The bad files of both GDALs: every file with what the answer has to name, the tables before and after, and good files at last.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cell, nastyArchives, xlsxOf } from '../../geodata/nasty-archives.ts';
import { nastyPlaces } from '../../geodata/nasty-places.ts';
import { zipOf } from '../../geodata/zip-writer.ts';
import { convertFromGeoJson } from '../../server/gdal/gdal.ts';
import { gdalEngines } from '../cli/run-cli.ts';
import { describeEngines, ENGINES } from '../db/engines.ts';
import { contents, ImportSender, type Content, type Fields } from './send-import.ts';
import { serveTown } from './server-under-test.ts';

const [X, Y] = [500_000, 5_500_000];
const BLOCKS_2027: Fields = { kind: 'blocks', validFrom: '2027-01-01', mapping: '{"id":"id"}' };
const COUNTS_2026: Fields = { kind: 'counts', referenceDate: '2026-12-31', mapping: '{"id":"block"}' };
const ADDRESSES: Fields = { kind: 'addresses', mapping: '{"id":"id","x":"e","y":"n","sourceCrs":"EPSG:25832"}' };

interface Named {
  readonly file: string;
  readonly row?: number;
  readonly field?: string;
  readonly problem: RegExp;
  readonly accepted?: RegExp;
}

type Bad = readonly [what: string, name: string, content: Content | ((made: ReadonlyMap<string, Bytes>) => Content), fields: Fields, named: Omit<Named, 'file'> & { readonly file?: string }];
type Bytes = Uint8Array<ArrayBuffer>;

const places = nastyPlaces(X, Y);
const archives = nastyArchives();
const place = (name: string) => places.get(name)!;
const latin1 = (text: string): Bytes => Uint8Array.from(Buffer.from(text, 'latin1'));
const utf16 = (text: string): Bytes => Uint8Array.from(Buffer.from(`\ufeff${text}`, 'utf16le'));

/** Every place where these eight bytes stand gets others: GeoPackage and Shapefile keep doubles little-endian. */
function patched(bytes: Bytes, from: number, to: number): Bytes {
  const copy = Buffer.from(bytes);
  const [old, fresh] = [Buffer.alloc(8), Buffer.alloc(8)];
  old.writeDoubleLE(from);
  fresh.writeDoubleLE(to);
  let found = 0;
  for (let at = copy.indexOf(old); at >= 0; at = copy.indexOf(old, at + 8), found++) fresh.copy(copy, at);
  if (found === 0) throw new RangeError(`${from} does not stand in the file`);
  return Uint8Array.from(copy);
}

/** The members of a Shapefile as an archive, some of them changed. */
const shapefile = (made: ReadonlyMap<string, Bytes>, changed: Readonly<Record<string, Bytes | null>> = {}): Bytes =>
  zipOf(['.shp', '.shx', '.dbf', '.prj'].flatMap((ending) => {
    const bytes = changed[ending] === undefined ? made.get(ending)! : changed[ending];
    return bytes === null ? [] : [{ name: `blocks${ending}`, bytes }];
  }));

const FOOT_PRJ = latin1(
  'PROJCS["Town feet",GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",SPHEROID["GRS_1980",6378137,298.257222101]],PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]],' +
    'PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",1640416.67],PARAMETER["Central_Meridian",9],PARAMETER["Scale_Factor",0.9996],UNIT["Foot_US",0.3048006096012192]]',
);

const BAD: readonly Bad[] = [
  ['a wrong CRS', 'wrong-zone.geojson', place('wrong-zone.geojson'), BLOCKS_2027, { field: 'crs', problem: /EPSG:25833 .*outside of Gartenstadt/, accepted: /EPSG:25832 \(all inside Gartenstadt\)/ }],
  ['a wrong CRS in a GeoPackage', 'wrong-zone.gpkg', (made) => made.get('wrong-zone.gpkg')!, BLOCKS_2027, { field: 'crs', problem: /EPSG:25833 .*outside of Gartenstadt/, accepted: /EPSG:25832/ }],
  ['a wrong CRS that the mapping gives', 'table.csv', `id;e;n\n1;${X};${Y}\n`, { ...ADDRESSES, mapping: ADDRESSES.mapping!.replace('25832', '25833') }, { field: 'mapping.sourceCrs', problem: /EPSG:25833/, accepted: /EPSG:25832/ }],
  ['no CRS for a table of points', 'points.csv', `id;e;n\n1;${X};${Y}\n`, { ...ADDRESSES, mapping: '{"id":"id","x":"e","y":"n"}' }, { field: 'mapping', problem: /needs x, y and sourceCrs/, accepted: /EPSG:25832 \(all inside Gartenstadt\)/ }],
  ['no CRS', 'missing-crs.geojson', place('missing-crs.geojson'), BLOCKS_2027, { row: 1, problem: /names no CRS/, accepted: /--source-crs EPSG:25832 \(all inside Gartenstadt\)/ }],
  ['no CRS in a Shapefile', 'missing-crs.zip', (made) => shapefile(made, { '.prj': null }), BLOCKS_2027, { problem: /names no CRS/, accepted: /--source-crs EPSG:25832 \(all inside Gartenstadt\)/ }],
  ['no CRS in a GeoPackage', 'missing-crs.gpkg', (made) => made.get('missing-crs.gpkg')!, BLOCKS_2027, { problem: /names no CRS|is not known/, accepted: /EPSG:25832 \(all inside Gartenstadt\)/ }],
  ['metres labelled as WGS 84', 'degrees.geojson', place('metres-as-degrees.geojson'), BLOCKS_2027, { field: 'crs', problem: /EPSG:4326 \(WGS 84\), but 500000 5500000 are no degrees/, accepted: /EPSG:25832/ }],
  ['an easting with the number of its zone', 'zone.geojson', place('zone-in-easting.geojson'), BLOCKS_2027, { field: 'crs', problem: /EPSG:25832/, accepted: /EPSG:4647/ }],
  ['feet', 'feet.geojson', place('feet.geojson'), BLOCKS_2027, { field: 'crs', problem: /in feet/, accepted: /metres/ }],
  ['a unit of feet', 'feet.zip', (made) => shapefile(made, { '.prj': FOOT_PRJ }), BLOCKS_2027, { field: 'crs', problem: /"Town feet" is not known/ }],
  ['the northing first', 'northing.geojson', place('northing-first.geojson'), BLOCKS_2027, { field: 'crs', problem: /northing or latitude first/ }],
  ['an empty file', 'empty.geojson', '', BLOCKS_2027, { problem: /the file is empty/ }],
  ['an empty table', 'empty.csv', '', COUNTS_2026, { problem: /the file is empty/ }],
  ['an empty GeoPackage', 'empty.gpkg', '', BLOCKS_2027, { problem: /the file is empty/ }],
  ['an empty archive', 'empty.zip', '', BLOCKS_2027, { problem: /no ZIP archive/ }],
  ['an empty workbook', 'empty.xlsx', '', COUNTS_2026, { problem: /no XLSX workbook/ }],
  ['a truncated GeoJSON', 'cut.geojson', place('good-place.geojson').slice(0, 400), BLOCKS_2027, { problem: /cut off|is not JSON|ends/ }],
  ['a truncated GeoPackage', 'cut.gpkg', (made) => made.get('good.gpkg')!.slice(0, 24_576), BLOCKS_2027, { problem: /cannot be read|no layer|malformed|no features|0 layers/ }],
  ['a truncated Shapefile', 'cut.zip', (made) => shapefile(made, { '.shp': made.get('.shp')!.slice(0, 300) }), BLOCKS_2027, { file: 'blocks.shp', row: 2, problem: /is cut off/ }],
  ['a truncated archive', 'truncated.zip', archives.get('truncated.zip')!, BLOCKS_2027, { problem: /cut off/ }],
  ['a zip bomb', 'bomb.zip', archives.get('bomb.zip')!, BLOCKS_2027, { field: 'blocks.geojson', problem: /would unpack 20 kB to 20 MB/ }],
  ['a zip bomb that lies about its size', 'lying.zip', archives.get('lying.zip')!, BLOCKS_2027, { field: 'blocks.geojson', problem: /unpacks to more than the 1 kB/ }],
  ['a path in an archive', 'path-up.zip', archives.get('path-up.zip')!, BLOCKS_2027, { field: '../../blocks.geojson', problem: /leads out of the folder/ }],
  ['a path from the root in an archive', 'path-root.zip', archives.get('path-root.zip')!, BLOCKS_2027, { problem: /begins at the root/ }],
  ['a link in an archive', 'link.zip', archives.get('link.zip')!, BLOCKS_2027, { field: 'blocks.geojson', problem: /link to another file/ }],
  ['an archive in an archive', 'nested.zip', archives.get('nested.zip')!, BLOCKS_2027, { field: 'inner.zip', problem: /archive inside the archive/ }],
  ['an encrypted archive', 'encrypted.zip', archives.get('encrypted.zip')!, BLOCKS_2027, { problem: /is encrypted/ }],
  ['a VRT that points elsewhere', 'blocks.vrt', archives.get('vrt.vrt')!, BLOCKS_2027, { problem: /".vrt" is no format that is read/ }],
  ['a VRT named as a GeoPackage', 'vrt.gpkg', archives.get('vrt.gpkg')!, BLOCKS_2027, { problem: /is no GeoPackage/ }],
  ['a VRT named as a GML', 'vrt.gml', archives.get('vrt.gml')!, BLOCKS_2027, { problem: /is no GML/ }],
  ['a VRT named as a KML', 'vrt.kml', archives.get('vrt.kml')!, BLOCKS_2027, { problem: /is no KML/ }],
  ['a VRT named as GeoJSON', 'vrt.geojson', archives.get('vrt.geojson')!, BLOCKS_2027, { problem: /JSON/ }],
  ['a VRT in an archive', 'vrt.zip', archives.get('vrt.zip')!, BLOCKS_2027, { problem: /is no GeoPackage/ }],
  ['a KML that links elsewhere', 'link.kml', archives.get('link.kml')!, BLOCKS_2027, { field: 'NetworkLink', problem: /lie elsewhere/ }],
  ['a count after a byte order mark', 'bom.csv', '\ufeffblock;Einwohner männlich\nb00;viele\n', COUNTS_2026, { row: 2, field: 'Einwohner männlich', problem: /"viele" is no count/ }],
  ['a count in Latin-1', 'latin1.csv', latin1('block;Einwohner männlich\nb00;1\nb01;fünf\n'), COUNTS_2026, { row: 3, field: 'Einwohner männlich', problem: /"fünf" is no count/ }],
  ['a count in UTF-16', 'utf16.csv', utf16('block\tEinwohner männlich\r\nb00\tfünf\r\n'), COUNTS_2026, { row: 2, field: 'Einwohner männlich', problem: /"fünf" is no count/ }],
  ['a decimal comma in a count', 'comma.csv', 'block;n\nb00;1,5\n', COUNTS_2026, { row: 2, field: 'n', problem: /"1,5" is no count/ }],
  ['thousands that may be decimals', 'thousands.csv', 'block;n\nb00;7\nb01;1.234\n', COUNTS_2026, { row: 3, field: 'n', problem: /"1\.234" may be 1234 or 1\.234/, accepted: /mapping\.decimal/ }],
  ['a date that Excel made', 'date.xlsx', archives.get('date.xlsx')!, COUNTS_2026, { row: 3, field: 'residents', problem: /"2025-02-01" is a date/ }],
  ['merged cells over the header', 'merged-title.xlsx', archives.get('merged-title.xlsx')!, COUNTS_2026, { row: 1, field: 'A', problem: /cells A1:B1 are merged/ }],
  ['merged cells of counts', 'merged-cells.xlsx', archives.get('merged-cells.xlsx')!, COUNTS_2026, { row: 2, field: 'B', problem: /cells B2:B3 are merged/ }],
  ['a title over the header', 'title.xlsx', archives.get('title.xlsx')!, COUNTS_2026, { row: 1, field: 'B', problem: /has no name/ }],
  ['a million columns', 'wide.csv', archives.get('million-columns.csv')!, COUNTS_2026, { row: 1, problem: /1,000,000 columns/, accepted: /4096/ }],
  ['a million columns in a sheet', 'wide.ods', archives.get('million-columns.ods')!, COUNTS_2026, { row: 1, problem: /1,000,000 columns/ }],
  ['a million rows out of one', 'long.ods', archives.get('million-rows.ods')!, COUNTS_2026, { row: 1, problem: /repeated 1,000,000 times/ }],
  ['an infinite coordinate', 'infinite.geojson', place('infinite.geojson'), BLOCKS_2027, { row: 1, problem: /beyond all numbers/ }],
  ['a coordinate that is no number', 'nan.zip', (made) => shapefile(made, { '.shp': patched(made.get('.shp')!, X + 200, NaN) }), BLOCKS_2027, { file: 'blocks.shp', row: 2, problem: /NaN, which is no number/ }],
  // GDAL leaves such a geometry out.
  ['a coordinate of a GeoPackage that is no number', 'nan.gpkg', (made) => patched(made.get('good.gpkg')!, X + 200, NaN), BLOCKS_2027, { row: 2, field: 'id', problem: /has no geometry/ }],
  ['a place at 0 0', 'null-island.geojson', place('null-island.geojson'), BLOCKS_2027, { row: 3, field: 'geometry', problem: /5500 km away/ }],
  ['an address at 0 0', 'null-island.csv', `id;e;n\n1;${X};${Y}\n2;${X + 9};${Y}\n3;0;0\n`, ADDRESSES, { row: 4, field: 'geometry', problem: /5500 km away/ }],
  ['a polygon around the pole', 'pole.geojson', place('pole.geojson'), BLOCKS_2027, { field: 'crs', problem: /at the pole/ }],
  ['mixed geometries', 'mixed.geojson', place('mixed.geojson'), BLOCKS_2027, { row: 2, problem: /is a LineString/, accepted: /Polygon or MultiPolygon/ }],
  ['counts as text', 'text.csv', 'block;n\nb00;12 Personen\n', COUNTS_2026, { row: 2, field: 'n', problem: /"12 Personen" is no count/ }],
  ['counts as text of a workbook', 'text.xlsx', xlsxOf([[cell.text('block'), cell.text('n')], [cell.text('b00'), cell.text('12 Personen')]]), COUNTS_2026, { row: 2, field: 'n', problem: /"12 Personen" is no count/ }],
  ["counts with Excel's apostrophe", 'apostrophe.csv', "block;n\nb00;'12\n", COUNTS_2026, { row: 2, field: 'n', problem: /"'12" is no count/ }],
  ['negative counts', 'negative.csv', 'block;n\nb00;1\nb01;-3\n', COUNTS_2026, { row: 3, field: 'n', problem: /"-3" is a negative count/ }],
  ['negative counts of a workbook', 'negative.xlsx', xlsxOf([[cell.text('block'), cell.text('n')], [cell.text('b00'), cell.number(-3)]]), COUNTS_2026, { row: 2, field: 'n', problem: /"-3" is a negative count/ }],
  ['decimal counts', 'decimal.csv', 'block;n\nb00;2.5\n', COUNTS_2026, { row: 2, field: 'n', problem: /"2\.5" is no count/ }],
  ['signs of official statistics that nobody explained', 'signs.csv', 'block;n\nb00;-\n', COUNTS_2026, { row: 2, field: 'n', problem: /"-" is no count/, accepted: /mapping\.signs "destatis"/ }],
];

/**
 * All bad files against a server: through the machine's GDAL with PostgreSQL, through the WebAssembly build with the embedded engine, as they are
 * met; with LONG=1 each GDAL with both. `ZUSCHNITT_GDAL` has to be set for the whole test file before.
 */
export function describeBadFiles(path: 'native' | 'wasm'): void {
  const engine = gdalEngines()[path === 'native' ? 0 : 1]!;
  if (engine.missing !== null) {
    describe.skip(`bad files through ${engine.name} (skipped: ${engine.missing})`, () => it('are refused', () => {}));
    return;
  }
  const made = new Map<string, Bytes>();
  // A folder of its own, before a server starts its workers: test files beside this one convert at the same time.
  const shared = process.env.TMPDIR;
  const own = mkdtempSync(join(tmpdir(), 'zuschnitt-bad-files-'));
  beforeAll(() => {
    process.env.TMPDIR = own;
  });
  afterAll(() => {
    if (shared === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = shared;
    rmSync(own, { recursive: true, force: true });
  });
  beforeAll(() => makeFiles(made), 120_000);

  describeEngines(`bad files through ${engine.name}`, (test, database) => {
    const server = serveTown(test);
    const sender = new ImportSender(server);
    let before: Record<string, number>;
    const temporary = () => readdirSync(tmpdir()).filter((name) => /^zuschnitt-(unpacked|converted)-/.test(name));
    beforeAll(async () => {
      before = await contents(test());
    });

    it.each(BAD)('of %s (%s) are refused by file, row and field, and nothing is stored', async (_what, name, content, fields, { file = name, problem, accepted, ...place }) => {
      const status = await sender.imported(name, typeof content === 'function' ? content(made) : content, fields);
      expect(status.body.status, status.text).toBe('failed');
      expect(status.body.issues[0], status.text).toMatchObject({ file, ...place, reason: expect.any(String), remedy: { reason: expect.any(String) }, problem: expect.stringMatching(problem), accepted: expect.stringMatching(accepted ?? /./) });
      expect(status.body.message, 'tells no folder of this machine').not.toMatch(/\/tmp\/|\/etc\/passwd|root:/);
      expect(await contents(test())).toEqual(before);
    });

    it('of more than 1 GB are refused before they are read, when they say so', async () => {
      const answer = await post(`${server.url}/imports`, { ...(await server.headersOf('planung')), 'Content-Length': String(2 ** 30 + 2 ** 23) }, 0);
      expect([answer.status, answer.body.type, answer.body.issues[0]!.field]).toEqual([413, 'urn:zuschnitt:problem:BODY_TOO_LARGE', 'file']);
      expect(await contents(test())).toEqual(before);
    });

    // Once: the bytes pass the network, and the file is on disk until the limit.
    if (database === 'embedded' && path === 'native') {
      it('of more than 1 GB that do not say so are refused at the limit, and nothing of them stays', async () => {
        const answer = await post(`${server.url}/imports`, { ...(await server.headersOf('planung')), 'Transfer-Encoding': 'chunked' }, 2 ** 30 + 2 ** 20);
        expect([answer.status, answer.body.type, answer.body.issues[0]]).toMatchObject([413, 'urn:zuschnitt:problem:BODY_TOO_LARGE', { file: 'huge.geojson', field: 'file' }]);
        expect(readdirSync(join(test().dataDir, 'uploads'))).toEqual([]);
        expect(await contents(test())).toEqual(before);
      }, 120_000);
    }

    it('left the server unharmed: it answers, keeps no file of theirs, and takes good ones', async () => {
      expect((await server.get('/healthz')).body.status).toBe('ok');
      expect(temporary()).toEqual([]);
      expect(readdirSync(join(test().dataDir, 'uploads'))).toEqual([]);
      const seen = await fetch(`${server.url}/imports/previews`, { method: 'POST', body: formOf('good.gpkg', made.get('good.gpkg')!), headers: await server.headersOf('planung') });
      expect(await seen.json()).toMatchObject({ servedBy: path, features: 3, issues: [], crs: { named: 'EPSG:25832', confirmed: true } });
      const blocks = await sender.accepted('good.gpkg', made.get('good.gpkg')!, BLOCKS_2027);
      expect(blocks.report.blocks).toBe(3);
      const counts = xlsxOf([[cell.text('block'), cell.text('Männer'), cell.text('Miete')], ...['000', '001', '002'].map((id, i) => [cell.text(id), cell.number(i), cell.text(['1.234,0', '-', '.'][i] ?? '')])]);
      const mapping = JSON.stringify({ id: 'block', signs: 'destatis' });
      const status = await sender.imported('good.xlsx', counts, { ...COUNTS_2026, referenceDate: '2027-12-31', mapping });
      expect(status.body.status, status.text).toBe('successful');
      const rows = await test().database.query(`select block, counts::text as counts from app.block_count where count_set = (select max(count_set) from app.count_set) order by block`);
      expect(rows).toEqual([{ block: '000', counts: '{0,1234}' }, { block: '001', counts: '{1,0}' }, { block: '002', counts: '{2,NULL}' }]);
      expect(server.logged.filter((line) => /"level":(50|60)/.test(line))).toEqual([]);
    });
  }, process.env.LONG === '1' ? ENGINES : [path === 'native' ? 'postgres' : 'embedded']);

  afterAll(() => made.clear());
}

async function makeFiles(made: Map<string, Bytes>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'zuschnitt-bad-'));
  // Whichever GDAL is there makes them; WebAssembly takes seconds each on a busy machine.
  const chosen = process.env.ZUSCHNITT_GDAL!;
  process.env.ZUSCHNITT_GDAL = '';
  try {
    const make = async (stem: string, extension: '.gpkg' | '.shp', geoJson: string, options: readonly string[] = []) => {
      await convertFromGeoJson(geoJson, join(folder, stem + extension), extension, ['-nln', 'blocks', ...options]);
    };
    const good = place('good-place.geojson');
    await make('good', '.gpkg', good);
    await make('wrong-zone', '.gpkg', place('wrong-zone.geojson'));
    await make('missing-crs', '.gpkg', good, ['-a_srs', 'None']);
    await make('blocks', '.shp', good);
    for (const name of readdirSync(folder)) made.set(name.startsWith('blocks') ? name.slice('blocks'.length) : name, Uint8Array.from(readFileSync(join(folder, name))));
  } finally {
    process.env.ZUSCHNITT_GDAL = chosen;
    rmSync(folder, { recursive: true });
  }
}

function formOf(name: string, bytes: Bytes): FormData {
  const form = new FormData();
  form.set('file', new Blob([bytes]), name);
  return form;
}

/** Sends a form whose file has `bytes` bytes, made as they go, and gives the answer, which may come before they are through. */
function post(url: string, headers: Record<string, string>, bytes: number): Promise<{ status: number; body: { type: string; issues: { file?: string; field: string }[] } }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: 'POST', headers: { ...headers, 'Content-Type': 'multipart/form-data; boundary=b' } });
    let left = bytes;
    const chunk = Buffer.alloc(2 ** 20, ' ');
    const send = () => {
      while (left > 0 && !request.destroyed) {
        left -= chunk.length;
        if (!request.write(chunk)) return;
      }
      if (bytes > 0) request.end('\r\n--b--\r\n');
    };
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => (text += piece));
      response.on('end', () => {
        left = 0;
        request.destroy();
        resolve({ status: response.statusCode!, body: JSON.parse(text) as never });
      });
    });
    request.on('error', (error) => {
      if (left > 0 || bytes === 0) reject(error);
    });
    request.on('drain', send);
    request.write('--b\r\nContent-Disposition: form-data; name="file"; filename="huge.geojson"\r\n\r\n');
    send();
  });
}

