// A small municipality for database tests: a grid of 100 m squares with counts, one geography of two zones.
import type { BlockRings } from '../../core/coverage/coverage.ts';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import { dissolve } from '../../core/coverage/dissolve.ts';
import type { Queryable } from '../../server/db/database.ts';
import { insertBlocks } from '../../server/db/queries/blocks.ts';
import { insertBlockSet } from '../../server/db/queries/block-sets.ts';
import { insertBlockCounts, insertCountSet } from '../../server/db/queries/counts.ts';
import { insertGeography, insertGeographyVersion } from '../../server/db/queries/geographies.ts';
import { insertMunicipality } from '../../server/db/queries/municipalities.ts';
import { insertStatistics } from '../../server/db/queries/statistics.ts';
import { insertAssignments, insertZones } from '../../server/db/queries/zones.ts';
import { outlineToWkb } from '../../server/db/wkb.ts';
import { gridRings } from '../unit/coverage-shapes.ts';

export const SAMPLE = '09990002';
export const EPSG = 25832;

export function sampleRings(columns: number, rows: number): BlockRings {
  const rings = gridRings(columns, rows, (x, y) => [460_000 + 100 * x, 5_480_000 + 100 * y]);
  return { ...rings, ids: rings.ids.map((_, i) => `B${String(i).padStart(4, '0')}`) };
}

/** Count of block i in column c: small numbers with unknown ones among them. */
export function sampleCount(block: number, column: number): number | null {
  return (block + column) % 7 === 0 ? null : (block * 13 + column * 5) % 40;
}

export interface Sample {
  readonly blockSet: number;
  readonly countSet: number;
  readonly version: number;
  readonly rings: BlockRings;
  readonly assignment: Int32Array;
}

/** Inserts blocks, three statistics, counts of 2024-12-31 and the geography `quarter`: west and east, one block in none. */
export async function insertSample(db: Queryable, municipality = SAMPLE, columns = 4, rows = 4): Promise<Sample> {
  await insertMunicipality(db, { municipality, name: 'Sample', epsg: EPSG });
  const rings = sampleRings(columns, rows);
  const blockSet = await insertBlockSet(db, municipality, { validFrom: '2020-01-01', validTo: null, source: 'test' });
  await insertBlocks(db, municipality, blockSet, EPSG, rings);
  const statistics = ['RES', 'U18', 'SGB2'];
  await insertStatistics(
    db,
    municipality,
    statistics.map((statistic, position) => ({ statistic, position, nameDe: statistic, nameEn: statistic, unit: 'count', population: null, source: 'test' })),
  );
  const countSet = await insertCountSet(db, municipality, {
    blockSet,
    referenceDate: '2024-12-31',
    statistics,
    unlocated: [3, null, 0],
    source: 'test',
  });
  await insertBlockCounts(
    db,
    municipality,
    countSet,
    rings.ids.map((block, i) => ({ block, counts: statistics.map((_, column) => sampleCount(i, column)) })),
  );
  await insertGeography(db, municipality, { geography: 'quarter', position: 0, nameDe: 'Viertel', nameEn: 'Quarter', parent: null });
  const version = await insertGeographyVersion(db, municipality, {
    geography: 'quarter',
    blockSet,
    title: '2020',
    validFrom: '2020-01-01',
    validTo: null,
    plan: null,
  });
  const assignment = Int32Array.from(rings.ids, (_, i) => (i === 0 ? -1 : i % columns < columns / 2 ? 0 : 1));
  const built = buildCoverage(rings);
  if (!built.ok) throw new Error('the sample is no coverage');
  const outlines = dissolve(built.coverage, assignment, 2);
  const zones = ['W', 'E'].map((zone, position) => ({ zone, position, name: zone, wkb: outlineToWkb(outlines, position) }));
  await insertZones(db, municipality, 'quarter', version, EPSG, zones);
  const placed = rings.ids.flatMap((block, i) => (assignment[i]! < 0 ? [] : [{ block, zone: zones[assignment[i]!]!.zone }]));
  await insertAssignments(db, municipality, 'quarter', version, placed);
  return { blockSet, countSet, version, rings, assignment };
}
