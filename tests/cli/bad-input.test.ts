// Bad input: one clear line that says where it is and what would be accepted, the right exit code, and no output file.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { collection, gdalEngines, square, workFolder, zuschnitt } from './run-cli.ts';
import { convertFromGeoJson } from '../../server/gdal/gdal.ts';

const folder = workFolder();
afterAll(() => folder.remove());

const X = 450_000;
const Y = 5_500_000;
const good = [square({ id: 'a', n: 5 }, X, Y), square({ id: 'b', n: 7 }, X + 100, Y)];
const bowTie = (properties: object) => {
  const ring = [[X, Y], [X + 100, Y + 100], [X + 100, Y], [X, Y + 130], [X, Y]];
  return { type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [ring] } };
};

function write(name: string, text: string): string {
  writeFileSync(join(folder.path, name), text);
  return name;
}

beforeEach(() => {
  write('good.geojson', collection(good));
  write('plan.csv', 'block,zone\na,1\nb,1\n');
});

const AGGREGATE = ['--block-id', 'id', '--counts', 'n', '--assignment', 'plan.csv', '--out', 'result.gpkg'];

/** Exit code 2, nothing on standard output, one line on standard error that matches, no file called result. */
async function expectRefused(argv: readonly string[], line: RegExp, env: Record<string, string> = {}): Promise<void> {
  const run = await zuschnitt(argv, folder.path, env);
  expect(run.stderr).toMatch(line);
  expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(run.stderr).toContain('; accepted: ');
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(folder.files().filter((name) => name.startsWith('result') || name.includes('.part'))).toEqual([]);
}

