// A town of 48 square blocks for the HTTP tests: small enough to reckon by hand, with numbers that cannot appear by chance.
import type { BlockRings } from '../../core/coverage/coverage.ts';
import { ringsFromGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import type { Database } from '../../server/db/database.ts';
import { insertAccount } from '../../server/db/queries/accounts.ts';
import { insertBlocks } from '../../server/db/queries/blocks.ts';
import { insertBlockSet } from '../../server/db/queries/block-sets.ts';
import { insertBlockCounts, insertCountSet } from '../../server/db/queries/counts.ts';
import { insertGeography, insertGeographyVersion } from '../../server/db/queries/geographies.ts';
import { insertMunicipality, type Municipality } from '../../server/db/queries/municipalities.ts';
import { insertReferenceFeatures } from '../../server/db/queries/reference-features.ts';
import { insertStatistics } from '../../server/db/queries/statistics.ts';
import { insertAssignments, insertZones } from '../../server/db/queries/zones.ts';

export const TOWN: Municipality = { municipality: '09990001', name: 'Gartenstadt', epsg: 25832 };
export const COLUMNS = 8;
export const ROWS = 6;
export const BLOCKS = Array.from({ length: COLUMNS * ROWS }, (_, i) => `b${String(i).padStart(2, '0')}`);
export const ZONES = ['A', 'B', 'C', 'D'] as const;

/** A is the lower left quarter, B the lower right, C the upper left, D the upper right: 12 blocks each. */
export function zoneOf(block: number): (typeof ZONES)[number] {
  const right = block % COLUMNS >= COLUMNS / 2;
  const upper = block >= BLOCKS.length / 2;
  return ZONES[(right ? 1 : 0) + (upper ? 2 : 0)]!;
}

/** Residents of a block: seven digits that occur nowhere else; neither they nor sums of zones are multiples of 5, as protected copies are. */
export const residentsOf = (block: number) => 1_300_021 + 7_920 * block;

/**
 * Children under three. A: 3 in one block, 0 elsewhere (to be withheld). B: 0 everywhere. C: 40 and one block unknown (at
 * least 40). D: unknown everywhere (missing).
 */
export function childrenOf(block: number): number | null {
  const zone = zoneOf(block);
  if (zone === 'D') return null;
  if (block === 1) return 3;
  if (block === 24) return null;
  return block === 25 ? 40 : 0;
}

export const DATE = '2025-12-31';
export const EARLIER = '2024-12-31';
/** Everything that is known of residents: blocks, zones, all. None of these may ever reach who has no clearance. */
export const RESIDENT_NUMBERS: readonly number[] = [
  ...BLOCKS.map((_, block) => residentsOf(block)),
  ...ZONES.map((zone) => BLOCKS.reduce((sum, _, block) => sum + (zoneOf(block) === zone ? residentsOf(block) : 0), 0)),
  BLOCKS.reduce((sum, _, block) => sum + residentsOf(block), 0),
];

export function townRings(): BlockRings {
  return ringsFromGeoJson(
    BLOCKS.map((id, i) => {
      const x = 500_000 + 100 * (i % COLUMNS);
      const y = 5_500_000 + 100 * Math.floor(i / COLUMNS);
      const ring = [[x, y], [x + 100, y], [x + 100, y + 100], [x, y + 100], [x, y]];
      return { id, geometry: { type: 'Polygon' as const, coordinates: [ring] } };
    }),
  );
}

/**
 * Fills a migrated, empty database with the town, its quarters as of 2020 and two years of counts. `more`: a twin of the town, in which
 * all that is secret is larger by this: residents, and the children of whom there are few.
 */
export async function insertTown(db: Database, more = 0): Promise<void> {
  const twin = (count: number | null) => (count === 3 || (count ?? 0) > 1000 ? count! + more : count);
  const { municipality, epsg } = TOWN;
  await db.transaction(async (tx) => {
    await insertMunicipality(tx, TOWN);
    const clearances = ['block-counts'];
    await insertAccount(tx, { account: 'planung', name: 'Planung', roles: ['planner', 'editor'], clearances });
    await insertAccount(tx, { account: 'statistik', name: 'Statistik', roles: ['statistics'], clearances });
    await insertAccount(tx, { account: 'dsb', name: 'Datenschutz', roles: ['dpo'], clearances });
    await insertAccount(tx, { account: 'admin', name: 'Verwaltung', roles: ['admin'], clearances });
    await insertAccount(tx, { account: 'ohne', name: 'Planung ohne Freigabe', roles: ['planner'], clearances: [] });
    const blockSet = await insertBlockSet(tx, municipality, { validFrom: '2015-01-01', validTo: null, source: 'test' });
    await insertBlocks(tx, municipality, blockSet, epsg, townRings());
    await insertStatistics(
      tx,
      municipality,
      ['residents', 'children', 'cars'].map((statistic, position) => {
        return { statistic, position, nameDe: statistic, nameEn: statistic, unit: 'count', population: null, source: 'test' };
      }),
    );
    const statistics = ['residents', 'children'];
    const now = await insertCountSet(tx, municipality, { blockSet, referenceDate: DATE, statistics, unlocated: [0, 0], source: 'test' });
    await insertBlockCounts(tx, municipality, now, BLOCKS.map((block, i) => ({ block, counts: [twin(residentsOf(i)), twin(childrenOf(i))] })));
    const before = await insertCountSet(tx, municipality, { blockSet, referenceDate: EARLIER, statistics: ['residents'], unlocated: [0], source: 'test' });
    await insertBlockCounts(tx, municipality, before, BLOCKS.map((block, i) => ({ block, counts: [twin(residentsOf(i) - 1)] })));
    await insertGeography(tx, municipality, { geography: 'stadtteil', position: 0, nameDe: 'Stadtteile', nameEn: 'Districts', parent: null });
    const row = { geography: 'stadtteil', blockSet, title: 'Stand 2020', validFrom: '2020-01-01', validTo: null, plan: null };
    const version = await insertGeographyVersion(tx, municipality, row);
    const zones = ZONES.map((zone, position) => ({ zone, position, name: `Viertel ${zone}`, wkb: null }));
    await insertZones(tx, municipality, 'stadtteil', version, epsg, zones);
    await insertAssignments(tx, municipality, 'stadtteil', version, BLOCKS.map((block, i) => ({ block, zone: zoneOf(i) })));
    await insertReferenceFeatures(tx, municipality, 'water', epsg, [
      { feature: 'bach', name: 'Bach', properties: { kind: 'stream' }, geometry: { type: 'LineString', coordinates: [[500_000, 5_500_050], [500_800, 5_500_050]] } },
    ]);
  });
}
