// What may be seen outside: releases and their cells. A withheld cell has no number anywhere here.
import { z } from 'zod';
import { date, nothing, time } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { onlyRow, statement } from '../statement.ts';

/** How numbers are kept secret: withheld, rounded to multiples, or changed by noise. */
export const RELEASE_METHODS = ['suppress', 'round', 'cell-key'] as const;
export type ReleaseMethod = (typeof RELEASE_METHODS)[number];

export const RELEASE_STATES = ['requested', 'verified', 'objected', 'approved', 'published', 'withdrawn'] as const;
export type ReleaseState = (typeof RELEASE_STATES)[number];

const release = z.strictObject({
  release: z.string(),
  geography: z.string(),
  version: z.number(),
  statistics: z.array(z.string()),
  referenceDates: z.array(date),
  ruleSet: z.record(z.string(), z.unknown()),
  ruleSets: z.array(z.record(z.string(), z.unknown())),
  purpose: z.string(),
  method: z.enum(RELEASE_METHODS),
  state: z.enum(RELEASE_STATES),
  requestedBy: z.string(),
  requestedAt: time,
  decidedBy: z.string().nullable(),
  decidedAt: time.nullable(),
  publishedAt: time.nullable(),
});
export type Release = z.infer<typeof release>;

const COLUMNS = `release, geography, version, statistics, reference_dates as "referenceDates", rule_set as "ruleSet", rule_sets as "ruleSets",
   purpose, method, state, requested_by as "requestedBy", requested_at as "requestedAt", decided_by as "decidedBy", decided_at as "decidedAt",
   published_at as "publishedAt"`;

const list = statement('release.list', `select ${COLUMNS} from app.release where municipality = $1 order by requested_at, release`, release);
export const listReleases = (db: Queryable, municipality: string): Promise<readonly Release[]> => list.run(db, [municipality]);

const find = statement('release.find', `select ${COLUMNS} from app.release where municipality = $1 and release = $2`, release);
export const findRelease = async (db: Queryable, municipality: string, id: string): Promise<Release | null> =>
  onlyRow(await find.run(db, [municipality, id]));

type NewRelease = Pick<Release, 'release' | 'geography' | 'version' | 'statistics' | 'referenceDates' | 'ruleSet' | 'requestedBy'> &
  Partial<Pick<Release, 'ruleSets' | 'purpose' | 'method'>>;

const insert = statement(
  'release.insert',
  `insert into app.release (municipality, release, geography, version, statistics, reference_dates, rule_set, requested_by, rule_sets, purpose, method)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10, $11) returning ${COLUMNS}`,
  release,
);
export async function insertRelease(db: Queryable, municipality: string, row: NewRelease): Promise<Release> {
  const rows = await insert.run(db, [
    municipality,
    row.release,
    row.geography,
    row.version,
    row.statistics,
    row.referenceDates,
    row.ruleSet,
    row.requestedBy,
    // A bare array would be taken for an array of PostgreSQL.
    JSON.stringify(row.ruleSets ?? []),
    row.purpose ?? '',
    row.method ?? 'suppress',
  ]);
  return rows[0]!;
}

const decide = statement(
  'release.decide',
  `update app.release set state = $3, decided_by = $4, decided_at = now(),
     published_at = case when $3 = 'published' then now() else published_at end
   where municipality = $1 and release = $2 and state = any($5::text[]) returning ${COLUMNS}`,
  release,
);
/** Changes the state if it is one of `from`; null where it is not. The schema refuses approval by who asked. */
export const decideRelease = async (
  db: Queryable,
  municipality: string,
  id: string,
  state: Exclude<ReleaseState, 'requested' | 'verified' | 'objected'>,
  account: string,
  from: readonly ReleaseState[],
): Promise<Release | null> => onlyRow(await decide.run(db, [municipality, id, state, account, from]));

const verify = statement(
  'release.verify',
  `update app.release set state = $3 where municipality = $1 and release = $2 and state = any($4::text[]) returning ${COLUMNS}`,
  release,
);
/** As `decideRelease`, for the step before the decision. */
export const verifyRelease = async (
  db: Queryable,
  municipality: string,
  id: string,
  state: 'verified' | 'objected',
  from: readonly ReleaseState[],
): Promise<Release | null> => onlyRow(await verify.run(db, [municipality, id, state, from]));

const listPublic = statement(
  'release.list_public',
  `select release from app.release where municipality = $1 and (published_at is not null or state = 'approved') order by release`,
  z.strictObject({ release: z.string() }),
);
/** Releases that audits count: those that anybody ever saw, withdrawn ones too, and those that will be seen. */
export const listPublicReleases = async (db: Queryable, municipality: string): Promise<readonly string[]> =>
  (await listPublic.run(db, [municipality])).map((row) => row.release);

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

const listZones = statement(
  'release.list_zones',
  'select zone from app.zone where municipality = $1 and geography = $2 and version = $3 order by position, zone',
  z.strictObject({ zone: z.string() }),
);
/** Zones of a cut in their own order: that of a release's cells. */
export const listReleaseZones = async (db: Queryable, municipality: string, geography: string, version: number): Promise<readonly string[]> =>
  (await listZones.run(db, [municipality, geography, version])).map((row) => row.zone);
