// Two divisions side by side on the command line: small ones to check by hand, and Providence's precincts old and new.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collection, NO_REAL_DATA, realData, square, workFolder, zuschnitt } from './run-cli.ts';

const folder = workFolder();
afterAll(() => folder.remove());

const X = 450_000;
const Y = 5_500_000;
const write = (name: string, text: string) => writeFileSync(join(folder.path, name), text);

interface Pair {
  readonly a: string;
  readonly b: string | null;
}
interface Report {
  readonly crs: string;
  readonly pairs: (Pair & { areaM2: number; count: number | null; shareAinB: number; shareBinA: number; jaccard: number })[];
  readonly matches: (Pair & { relation: string; displacementM: number | null })[];
  readonly nearIdentical: (Pair & { jaccard: number })[];
  readonly differences: (Pair & Record<'onlyInA' | 'onlyInB', { areaM2: number; count: number | null }>)[];
  readonly onlyInB: string[];
  readonly stableAreaShare: number;
  readonly movedCount: number | null;
}

async function compared(...argv: string[]): Promise<{ report: Report; stderr: string }> {
  const run = await zuschnitt(['compare', ...argv], folder.path);
  expect(run.code, run.stderr).toBe(0);
  return { report: JSON.parse(run.stdout) as Report, stderr: run.stderr };
}
const relations = ({ matches }: Report) => matches.map(({ a, b, relation }) => [a, b, relation]);

const rectangle = (properties: object, x: number, y: number, w: number, h: number) => ({
  type: 'Feature',
  properties,
  geometry: { type: 'Polygon', coordinates: [[[X + x, Y + y], [X + x + w, Y + y], [X + x + w, Y + y + h], [X + x, Y + y + h], [X + x, Y + y]]] },
});

// Twenty blocks of 100 m in two rows of ten, one of them empty of knowledge.
beforeAll(() => {
  write('blocks.geojson', collection(Array.from({ length: 20 }, (_, i) => square({ block: `b${i}`, n: i === 19 ? null : i }, X + 100 * (i % 10), Y + 100 * Math.floor(i / 10)))));
  write('old.geojson', collection([rectangle({ id: 'West' }, 0, 0, 500, 200), rectangle({ id: 'East' }, 500, 0, 500, 200)]));
});

const BLOCKS = ['--blocks', 'blocks.geojson', '--block-id', 'block', '--count', 'n'];

