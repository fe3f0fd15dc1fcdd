// What `validate` finds in blocks and in which words, and the coverage that it makes of them.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readTable } from '../../server/gdal/read-table.ts';
import { collection, gdalEngines, square, workFolder, zuschnitt } from './run-cli.ts';

const folder = workFolder();
afterAll(() => folder.remove());

const X = 450_000;
const Y = 5_500_000;
const good = [square({ id: 'a', n: 5 }, X, Y), square({ id: 'b', n: 7 }, X + 100, Y)];
const polygon = (properties: object, ...rings: number[][][]) => ({ type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: rings.map((ring) => [...ring, ring[0]]) } });
const box = (x: number, y: number, w: number, h: number) => [[x, y], [x + w, y], [x + w, y + h], [x, y + h]];
const bowTie = (properties: object) => polygon(properties, [[X, Y], [X + 100, Y + 100], [X + 100, Y], [X, Y + 130]]);

interface Report extends Record<string, unknown[]> {}

const write = (name: string, text: string) => writeFileSync(join(folder.path, name), text);
const readJson = <T>(name: string) => JSON.parse(readFileSync(join(folder.path, name), 'utf8')) as T;
const run = (...argv: string[]) => zuschnitt(['validate', '--blocks', 'blocks.geojson', '--block-id', 'id', ...argv], folder.path);
async function validate(features: readonly object[], ...argv: string[]) {
  write('blocks.geojson', collection(features));
  const done = await run(...argv);
  return { ...done, report: JSON.parse(done.stdout) as Report };
}

