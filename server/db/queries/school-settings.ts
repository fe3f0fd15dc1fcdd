// Parameters of forecasts and effects of catchments, every version that was ever in force.
import { z } from 'zod';
import { nothing, time } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { onlyRow, statement } from '../statement.ts';

const row = z.strictObject({ version: z.number(), settings: z.record(z.string(), z.unknown()), account: z.string(), at: time });
export type StoredSchoolSettings = z.infer<typeof row>;

const newest = statement(
  'school_setting.newest',
  'select version, settings, account, at from app.school_setting where municipality = $1 order by version desc limit 1',
  row,
);
/** Those in force; null where nobody has set any. */
export const newestSchoolSettings = async (db: Queryable, municipality: string): Promise<StoredSchoolSettings | null> => onlyRow(await newest.run(db, [municipality]));

const insert = statement('school_setting.insert', 'insert into app.school_setting (municipality, version, settings, account) values ($1, $2, $3, $4)', nothing);
/** The key refuses a version that somebody else was faster with. */
export async function insertSchoolSettings(db: Queryable, municipality: string, version: number, settings: object, account: string): Promise<void> {
  await insert.run(db, [municipality, version, settings, account]);
}
