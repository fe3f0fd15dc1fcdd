// Named divisions of the municipality, and their cuts with validity [validFrom, validTo).
import { z } from 'zod';
import { date, nothing } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { onlyRow, statement } from '../statement.ts';

const geography = z.strictObject({
  geography: z.string(),
  position: z.number(),
  nameDe: z.string(),
  nameEn: z.string(),
  parent: z.string().nullable(),
});
export type Geography = z.infer<typeof geography>;

const list = statement(
  'geography.list',
  `select geography, position, name_de as "nameDe", name_en as "nameEn", parent
   from app.geography where municipality = $1 order by position, geography`,
  geography,
);
export const listGeographies = (db: Queryable, municipality: string): Promise<readonly Geography[]> => list.run(db, [municipality]);

const insert = statement(
  'geography.insert',
  'insert into app.geography (municipality, geography, position, name_de, name_en, parent) values ($1, $2, $3, $4, $5, $6)',
  nothing,
);
/** Parents first: a parent must be there. */
export async function insertGeography(db: Queryable, municipality: string, row: Geography): Promise<void> {
  await insert.run(db, [municipality, row.geography, row.position, row.nameDe, row.nameEn, row.parent]);
}

const version = z.strictObject({
  geography: z.string(),
  version: z.number(),
  blockSet: z.number(),
  title: z.string(),
  validFrom: date,
  validTo: date.nullable(),
  plan: z.string().nullable(),
  carried: z.custom<CarriedFrom>().nullable(),
});
export type GeographyVersion = z.infer<typeof version>;

/** Of a cut that was carried over to blocks of a later stand: from which, and blocks that it left without a zone. */
export interface CarriedFrom {
  readonly fromVersion: number;
  /** Blocks of which nothing was there before. */
  readonly unassigned: readonly string[];
  /** Blocks made of parts of several zones ('' for none), with the parts' shares. */
  readonly ambiguous: readonly { readonly block: string; readonly zones: readonly string[]; readonly shares: readonly number[] }[];
}

const VERSION = `geography, version, block_set as "blockSet", title, valid_from as "validFrom", valid_to as "validTo", plan, carried`;

const listVersions = statement(
  'geography_version.list',
  `select ${VERSION} from app.geography_version where municipality = $1 order by geography, valid_from`,
  version,
);
export const listGeographyVersions = (db: Queryable, municipality: string): Promise<readonly GeographyVersion[]> =>
  listVersions.run(db, [municipality]);

const find = statement(
  'geography_version.find',
  `select ${VERSION} from app.geography_version where municipality = $1 and geography = $2 and version = $3`,
  version,
);
export const findGeographyVersion = async (db: Queryable, municipality: string, name: string, number: number): Promise<GeographyVersion | null> =>
  onlyRow(await find.run(db, [municipality, name, number]));

const validAt = statement(
  'geography_version.valid_at',
  `select ${VERSION} from app.geography_version
   where municipality = $1 and geography = $2 and daterange(valid_from, valid_to) @> $3::date`,
  version,
);
/** The cut that is valid on a day; null where none is. */
export const findGeographyVersionAt = async (db: Queryable, municipality: string, name: string, day: string): Promise<GeographyVersion | null> =>
  onlyRow(await validAt.run(db, [municipality, name, day]));

const close = statement(
  'geography_version.close',
  `update app.geography_version set valid_to = $3::date
   where municipality = $1 and geography = $2 and valid_to is null and valid_from < $3::date`,
  nothing,
);
/** Ends the open cut of a geography on the day a new one begins. */
export async function closeGeographyVersion(db: Queryable, municipality: string, name: string, day: string): Promise<void> {
  await close.run(db, [municipality, name, day]);
}

const end = statement(
  'geography_version.end',
  `update app.geography_version set valid_to = $4::date
   where municipality = $1 and geography = $2 and version = $3`,
  nothing,
);
/** Ends one cut on a day; on the day it begins it holds on none any more. */
export async function endGeographyVersion(db: Queryable, municipality: string, name: string, number: number, day: string): Promise<void> {
  await end.run(db, [municipality, name, number, day]);
}

const insertVersion = statement(
  'geography_version.insert',
  `insert into app.geography_version (municipality, geography, version, block_set, title, valid_from, valid_to, plan, carried)
   select $1, $2, coalesce(max(version), 0) + 1, $3::bigint, $4, $5::date, $6::date, $7, $8::jsonb
   from app.geography_version where municipality = $1 and geography = $2
   returning version`,
  z.strictObject({ version: z.number() }),
);
/** Adds a cut under the geography's next number and returns the number. */
export async function insertGeographyVersion(
  db: Queryable,
  municipality: string,
  row: Omit<GeographyVersion, 'version' | 'carried'>,
  carried: CarriedFrom | null = null,
): Promise<number> {
  const rows = await insertVersion.run(db, [municipality, row.geography, row.blockSet, row.title, row.validFrom, row.validTo, row.plan, carried]);
  return rows[0]!.version;
}
