// Tenants.
import { z } from 'zod';
import type { Queryable } from '../database.ts';
import { nothing } from '../columns.ts';
import { statement } from '../statement.ts';

const municipality = z.strictObject({ municipality: z.string(), name: z.string(), epsg: z.number() });
export type Municipality = z.infer<typeof municipality>;

const list = statement('municipality.list', 'select municipality, name, epsg from app.municipality order by municipality', municipality);
export const listMunicipalities = (db: Queryable): Promise<readonly Municipality[]> => list.run(db);

const insert = statement('municipality.insert', 'insert into app.municipality (municipality, name, epsg) values ($1, $2, $3)', nothing);
export async function insertMunicipality(db: Queryable, row: Municipality): Promise<void> {
  await insert.run(db, [row.municipality, row.name, row.epsg]);
}
