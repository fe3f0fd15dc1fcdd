// The square town with four catchments, their schools, children by year of age, houses and a grid of streets; small enough to reckon by hand.
import type { Database } from '../../server/db/database.ts';
import { insertAddresses } from '../../server/db/queries/addresses.ts';
import { insertBlockCounts, insertCountSet } from '../../server/db/queries/counts.ts';
import { insertGeography, insertGeographyVersion } from '../../server/db/queries/geographies.ts';
import { insertReferenceFeatures } from '../../server/db/queries/reference-features.ts';
import { insertStatistics } from '../../server/db/queries/statistics.ts';
import { insertAssignments, insertZones } from '../../server/db/queries/zones.ts';
import { BLOCKS, COLUMNS, DATE, ROWS, TOWN, ZONES, zoneOf } from './town.ts';

export const CATCHMENTS = 'schulbezirke';
export const REGISTER = 'Melderegister';
export const AGES = Array.from({ length: 8 }, (_, age) => `age_0${age}`);

/** 0 to 4 children of every year of age. */
export const childrenAged = (block: number, age: number) => (block * 7 + age * 3) % 5;

/** Corner of the town, metres. */
export const ORIGIN = [500_000, 5_500_000] as const;

export interface TownSchool {
  readonly school: string;
  readonly x: number;
  readonly y: number;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** One in the middle of each quarter, with 25 places in two classes at most. */
export const SCHOOLS: readonly TownSchool[] = [
  { school: 'A', x: 250, y: 150, properties: { type: 'Grundschule', classesPerYear: 1, classSize: 25, address: 'Weg 1 3' } },
  { school: 'B', x: 650, y: 150, properties: { type: 'Grundschule', classesPerYear: '2', classSize: '25' } },
  { school: 'C', x: 250, y: 450, properties: { type: 'Grundschule', placesPerYear: 40 } },
  { school: 'D', x: 650, y: 450, properties: { type: 'Grundschule', placesPerYear: 30 } },
];

/** Streets along the borders of the blocks, every 100 m. */
export function gridStreets(): { feature: string; name: string; properties: Record<string, unknown>; geometry: { type: 'LineString'; coordinates: number[][] } }[] {
  const at = (column: number, row: number) => [ORIGIN[0] + 100 * column, ORIGIN[1] + 100 * row];
  const line = (name: string, points: number[][]) => ({ feature: name, name, properties: { class: 'local' }, geometry: { type: 'LineString' as const, coordinates: points } });
  return [
    ...Array.from({ length: ROWS + 1 }, (_, row) => line(`Weg ${row}`, Array.from({ length: COLUMNS + 1 }, (__, column) => at(column, row)))),
    ...Array.from({ length: COLUMNS + 1 }, (_, column) => line(`Gasse ${column}`, Array.from({ length: ROWS + 1 }, (__, row) => at(column, row)))),
  ];
}

/** Two houses a block on the street below it: odd numbers on one side, even on the other. */
export const houses = () =>
  BLOCKS.flatMap((block, i) => {
    const [column, row] = [i % COLUMNS, Math.floor(i / COLUMNS)];
    return [0, 1].map((which) => ({
      address: `${block}-${which}`, block, street: `Weg ${row}`, houseNumber: String(2 * column + 1 + which), weight: 1 + which, x: ORIGIN[0] + 100 * column + 30 + 40 * which, y: ORIGIN[1] + 100 * row + 20,
    }));
  });

/** Adds all that to the town of the HTTP tests. */
export async function insertSchoolTown(db: Database, schools: readonly TownSchool[] = SCHOOLS): Promise<void> {
  const { municipality, epsg } = TOWN;
  await db.transaction(async (tx) => {
    const define = (statistic: string, population: string | null, i: number) => ({ statistic, position: 10 + i, nameDe: statistic, nameEn: statistic, unit: 'persons', population, source: REGISTER });
    const extra = [['under_18', null], ['households_with_children', null], ['sgb2_under_15', 'under_15'], ['under_15', null]] as const;
    const rows = [...AGES.map((code, i) => define(code, null, i)), ...extra.map(([code, population], i) => define(code, population, 20 + i))];
    await insertStatistics(tx, municipality, rows);
    const statistics = rows.map(({ statistic }) => statistic);
    const countSet = await insertCountSet(tx, municipality, { blockSet: 1, referenceDate: DATE, statistics, unlocated: statistics.map(() => 0), source: REGISTER });
    const counts = BLOCKS.map((block, i) => {
      const ages = AGES.map((_, age) => childrenAged(i, age));
      const all = 2 * ages.reduce((sum, count) => sum + count, 0);
      return { block, counts: [...ages, all, Math.ceil(all / 2), i % 3, all] };
    });
    await insertBlockCounts(tx, municipality, countSet, counts);
    await insertGeography(tx, municipality, { geography: CATCHMENTS, position: 1, nameDe: 'Schulbezirke', nameEn: 'School catchments', parent: null });
    const version = await insertGeographyVersion(tx, municipality, { geography: CATCHMENTS, blockSet: 1, title: 'Satzung 2020', validFrom: '2020-01-01', validTo: null, plan: null });
    await insertZones(tx, municipality, CATCHMENTS, version, epsg, ZONES.map((zone, position) => ({ zone, position, name: `Schule ${zone}`, wkb: null })));
    await insertAssignments(tx, municipality, CATCHMENTS, version, BLOCKS.map((block, i) => ({ block, zone: zoneOf(i) })));
    await insertReferenceFeatures(tx, municipality, 'schools', epsg, schools.map(({ school, x, y, properties = {} }) => (
      { feature: school, name: `Schule ${school}`, properties, geometry: { type: 'Point', coordinates: [ORIGIN[0] + x, ORIGIN[1] + y] } }
    )));
    await insertReferenceFeatures(tx, municipality, 'streets', epsg, gridStreets());
    await insertAddresses(tx, municipality, epsg, houses());
  });
}
