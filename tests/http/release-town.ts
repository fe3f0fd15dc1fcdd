// Beside the town's quarters a second cut and two more statistics, made so that the two cuts together give a block away.
import type { Database } from '../../server/db/database.ts';
import { insertBlockCounts, insertCountSet } from '../../server/db/queries/counts.ts';
import { insertGeography, insertGeographyVersion } from '../../server/db/queries/geographies.ts';
import { insertStatistics } from '../../server/db/queries/statistics.ts';
import { insertAssignments, insertZones } from '../../server/db/queries/zones.ts';
import { BLOCKS, DATE, TOWN, ZONES, zoneOf } from './town.ts';

/** The block that lies in B of the quarters and in A of the districts. */
export const SLIVER = 4;

/** Dogs: 10 a block, and 2 in the sliver: B less the B of the districts is 2. */
export const dogsOf = (block: number) => (block === SLIVER ? 2 : 10);

/** Dogs on a lead, a part of all dogs: all but 3 of D, so that what is left of D is small. */
export const leashedOf = (block: number) => (block === SLIVER ? 0 : zoneOf(block) === 'D' ? (block === 47 ? 7 : 10) : 5);

export const districtOf = (block: number) => (block === SLIVER ? 'A' : zoneOf(block));

/** Adds statistics `dogs` and `leashed` (source Steueramt) and the geography `bezirk`, version 1; the workspace has to be read again. */
export async function insertDogs(db: Database): Promise<void> {
  const { municipality, epsg } = TOWN;
  await db.transaction(async (tx) => {
    const common = { unit: 'count', source: 'Steueramt' };
    await insertStatistics(tx, municipality, [
      { statistic: 'dogs', position: 10, nameDe: 'Hunde', nameEn: 'Dogs', population: null, ...common },
      { statistic: 'leashed', position: 11, nameDe: 'Hunde an der Leine', nameEn: 'Dogs on a lead', population: 'dogs', ...common },
    ]);
    const set = await insertCountSet(tx, municipality, { blockSet: 1, referenceDate: DATE, statistics: ['dogs', 'leashed'], unlocated: [0, 0], source: 'Steueramt' });
    await insertBlockCounts(tx, municipality, set, BLOCKS.map((block, i) => ({ block, counts: [dogsOf(i), leashedOf(i)] })));
    await insertGeography(tx, municipality, { geography: 'bezirk', position: 1, nameDe: 'Bezirke', nameEn: 'Precincts', parent: null });
    const version = await insertGeographyVersion(tx, municipality, { geography: 'bezirk', blockSet: 1, title: 'Stand 2020', validFrom: '2020-01-01', validTo: null, plan: null });
    await insertZones(tx, municipality, 'bezirk', version, epsg, ZONES.map((zone, position) => ({ zone, position, name: `Bezirk ${zone}`, wkb: null })));
    await insertAssignments(tx, municipality, 'bezirk', version, BLOCKS.map((block, i) => ({ block, zone: districtOf(i) })));
  });
}
