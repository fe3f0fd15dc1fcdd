// One import from file to database: read what is stored, check the file apart, write in one short transaction.
import type { FeatureCollection } from 'geojson';
import { say } from '../../core/refusals/say.ts';
import type { TableMapping } from '../../core/tables/table-mapping.ts';
import type { Database, Queryable } from '../db/database.ts';
import { listBlockSets, type BlockSet } from '../db/queries/block-sets.ts';
import { readBlockRings } from '../db/queries/blocks.ts';
import { listGeographyVersions } from '../db/queries/geographies.ts';
import type { Municipality } from '../db/queries/municipalities.ts';
import { InputError } from '../gdal/input-error.ts';
import type { ImportRequest } from './import-request.ts';
import type { Prepared } from './import-worker.ts';
import type { OutlinePictures } from './outline-pictures.ts';
import { prepareApart } from './prepare-apart.ts';
import { placeOf } from './preview-desk.ts';
import type { BlocksRead } from './rows-from-worker.ts';
import { cutOfPublication, readPublishedKnowledge } from './stored-published.ts';
import { readEmptySpace } from './stored-space.ts';
import { readCountKnowledge } from './stored-counts.ts';
import { judgePrepared, mappingOfRequest, readTableKnowledge } from './stored-tables.ts';
import { NO_STANDS, readStoredStands } from './stored-stands.ts';
import { storePrepared, type Stored } from './store-prepared.ts';
import { storesAsRead, storeWhileChecking } from './store-while-checking.ts';

export interface ImportContext {
  /** Who acts, for the events of plans that are carried over. */
  readonly account: string;
  readonly signal: AbortSignal;
  progress(fraction: number, message: string): Promise<void>;
  /** Called last inside the transaction that stores the data, with the result that is then true. */
  keepResult(tx: Queryable, result: ImportResult): Promise<void>;
}

export interface ImportResult {
  readonly kind: ImportRequest['kind'];
  readonly dryRun: boolean;
  /** Numbers of what was made; null for a dry run, which stores nothing. */
  readonly stored: Stored | null;
  readonly report: Prepared['report'];
  /** Of a dry run of blocks: outlines of those that the report names, in the municipality's projected CRS. */
  readonly shapes?: FeatureCollection;
  /** Of a dry run that repairs blocks or shares the space between them out: the outlines that it would store, simplified where they are many. */
  readonly outlines?: OutlinePictures;
}

/** Stands are numbered from here in every municipality. */
const FIRST_BLOCK_SET = 1;

/** Throws InputError (ImportRefused with all findings) for what is wrong with file or request; then nothing is stored. */
export async function runImport(db: Database, municipality: Municipality, path: string, request: ImportRequest, context: ImportContext): Promise<ImportResult> {
  await context.progress(0, 'reading what is stored');
  const key = municipality.municipality;
  const cut = await cutOfPublication(db, key, request);
  const blockSet = await chooseBlockSet(db, key, request, cut?.blockSet);
  await refuseOldDay(db, key, request);
  const blocks = blockSet === null ? null : await readBlockRings(db, key, blockSet.blockSet);
  const ofBlocks = request.kind === 'blocks';
  const stored = ofBlocks ? await readStoredStands(db, municipality, request.validFrom!) : NO_STANDS;
  const space = await readEmptySpace(db, key, ofBlocks ? request.mapping.empty : undefined, request.validFrom ?? '');
  await context.progress(0.1, 'reading and checking the file');
  const name = blockSet === null ? '' : `the blocks valid from ${blockSet.validFrom}`;
  const place = await placeOf(db, municipality);
  const knowledge = await readCountKnowledge(db, key, context.account, request);
  const published = await readPublishedKnowledge(db, key, context.account, request, cut, blockSet?.blockSet ?? null);
  const mapping = await mappingOfRequest(db, key, request);
  const table = mapping === null ? null : { mapping, knowledge: await readTableKnowledge(db, key) };
  const task = { path, request, epsg: municipality.epsg, blocks, blockSet: name, stored, space, place, knowledge, published, table, early: storesAsRead(db, request, stored) ? { municipality: key, blockSet: FIRST_BLOCK_SET } : null };
  let onRead: (read: BlocksRead) => void = () => {};
  const read = new Promise<BlocksRead>((resolve) => (onRead = resolve));
  const checked = prepareApart(task, context.signal, (fraction, message) => context.progress(0.1 + 0.6 * fraction, message), onRead);
  const finish = async (tx: Queryable, made: Stored, { report }: Prepared): Promise<ImportResult> => {
    const result: ImportResult = { kind: request.kind, dryRun: false, stored: made, report };
    await context.keepResult(tx, result);
    return result;
  };
  const early = task.early !== null ? await storeWhileChecking(db, municipality, request, { read, checked }, finish) : null;
  if (early !== null) return early;
  const found = await checked;
  const prepared = found.kind === 'table' ? await judgePrepared(db, key, context.account, found) : found;
  if (request.dryRun) {
    const shapes = prepared.kind === 'blocks' && prepared.shapes !== null ? { shapes: prepared.shapes } : {};
    const outlines = prepared.kind === 'blocks' && prepared.outlines !== null ? { outlines: prepared.outlines } : {};
    return { kind: request.kind, dryRun: true, stored: null, report: prepared.report, ...shapes, ...outlines };
  }
  await context.progress(0.7, 'storing');
  return db.transaction(async (tx) => {
    return finish(tx, await storePrepared(tx, municipality, withMapping(request, mapping), { blockSet: blockSet?.blockSet ?? null, cut }, context.account, prepared), prepared);
  });
}

