// Stands of all blocks with their validity [validFrom, validTo).
import { z } from 'zod';
import type { Queryable } from '../database.ts';
import { date, nothing } from '../columns.ts';
import { onlyRow, statement } from '../statement.ts';

const blockSet = z.strictObject({
  blockSet: z.number(),
  validFrom: date,
  validTo: date.nullable(),
  source: z.string(),
  repair: z.record(z.string(), z.unknown()).nullable(),
  empty: z.record(z.string(), z.unknown()).nullable(),
});
export type BlockSet = z.infer<typeof blockSet>;

/** How the outlines of a set were made from its source. */
export interface BlockSetMaking {
  /** Rules and summary of the repair that somebody accepted; null where the source needed none. */
  readonly repair: Readonly<Record<string, unknown>> | null;
  /** What became of the space between the blocks; null where it was left as it is. */
  readonly empty: Readonly<Record<string, unknown>> | null;
}

const COLUMNS = 'block_set as "blockSet", valid_from as "validFrom", valid_to as "validTo", source, repair, empty';

const list = statement(
  'block_set.list',
  `select ${COLUMNS} from app.block_set where municipality = $1 order by valid_from`,
  blockSet,
);
export const listBlockSets = (db: Queryable, municipality: string): Promise<readonly BlockSet[]> => list.run(db, [municipality]);

const countBlocks = statement(
  'block_set.count_blocks',
  'select block_set as "blockSet", count(*) as blocks from app.block where municipality = $1 group by block_set order by block_set',
  z.strictObject({ blockSet: z.number(), blocks: z.number() }),
);
export const countBlocksOfSets = (db: Queryable, municipality: string): Promise<readonly { blockSet: number; blocks: number }[]> =>
  countBlocks.run(db, [municipality]);

const validAt = statement(
  'block_set.valid_at',
  `select ${COLUMNS} from app.block_set
   where municipality = $1 and daterange(valid_from, valid_to) @> $2::date`,
  blockSet,
);
/** The stand that is valid on a day; null where none is. */
export const findBlockSetAt = async (db: Queryable, municipality: string, day: string): Promise<BlockSet | null> =>
  onlyRow(await validAt.run(db, [municipality, day]));

const close = statement(
  'block_set.close',
  `update app.block_set set valid_to = $2::date
   where municipality = $1 and valid_to is null and valid_from < $2::date`,
  nothing,
);
/** Ends the open stand on the day a new one begins. */
export async function closeBlockSet(db: Queryable, municipality: string, day: string): Promise<void> {
  await close.run(db, [municipality, day]);
}

const insert = statement(
  'block_set.insert',
  `insert into app.block_set (municipality, block_set, valid_from, valid_to, source, repair, empty)
   select $1, coalesce(max(block_set), 0) + 1, $2::date, $3::date, $4, $5::jsonb, $6::jsonb from app.block_set where municipality = $1
   returning block_set as "blockSet"`,
  z.strictObject({ blockSet: z.number() }),
);
/** Adds a stand under the next number and returns the number. */
export async function insertBlockSet(
  db: Queryable,
  municipality: string,
  row: { readonly validFrom: string; readonly validTo: string | null; readonly source: string } & Partial<BlockSetMaking>,
): Promise<number> {
  const rows = await insert.run(db, [municipality, row.validFrom, row.validTo, row.source, row.repair ?? null, row.empty ?? null]);
  return rows[0]!.blockSet;
}
