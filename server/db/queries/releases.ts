// What may be seen outside: releases and their cells. A withheld cell has no number anywhere here.
import { z } from 'zod';
import { date, nothing, time } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { onlyRow, statement } from '../statement.ts';

const release = z.strictObject({
  release: z.string(),
  geography: z.string(),
  version: z.number(),
  statistics: z.array(z.string()),
  referenceDates: z.array(date),
  ruleSet: z.record(z.string(), z.unknown()),
  state: z.enum(['requested', 'approved', 'withdrawn']),
  requestedBy: z.string(),
  requestedAt: time,
  decidedBy: z.string().nullable(),
  decidedAt: time.nullable(),
});
export type Release = z.infer<typeof release>;

const COLUMNS = `release, geography, version, statistics, reference_dates as "referenceDates", rule_set as "ruleSet", state,
   requested_by as "requestedBy", requested_at as "requestedAt", decided_by as "decidedBy", decided_at as "decidedAt"`;

const list = statement('release.list', `select ${COLUMNS} from app.release where municipality = $1 order by requested_at, release`, release);
export const listReleases = (db: Queryable, municipality: string): Promise<readonly Release[]> => list.run(db, [municipality]);

const find = statement('release.find', `select ${COLUMNS} from app.release where municipality = $1 and release = $2`, release);
export const findRelease = async (db: Queryable, municipality: string, id: string): Promise<Release | null> =>
  onlyRow(await find.run(db, [municipality, id]));

const insert = statement(
  'release.insert',
  `insert into app.release (municipality, release, geography, version, statistics, reference_dates, rule_set, requested_by)
   values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${COLUMNS}`,
  release,
);
export async function insertRelease(
  db: Queryable,
  municipality: string,
  row: Pick<Release, 'release' | 'geography' | 'version' | 'statistics' | 'referenceDates' | 'ruleSet' | 'requestedBy'>,
): Promise<Release> {
  const rows = await insert.run(db, [
    municipality,
    row.release,
    row.geography,
    row.version,
    row.statistics,
    row.referenceDates,
    row.ruleSet,
    row.requestedBy,
  ]);
  return rows[0]!;
}

const decide = statement(
  'release.decide',
  `update app.release set state = $3, decided_by = $4, decided_at = now()
   where municipality = $1 and release = $2 and state = any($5::text[]) returning ${COLUMNS}`,
  release,
);
/** Changes the state if it is one of `from`; null where it is not. The schema refuses approval by who asked. */
export const decideRelease = async (
  db: Queryable,
  municipality: string,
  id: string,
  state: 'approved' | 'withdrawn',
  account: string,
  from: readonly Release['state'][],
): Promise<Release | null> => onlyRow(await decide.run(db, [municipality, id, state, account, from]));

const cell = z.strictObject({
  statistic: z.string(),
  referenceDate: date,
  zone: z.string(),
  state: z.enum(['value', 'atLeast', 'withheld', 'missing']),
  value: z.number().nullable(),
});
export type ReleaseCell = z.infer<typeof cell>;

const listCells = statement(
  'release_cell.list',
  `select statistic, reference_date as "referenceDate", zone, state, value from app.release_cell
   where municipality = $1 and release = $2 order by statistic, reference_date, zone`,
  cell,
);
export const listReleaseCells = (db: Queryable, municipality: string, id: string): Promise<readonly ReleaseCell[]> =>
  listCells.run(db, [municipality, id]);

const insertCells = statement(
  'release_cell.insert',
  `insert into app.release_cell (municipality, release, statistic, reference_date, zone, state, value)
   select $1, $2, made.statistic, made.reference_date, made.zone, made.state, made.value
   from unnest($3::text[], $4::date[], $5::text[], $6::text[], $7::bigint[]) as made (statistic, reference_date, zone, state, value)`,
  nothing,
);
export async function insertReleaseCells(db: Queryable, municipality: string, id: string, rows: readonly ReleaseCell[]): Promise<void> {
  await insertCells.run(db, [
    municipality,
    id,
    rows.map((row) => row.statistic),
    rows.map((row) => row.referenceDate),
    rows.map((row) => row.zone),
    rows.map((row) => row.state),
    rows.map((row) => row.value),
  ]);
}
