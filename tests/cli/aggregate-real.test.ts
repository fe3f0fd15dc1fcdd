// The known sums of real data: Providence's wards, the towns of Kreis Mettmann, Mannheim's districts.
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { csvRows, gdalEngines, NO_REAL_DATA, realData, workFolder, zuschnitt } from './run-cli.ts';

const folder = workFolder();
afterAll(() => folder.remove());

const WARDS = [12386, 12452, 11990, 11619, 11646, 11902, 11916, 11877, 11370, 11982, 11822, 11704, 11533, 11786, 12055];
const CENSUS = { under10: 'demography_ALTER_10JG_1', age80plus: 'demography_ALTER_10JG_9', foreigners: 'demography_STAATSANGE_KURZ_2' } as const;
type Known = Record<'id' | 'cells' | keyof typeof CENSUS, string>;

describe.each(gdalEngines())('zuschnitt aggregate by $name', ({ env, missing }) => {
  it('gives the 15 known ward populations of Providence from a zipped Shapefile', async (context) => {
    const blocks = realData('providence/blocks.zip');
    if (blocks === null) return context.skip(NO_REAL_DATA);
    if (missing !== null) return context.skip(missing);
    const run = await zuschnitt(['aggregate', '--blocks', blocks, '--block-id', 'GEOID10', '--counts', 'TOTPOP', '--zone-column', 'WARD'], folder.path, env);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const rows = csvRows(run.stdout);
    expect(rows.map((row) => row.zone)).toEqual(WARDS.map((_, i) => `${i + 1}`));
    expect(rows.map((row) => Number(row.TOTPOP))).toEqual(WARDS);
    expect(rows.reduce((sum, row) => sum + Number(row.TOTPOP), 0)).toBe(178_040);
    expect(rows.reduce((sum, row) => sum + Number(row.blocks), 0)).toBe(3014);
  });
});

/** Sums by column over rows. */
const total = (rows: Record<string, string>[], column: string) => rows.reduce((sum, row) => sum + Number(row[column]), 0);

describe("zuschnitt aggregate of Providence's blocks by its precincts, old and new, which cut them", () => {
  const COUNTS = ['TOTPOP', 'VAP', 'NH_WHITE', 'HISP'];
  const WHOLE = [178_040, 136_406, 66_909, 67_835];
  it.for([
    { file: 'precincts.zip', id: 'NAME', zoneCount: 59, cut: 67_901 },
    { file: 'new_precincts.zip', id: 'GEOID20', zoneCount: 55, cut: 8071 },
  ])('$file: every count is conserved, by area and by majority', async ({ file, id, zoneCount, cut }, context) => {
    const [blocks, zones] = [realData('providence/blocks.zip'), realData(`providence/${file}`)];
    if (blocks === null || zones === null) return context.skip(NO_REAL_DATA);
    for (const method of ['area', 'majority']) {
      const run = await zuschnitt(['aggregate', '--blocks', blocks, '--block-id', 'GEOID10', '--counts', COUNTS.join(','), '--zones', zones, '--zone-id', id, '--apportion', method], folder.path);
      expect(run.code, run.stderr).toBe(0);
      const rows = csvRows(run.stdout);
      expect(rows).toHaveLength(zoneCount + 1);
      expect(COUNTS.map((column) => total(rows, column))).toEqual(WHOLE);
      expect(total(rows, 'TOTPOP_cut')).toBe(cut);
      if (method === 'majority') expect(total(rows, 'blocks')).toBe(3014);
      for (const row of rows) {
        const [n, ofCut, most] = ['TOTPOP', 'TOTPOP_cut', 'TOTPOP_most'].map((column) => Number(row[column]));
        expect([n, ofCut, most].every(Number.isInteger)).toBe(true);
        expect(ofCut! >= 0 && ofCut! <= n! && n! <= most!).toBe(true);
      }
    }
  });
});

async function cellsByCentroid(cells: string, zones: string, zoneId: string) {
  const points = ['--x', 'x_3035', '--y', 'y_3035', '--source-crs', 'EPSG:3035', '--cell', '100'];
  const run = await zuschnitt(
    ['aggregate', '--blocks', cells, '--block-id', 'grid_id', ...points, '--counts', Object.values(CENSUS).join(','), '--zones', zones, '--zone-id', zoneId, '--apportion', 'centroid'],
    folder.path,
  );
  expect(run.code, run.stderr).toBe(0);
  return csvRows(run.stdout);
}

