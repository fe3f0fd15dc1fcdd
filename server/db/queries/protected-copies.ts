// Block counts rounded once, for who has no clearance; and how often a plan was checked against the true ones.
import { z } from 'zod';
import { nothing } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { onlyRow, statement } from '../statement.ts';

const copy = z.strictObject({
  statistic: z.string(),
  base: z.number(),
  counts: z.array(z.number().nullable()),
  basesOff: z.number(),
  digest: z.string(),
});
export type StoredCopy = z.infer<typeof copy>;

const list = statement(
  'protected_copy.list',
  `select statistic, base, counts, bases_off as "basesOff", digest from app.protected_copy
   where municipality = $1 and count_set = $2 order by statistic`,
  copy,
);
/** Copies of a count set, by block position. */
export const listProtectedCopies = (db: Queryable, municipality: string, countSet: number): Promise<readonly StoredCopy[]> => list.run(db, [municipality, countSet]);

const names = statement(
  'protected_copy.list_statistics',
  'select statistic from app.protected_copy where municipality = $1 and count_set = $2',
  z.strictObject({ statistic: z.string() }),
);
export async function listCopiedStatistics(db: Queryable, municipality: string, countSet: number): Promise<ReadonlySet<string>> {
  return new Set((await names.run(db, [municipality, countSet])).map(({ statistic }) => statistic));
}

const digests = statement(
  'protected_copy.list_digests',
  'select count_set as "countSet", digest from app.protected_copy where municipality = $1 order by count_set, statistic',
  z.strictObject({ countSet: z.number(), digest: z.string() }),
);
export interface CopyDigest {
  readonly countSet: number;
  readonly digest: string;
}
/** What names every copy of the municipality. */
export const listCopyDigests = (db: Queryable, municipality: string): Promise<readonly CopyDigest[]> => digests.run(db, [municipality]);

const insert = statement(
  'protected_copy.insert',
  `insert into app.protected_copy (municipality, count_set, statistic, base, counts, bases_off, digest)
   values ($1, $2, $3, $4, $5::integer[], $6, $7)`,
  nothing,
);
export async function insertProtectedCopy(db: Queryable, municipality: string, countSet: number, row: StoredCopy): Promise<void> {
  await insert.run(db, [municipality, countSet, row.statistic, row.base, row.counts, row.basesOff, row.digest]);
}

const check = statement(
  'plan_check.insert',
  `insert into app.plan_check (municipality, plan, day, attempt, account)
   select $1, $2, (now() at time zone 'UTC')::date, made.attempt, $3
   from (select coalesce(max(attempt), 0) + 1 as attempt from app.plan_check
         where municipality = $1 and plan = $2 and day = (now() at time zone 'UTC')::date) as made
   where made.attempt <= $4
     and (select count(*) from app.plan_check where municipality = $1 and account = $3 and day = (now() at time zone 'UTC')::date) < $5
   returning attempt`,
  z.strictObject({ attempt: z.number() }),
);
/**
 * Counts one check of a plan; null where today (UTC) there were `most` of the plan or `mostOfAccount` by the account already. Of
 * two at once for the same plan the key refuses one.
 */
export const countPlanCheck = async (db: Queryable, municipality: string, plan: string, account: string, most: number, mostOfAccount: number): Promise<number | null> =>
  onlyRow(await check.run(db, [municipality, plan, account, most, mostOfAccount]))?.attempt ?? null;
