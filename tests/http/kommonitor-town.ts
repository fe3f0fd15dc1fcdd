// The town with a second cut, households by cut and date, and two schools: what KomMonitor's interface is tested on.
import type { Database } from '../../server/db/database.ts';
import { insertBlockCounts, insertCountSet } from '../../server/db/queries/counts.ts';
import { insertGeographyVersion } from '../../server/db/queries/geographies.ts';
import { insertReferenceFeatures } from '../../server/db/queries/reference-features.ts';
import { insertStatistics } from '../../server/db/queries/statistics.ts';
import { insertAssignments, insertZones } from '../../server/db/queries/zones.ts';
import { identity } from '../../server/workspace/kommonitor/identity.ts';
import type { ServerUnderTest } from './server-under-test.ts';
import { BLOCKS, DATE, EARLIER, TOWN, zoneOf } from './town.ts';

/** Begins between the two dates. */
export const NEW_CUT = '2025-07-01';
export const UNIT = identity(TOWN.municipality, 'spatial-unit', 'stadtteil');
export const ONE_PERSON = identity(TOWN.municipality, 'indicator', 'one-person');
export const HOUSEHOLDS = identity(TOWN.municipality, 'indicator', 'count-households');
export const ALONE = identity(TOWN.municipality, 'indicator', 'count-one_person_households');

/** One-person households: 3 in all of A, which is withheld; 50, 60 and 70 a block in B, C and D, two more a block a year later. */
export function aloneOf(block: number, date: string): number {
  const zone = zoneOf(block);
  if (zone === 'A') return block === 0 ? 3 : 0;
  return { B: 50, C: 60, D: 70 }[zone] + (date === DATE ? 2 : 0);
}

/** Households: 100 a block. In the second cut C and D are one zone, and block 4 goes from B to A. */
export async function insertHouseholds(db: Database): Promise<void> {
  const { municipality, epsg } = TOWN;
  await db.transaction(async (tx) => {
    const row = { unit: 'households', source: 'Melderegister' };
    await insertStatistics(tx, municipality, [
      { statistic: 'one_person_households', position: 20, nameDe: 'Einpersonenhaushalte', nameEn: 'One-person households', ...row, population: 'households' },
      { statistic: 'households', position: 21, nameDe: 'Haushalte', nameEn: 'Households', ...row, population: null },
    ]);
    for (const referenceDate of [EARLIER, DATE]) {
      const set = await insertCountSet(tx, municipality, { blockSet: 1, referenceDate, statistics: ['one_person_households', 'households'], unlocated: [0, 0], source: 'Melderegister' });
      await insertBlockCounts(tx, municipality, set, BLOCKS.map((block, i) => ({ block, counts: [aloneOf(i, referenceDate), 100] })));
    }
    await tx.query('update app.geography_version set valid_to = $1::date where geography = $2', [NEW_CUT, 'stadtteil']);
    const version = await insertGeographyVersion(tx, municipality, { geography: 'stadtteil', blockSet: 1, title: 'Stand 2025', validFrom: NEW_CUT, validTo: null, plan: null });
    await insertZones(tx, municipality, 'stadtteil', version, epsg, ['A', 'B', 'CD'].map((zone, position) => ({ zone, position, name: `Viertel ${zone}`, wkb: null })));
    await insertAssignments(tx, municipality, 'stadtteil', version, BLOCKS.map((block, i) => ({ block, zone: i === 4 ? 'A' : { A: 'A', B: 'B', C: 'CD', D: 'CD' }[zoneOf(i)] })));
    await insertReferenceFeatures(tx, municipality, 'schools', epsg, [
      { feature: 'S1', name: 'Schule am Bach', properties: { placesPerYear: 25, type: 'Grundschule', address: 'Weg 1' }, geometry: { type: 'Point', coordinates: [500_150, 5_500_150] } },
      { feature: 'S2', name: 'Alte Schule', properties: { placesPerYear: 20, closes: '2025-08-01' }, geometry: { type: 'Point', coordinates: [500_650, 5_500_450] } },
    ]);
  });
}

/** Asks for a release and has it approved by the second person; its id. */
export async function publish(server: ServerUnderTest, version: number, statistics: readonly string[], referenceDates: readonly string[]): Promise<string> {
  const { status, text, body } = await server.post('/releases', { body: { geography: 'stadtteil', version, statistics, referenceDates } });
  if (status !== 201) throw new Error(text);
  const approved = await server.post(`/releases/${body.release}/approve`, { as: 'statistik' });
  if (approved.status !== 200) throw new Error(approved.text);
  return body.release as string;
}
