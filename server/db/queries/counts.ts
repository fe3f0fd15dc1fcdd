// Counts of one reference date over one stand of blocks, row-major: an integer array a block, null where unknown.
import { z } from 'zod';
import { date, nothing } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { statement } from '../statement.ts';

const countSet = z.strictObject({
  countSet: z.number(),
  blockSet: z.number(),
  referenceDate: date,
  statistics: z.array(z.string()),
  unlocated: z.array(z.number().nullable()),
  source: z.string(),
});
export type CountSet = z.infer<typeof countSet>;

const list = statement(
  'count_set.list',
  `select count_set as "countSet", block_set as "blockSet", reference_date as "referenceDate", statistics, unlocated, source
   from app.count_set where municipality = $1 order by reference_date, count_set`,
  countSet,
);
/** All count sets, oldest first. Where two hold the same statistic at the same date, the later one counts. */
export const listCountSets = (db: Queryable, municipality: string): Promise<readonly CountSet[]> => list.run(db, [municipality]);

const insertSet = statement(
  'count_set.insert',
  `insert into app.count_set (municipality, count_set, block_set, reference_date, statistics, unlocated, source)
   select $1, coalesce(max(count_set), 0) + 1, $2::bigint, $3::date, $4::text[], $5::integer[], $6
   from app.count_set where municipality = $1
   returning count_set as "countSet"`,
  z.strictObject({ countSet: z.number() }),
);
/** Adds a count set under the next number and returns the number. */
export async function insertCountSet(db: Queryable, municipality: string, row: Omit<CountSet, 'countSet'>): Promise<number> {
  const rows = await insertSet.run(db, [municipality, row.blockSet, row.referenceDate, row.statistics, row.unlocated, row.source]);
  return rows[0]!.countSet;
}

export interface BlockCounts {
  readonly block: string;
  /** By the columns of the count set; null where unknown. */
  readonly counts: readonly (number | null)[];
}

const listCounts = statement(
  'block_count.list',
  `select counted.block, counted.counts
   from app.block_count as counted
   where counted.municipality = $1 and counted.count_set = $2 order by counted.block`,
  z.strictObject({ block: z.string(), counts: z.array(z.number().nullable()) }),
);
export const listBlockCounts = (db: Queryable, municipality: string, set: number): Promise<readonly BlockCounts[]> =>
  listCounts.run(db, [municipality, set]);

// Arrays of arrays must be rectangular and come out of unnest flat: the inner ones travel as text.
const insertCounts = statement(
  'block_count.insert',
  `insert into app.block_count (municipality, count_set, block, counts)
   select $1, $2, counted.block, counted.counts::integer[]
   from unnest($3::text[], $4::text[]) as counted (block, counts)`,
  nothing,
);
export async function insertBlockCounts(db: Queryable, municipality: string, set: number, rows: readonly BlockCounts[]): Promise<void> {
  for (let from = 0; from < rows.length; from += 20_000) {
    const some = rows.slice(from, from + 20_000);
    await insertCounts.run(db, [municipality, set, some.map(({ block }) => block), some.map(({ counts }) => counts)]);
  }
}

const sums = statement(
  'count_set.sum_by_zone',
  `select zone, statistic, known, unknown from app.zone_sums($1, $2, $3, $4) order by zone, statistic`,
  z.strictObject({ zone: z.string(), statistic: z.string(), known: z.number(), unknown: z.number() }),
);
/** Sums by zone computed in the database; the kernel's are the ones in use. `zone` is empty for blocks of no zone. */
export const sumCountsByZone = (
  db: Queryable,
  municipality: string,
  geography: string,
  version: number,
  set: number,
): Promise<readonly { zone: string; statistic: string; known: number; unknown: number }[]> => sums.run(db, [municipality, geography, version, set]);