/** What a table brings with its mapping, as other kinds have it in theirs. */
function withMapping(request: ImportRequest, mapping: TableMapping | null): ImportRequest {
  if (mapping === null) return request;
  const names = Object.fromEntries(Object.entries(mapping.statistics).map(([code, { de, en, unit }]) => [code, { de, en, unit: unit ?? 'count' }]));
  const source = request.mapping.source ?? mapping.source;
  return { ...request, mapping: { ...request.mapping, statistics: { ...names, ...request.mapping.statistics }, ...(source === undefined ? {} : { source }) } };
}

/** The stored blocks that the file is about; null for kinds that are about none. */
async function chooseBlockSet(db: Queryable, municipality: string, request: ImportRequest, ofCut: number | undefined): Promise<BlockSet | null> {
  if (!['zones', 'counts', 'addresses', 'published'].includes(request.kind)) return null;
  const sets = await listBlockSets(db, municipality);
  if (ofCut !== undefined) return sets.find(({ blockSet }) => blockSet === ofCut)!;
  if (request.kind === 'addresses') return sets.at(-1) ?? null;
  if (sets.length === 0) throw new InputError({ field: 'kind', problem: say('BLOCKS_FIRST', { kind: request.kind }), accepted: say('TAKE_BLOCKS_FIRST') });
  const numbers = sets.map(({ blockSet, validFrom }) => `${blockSet} (from ${validFrom})`).join(', ');
  if (request.mapping.blockSet !== undefined) {
    const found = sets.find(({ blockSet }) => blockSet === request.mapping.blockSet);
    if (found !== undefined) return found;
    throw new InputError({ field: 'mapping.blockSet', problem: say('NO_SUCH_BLOCK_SET', { set: String(request.mapping.blockSet) }), accepted: say('TAKE_ONE_OF', { names: numbers }) });
  }
  const field = request.kind === 'zones' ? 'validFrom' : 'referenceDate';
  const day = request[field]!;
  const found = sets.find(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day < validTo));
  if (found !== undefined) return found;
  throw new InputError({ field, problem: say('NO_BLOCKS_ON_DAY', { day }), accepted: say('TAKE_DAY_WITH_BLOCKS', { sets: numbers }) });
}

/** Stands follow each other: a new one begins after all that are stored. The schema holds that too; this says it in words. */
async function refuseOldDay(db: Queryable, municipality: string, { kind, geography, validFrom }: ImportRequest): Promise<void> {
  const days =
    kind === 'blocks'
      ? (await listBlockSets(db, municipality)).map((row) => row.validFrom)
      : kind === 'zones'
        ? (await listGeographyVersions(db, municipality)).filter((row) => row.geography === geography).map((row) => row.validFrom)
        : [];
  const newest = days.toSorted().at(-1);
  if (newest === undefined || newest < validFrom!) return;
  const problem = kind === 'blocks' ? say('BLOCKS_STORED_FROM', { day: newest }) : say('VERSION_STORED_FROM', { geography: geography!, day: newest });
  throw new InputError({ field: 'validFrom', problem, accepted: say('TAKE_DAY_AFTER', { day: newest }) });
}
