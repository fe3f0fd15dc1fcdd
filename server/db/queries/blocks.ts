// Blocks of a stand, with their geometry as WKB in the municipality's projected CRS.
import { z } from 'zod';
import type { BlockRings } from '../../../core/coverage/coverage.ts';
import { areasOfRings } from '../../../core/coverage/ring-areas.ts';
import { blockCopyRows, COPY_BLOCKS, type BlockSource } from '../block-copy-rows.ts';
import { loadInBulk } from '../bulk-load.ts';
import { bytes, nothing } from '../columns.ts';
import type { CopyMessages, Queryable } from '../database.ts';
import { statement } from '../statement.ts';
import { blockToWkb, ringsFromWkb } from '../wkb.ts';

const list = statement(
  'block.list',
  `select block, ST_AsBinary(geom, 'NDR') as wkb from app.block
   where municipality = $1 and block_set = $2 order by position`,
  z.strictObject({ block: z.string(), wkb: bytes }),
);
/** All blocks of a stand as the kernel's rings, by position. */
export async function readBlockRings(db: Queryable, municipality: string, blockSet: number): Promise<BlockRings> {
  const rows = await list.run(db, [municipality, blockSet]);
  return ringsFromWkb(rows.map(({ block }) => block), rows.map(({ wkb }) => wkb));
}

const listIds = statement(
  'block.list_ids',
  'select block from app.block where municipality = $1 and block_set = $2 order by position',
  z.strictObject({ block: z.string() }),
);
export async function listBlockIds(db: Queryable, municipality: string, blockSet: number): Promise<readonly string[]> {
  return (await listIds.run(db, [municipality, blockSet])).map(({ block }) => block);
}

const listSource = statement(
  'block.list_source',
  `select block, ST_AsBinary(coalesce(source_geom, geom), 'NDR') as wkb from app.block
   where municipality = $1 and block_set = $2 order by position`,
  z.strictObject({ block: z.string(), wkb: bytes }),
);
/** The blocks as their source drew them, by position: without what a tessellation added. */
export async function readSourceRings(db: Queryable, municipality: string, blockSet: number): Promise<BlockRings> {
  const rows = await listSource.run(db, [municipality, blockSet]);
  return ringsFromWkb(rows.map(({ block }) => block), rows.map(({ wkb }) => wkb));
}

const listSourceAreas = statement(
  'block.list_source_areas',
  `select position, source_area_m2 as "areaM2" from app.block
   where municipality = $1 and block_set = $2 and source_geom is not null order by position`,
  z.strictObject({ position: z.number(), areaM2: z.number() }),
);
/** Areas of the blocks whose source drew another outline than the one that is kept; none for most sets. */
export const listBlockSourceAreas = (db: Queryable, municipality: string, blockSet: number): Promise<readonly { position: number; areaM2: number }[]> =>
  listSourceAreas.run(db, [municipality, blockSet]);

const insert = statement(
  'block.insert',
  `insert into app.block (municipality, block_set, block, position, geom, source_geom, source_area_m2)
   select $1, $2, made.block, made.position - 1 + $6, ST_Multi(ST_GeomFromWKB(made.wkb, $5)), ST_Multi(ST_GeomFromWKB(made.source, $5)), made.area
   from unnest($3::text[], $4::bytea[], $7::bytea[], $8::double precision[]) with ordinality as made (block, wkb, source, area, position)`,
  nothing,
);
// 4,000 blocks of a town are about 3 MB of hex a message; one message with a city in it would double the engine's memory.
const CHUNK = 4000;

/** Adds all blocks of a stand; position is the index in `rings`. Without `source` the outlines are the source's own. */
export async function insertBlocks(db: Queryable, municipality: string, blockSet: number, epsg: number, rings: BlockRings, source?: BlockSource): Promise<void> {
  if (db.copyIn !== undefined) {
    await insertBlockRows(db, rings.ids.length, 8 * rings.xy.length, blockCopyRows(municipality, blockSet, epsg, rings, source));
    return;
  }
  const areas = source?.areaM2 ?? areasOfRings(rings);
  for (let from = 0; from < rings.ids.length; from += CHUNK) {
    const ids = rings.ids.slice(from, from + CHUNK);
    const wkb = ids.map((_, i) => blockToWkb(rings, from + i));
    const drawn = ids.map((_, i) => (source === undefined ? null : blockToWkb(source.rings, from + i)));
    await insert.run(db, [municipality, blockSet, ids, wkb, epsg, from, drawn, areas.subarray(from, from + CHUNK)]);
  }
}

/** Adds all blocks of a stand as rows that are made already, `rows` of together some `bytes` bytes, where the database takes a COPY. */
export async function insertBlockRows(db: Queryable, rows: number, bytes: number, messages: CopyMessages): Promise<void> {
  await loadInBulk(db, rows, bytes, () => db.copyIn!(COPY_BLOCKS, messages));
}

const lineage = statement(
  'block.insert_lineage',
  `insert into app.block_lineage (municipality, from_set, from_block, to_set, to_block, weight)
   select $1, $2, kept.from_block, $3, kept.to_block, kept.weight
   from unnest($4::text[], $5::text[], $6::double precision[]) as kept (from_block, to_block, weight)`,
  nothing,
);
export interface Lineage {
  readonly fromBlock: string;
  readonly toBlock: string;
  /** Share of the earlier block that went into the later one. */
  readonly weight: number;
}
export async function insertLineage(db: Queryable, municipality: string, fromSet: number, toSet: number, rows: readonly Lineage[]): Promise<void> {
  await lineage.run(db, [municipality, fromSet, toSet, rows.map((row) => row.fromBlock), rows.map((row) => row.toBlock), rows.map((row) => row.weight)]);
}

const listLineage = statement(
  'block.list_lineage',
  `select from_block as "fromBlock", to_block as "toBlock", weight from app.block_lineage
   where municipality = $1 and from_set = $2 and to_set = $3 order by from_block, to_block`,
  z.strictObject({ fromBlock: z.string(), toBlock: z.string(), weight: z.number() }),
);
export const readLineage = (db: Queryable, municipality: string, fromSet: number, toSet: number): Promise<readonly Lineage[]> =>
  listLineage.run(db, [municipality, fromSet, toSet]);
