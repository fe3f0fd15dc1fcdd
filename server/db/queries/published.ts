// What appeared elsewhere before: tables of zone totals, with the zones they are about.
import { z } from 'zod';
import { date, nothing, time } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { statement } from '../statement.ts';

const publication = z.strictObject({
  publication: z.string(),
  title: z.string(),
  source: z.string(),
  publishedOn: date,
  referenceDate: date,
  geography: z.string().nullable(),
  version: z.number().nullable(),
  blockSet: z.number(),
  statistics: z.array(z.string()),
  enteredBy: z.string(),
  enteredAt: time,
});
export type Publication = z.infer<typeof publication>;

const list = statement(
  'publication.list',
  `select publication, title, source, published_on as "publishedOn", reference_date as "referenceDate", geography, version, block_set as "blockSet",
     statistics, entered_by as "enteredBy", entered_at as "enteredAt"
   from app.publication where municipality = $1 order by entered_at, publication`,
  publication,
);
export const listPublications = (db: Queryable, municipality: string): Promise<readonly Publication[]> => list.run(db, [municipality]);

const insert = statement(
  'publication.insert',
  `insert into app.publication (municipality, publication, title, source, published_on, reference_date, geography, version, block_set, statistics, entered_by)
   values ($1, $2, $3, $4, $5::date, $6::date, $7, $8::bigint, $9::bigint, $10::text[], $11)`,
  nothing,
);
export async function insertPublication(db: Queryable, municipality: string, row: Omit<Publication, 'enteredAt'>): Promise<void> {
  await insert.run(db, [
    municipality, row.publication, row.title, row.source, row.publishedOn, row.referenceDate, row.geography, row.version, row.blockSet, row.statistics, row.enteredBy,
  ]);
}

const cell = z.strictObject({ statistic: z.string(), zone: z.string(), value: z.number().nullable() });
export type PublicationCell = z.infer<typeof cell>;

const listCells = statement(
  'publication_cell.list',
  'select statistic, zone, value from app.publication_cell where municipality = $1 and publication = $2 order by statistic, zone',
  cell,
);
export const listPublicationCells = (db: Queryable, municipality: string, id: string): Promise<readonly PublicationCell[]> => listCells.run(db, [municipality, id]);

const insertCells = statement(
  'publication_cell.insert',
  `insert into app.publication_cell (municipality, publication, statistic, zone, value)
   select $1, $2, made.statistic, made.zone, made.value from unnest($3::text[], $4::text[], $5::bigint[]) as made (statistic, zone, value)`,
  nothing,
);
export async function insertPublicationCells(db: Queryable, municipality: string, id: string, rows: readonly PublicationCell[]): Promise<void> {
  await insertCells.run(db, [municipality, id, rows.map((row) => row.statistic), rows.map((row) => row.zone), rows.map((row) => row.value)]);
}

const placed = z.strictObject({ block: z.string(), zone: z.string() });

const listBlocks = statement(
  'publication_block.list',
  'select block, zone from app.publication_block where municipality = $1 and publication = $2 order by block',
  placed,
);
/** Blocks of the zones of a publication that has zones of its own. */
export const listPublicationBlocks = (db: Queryable, municipality: string, id: string): Promise<readonly z.infer<typeof placed>[]> => listBlocks.run(db, [municipality, id]);

const insertBlocks = statement(
  'publication_block.insert',
  `insert into app.publication_block (municipality, publication, block, zone)
   select $1, $2, placed.block, placed.zone from unnest($3::text[], $4::text[]) as placed (block, zone)`,
  nothing,
);
export async function insertPublicationBlocks(db: Queryable, municipality: string, id: string, rows: readonly z.infer<typeof placed>[]): Promise<void> {
  await insertBlocks.run(db, [municipality, id, rows.map(({ block }) => block), rows.map(({ zone }) => zone)]);
}