describe('zuschnitt compare', () => {
  it('says of zones drawn apart what they have in common, and of each what became of it', async () => {
    write('new.geojson', collection([rectangle({ zone: 'W' }, 0, 0, 500, 200), rectangle({ zone: 'NE' }, 500, 100, 500, 100), rectangle({ zone: 'SE' }, 500, 0, 500, 100), rectangle({ zone: 'far' }, 5000, 0, 100, 100)]));
    const { report } = await compared('--a', 'old.geojson', '--b', 'new.geojson');
    expect(report).toMatchObject({ crs: 'EPSG:25832', nearIdentical: [], differences: [], onlyInB: ['far'], stableAreaShare: 0.75, movedCount: null });
    expect(relations(report)).toEqual([['West', 'W', 'identical'], ['East', 'NE', 'splits']]);
    expect(report.pairs.map(({ a, b, areaM2, count, shareAinB, shareBinA, jaccard }) => [a, b, areaM2, count, shareAinB, shareBinA, jaccard])).toEqual([
      ['West', 'W', 100_000, null, 1, 1, 1],
      ['East', 'NE', 50_000, null, 0.5, 1, 0.5],
      ['East', 'SE', 50_000, null, 0.5, 1, 0.5],
    ]);
    const back = await compared('--a', 'new.geojson', '--b', 'old.geojson');
    expect(relations(back.report)).toEqual([['W', 'West', 'identical'], ['NE', 'East', 'nests'], ['SE', 'East', 'nests'], ['far', null, 'none']]);
    expect(back.report.matches[3]!.displacementM).toBeNull();
  });

  it('counts by blocks, from polygons or from tables of block and zone, and tells what a subtraction would show', async () => {
    // Block b5 went from East to West.
    write('plan.csv', ['block,zone', ...Array.from({ length: 20 }, (_, i) => `b${i},${i % 10 < 5 || i === 5 ? 'W' : 'E'}`)].join('\n'));
    const { report, stderr } = await compared('--a', 'old.geojson', '--b', 'plan.csv', ...BLOCKS);
    expect(stderr).toBe('');
    expect(relations(report)).toEqual([['West', 'W', 'equal'], ['East', 'E', 'equal']]);
    expect(report.nearIdentical.map(({ a, b }) => [a, b])).toEqual([['West', 'W'], ['East', 'E']]);
    expect(report.differences).toEqual([
      { a: 'West', b: 'W', onlyInA: { areaM2: 0, count: 0 }, onlyInB: { areaM2: 10_000, count: 5 } },
      { a: 'East', b: 'E', onlyInA: { areaM2: 10_000, count: 5 }, onlyInB: { areaM2: 0, count: 0 } },
    ]);
    expect(report.movedCount).toBe(5);
    expect(report.pairs.reduce((sum, { count }) => sum + count!, 0)).toBe(171);
    const unknown = report.pairs.find(({ a, b }) => a === 'East' && b === 'E') as unknown as { unknown: number };
    expect(unknown.unknown).toBe(1);
  });

  it('says so where zones cut the blocks that it counts by', async () => {
    write('cut.geojson', collection([rectangle({ id: 1 }, 0, 0, 530, 200), rectangle({ id: 2 }, 530, 0, 470, 200)]));
    const { report, stderr } = await compared('--a', 'old.geojson', '--b', 'cut.geojson', ...BLOCKS);
    expect(stderr).toContain('note: zones cut blocks (--a 0, --b 2 of 20): areas are those of the zones, counts are of whole blocks where most of each lies\n');
    expect(report.pairs.map(({ a, b, areaM2, count }) => [a, b, Math.round(areaM2), count])).toEqual([
      ['West', '1', 100_000, 70],
      ['East', '1', 6000, 0],
      ['East', '2', 94_000, 101],
    ]);
    expect(report.matches[1]).toMatchObject({ relation: 'equal', displacementM: expect.closeTo(6000 / ((1400 + 1340) / 2), 6) });
  });

  it.each([
    ['a table without blocks', ['--a', 'plan.csv', '--b', 'old.geojson'], /plan\.csv, --a: is a table, which needs --blocks/],
    ['a count without blocks', ['--a', 'old.geojson', '--b', 'old.geojson', '--count', 'n'], /--blocks: is needed with --count/],
    ['zones that overlap', ['--a', 'old.geojson', '--b', 'over.geojson'], /over\.geojson, field id: zones "1" and "2" overlap by 40,000 m2/],
    ['a file without a column zone or id', ['--a', 'blocks.geojson', '--b', 'old.geojson'], /blocks\.geojson, --a-id: is needed: the file has no column "zone" or "id"; accepted: block, n/],
  ])('refuses %s', async (_, argv, line) => {
    write('over.geojson', collection([rectangle({ id: 1 }, 0, 0, 500, 200), rectangle({ id: 2 }, 300, 0, 700, 200)]));
    const run = await zuschnitt(['compare', ...argv], folder.path);
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(line) });
  });

  it("finds that 49 of Providence's 59 old precincts are in the new ones, and counts nobody twice", async (context) => {
    const [a, b, blocks] = ['precincts.zip', 'new_precincts.zip', 'blocks.zip'].map((name) => realData(`providence/${name}`));
    if (a == null || b == null || blocks == null) return context.skip(NO_REAL_DATA);
    const both = ['--a', a, '--a-id', 'NAME', '--b', b, '--b-id', 'GEOID20'];
    const { report } = await compared(...both, '--blocks', blocks, '--block-id', 'GEOID10', '--count', 'TOTPOP');
    const count = (relation: string) => report.matches.filter((match) => match.relation === relation).length;
    expect([count('identical'), count('equal'), count('overlap'), count('none'), report.matches.length]).toEqual([49, 5, 4, 1, 59]);
    expect([report.nearIdentical.length, report.differences.length]).toEqual([5, 5]);
    // The same number in the name of a precinct, old and new.
    for (const { a: old, b: now, relation } of report.matches) if (relation === 'identical') expect(now!.endsWith(old)).toBe(true);
    const sums = await zuschnitt(['aggregate', '--blocks', blocks, '--block-id', 'GEOID10', '--counts', 'TOTPOP', '--zones', a, '--zone-id', 'NAME', '--apportion', 'majority', '--format', 'json'], folder.path);
    const inOld = new Map((JSON.parse(sums.stdout) as { zone: string; TOTPOP: number }[]).map(({ zone, TOTPOP }) => [zone, TOTPOP]));
    const inPairs = new Map<string, number>();
    for (const { a: zone, count: n } of report.pairs) inPairs.set(zone, (inPairs.get(zone) ?? 0) + n!);
    for (const [zone, n] of inPairs) expect(n).toBeLessThanOrEqual(inOld.get(zone)!);
  });
});
