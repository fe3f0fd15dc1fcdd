// What the columns of a source mean, kept for its next file.
import { z } from 'zod';
import { nothing, time } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { statement } from '../statement.ts';

const savedMapping = z.strictObject({
  kind: z.string(),
  mapping: z.record(z.string(), z.unknown()),
  savedAt: time,
  savedBy: z.string(),
});
export type SavedMapping = z.infer<typeof savedMapping>;

const list = statement(
  'import_mapping.list',
  `select kind, mapping, saved_at as "savedAt", saved_by as "savedBy" from app.import_mapping
   where municipality = $1 and mapping_key = $2 order by saved_at desc, kind`,
  savedMapping,
);
/** Mappings of files with these columns, the newest first; one a kind. */
export const listImportMappings = (db: Queryable, municipality: string, mappingKey: string): Promise<readonly SavedMapping[]> => list.run(db, [municipality, mappingKey]);

const save = statement(
  'import_mapping.save',
  `insert into app.import_mapping (municipality, kind, mapping_key, mapping, saved_by) values ($1, $2, $3, $4, $5)
   on conflict (municipality, kind, mapping_key) do update set mapping = excluded.mapping, saved_at = now(), saved_by = excluded.saved_by`,
  nothing,
);
/** Keeps a mapping in the place of an earlier one. */
export async function saveImportMapping(
  db: Queryable,
  municipality: string,
  row: { readonly kind: string; readonly mappingKey: string; readonly mapping: object; readonly savedBy: string },
): Promise<void> {
  await save.run(db, [municipality, row.kind, row.mappingKey, row.mapping, row.savedBy]);
}