describe('zuschnitt validate', () => {
  it('ends with 0 for a coverage, and tells islands without calling them a finding', async () => {
    const { code, report, stderr } = await validate([...good, square({ id: 'far', n: 1 }, X + 500, Y)]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(report).toEqual({
      crs: 'EPSG:25832',
      toleranceM: 0.25,
      toleranceFrom: 'data',
      gapWidthM: 1,
      blocks: 3,
      invalid: [],
      overlaps: [],
      gaps: [],
      duplicateIds: [],
      islands: ['far'],
      holes: [],
      unmatched: [],
      slivers: [],
    });
  });

  it('ends with 1 and the measure and place of each overlap', async () => {
    const { code, report, stderr } = await validate([good[0]!, square({ id: 'b' }, X + 60, Y + 10)]);
    expect(code).toBe(1);
    expect(report.overlaps).toEqual([{ a: 'a', b: 'b', areaM2: 40 * 90, x: X + 80, y: Y + 55 }]);
    expect(stderr).toBe('zuschnitt validate: note: blocks.geojson: 1 overlap\n');
  });

  it('ends with 1 for an overlap that no crossing of borders shows, and says where two blocks are one area', async () => {
    const aligned = await validate([good[0]!, square({ id: 'b' }, X + 60, Y)]);
    expect(aligned.report.overlaps).toMatchObject([{ a: 'a', b: 'b', areaM2: 4000 }]);
    const diamond = await validate([good[0]!, polygon({ id: 'b' }, [[X + 50, Y], [X + 100, Y + 50], [X + 50, Y + 100], [X, Y + 50]])]);
    expect(diamond.report.overlaps).toMatchObject([{ a: 'a', b: 'b', areaM2: 5000 }]);
    expect(diamond.report.overlaps![0]).not.toHaveProperty('sameGeometry');
    const twice = await validate([good[0]!, square({ id: 'b' }, X, Y)]);
    expect(twice.report.overlaps).toMatchObject([{ areaM2: 10_000, sameGeometry: true }]);
    expect([aligned.code, diamond.code, twice.code]).toEqual([1, 1, 1]);
  });

  it('ends with 1 for a polygon that crosses itself and for an id that stands twice', async () => {
    const crossed = await validate([bowTie({ id: 'a' })]);
    expect(crossed.code).toBe(1);
    expect(crossed.report.invalid).toMatchObject([{ id: 'a', reason: 'SELF_CROSSING' }]);
    const twice = await validate([good[0]!, square({ id: 'a' }, X + 100, Y)]);
    expect(twice.code).toBe(1);
    expect(twice.report.duplicateIds).toEqual(['a']);
  });

  it('calls a narrow enclosed place a gap and a wide one a hole, as --gap-width says', async () => {
    const frame = polygon({ id: 'a' }, box(X, Y, 100, 100), box(X + 40, Y + 40, 10, 2));
    const wide = await validate([frame]);
    expect(wide).toMatchObject({ code: 0, report: { gaps: [], holes: [{ areaM2: 20, neighbours: ['a'] }] } });
    const narrow = await run('--gap-width', '3', '--out', 'report.json');
    expect(narrow).toMatchObject({ code: 1, stdout: '' });
    expect(readJson('report.json')).toMatchObject({ gapWidthM: 3, gaps: [{ areaM2: 20 }], holes: [] });
  });

  it('tells borders that lie within --tolerance of each other, and slivers, as facts', async () => {
    // b begins 40 cm to the right of a; c is 20 cm wide.
    const blocks = [good[0]!, square({ id: 'b' }, X + 100.4, Y), polygon({ id: 'c' }, box(X, Y - 50.2, 100, 0.2))];
    const wide = await validate(blocks, '--tolerance', '0.5');
    expect(wide.code).toBe(0);
    expect(wide.report).toMatchObject({ toleranceM: 0.5, toleranceFrom: 'given', gaps: [], slivers: [{ id: 'c', areaM2: expect.closeTo(20, 6), widthM: expect.closeTo(0.2, 3) }] });
    expect(wide.report.unmatched).toEqual([{ a: 'a', b: 'b', kind: 'near', edges: 2, lengthM: 200, x: X + 100, y: Y + 50 }]);
    const tight = await validate(blocks, '--tolerance', '0.3');
    expect(tight.report.unmatched).toEqual([]);
  });
});

interface Change {
  readonly kind: string;
  readonly distanceM?: number;
}
interface Repaired extends Report {
  readonly repair: { toleranceM: number; furthestM: number; areaBeforeM2: number; areaAfterM2: number; changes: Change[]; blocks: unknown[]; left: object } & unknown[];
}

// 3 x 3 squares of 100 m, each corner drawn up to 10 cm aside by each block; one leans 2 m over its neighbour; a gap of 30 cm.
function sloppy(): object[] {
  let seed = 1;
  const aside = () => ((seed = (seed * 16807) % 2147483647) / 2147483647 - 0.5) * 0.14;
  const features: object[] = [];
  for (let i = 0; i < 9; i++) {
    const [x, y] = [X + 100 * (i % 3), Y + 100 * Math.floor(i / 3)];
    const wide = i === 3 ? 2 : 0;
    const shift = i === 4 ? 0.3 : 0;
    const corners = [[x, y + shift], [x + 100 + wide, y + shift], [x + 100 + wide, y + 100], [x, y + 100]].map(([cx, cy]) => [cx! + aside(), cy! + aside()]);
    features.push(polygon({ id: `0${i}`, name: `Block ${i}`, people: 10 * i, share: 0.5 + i, code: `00${i}`, note: i === 2 ? null : 'x' }, corners));
  }
  return features;
}

describe('zuschnitt validate --repair', () => {
  it('makes a coverage of blocks digitised apart: nothing moves further than the tolerance, every change is told, what is left is 0', async () => {
    write('blocks.geojson', collection(sloppy()));
    const before = await run();
    expect(before.code).toBe(1);
    const done = await run('--repair', '--tolerance', '0.25', '--gap-width', '1', '--overlaps', 'order', '--out', 'clean.gpkg', '--report', 'changes.json');
    expect(done).toMatchObject({ code: 0, stdout: '' });
    expect(done.stderr).toMatch(/note: blocks\.geojson: repaired within 0\.25 m: \d+ moved vertices, \d+ overlaps given away, \d+ gaps filled\n$/);
    const { repair } = readJson<Repaired>('changes.json');
    expect(repair).toMatchObject({ toleranceM: 0.25, overlaps: 'order', gapWidthM: 1, left: { invalid: [], overlaps: [], gaps: [], duplicateIds: [] } });
    expect(repair.furthestM).toBeGreaterThan(0.05);
    for (const { kind, distanceM } of repair.changes) if (kind === 'moved') expect(distanceM).toBeLessThanOrEqual(0.25);
    // The leaning block is the earlier one, so it keeps its 2 m; the gap of 30 m2 went to one neighbour.
    expect(repair.changes.some((change) => change.kind === 'overlap' && (change as { to?: string; areaM2?: number }).to === '03' && (change as { areaM2?: number }).areaM2! > 150)).toBe(true);
    expect(Math.abs(repair.areaAfterM2 - 90_000)).toBeLessThan(60);
    const again = await zuschnitt(['validate', '--blocks', 'clean.gpkg', '--block-id', 'id'], folder.path);
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ blocks: 9, invalid: [], overlaps: [], gaps: [], unmatched: [], slivers: [] });
  });

  it('prints the report where no file is named for it, and the blocks where --format asks for them', async () => {
    write('blocks.geojson', collection(sloppy()));
    const beside = await run('--repair', '--out', 'clean.geojson');
    expect(JSON.parse(beside.stdout)).toHaveProperty('repair.changes');
    const alone = await run('--repair');
    expect(JSON.parse(alone.stdout)).toEqual(JSON.parse(beside.stdout));
    const blocks = await run('--repair', '--format', 'geojson');
    expect(blocks.stdout).toBe(readFileSync(join(folder.path, 'clean.geojson'), 'utf8'));
  });

  it('changes nothing of a clean file', async () => {
    write('blocks.geojson', collection(good));
    const done = await run('--repair', '--out', 'clean.gpkg');
    expect(done.stderr).toContain('nothing had to change');
    expect(JSON.parse(done.stdout)).toMatchObject({ repair: { changes: [], blocks: [], movedVertices: 0, areaBeforeM2: 20_000, areaAfterM2: 20_000 } });
  });

  it('ends with 1 when a block is left without an area, and says which', async () => {
    write('blocks.geojson', collection([good[0]!, polygon({ id: 'in' }, box(X + 10, Y + 10, 5, 5))]));
    const done = await run('--repair', '--overlaps', 'largest', '--out', 'clean.geojson', '--report', 'changes.json');
    expect(done.code).toBe(1);
    expect(done.stderr).toMatch(/1 overlaps given away, 1 blocks emptied; left: 1 invalid\n$/);
    expect(readJson<Repaired>('changes.json').repair.left).toMatchObject({ invalid: [{ id: 'in', reason: 'EMPTY' }] });
    expect(readJson<Repaired>('changes.json').repair.changes).toContainEqual({ kind: 'emptied', blocks: ['in'], areaM2: 25, x: X + 10, y: Y + 10 });
  });

  it.each([
    ['an id that stands twice', [good[0]!, square({ id: 'a' }, X + 100, Y)], ['--repair', '--out', 'result.gpkg'], /row 2, field id: "a" stands already in row 1/],
    ['--overlaps without --repair', good, ['--overlaps', 'largest', '--out', 'result.json'], /--repair: is needed with --overlaps/],
    ['a report under the name of a file of blocks', good, ['--out', 'result.gpkg'], /extension "\.gpkg" is not written; accepted: \.json/],
    ['blocks under the name of a report', good, ['--repair', '--out', 'result.json'], /extension "\.json" is not written; accepted: \.geojson \.gpkg/],
    ['--report without a table', good, ['--report', 'result.json'], /--report: is for a report beside a table/],
    ['a table where there is a report only', good, ['--format', 'csv'], /--format: "csv" is for a table/],
    ['a tolerance of nothing', good, ['--tolerance', '0'], /--tolerance: /],
  ])('refuses %s and writes nothing', async (_, features, argv, line) => {
    write('blocks.geojson', collection(features));
    const done = await run(...argv);
    expect(done).toMatchObject({ code: 2, stdout: '' });
    expect(done.stderr).toMatch(line);
    expect(folder.files().filter((name) => name.startsWith('result'))).toEqual([]);
  });
});

describe.each(gdalEngines())('zuschnitt validate --repair by $name', ({ env, missing }) => {
  it.each(['.geojson', '.gpkg', '.shp', '.fgb'])('keeps every column of the file in %s, ids and codes with their zeros', async (extension) => {
    if (missing !== null) return;
    write('blocks.geojson', collection(sloppy()));
    const out = `kept${extension}`;
    const done = await zuschnitt(['validate', '--blocks', 'blocks.geojson', '--block-id', 'id', '--repair', '--out', out], folder.path, env);
    expect(done.code, done.stderr).toBe(0);
    const table = await readTable(join(folder.path, out));
    expect(table.columns).toEqual(['id', 'name', 'people', 'share', 'code', 'note']);
    const rows = Array.from({ length: table.rowCount }, (_, row) => table.columns.map((__, column) => table.cell(row, column)));
    expect(rows).toEqual(Array.from({ length: 9 }, (_, i) => [`0${i}`, `Block ${i}`, `${10 * i}`, `${0.5 + i}`, `00${i}`, i === 2 ? '' : 'x']));
  });
});
