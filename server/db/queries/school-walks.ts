// Walks from blocks to schools over a block set, one row a school.
import { z } from 'zod';
import { bytes, nothing, time } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { onlyRow, statement } from '../statement.ts';

const head = z.strictObject({ ticket: z.string(), report: z.record(z.string(), z.unknown()).nullable(), madeAt: time.nullable() });
export type SchoolWalkHead = z.infer<typeof head>;

const find = statement('school_walk.find', 'select ticket, report, made_at as "madeAt" from app.school_walk where municipality = $1 and block_set = $2', head);
export const findSchoolWalk = async (db: Queryable, municipality: string, blockSet: number): Promise<SchoolWalkHead | null> => onlyRow(await find.run(db, [municipality, blockSet]));

const walkRow = z.strictObject({ school: z.string(), metres: bytes, crossings: bytes });
/** `metres` little endian floats by block position; `crossings` kinds of hazards × block. */
export type SchoolWalkRow = z.infer<typeof walkRow>;

const rows = statement(
  'school_walk_row.list',
  'select school, metres, crossings from app.school_walk_row where municipality = $1 and block_set = $2 order by school',
  walkRow,
);
export const listSchoolWalkRows = (db: Queryable, municipality: string, blockSet: number): Promise<readonly SchoolWalkRow[]> => rows.run(db, [municipality, blockSet]);

const begin = statement(
  'school_walk.begin',
  `insert into app.school_walk (municipality, block_set, ticket) values ($1, $2, $3)
   on conflict (municipality, block_set) do update set ticket = excluded.ticket`,
  nothing,
);
/** Enters a ticket before the inputs are read; walks that are there stay until the new ones are. */
export async function beginSchoolWalk(db: Queryable, municipality: string, blockSet: number, ticket: string): Promise<void> {
  await begin.run(db, [municipality, blockSet, ticket]);
}

const finish = statement(
  'school_walk.finish',
  `update app.school_walk set report = $4, made_at = now() where municipality = $1 and block_set = $2 and ticket = $3 returning ticket`,
  z.strictObject({ ticket: z.string() }),
);
const clear = statement('school_walk_row.delete', 'delete from app.school_walk_row where municipality = $1 and block_set = $2', nothing);
const insert = statement(
  'school_walk_row.insert',
  `insert into app.school_walk_row (municipality, block_set, school, metres, crossings)
   select $1, $2, made.school, made.metres, made.crossings from unnest($3::text[], $4::bytea[], $5::bytea[]) as made (school, metres, crossings)`,
  nothing,
);
/** In one transaction of the caller; false where the inputs changed since the ticket was entered, and nothing is stored then. */
export async function storeSchoolWalks(tx: Queryable, municipality: string, blockSet: number, ticket: string, report: object, made: readonly SchoolWalkRow[]): Promise<boolean> {
  if ((await finish.run(tx, [municipality, blockSet, ticket, report])).length === 0) return false;
  await clear.run(tx, [municipality, blockSet]);
  await insert.run(tx, [municipality, blockSet, made.map(({ school }) => school), made.map(({ metres }) => metres), made.map(({ crossings }) => crossings)]);
  return true;
}

const forget = statement('school_walk.delete_all', 'delete from app.school_walk where municipality = $1', nothing);
/** For whoever changes network, schools, addresses or hazards, in the same transaction. */
export async function forgetSchoolWalks(tx: Queryable, municipality: string): Promise<void> {
  await forget.run(tx, [municipality]);
}
