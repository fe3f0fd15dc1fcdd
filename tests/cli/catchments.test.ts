// `zuschnitt catchments`: pupils, places and ways by school and year from files as offices have them, a better cut, and what it says of bad ones.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collection, csvRows, square, workFolder, zuschnitt } from './run-cli.ts';

const folder = workFolder();
afterAll(() => folder.remove());

const [X, Y] = [460_000, 5_470_000];
const line = (...points: readonly (readonly [number, number])[]) => ({ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: points.map(([x, y]) => [X + x, Y + y]) } });
const school = (id: string, x: number, y: number, places: number | null) => ({ type: 'Feature', properties: { id, places }, geometry: { type: 'Point', coordinates: [X + x, Y + y] } });

/** Six columns and two rows of blocks of 100 m; block b has b children in 2026 and one more in 2027. */
const BLOCKS = Array.from({ length: 12 }, (_, b) => square({ block: `b${b}`, p2026: b, p2027: b + 1, bad: b - 1 }, X + 100 * (b % 6), Y + 100 * Math.floor(b / 6)));

function write(name: string, text: string): void {
  writeFileSync(join(folder.path, name), text);
}

function catchments(...argv: string[]) {
  return zuschnitt(['catchments', '--blocks', 'blocks.geojson', '--block-id', 'block', '--schools', 'schools.geojson', '--school-id', 'id', '--capacity', 'places', ...argv], folder.path);
}

beforeAll(() => {
  write('blocks.geojson', collection(BLOCKS));
  write('schools.geojson', collection([school('A', 50, 50, 40), school('B', 550, 50, 30)]));
});

