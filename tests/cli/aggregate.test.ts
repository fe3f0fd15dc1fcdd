// The ways to give zones and counts, on blocks small enough to add up by hand.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeArrayBuffer } from 'geotiff';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTable } from '../../server/gdal/read-table.ts';
import { readVector } from '../../server/gdal/read-vector.ts';
import { collection, csvRows, gdalEngines, square, workFolder, zuschnitt } from './run-cli.ts';

const folder = workFolder();
afterAll(() => folder.remove());

const X = 450_000;
const Y = 5_500_000;
const write = (name: string, text: string | Buffer) => writeFileSync(join(folder.path, name), text);
const read = (name: string) => readFileSync(join(folder.path, name), 'utf8');

/** Runs and expects success; the notes are returned beside the table. */
async function rows(argv: readonly string[]): Promise<{ rows: Record<string, string>[]; notes: string }> {
  const run = await zuschnitt(argv, folder.path);
  expect(run.code, run.stderr).toBe(0);
  return { rows: csvRows(run.stdout), notes: run.stderr };
}

// Six blocks of 100 m in two rows; their ids have leading zeros.
beforeAll(() => {
  const counts = [10, 20, 30, 40, null, 60];
  write(
    'blocks.geojson',
    collection(counts.map((n, i) => square({ block: `0${i + 1}`, n, ward: i < 2 ? 9 : i < 5 ? 10 : null }, X + 100 * (i % 3), Y + 100 * Math.floor(i / 3)))),
  );
});

const BLOCKS = ['aggregate', '--blocks', 'blocks.geojson', '--block-id', 'block'];

