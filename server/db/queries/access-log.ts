// Who saw counts by block: written by every route that shows them, read by data protection and administration.
import { z } from 'zod';
import { date, nothing, time } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { statement } from '../statement.ts';

export interface Access {
  readonly account: string;
  /** What was seen, in the words of the log: 'plan p1', 'findings of release r1', 'archive'. Never a number of it. */
  readonly what: string;
  /** Source of the statistics, '*' for all. */
  readonly source: string;
  /** Null: several, or all there are. */
  readonly referenceDate: string | null;
  /** Purpose of the grant under which it was seen. */
  readonly purpose: string;
}

const insert = statement(
  'access.insert',
  `insert into app.access_log (municipality, entry, account, what, source, reference_date, purpose)
   values ($1, gen_random_uuid()::text, $2, $3, $4, $5, $6)`,
  nothing,
);

/** Appends one entry. Call it before the counts leave: what cannot be logged is not shown. */
export async function recordAccess(db: Queryable, municipality: string, access: Access): Promise<void> {
  await insert.run(db, [municipality, access.account, access.what, access.source, access.referenceDate, access.purpose]);
}

const entry = z.strictObject({
  at: time,
  account: z.string(),
  what: z.string(),
  source: z.string(),
  referenceDate: date.nullable(),
  purpose: z.string(),
});
export type AccessEntry = z.infer<typeof entry>;

const list = statement(
  'access.list',
  `select at, account, what, source, reference_date as "referenceDate", purpose from app.access_log
   where municipality = $1 and ($2::text is null or account = $2) and ($3::timestamptz is null or at < $3)
   order by at desc, entry limit $4`,
  entry,
);
/** Newest first, before a moment where one is given. */
export const listAccess = (db: Queryable, municipality: string, query: { account: string | null; before: Date | null; limit: number }): Promise<readonly AccessEntry[]> =>
  list.run(db, [municipality, query.account, query.before, query.limit]);