describe('catchments', () => {
  it('tells pupils, utilisation and straight ways of every school and year by the nearest school', async () => {
    const { code, stdout } = await catchments('--pupils', 'p2026,p2027', '--nearest', '--max-distance', '150', '--format', 'csv');
    expect(code).toBe(0);
    const rows = csvRows(stdout);
    expect(rows.map((row) => [row.school, row.year, row.pupils, row.capacity, row.utilisation])).toEqual([
      ['A', 'p2026', '24', '40', '0.6'], ['A', 'p2027', '30', '40', '0.75'], ['B', 'p2026', '42', '30', '1.4'], ['B', 'p2027', '48', '30', '1.6'],
    ]);
    // Nobody lives in b0 in 2026; b1, b2, b6, b7, b8 are 100, 200, 100, 141 and 224 m away.
    expect(Number(rows[0]!.distance_min)).toBe(100);
    expect(Number(rows[0]!.distance_max)).toBeCloseTo(Math.hypot(200, 100), 3);
    expect(Number(rows[0]!.distance_mean)).toBeCloseTo((100 + 400 + 600 + 7 * Math.hypot(100, 100) + 8 * Math.hypot(200, 100)) / 24, 3);
    expect(rows[0]!.pupils_beyond).toBe('10');
    expect(rows[1]!.distance_min).toBe('0');
  });

  it('gives a summary as JSON, with what a planner should look at', async () => {
    write('odd.geojson', collection([school('A', 50, 50, 0), school('B', 50, 50, null), school('C', 900, 50, 10)]));
    const { code, stdout } = await zuschnitt(['catchments', '--blocks', 'blocks.geojson', '--block-id', 'block', '--schools', 'odd.geojson', '--school-id', 'id', '--capacity', 'places', '--pupils', 'p2026', '--nearest'], folder.path);
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as { pupils: number[]; findings: { code: string; school?: string }[]; rows: { school: string; utilisation: number | null; pupils: number }[]; distances: string };
    expect(report.pupils).toEqual([66]);
    expect(report.distances).toBe('straight lines');
    expect(report.findings.map(({ code, school: id }) => `${code} ${id ?? ''}`.trim()).toSorted()).toEqual(['NO_BLOCKS B', 'NO_PLACES A', 'PLACES_UNKNOWN B', 'SAME_PLACE B', 'SCHOOL_IN_ANOTHER_ZONE B', 'SCHOOL_OUTSIDE C']);
    expect(report.rows.map(({ school: id, utilisation }) => [id, utilisation])).toEqual([['A', null], ['B', null], ['C', expect.any(Number)]]);
    expect(report.rows.reduce((sum, { pupils }) => sum + pupils, 0)).toBe(66);
  });

  it('walks along streets, not over what lies beside them, and says what hangs together with nothing', async () => {
    // One street along the lower row; another, an island, above. From b6 down to the street it is 100 m.
    write('streets.geojson', collection([line([0, 50], [600, 50]), line([0, 250], [600, 250])]));
    const { code, stdout, stderr } = await catchments('--pupils', 'p2026', '--nearest', '--network', 'streets.geojson', '--format', 'csv');
    expect(code).toBe(0);
    const [a] = csvRows(stdout);
    expect(Number(a!.distance_mean)).toBeCloseTo((100 + 400 + 600 + 7 * 200 + 8 * 300) / 24, 3);
    expect(stderr).toMatch(/1 pieces of the network \(600 m of ways\)/);
  });

  it('counts who is in no zone in a row of its own', async () => {
    write('plan.csv', `block,zone\n${Array.from({ length: 11 }, (_, b) => `b${b},${b % 6 < 3 ? 'A' : 'B'}`).join('\n')}\n`);
    const { stdout, stderr } = await catchments('--pupils', 'p2026', '--assignment', 'plan.csv', '--format', 'csv');
    const rows = csvRows(stdout);
    expect(rows.map((row) => [row.school, row.pupils, row.blocks])).toEqual([['A', '24', '6'], ['B', '31', '5'], ['', '11', '1']]);
    expect(stderr).toMatch(/1 of 12 blocks are in no zone: row "": "b11"/);
  });

  it('finds a better cut, the same from the same seed, in one piece each, and writes it as an assignment', async () => {
    const run = () => catchments('--pupils', 'p2026', '--nearest', '--optimise', '--max-moved', '0.5', '--rounds', '2', '--save-assignment', 'better.csv', '--out', 'better.geojson');
    const { code, stdout } = await run();
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as { optimised: { before: Record<string, number>; after: Record<string, number>; alternatives: unknown[] }; assignment: { block: string; zone: string }[]; rows: { school: string; utilisation: number }[] };
    expect(report.optimised.before).toMatchObject({ schoolsOver: 1, schoolsUnder: 1, highestUtilisation: 1.4, movedShare: 0 });
    expect(report.optimised.after).toMatchObject({ schoolsOver: 0, schoolsUnder: 0, extraPieces: 0 });
    expect(report.optimised.after.movedShare).toBeLessThanOrEqual(0.5);
    const saved = csvRows(readFileSync(join(folder.path, 'better.csv'), 'utf8'));
    expect(saved.map(({ block, zone }) => ({ block, zone }))).toEqual(report.assignment);
    const zones = JSON.parse(readFileSync(join(folder.path, 'better.geojson'), 'utf8')) as { features: { geometry: { coordinates: unknown[] } }[] };
    expect(zones.features.map(({ geometry }) => geometry.coordinates.length)).toEqual([1, 1]);
    // What it wrote is what it reads.
    const again = await catchments('--pupils', 'p2026', '--assignment', 'better.csv', '--format', 'csv');
    expect(csvRows(again.stdout).map((row) => Number(row.utilisation))).toEqual(report.rows.map(({ utilisation }) => utilisation));
    expect((await run()).stdout).toBe(stdout);
  });

  it('searches among squares round points, and not among bare points', async () => {
    write('points.csv', `block,x,y,p\n${Array.from({ length: 12 }, (_, b) => `b${b},${X + 50 + 100 * (b % 6)},${Y + 50 + 100 * Math.floor(b / 6)},${b}`).join('\n')}\n`);
    const argv = ['catchments', '--blocks', 'points.csv', '--block-id', 'block', '--x', 'x', '--y', 'y', '--source-crs', 'EPSG:25832', '--schools', 'schools.geojson', '--school-id', 'id', '--capacity', 'places', '--pupils', 'p', '--nearest', '--optimise', '--rounds', '1'];
    const refused = await zuschnitt(argv, folder.path);
    expect([refused.code, refused.stderr.trim()]).toEqual([2, 'zuschnitt: points.csv, --optimise: points have no neighbours; accepted: polygons, or points with --cell M']);
    expect((await zuschnitt([...argv, '--cell', '100'], folder.path)).code).toBe(0);
  });

  it.each([
    ['no zones', ['--pupils', 'p2026'], /--assignment: no zones are given; accepted: one of --assignment F.csv, --nearest/],
    ['a column that is not there', ['--pupils', 'p2030', '--nearest'], /field p2030: no such column/],
    ['a zone of no school', ['--pupils', 'p2026', '--assignment', 'stray.csv'], /stray.csv, field zone: no school of schools.geojson belongs to zone "Z"; accepted: one of "A", "B"/],
    ['a block that is not there', ['--pupils', 'p2026', '--assignment', 'unknown.csv'], /row 2, field block: block "b99" is not in blocks.geojson/],
    ['children below none', ['--pupils', 'p2026,bad', '--nearest'], /blocks.geojson, row 1, field bad: -1 children; accepted: a number from 0/],
    ['a network of polygons', ['--pupils', 'p2026', '--nearest', '--network', 'blocks.geojson'], /row 1: is a Polygon; accepted: LineString or MultiLineString/],
  ])('refuses %s in one line', async (_, argv, message) => {
    write('stray.csv', 'block,zone\nb0,Z\n');
    write('unknown.csv', 'block,zone\nb99,A\n');
    const { code, stdout, stderr } = await catchments(...argv);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(message);
  });
});