describe('zuschnitt aggregate', () => {
  it('sums a column by a column, zones by number, unknown apart from 0, no zone last', async () => {
    const { stdout, code, stderr } = await zuschnitt([...BLOCKS, '--counts', 'n', '--zone-column', 'ward'], folder.path);
    expect({ stdout, code, stderr }).toEqual({ stdout: 'zone,n,n_unknown,blocks,area_m2\n9,30,0,2,20000\n10,70,1,3,30000\n,60,0,1,10000\n', code: 0, stderr: '' });
  });

  it('reads an assignment and counts as German offices write them', async () => {
    write('plan.csv', Buffer.from('block;zone\r\n01;Süd\r\n02;Süd\r\n03;Süd\r\n04;Nord\r\n05;Nord\r\n06;\r\n', 'latin1'));
    write('counts.csv', '\ufeffBaublock;Einwohner;Haushalte\r\n01;1.234.567;1\r\n02;5,0;\r\n03;7;3\r\n04;8;4\r\n05;9;5\r\n');
    const argv = [...BLOCKS, '--assignment', 'plan.csv', '--counts-file', 'counts.csv', '--counts-id', 'Baublock'];
    const all = await rows(argv);
    expect(all.rows).toEqual([
      { zone: 'Nord', Einwohner: '17', Haushalte: '9', Einwohner_unknown: '0', Haushalte_unknown: '0', blocks: '2', area_m2: '20000' },
      { zone: 'Süd', Einwohner: '1234579', Haushalte: '4', Einwohner_unknown: '0', Haushalte_unknown: '1', blocks: '3', area_m2: '30000' },
      { zone: '', Einwohner: '0', Haushalte: '0', Einwohner_unknown: '1', Haushalte_unknown: '1', blocks: '1', area_m2: '10000' },
    ]);
    expect(all.notes).toBe('zuschnitt aggregate: note: 1 of 6 blocks have no row in the table of counts: their counts are not known\n');
    expect((await rows([...argv, '--counts', 'Haushalte'])).rows.map((row) => row.Haushalte)).toEqual(['9', '4', '0']);
  });

  it('needs no apportioning where zones follow blocks, whatever CRS and corners they have', async () => {
    const zones = [square({ id: 'W' }, X, Y, 200), { type: 'Feature', properties: { id: 'E' }, geometry: { type: 'Polygon', coordinates: [[[X + 200, Y], [X + 300, Y], [X + 300, Y + 150], [X + 300, Y + 200], [X + 200, Y + 200], [X + 200, Y]]] } }];
    write('zones.geojson', collection(zones));
    const { rows: found, notes } = await rows([...BLOCKS, '--counts', 'n', '--zones', 'zones.geojson', '--zone-id', 'id']);
    expect(found).toEqual([
      { zone: 'W', n: '70', n_unknown: '1', blocks: '4', area_m2: '40000' },
      { zone: 'E', n: '90', n_unknown: '0', blocks: '2', area_m2: '20000' },
    ]);
    expect(notes).toBe('');
    // The same zones in degrees, as the command itself writes them.
    await rows([...BLOCKS, '--counts', 'n', '--zones', 'zones.geojson', '--zone-id', 'id', '--out', 'degrees.geojson']).catch(() => undefined);
    const again = await rows([...BLOCKS, '--counts', 'n', '--zones', 'degrees.geojson', '--zone-id', 'zone']);
    expect(again.rows.map(({ zone, n, blocks }) => [zone, n, blocks])).toEqual([['W', '70', '4'], ['E', '90', '2']]);
  });

  it('gives cut blocks whole to the zone of their centroid, and says how much of each sum that is', async () => {
    write('cut.geojson', collection([square({ id: 'A' }, X, Y, 160), square({ id: 'B' }, X + 160, Y, 140)]));
    const { rows: found, notes } = await rows([...BLOCKS, '--counts', 'n', '--zones', 'cut.geojson', '--zone-id', 'id', '--apportion', 'centroid']);
    expect(found).toEqual([
      { zone: 'A', n: '70', n_cut: '60', n_most: '70', n_unknown: '1', blocks: '4', area_m2: '25600' },
      // Block 06 has its centroid at 150 m, above the 140 m of zone B.
      { zone: 'B', n: '30', n_cut: '0', n_most: '110', n_unknown: '0', blocks: '1', area_m2: '19600' },
      { zone: '', n: '60', n_cut: '60', n_most: '100', n_unknown: '0', blocks: '1', area_m2: '10000' },
    ]);
    expect(notes).toBe('zuschnitt aggregate: note: 1 of 6 blocks are, wholly or in part, in no zone: row ""\n');
  });

  it('shares cut blocks out by area in whole numbers, or gives them whole to the zone with most of them', async () => {
    write('cut.geojson', collection([square({ id: 'A' }, X, Y, 160), square({ id: 'B' }, X + 160, Y, 140)]));
    const argv = [...BLOCKS, '--counts', 'n', '--zones', 'cut.geojson', '--zone-id', 'id', '--apportion'];
    const shared = await rows([...argv, 'area']);
    const figures = (found: Record<string, string>[]) => found.map(({ zone, n, n_cut, n_most, n_unknown, blocks }) => [zone, n, n_cut, n_most, n_unknown, blocks]);
    expect(figures(shared.rows)).toEqual([
      ['A', '46', '36', '70', '1', '4'],
      ['B', '62', '32', '110', '1', '4'],
      ['', '52', '52', '100', '1', '3'],
    ]);
    // 60 % of block 06 lie in no zone; the zone with the rest has it, as nobody else wants it.
    expect(figures((await rows([...argv, 'majority'])).rows)).toEqual([
      ['A', '70', '60', '70', '1', '4'],
      ['B', '90', '60', '110', '0', '2'],
    ]);
    // Zones that overlap by a slip of the pen: the sliver goes to one of them, and is told of.
    write('slip.geojson', collection([square({ id: 'A' }, X, Y, 160), square({ id: 'B' }, X + 159.9, Y, 140)]));
    const slip = await rows([...BLOCKS, '--counts', 'n', '--zones', 'slip.geojson', '--zone-id', 'id', '--apportion', 'area']);
    expect(slip.notes).toContain('note: 1 overlaps of zones, 14 m2 in all, each to the zone with the longer border to it');
    expect(slip.rows.reduce((sum, row) => sum + Number(row.n), 0)).toBe(160);
  });

  it('shares cut blocks out by the pixels of a raster, each by the fraction that a part covers', async () => {
    write('cut.geojson', collection([square({ id: 'A' }, X, Y, 160), square({ id: 'B' }, X + 160, Y, 140)]));
    // Pixels of 10 m. Of block 02 three quarters of the weight are in A; of 06 half in B and half in no zone; 04 and 05 hold none.
    const pixels = new Float32Array(30 * 20);
    for (let row = 0; row < 20; row++) {
      for (let column = 0; column < 30; column++) {
        const [x, y] = [10 * column, 190 - 10 * row];
        pixels[30 * row + column] = y < 100 ? (x === 100 ? 3 : x === 190 ? 1 : 0) : x >= 200 && (y === 100 || y === 190) ? 7 : 0;
      }
    }
    const place = { ModelPixelScale: [10, 10, 0], ModelTiepoint: [0, 0, 0, X, Y + 200, 0], GTModelTypeGeoKey: 1, GTRasterTypeGeoKey: 1, ProjectedCSTypeGeoKey: 25832 };
    write('built.tif', Buffer.from((await writeArrayBuffer(pixels, { width: 30, height: 20, ...place })) as ArrayBuffer));
    const argv = [...BLOCKS, '--counts', 'n', '--zones', 'cut.geojson', '--zone-id', 'id', '--apportion', 'raster'];
    const { rows: found, notes } = await rows([...argv, '--raster', 'built.tif']);
    expect(found.map(({ zone, n, n_cut, n_most, n_unknown }) => [zone, n, n_cut, n_most, n_unknown])).toEqual([
      ['A', '65', '55', '70', '1'],
      ['B', '65', '35', '110', '0'],
      ['', '30', '30', '100', '0'],
    ]);
    expect(notes).toContain('note: 2 cut blocks hold no weight of the raster and went whole to the zone of their centroid: 04, 05\n');
    expect(await zuschnitt(argv, folder.path)).toMatchObject({ code: 2, stderr: expect.stringMatching(/--raster: is needed with --apportion raster/) });
    expect(await zuschnitt([...argv, '--raster', 'cut.geojson'], folder.path)).toMatchObject({ code: 2, stderr: expect.stringMatching(/cut\.geojson: cannot be read as a GeoTIFF; accepted: a GeoTIFF/) });
    expect(await zuschnitt([...argv, '--raster', 'built.tif', '--band', '2'], folder.path)).toMatchObject({ code: 2, stderr: expect.stringMatching(/built\.tif, --band: there is no band 2; accepted: 1 to 1/) });
  });

  it('leaves the bound open where points decide among zones that overlap', async () => {
    write('cut.geojson', collection([square({ id: 'A' }, X, Y, 160), square({ id: 'B' }, X + 60, Y, 240)]));
    const { rows: found, notes } = await rows([...BLOCKS, '--counts', 'n', '--zones', 'cut.geojson', '--zone-id', 'id', '--apportion', 'centroid']);
    expect(notes).toContain('zones overlap, so the bound of what was apportioned is not known: the columns _most are empty\n');
    expect(found.map(({ n_most }) => n_most)).toEqual(found.map(() => ''));
  });

  it('takes blocks whose borders only lack the vertices of their neighbours, and says so', async () => {
    // b is half as high as a; c lies 4 mm over a and b.
    write('tee.geojson', collection([square({ block: 'a', n: 1 }, X, Y), square({ block: 'b', n: 2 }, X + 100, Y, 50), square({ block: 'c', n: 4 }, X + 50, Y - 99.996, 100)]));
    write('tee.csv', 'block,zone\na,1\nb,1\nc,2\n');
    const { rows: found, notes } = await rows(['aggregate', '--blocks', 'tee.geojson', '--block-id', 'block', '--counts', 'n', '--assignment', 'tee.csv']);
    expect(notes).toMatch(/^zuschnitt aggregate: note: tee\.geojson: borders that lacked a neighbour's vertices were joined, no vertex moved further than 0\.004 m \(zuschnitt validate shows them\)\n$/);
    expect(found.map(({ zone, n, blocks, area_m2 }) => [zone, n, blocks, Math.round(Number(area_m2))])).toEqual([['1', '3', '2', 12_500], ['2', '4', '1', 10_000]]);
  });

  it('leaves rates out of a whole table of counts', async () => {
    write('rated.csv', 'block,n,share\n01,5,0.25\n02,5,0.5\n');
    const { rows: found } = await rows([...BLOCKS, '--counts-file', 'rated.csv', '--rates', 'share', '--zone-column', 'ward']);
    expect(Object.keys(found[0]!)).toEqual(['zone', 'n', 'n_unknown', 'blocks', 'area_m2']);
  });

  it('splits cut blocks by weighted points, and says which hold none', async () => {
    write('cut.geojson', collection([square({ id: 'A' }, X, Y, 150), square({ id: 'B' }, X + 150, Y, 150)]));
    const point = (x: number, y: number, weight: number) => `${X + x};${Y + y};${weight}`;
    // In block 02: 3 of A, 1 of B. In block 04: 1 of A, 3 of none. In block 05: A alone; 06: B 1, none 2. Block 01 is not cut.
    write('points.csv', ['x;y;homes', point(120, 50, 3), point(170, 50, 1), point(50, 120, 1), point(50, 180, 3), point(120, 120, 5), point(250, 120, 1), point(250, 190, 2), point(900, 900, 1)].join('\n'));
    const points = ['--points', 'points.csv', '--points-x', 'x', '--points-y', 'y', '--points-crs', 'EPSG:25832', '--weight', 'homes'];
    const argv = [...BLOCKS, '--counts', 'n', '--zones', 'cut.geojson', '--zone-id', 'id', '--apportion', 'points', ...points];
    const { rows: found, notes } = await rows(argv);
    expect(found.map(({ zone, n, n_cut, n_unknown, blocks }) => [zone, n, n_cut, n_unknown, blocks])).toEqual([
      ['A', '35', '25', '1', '4'],
      ['B', '55', '25', '0', '3'],
      ['', '70', '70', '0', '2'],
    ]);
    expect(notes).toContain('note: 1 of 8 points lie in no block\n');
    write('points.csv', ['x;y;homes', point(120, 50, 3)].join('\n'));
    expect((await rows(argv)).notes).toContain('note: 3 cut blocks hold no point and went whole to the zone of their centroid: 04, 05, 06\n');
    write('points.csv', ['x;y;homes', point(120, 50, -3)].join('\n'));
    expect(await zuschnitt(argv, folder.path)).toMatchObject({ code: 2, stderr: expect.stringMatching(/points\.csv, row 2, field homes: "-3" is no weight; accepted: a number of at least 0/) });
  });

  it('takes tables of points, with squares round them or without an area, and tables without any place', async () => {
    write('cells.csv', 'id,x,y,n,area\na,4100050,3100050,1,N\nb,4100150,3100050,2,N\nc,4100250,3100050,4,S\n');
    const cells = ['aggregate', '--blocks', 'cells.csv', '--block-id', 'id', '--counts', 'n'];
    const places = ['--x', 'x', '--y', 'y', '--source-crs', 'EPSG:3035'];
    const squares = await rows([...cells, ...places, '--cell', '100', '--zone-column', 'area']);
    expect(squares.rows).toEqual([
      { zone: 'N', n: '3', n_unknown: '0', blocks: '2', area_m2: '20000' },
      { zone: 'S', n: '4', n_unknown: '0', blocks: '1', area_m2: '10000' },
    ]);
    const bare = await rows([...cells, '--zone-column', 'area']);
    expect(bare.rows.map(({ zone, n, area_m2 }) => [zone, n, area_m2])).toEqual([['N', '3', ''], ['S', '4', '']]);
    const crs3035 = collection([{ type: 'Feature', properties: { id: 'z' }, geometry: { type: 'Polygon', coordinates: [[[4100000, 3100000], [4100200, 3100000], [4100200, 3100100], [4100000, 3100100], [4100000, 3100000]]] } }]).replace('25832', '3035');
    write('grid-zones.geojson', crs3035);
    const points = await rows([...cells, ...places, '--zones', 'grid-zones.geojson', '--zone-id', 'id']);
    expect(points.rows.map(({ zone, n, blocks }) => [zone, n, blocks])).toEqual([['z', '3', '2'], ['', '4', '1']]);
    const nested = await rows([...cells, ...places, '--cell', '100', '--crs', 'EPSG:25832', '--zones', 'grid-zones.geojson', '--zone-id', 'id']);
    expect(nested.rows.map(({ zone, n, blocks }) => [zone, n, blocks])).toEqual([['z', '3', '2'], ['', '4', '1']]);
    const wide = await zuschnitt([...cells, ...places, '--cell', '150', '--zone-column', 'area'], folder.path);
    expect(wide).toMatchObject({ code: 2, stdout: '' });
    expect(wide.stderr).toMatch(/cells\.csv, row 2, field id: blocks "a" and "b" overlap by 7500 m2/);
  });

  it('writes JSON to standard output where asked', async () => {
    const { stdout } = await zuschnitt([...BLOCKS, '--counts', 'n', '--zone-column', 'ward', '--out', '-', '--format', 'json'], folder.path);
    expect(JSON.parse(stdout)[0]).toEqual({ zone: '9', n: 30, n_unknown: 0, blocks: 2, area_m2: 20000 });
  });
});

describe.each(gdalEngines())('zuschnitt aggregate by $name', ({ env, missing }) => {
  it.each(['.geojson', '.gpkg', '.shp', '.fgb', '.csv', '.xlsx', '.json'])('writes %s so that it is read back', async (extension) => {
    if (missing !== null) return;
    const out = `out${extension}`;
    const run = await zuschnitt([...BLOCKS, '--counts', 'n', '--zone-column', 'ward', '--out', out], folder.path, env);
    expect(run).toMatchObject({ code: 0, stdout: '' });
    const expected = [['9', '30', '0', '2', '20000'], ['10', '70', '1', '3', '30000'], ['', '60', '0', '1', '10000']];
    if (extension === '.json') {
      expect((JSON.parse(read(out)) as object[]).map((row) => Object.values(row).map(String))).toEqual(expected);
      return;
    }
    const table = await readTable(join(folder.path, out));
    expect(table.columns).toEqual(['zone', 'n', 'n_unknown', 'blocks', 'area_m2']);
    expect(expected.map((_, row) => table.columns.map((__, column) => table.cell(row, column)))).toEqual(expected);
    if (!['.csv', '.xlsx'].includes(extension)) {
      const { epsg, features } = await readVector(join(folder.path, out));
      expect(epsg).toBe(extension === '.geojson' ? 4326 : 25832);
      expect(features.map(({ geometry }) => geometry?.type.replace('Multi', ''))).toEqual(['Polygon', 'Polygon', 'Polygon']);
    }
  });

  it('says which names a Shapefile had to shorten', async (context) => {
    if (missing !== null) return context.skip(missing);
    write('long.csv', 'block,residents_total,residents_female\n01,5,3\n02,5,1\n');
    const run = await zuschnitt([...BLOCKS, '--zone-column', 'ward', '--counts-file', 'long.csv', '--out', 'long.shp'], folder.path, env);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('a Shapefile has names of 10 characters: residents_total is residents_, residents_female is resident_1, residents_total_unknown is resident_2, residents_female_unknown is resident_3\n');
    const table = await readTable(join(folder.path, 'long.shp'));
    expect(table.columns).toEqual(['zone', 'residents_', 'resident_1', 'resident_2', 'resident_3', 'blocks', 'area_m2']);
    expect(table.cell(0, 1)).toBe('10');
  });
});
