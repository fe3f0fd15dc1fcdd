// Real divisions that do not quite fit: found and repaired without moving anybody's area.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { NO_REAL_DATA, realData, workFolder, zuschnitt } from './run-cli.ts';

const folder = workFolder();
afterAll(() => folder.remove());

interface Report {
  readonly blocks: number;
  readonly overlaps: { a: string; b: string; areaM2: number }[];
  readonly gaps: { areaM2: number }[];
  readonly slivers: { id: string; areaM2: number; widthM: number }[];
  readonly repair?: {
    toleranceM: number;
    furthestM: number;
    areaBeforeM2: number;
    areaAfterM2: number;
    changes: { kind: string; distanceM?: number; areaM2?: number }[];
    blocks: { id: string; areaBeforeM2: number; areaAfterM2: number }[];
  };
}

async function repaired(file: string, id: string) {
  const done = await zuschnitt(['validate', '--blocks', file, '--block-id', id, '--repair', '--out', 'clean.gpkg', '--report', 'report.json'], folder.path);
  expect(done.code, done.stderr).toBe(0);
  const report = JSON.parse(readFileSync(join(folder.path, 'report.json'), 'utf8')) as Report;
  const again = await zuschnitt(['validate', '--blocks', 'clean.gpkg', '--block-id', id], folder.path);
  expect(again.code, again.stdout).toBe(0);
  return { report, repair: report.repair! };
}

describe('zuschnitt validate --repair of real divisions', () => {
  it("finds the 0.01 m2 of overlaps in Mannheim's districts and takes them away, no area changed by more than 1 m2", async (context) => {
    const file = realData('mannheim/mannheim-36stadtteile.geojson');
    if (file === null) return context.skip(NO_REAL_DATA);
    const { report, repair } = await repaired(file, 'id');
    expect(report.blocks).toBe(38);
    expect(report.overlaps).toHaveLength(3);
    expect(report.overlaps.reduce((sum, { areaM2 }) => sum + areaM2, 0)).toBeCloseTo(0.0118, 3);
    for (const { areaBeforeM2, areaAfterM2 } of repair.blocks) expect(Math.abs(areaAfterM2 - areaBeforeM2)).toBeLessThan(1);
    expect(repair.furthestM).toBeLessThanOrEqual(repair.toleranceM);
    expect(Math.abs(repair.areaAfterM2 - repair.areaBeforeM2)).toBeLessThan(0.1);
  });

  it("takes the two slivers that one of Providence's precincts has in its neighbours away from it, and leaves the rest as it was", async (context) => {
    const [old, now] = [realData('providence/precincts.zip'), realData('providence/new_precincts.zip')];
    if (old === null || now === null) return context.skip(NO_REAL_DATA);
    const { report, repair } = await repaired(old, 'NAME');
    expect(report.slivers.map(({ id, areaM2 }) => [id, areaM2.toFixed(1)])).toEqual([['2879', '3.4'], ['2879', '0.6']]);
    expect(report.overlaps.map(({ a, b, areaM2 }) => [a, b, areaM2.toFixed(1)])).toEqual([['2832', '2879', '3.4'], ['2827', '2879', '0.6']]);
    // Two vertices of 2810 lie 6 mm apart and become one: 0.03 m2.
    expect(repair.blocks.map(({ id }) => id)).toEqual(['2879', '2810']);
    expect(repair.changes.map(({ kind }) => kind)).toEqual(['moved', 'overlap', 'overlap']);
    for (const { areaBeforeM2, areaAfterM2 } of repair.blocks) expect(Math.abs(areaAfterM2 - areaBeforeM2)).toBeLessThan(4);
    expect((await repaired(now, 'GEOID20')).repair.changes).toEqual([]);
  });
});
