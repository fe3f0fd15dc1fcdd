// Blocks as rows of app.block in COPY's binary format: made by whoever has the outlines, sent by whoever has the connection.
import type { BlockRings } from '../../core/coverage/coverage.ts';
import { areasOfRings } from '../../core/coverage/ring-areas.ts';
import { CopyRows } from './copy-rows.ts';
import { blockEwkbSize, writeBlockEwkb } from './wkb.ts';

/** What the source drew, where that is not what is kept: its outlines by the same positions, and their areas. */
export interface BlockSource {
  readonly rings: BlockRings;
  readonly areaM2: Float64Array;
}

/** The statement that takes them. */
export const COPY_BLOCKS = 'copy app.block (municipality, block_set, block, position, geom, source_geom, source_area_m2) from stdin (format binary)';

/** Messages of the wire; position is the index in `rings`. One is valid until the next is asked for (see copy-rows.ts). */
export function* blockCopyRows(municipality: string, blockSet: number, epsg: number, rings: BlockRings, source?: BlockSource): Iterable<Uint8Array> {
  const areas = source?.areaM2 ?? areasOfRings(rings);
  const rows = new CopyRows();
  const outline = (of: BlockRings, block: number) => rows.field(blockEwkbSize(of, block), (into, at) => writeBlockEwkb(of, block, epsg, into, at));
  for (let block = 0; block < rings.ids.length; block++) {
    rows.row(7);
    rows.text(municipality);
    rows.bigint(blockSet);
    rows.text(rings.ids[block]!);
    rows.integer(block);
    outline(rings, block);
    if (source === undefined) rows.nothing();
    else outline(source.rings, block);
    rows.double(areas[block]!);
    if (rows.full) yield rows.take();
  }
  rows.end();
  yield rows.take();
}