describe('zuschnitt aggregate refuses', () => {
  it('blocks that overlap, naming both', async () => {
    write('blocks.geojson', collection([good[0]!, square({ id: 'b', n: 7 }, X + 60, Y)]));
    await expectRefused(['aggregate', '--blocks', 'blocks.geojson', ...AGGREGATE], /^zuschnitt: blocks\.geojson, row 1, field id: blocks "a" and "b" overlap by 4000 m2/);
  });

  it('blocks that leave a gap, saying how wide and between whom', async () => {
    const ring = (outer: number[][], inner?: number[][]) => ({ type: 'Polygon', coordinates: inner === undefined ? [outer] : [outer, inner] });
    const box = (x: number, y: number, w: number, h: number) => [[x, y], [x + w, y], [x + w, y + h], [x, y + h], [x, y]];
    const frame = { type: 'Feature', properties: { id: 'a', n: 1 }, geometry: ring(box(X, Y, 100, 100), box(X + 40, Y + 40, 10, 0.5)) };
    write('blocks.geojson', collection([frame, square({ id: 'b', n: 7 }, X + 100, Y)]));
    await expectRefused(['aggregate', '--blocks', 'blocks.geojson', ...AGGREGATE], /blocks\.geojson, row 1, field id: a gap of 5 m2, 0\.5 m wide, lies between blocks "a"/);
  });

  it('a polygon that crosses itself', async () => {
    write('blocks.geojson', collection([bowTie({ id: 'a', n: 5 }), good[1]!]));
    await expectRefused(['aggregate', '--blocks', 'blocks.geojson', ...AGGREGATE], /blocks\.geojson, row 1, field id: block "a" crosses itself at 45\d{4}\.\d\d /);
  });

  it('an id that stands twice, naming both rows', async () => {
    write('blocks.geojson', collection([good[0]!, square({ id: 'a', n: 7 }, X + 100, Y)]));
    await expectRefused(['aggregate', '--blocks', 'blocks.geojson', ...AGGREGATE], /blocks\.geojson, row 2, field id: "a" stands already in row 1; accepted: every id once/);
  });

  it('an empty id', async () => {
    write('blocks.geojson', collection([good[0]!, square({ id: null, n: 7 }, X + 100, Y)]));
    await expectRefused(['aggregate', '--blocks', 'blocks.geojson', ...AGGREGATE], /blocks\.geojson, row 2, field id: the id is empty/);
  });

  const byFile = ['aggregate', '--blocks', 'good.geojson', '--block-id', 'id', '--assignment', 'plan.csv', '--counts-file', 'counts.csv', '--out', 'result.csv'];

  it('counts for a block that the block file does not hold', async () => {
    write('counts.csv', 'id;n\na;5\nb;6\nc;7\n');
    await expectRefused(byFile, /counts\.csv, row 4, field id: block "c" is not in good\.geojson/);
  });

  it.each([
    ['-4', /counts\.csv, row 3, field n: "-4" is a negative count; accepted: a whole number from 0/],
    ['2.500', /counts\.csv, row 3, field n: "2\.500" is no count/],
    ['2,5', /counts\.csv, row 3, field n: "2,5" is no count/],
    ['x', /counts\.csv, row 3, field n: "x" is no count/],
    ['3000000000', /counts\.csv, row 3, field n: "3000000000" is no count/],
  ])('the count %s', async (count, line) => {
    write('counts.csv', `id;n\na;5\nb;${count}\n`);
    await expectRefused(byFile, line);
  });

  it('a block that stands twice in the counts', async () => {
    write('counts.csv', 'id;n\na;5\na;6\n');
    await expectRefused(byFile, /counts\.csv, row 3, field id: "a" stands already in row 2/);
  });

  it('an assignment of unknown blocks, or without its two columns', async () => {
    write('plan.csv', 'block,zone\na,1\nz,1\n');
    await expectRefused(['aggregate', '--blocks', 'good.geojson', ...AGGREGATE], /plan\.csv, row 3, field block: block "z" is not in good\.geojson/);
    write('plan.csv', 'baublock,bezirk\na,1\n');
    await expectRefused(['aggregate', '--blocks', 'good.geojson', ...AGGREGATE], /plan\.csv, row 1: columns are baublock, bezirk; accepted: columns "block" and "zone"/);
  });

  it('metres in a file that names no CRS, until --source-crs says which', async () => {
    write('blocks.geojson', collection(good, false));
    await expectRefused(['aggregate', '--blocks', 'blocks.geojson', ...AGGREGATE], /blocks\.geojson, row 1: coordinate 450000 5500000 is not in degrees and the file names no CRS; accepted: .*--source-crs EPSG:25832 \(all inside Germany\) or EPSG:25833/);
    const run = await zuschnitt(['aggregate', '--blocks', 'blocks.geojson', ...AGGREGATE.slice(0, -2), '--source-crs', 'EPSG:25832'], folder.path);
    expect(run).toMatchObject({ code: 0, stdout: 'zone,n,n_unknown,blocks,area_m2\n1,12,0,2,20000\n' });
  });

  it('an empty file, a file without features, a file that is not there', async () => {
    write('blocks.geojson', '');
    await expectRefused(['aggregate', '--blocks', 'blocks.geojson', ...AGGREGATE], /blocks\.geojson: the file is empty/);
    write('blocks.geojson', collection([]));
    await expectRefused(['aggregate', '--blocks', 'blocks.geojson', ...AGGREGATE], /blocks\.geojson: the file has no features/);
    await expectRefused(['aggregate', '--blocks', 'nowhere.gpkg', ...AGGREGATE], /nowhere\.gpkg: no such file/);
    write('counts.csv', '');
    await expectRefused(byFile, /counts\.csv: the file is empty/);
    write('counts.csv', 'id;n\n');
    await expectRefused(byFile, /counts\.csv: the file has no rows/);
  });

  it('a column that is not there, listing those that are', async () => {
    await expectRefused(['aggregate', '--blocks', 'good.geojson', '--block-id', 'key', ...AGGREGATE.slice(2)], /good\.geojson, field key: no such column; accepted: id, n/);
  });

  it('zones that cut blocks without --apportion, and what is not offered', async () => {
    write('zones.geojson', collection([square({ id: 1 }, X - 50, Y), square({ id: 2 }, X + 50, Y), square({ id: 3 }, X + 150, Y)]));
    const zones = ['aggregate', '--blocks', 'good.geojson', '--block-id', 'id', '--counts', 'n', '--zones', 'zones.geojson', '--zone-id', 'id', '--out', 'result.csv'];
    await expectRefused(zones, /good\.geojson, --apportion: zones cut 2 of 2 blocks: a, b; accepted: area, majority, centroid, points \(with --points F\), or raster \(with --raster F\.tif\)/);
    await expectRefused([...zones, '--apportion', 'guess'], /--apportion: "guess" is not offered; accepted: area, points, centroid, majority, raster/);
    await expectRefused([...zones, '--apportion', 'points'], /--points: is needed with --apportion points/);
  });

  it('zones that overlap where area is to be shared out, and rates', async () => {
    write('zones.geojson', collection([square({ id: 1 }, X - 50, Y), square({ id: 2 }, X + 20, Y)]));
    const zones = ['aggregate', '--blocks', 'good.geojson', '--block-id', 'id', '--zones', 'zones.geojson', '--zone-id', 'id', '--out', 'result.csv'];
    for (const method of ['area', 'majority']) {
      await expectRefused([...zones, '--counts', 'n', '--apportion', method], /zones\.geojson, field id: zones "1" and "2" overlap by 3000 m2; accepted: zones that do not overlap, or --apportion points or centroid/);
    }
    await expectRefused([...zones, '--counts', 'n', '--rates', 'n', '--apportion', 'centroid'], /--counts: "n" is a rate: rates and means are neither added up nor apportioned; accepted: counts, such as the numerator/);
    write('blocks.geojson', collection([square({ id: 'a', age: 43.5 }, X, Y), square({ id: 'b', age: 40 }, X + 100, Y)]));
    await expectRefused(['aggregate', '--blocks', 'blocks.geojson', ...AGGREGATE.toSpliced(3, 1, 'age')], /row 1, field age: "43\.5" is no count: rates and means are neither added up nor apportioned, their numerators/);
  });

  it('options that are wrong, missing, or do not go together', async () => {
    const blocks = ['aggregate', '--blocks', 'good.geojson', '--block-id', 'id', '--out', 'result.csv'];
    await expectRefused(['aggregate', '--block-id', 'id'], /--blocks: is required/);
    await expectRefused([...blocks, '--counts', 'n'], /--zones: no zones are given; accepted: one of --assignment/);
    await expectRefused([...blocks, '--counts', 'n', '--assignment', 'plan.csv', '--zone-column', 'n'], /--zone-column: zones are given twice/);
    await expectRefused([...blocks, '--assignment', 'plan.csv'], /--counts: no counts are given/);
    await expectRefused([...blocks, '--count', 'n'], /--count is no option of aggregate; accepted: --counts, or another option/);
    await expectRefused([...blocks, '--counts'], /--counts: has no value/);
    await expectRefused([...blocks, '--counts', 'n', '--cell', 'wide', '--assignment', 'plan.csv'], /--cell: "wide" is no number/);
    await expectRefused([...blocks, '--counts', 'n', '--assignment', 'plan.csv', '--crs', 'EPSG:4326'], /--crs: EPSG:4326 is in degrees; accepted: a projected CRS/);
    await expectRefused([...blocks, '--counts', 'n', '--assignment', 'plan.csv', '--crs', 'EPSG:99999'], /--crs: CRS "EPSG:99999" is not known; accepted: EPSG:25828-25838/);
    await expectRefused(['agregate'], /"agregate" is no command; accepted: aggregate, or another of/);
  });

  it('an output that cannot be written', async () => {
    const blocks = ['aggregate', '--blocks', 'good.geojson', '--block-id', 'id', '--counts', 'n', '--assignment', 'plan.csv'];
    await expectRefused([...blocks, '--out', 'result.doc'], /result\.doc, --out: extension "\.doc" is not written; accepted: \.geojson \.gpkg \.shp \.fgb \.csv \.xlsx \.json/);
    await expectRefused([...blocks, '--out', 'nowhere/result.csv'], /--out: folder nowhere cannot be written/);
  });

  it('leaves an older output file as it was', async () => {
    write('older.csv', 'what was there\n');
    write('blocks.geojson', collection([good[0]!, square({ id: 'a', n: 7 }, X + 100, Y)]));
    const run = await zuschnitt(['aggregate', '--blocks', 'blocks.geojson', ...AGGREGATE.slice(0, -1), 'older.csv'], folder.path);
    expect(run.code).toBe(2);
    const { readFileSync } = await import('node:fs');
    expect(readFileSync(join(folder.path, 'older.csv'), 'utf8')).toBe('what was there\n');
  });
});

