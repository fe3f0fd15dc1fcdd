// Mappings of statistics tables under the names that an office gave them.
import { z } from 'zod';
import { nothing, time } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { onlyRow, statement } from '../statement.ts';

const tableMapping = z.strictObject({
  name: z.string(),
  mapping: z.record(z.string(), z.unknown()),
  savedAt: time,
  savedBy: z.string(),
});
export type StoredTableMapping = z.infer<typeof tableMapping>;

const COLUMNS = 'name, mapping, saved_at as "savedAt", saved_by as "savedBy"';

const list = statement('table_mapping.list', `select ${COLUMNS} from app.table_mapping where municipality = $1 order by name`, tableMapping);
export const listTableMappings = (db: Queryable, municipality: string): Promise<readonly StoredTableMapping[]> => list.run(db, [municipality]);

const find = statement('table_mapping.find', `select ${COLUMNS} from app.table_mapping where municipality = $1 and name = $2`, tableMapping);
export const findTableMapping = async (db: Queryable, municipality: string, name: string): Promise<StoredTableMapping | null> => onlyRow(await find.run(db, [municipality, name]));

const save = statement(
  'table_mapping.save',
  `insert into app.table_mapping (municipality, name, mapping, saved_by) values ($1, $2, $3, $4)
   on conflict (municipality, name) do update set mapping = excluded.mapping, saved_at = now(), saved_by = excluded.saved_by`,
  nothing,
);
/** Saves under a name, in the place of what was saved so. */
export async function saveTableMapping(db: Queryable, municipality: string, row: { readonly name: string; readonly mapping: object; readonly savedBy: string }): Promise<void> {
  await save.run(db, [municipality, row.name, row.mapping, row.savedBy]);
}

const remove = statement('table_mapping.delete', 'delete from app.table_mapping where municipality = $1 and name = $2 returning name', z.strictObject({ name: z.string() }));
/** Whether there was one. */
export const deleteTableMapping = async (db: Queryable, municipality: string, name: string): Promise<boolean> => (await remove.run(db, [municipality, name])).length > 0;
