// What became of the blocks of earlier stands in a later one.
import { z } from 'zod';
import type { Queryable } from '../database.ts';
import { statement } from '../statement.ts';

const row = z.strictObject({ fromSet: z.number(), fromBlock: z.string(), toBlock: z.string(), weight: z.number() });
export type LineageRow = z.infer<typeof row>;

const list = statement(
  'block_lineage.list_to',
  `select from_set as "fromSet", from_block as "fromBlock", to_block as "toBlock", weight from app.block_lineage
   where municipality = $1 and to_set = $2 order by from_set, from_block, to_block`,
  row,
);
/** All pairs that lead to a stand, from each stand that it was matched with; none for a first one. */
export const listLineageTo = (db: Queryable, municipality: string, toSet: number): Promise<readonly LineageRow[]> => list.run(db, [municipality, toSet]);