describe.each(gdalEngines())('zuschnitt by $name refuses', ({ env, missing }) => {
  it('a Shapefile without .prj, a file that is no vector file, a GeoPackage layer that is not there', async (context) => {
    if (missing !== null) return context.skip(missing);
    await convertFromGeoJson(collection(good), join(folder.path, 'bare.shp'), '.shp', ['-nlt', 'MULTIPOLYGON']);
    const { rmSync } = await import('node:fs');
    rmSync(join(folder.path, 'bare.prj'));
    await expectRefused(['aggregate', '--blocks', 'bare.shp', ...AGGREGATE], /bare\.shp, --source-crs: the file names no CRS/, env);
    write('note.gpkg', 'this is no GeoPackage');
    await expectRefused(['aggregate', '--blocks', 'note.gpkg', ...AGGREGATE], /note\.gpkg: is no GeoPackage: it does not begin as one; accepted: a GeoPackage/, env);
    write('note.zip', 'this is no archive, but it is long enough to be looked at');
    await expectRefused(['aggregate', '--blocks', 'note.zip', ...AGGREGATE], /note\.zip: is no ZIP archive/, env);
    await convertFromGeoJson(collection(good), join(folder.path, 'good.gpkg'), '.gpkg', ['-nln', 'good']);
    await expectRefused(['aggregate', '--blocks', 'good.gpkg|layername=bad', ...AGGREGATE], /good\.gpkg: has no layer "bad"; accepted: good/, env);
  });
});
