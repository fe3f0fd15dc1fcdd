// Blocks of a stand that are neighbours without sharing an edge: across a street, not across a barrier.
import { z } from 'zod';
import { nothing } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { statement } from '../statement.ts';

const list = statement(
  'block_near.list',
  `select one.position as a, other.position as b
   from app.block_near as near
   join app.block as one on one.municipality = $1 and one.block_set = $2 and one.block = near.block
   join app.block as other on other.municipality = $1 and other.block_set = $2 and other.block = near.neighbour
   where near.municipality = $1 and near.block_set = $2
   order by one.position, other.position`,
  z.strictObject({ a: z.number(), b: z.number() }),
);
/** Pairs of positions, flat: a0 b0 a1 b1 …, each a < b, ascending. Empty for sets without near neighbours. */
export async function readBlockNear(db: Queryable, municipality: string, blockSet: number): Promise<Uint32Array> {
  const rows = await list.run(db, [municipality, blockSet]);
  return Uint32Array.from(rows.flatMap(({ a, b }) => [a, b]));
}

const insert = statement(
  'block_near.insert',
  `insert into app.block_near (municipality, block_set, block, neighbour)
   select $1, $2, pair.block, pair.neighbour from unnest($3::text[], $4::text[]) as pair (block, neighbour)`,
  nothing,
);
const CHUNK = 20_000;

/** Adds pairs of positions in `ids`; the blocks must be there. */
export async function insertBlockNear(db: Queryable, municipality: string, blockSet: number, ids: readonly string[], pairs: Uint32Array): Promise<void> {
  const ends = (offset: number) => Array.from({ length: pairs.length / 2 }, (_, i) => ids[pairs[2 * i + offset]!]!);
  const [blocks, neighbours] = [ends(0), ends(1)];
  for (let from = 0; from < blocks.length; from += CHUNK) {
    await insert.run(db, [municipality, blockSet, blocks.slice(from, from + CHUNK), neighbours.slice(from, from + CHUNK)]);
  }
}
