// Where the blocks of a municipality lie, for judging coordinates that come without a CRS or with a wrong one.
import { z } from 'zod';
import type { Queryable } from '../database.ts';
import { onlyRow, statement } from '../statement.ts';

const corner = z.number().nullable();
const extent = z.strictObject({ minX: corner, minY: corner, maxX: corner, maxY: corner });

const newest = statement(
  'block.extent_of_newest_set',
  `select min(ST_XMin(geom)) as "minX", min(ST_YMin(geom)) as "minY", max(ST_XMax(geom)) as "maxX", max(ST_YMax(geom)) as "maxY"
   from app.block
   where municipality = $1 and block_set = (
     select block_set from app.block_set where municipality = $1 order by valid_from desc limit 1)`,
  extent,
);
/** minX, minY, maxX, maxY of the newest block set in the municipality's CRS; null as long as there are no blocks. */
export async function readBlockExtent(db: Queryable, municipality: string): Promise<readonly [number, number, number, number] | null> {
  const row = onlyRow(await newest.run(db, [municipality]));
  const corners = row === null ? [] : [row.minX, row.minY, row.maxX, row.maxY];
  return corners.length === 4 && corners.every((value) => value !== null) ? (corners as [number, number, number, number]) : null;
}
