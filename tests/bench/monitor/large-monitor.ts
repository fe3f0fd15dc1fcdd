// A municipality as large as issue 7 asks for: 400 zones, 100 indicators, 11 dates, published; written into a database of its own.
import { createHash } from 'node:crypto';
import type { Database } from '../../../server/db/database.ts';
import { insertBlocks } from '../../../server/db/queries/blocks.ts';
import { insertBlockSet } from '../../../server/db/queries/block-sets.ts';
import { insertGeography, insertGeographyVersion } from '../../../server/db/queries/geographies.ts';
import { insertMunicipality } from '../../../server/db/queries/municipalities.ts';
import { decideRelease, insertRelease, insertReleaseCells, verifyRelease } from '../../../server/db/queries/releases.ts';
import { insertStatistics } from '../../../server/db/queries/statistics.ts';
import { insertAssignments, insertZones } from '../../../server/db/queries/zones.ts';
import { insertAccount } from '../../../server/db/queries/accounts.ts';
import { hashed } from '../random.ts';
import { createTown } from '../town.ts';

export const MUNICIPALITY = '09990002';
export const GEOGRAPHY = 'quartiere';
export const ZONES = 400;
/** The whole and 99 parts of it: 100 counts, of which the map also makes 99 shares. */
export const STATISTICS = ['residents', ...Array.from({ length: 99 }, (_, i) => `part_${String(i + 1).padStart(2, '0')}`)];
export const DATES = Array.from({ length: 11 }, (_, i) => `${2015 + i}-12-31`);
const BLOCKS = 12_000;
/** As many cells as a town of this kind withholds; drawn, since no audit is measured here. */
const WITHHELD = 0.03;

/** Into a migrated, empty database. */
export async function insertLargeMonitor(db: Database): Promise<void> {
  const town = createTown(BLOCKS, ZONES, 71);
  const zones = Array.from({ length: ZONES }, (_, i) => ({ zone: String(i + 1).padStart(3, '0'), position: i, name: `Quartier ${i + 1}`, wkb: null }));
  const release = uuidOf('release');
  await db.transaction(async (tx) => {
    await insertMunicipality(tx, { municipality: MUNICIPALITY, name: 'Großstadt', epsg: 25832 });
    for (const [account, role] of [['planung', 'planner'], ['statistik', 'statistics']] as const) await insertAccount(tx, { account, name: account, roles: [role], clearances: [] });
    const blockSet = await insertBlockSet(tx, MUNICIPALITY, { validFrom: '2015-01-01', validTo: null, source: 'generated' });
    await insertBlocks(tx, MUNICIPALITY, blockSet, 25832, town.blocks);
    await insertStatistics(
      tx,
      MUNICIPALITY,
      STATISTICS.map((statistic, position) => {
        const name = position === 0 ? 'Einwohner' : `Merkmal ${position}`;
        return { statistic, position, nameDe: name, nameEn: name, unit: 'persons', population: position === 0 ? null : 'residents', source: `Quelle ${1 + (position % 9)}` };
      }),
    );
    await insertGeography(tx, MUNICIPALITY, { geography: GEOGRAPHY, position: 0, nameDe: 'Quartiere', nameEn: 'Quarters', parent: null });
    const version = await insertGeographyVersion(tx, MUNICIPALITY, { geography: GEOGRAPHY, blockSet, title: 'Stand 2015', validFrom: '2015-01-01', validTo: null, plan: null });
    await insertZones(tx, MUNICIPALITY, GEOGRAPHY, version, 25832, zones);
    await insertAssignments(tx, MUNICIPALITY, GEOGRAPHY, version, town.blocks.ids.flatMap((block, i) => (town.assignment[i]! < 0 ? [] : [{ block, zone: zones[town.assignment[i]!]!.zone }])));
    const rules = { threshold: 5, zeros: 'open' };
    await insertRelease(tx, MUNICIPALITY, { release, geography: GEOGRAPHY, version, statistics: STATISTICS, referenceDates: DATES, ruleSet: rules, ruleSets: [], requestedBy: 'planung', purpose: 'Monitor', method: 'suppress' });
    for (const [d, referenceDate] of DATES.entries()) {
      const rows = STATISTICS.flatMap((statistic, s) =>
        zones.map(({ zone }, z) => {
          const residents = 900 + Math.round(900 * hashed(7, z)) + 9 * d;
          if (s === 0) return { statistic, referenceDate, zone, state: 'value' as const, value: residents };
          const cell = (s * ZONES + z) * DATES.length + d;
          return hashed(9, cell) < WITHHELD ? { statistic, referenceDate, zone, state: 'withheld' as const, value: null } : { statistic, referenceDate, zone, state: 'value' as const, value: 5 + Math.round((residents - 5) * 0.4 * hashed(8, cell)) };
        }),
      );
      await insertReleaseCells(tx, MUNICIPALITY, release, rows);
    }
    await verifyRelease(tx, MUNICIPALITY, release, 'verified', ['requested']);
    await decideRelease(tx, MUNICIPALITY, release, 'published', 'statistik', ['verified']);
  });
}

function uuidOf(name: string): string {
  const hex = createHash('sha256').update(`${MUNICIPALITY} ${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
