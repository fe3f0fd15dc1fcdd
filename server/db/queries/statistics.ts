// What is counted: names and units of the statistics.
import { z } from 'zod';
import { nothing } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { statement } from '../statement.ts';

const statistic = z.strictObject({
  statistic: z.string(),
  position: z.number(),
  nameDe: z.string(),
  nameEn: z.string(),
  unit: z.string(),
  population: z.string().nullable(),
  source: z.string(),
});
export type Statistic = z.infer<typeof statistic>;

const list = statement(
  'statistic.list',
  `select statistic, position, name_de as "nameDe", name_en as "nameEn", unit, population, source
   from app.statistic where municipality = $1 order by position, statistic`,
  statistic,
);
export const listStatistics = (db: Queryable, municipality: string): Promise<readonly Statistic[]> => list.run(db, [municipality]);

const insert = statement(
  'statistic.insert',
  `insert into app.statistic (municipality, statistic, position, name_de, name_en, unit, population, source)
   select $1, made.statistic, made.position, made.name_de, made.name_en, made.unit, made.population, made.source
   from unnest($2::text[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
     as made (statistic, position, name_de, name_en, unit, population, source)`,
  nothing,
);
export async function insertStatistics(db: Queryable, municipality: string, rows: readonly Statistic[]): Promise<void> {
  if (rows.length === 0) return;
  await insert.run(db, [
    municipality,
    rows.map((row) => row.statistic),
    rows.map((row) => row.position),
    rows.map((row) => row.nameDe),
    rows.map((row) => row.nameEn),
    rows.map((row) => row.unit),
    rows.map((row) => row.population),
    rows.map((row) => row.source),
  ]);
}