function expectKnown(rows: Record<string, string>[], knownFile: string): void {
  const known = csvRows(readFileSync(knownFile, 'utf8').replaceAll('"', '').replaceAll('\r', '')) as Known[];
  expect(known.length).toBeGreaterThan(5);
  for (const { id, cells, ...counts } of known) {
    const row = rows.find(({ zone }) => zone === id)!;
    const found = { id: row.zone, cells: row.blocks, ...Object.fromEntries(Object.keys(CENSUS).map((key) => [key, row[CENSUS[key as keyof typeof CENSUS]]])) };
    expect(found).toEqual({ id, cells, under10: counts.under10, age80plus: counts.age80plus, foreigners: counts.foreigners });
  }
}

/** What the file of cells holds in a column, and how many cells it leaves empty. */
function columnOf(file: string, name: string): { sum: number; empty: number; cells: number } {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const column = lines[0]!.split(',').indexOf(name);
  const fields = lines.slice(1).map((line) => line.split(',')[column]!);
  return { sum: fields.reduce((sum, field) => sum + Number(field), 0), empty: fields.filter((field) => field.trim() === '').length, cells: fields.length };
}

describe('zuschnitt aggregate of census cells by centroid', () => {
  it('gives every known sum of the ten towns of Kreis Mettmann, Haan among them', async (context) => {
    const cells = realData('haan/zensus2011_100m_kr_mettmann.csv');
    const zones = realData('haan/kreis-mettmann-gemeinden.geojson');
    if (cells === null || zones === null) return context.skip(NO_REAL_DATA);
    const rows = await cellsByCentroid(cells, zones, 'gem_code');
    expect(rows).toHaveLength(10);
    expectKnown(rows, realData('haan/known_zonal_kr_mettmann_gemeinden.csv')!);
    expect(rows.find(({ zone }) => zone === '051580008008')).toMatchObject({ blocks: '829', demography_ALTER_10JG_1: '2499' });
    expect(rows.reduce((sum, row) => sum + Number(row.demography_ALTER_10JG_1), 0)).toBe(39_733);
  });

  it('gives every known sum of the 38 districts of Mannheim and keeps the 8 cells in none as a row of their own', async (context) => {
    const cells = realData('mannheim/zensus2011_100m_mannheim.csv');
    const zones = realData('mannheim/mannheim-36stadtteile.geojson');
    if (cells === null || zones === null) return context.skip(NO_REAL_DATA);
    const rows = await cellsByCentroid(cells, zones, 'id');
    expect(rows).toHaveLength(39);
    expectKnown(rows, realData('mannheim/known_zonal_mannheim_stadtteile.csv')!);
    expect(rows.at(-1)).toMatchObject({ zone: '', blocks: '8', demography_ALTER_10JG_1: '9' });
    for (const column of Object.values(CENSUS)) {
      const held = columnOf(cells, column);
      expect(rows.reduce((sum, row) => sum + Number(row[column]), 0)).toBe(held.sum);
      // An empty cell is zero or withheld: it is counted as not known, never as 0.
      expect(rows.reduce((sum, row) => sum + Number(row[`${column}_unknown`]), 0)).toBe(held.empty);
      expect(rows.reduce((sum, row) => sum + Number(row.blocks), 0)).toBe(held.cells);
    }
    const areaKm2 = rows.slice(0, 38).reduce((sum, row) => sum + Number(row.area_m2), 0) / 1e6;
    // 144.8615 km2 is known; the plane of EPSG:25832 differs by its scale of up to 0.9996 squared.
    expect(Math.abs(areaKm2 / 144.8615 - 1)).toBeLessThan(0.001);
  });

  it('refuses cells that districts cut when nobody says how to apportion them, and names the first five', async (context) => {
    const cells = realData('mannheim/zensus2011_100m_mannheim.csv');
    const zones = realData('mannheim/mannheim-36stadtteile.geojson');
    if (cells === null || zones === null) return context.skip(NO_REAL_DATA);
    const run = await zuschnitt(
      ['aggregate', '--blocks', cells, '--block-id', 'grid_id', '--x', 'x_3035', '--y', 'y_3035', '--source-crs', 'EPSG:3035', '--cell', '100', '--counts', CENSUS.under10, '--zones', zones, '--zone-id', 'id', '--out', 'cut.csv'],
      folder.path,
    );
    expect(run.code).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).toMatch(/^zuschnitt: zensus2011_100m_mannheim\.csv, --apportion: zones cut \d+ of 3735 blocks: \S+, \S+, \S+, \S+, \S+ …; accepted: area, majority, centroid, points \(with --points F\), or raster \(with --raster F\.tif\)\n$/);
    expect(folder.files()).toEqual([]);
  });
});
