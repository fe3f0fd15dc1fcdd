// Worker thread: reads and checks one file, so that a large import never holds up a request.
import { parentPort } from 'node:worker_threads';
import type { BlockRings } from '../../core/coverage/coverage.ts';
import type { TableMapping } from '../../core/tables/table-mapping.ts';
import { blockCopyRows } from '../db/block-copy-rows.ts';
import { InputError, type InputProblem } from '../gdal/input-error.ts';
import { issuesOf } from './import-refused.ts';
import type { ImportRequest } from './import-request.ts';
import type { CountKnowledge } from './judge-counts.ts';
import type { EmptySpace } from './fill-empty.ts';
import type { Place } from '../gdal/crs/crs-proposal.ts';
import { isTextTable } from '../gdal/read-table.ts';
import { recode } from '../gdal/formats/recode.ts';
import { adviseCrs, type PlaceQuestion } from './place-check.ts';
import { transferables } from './transferables.ts';
import type { StoredStands } from './match-stands.ts';
import { blockInputOf, prepareBlocks, type PreparedBlocks, type Progress } from './prepare-blocks.ts';
import { prepareCounts, type PreparedCounts } from './prepare-counts.ts';
import { prepareAddresses, prepareLayer, type PreparedAddresses, type PreparedLayer } from './prepare-places.ts';
import { preparePublished, type PreparedPublished, type PublishedKnowledge } from './prepare-published.ts';
import { prepareZones, type PreparedZones } from './prepare-zones.ts';
import { prepareTable, type PreparedTable, type TableKnowledge } from './prepare-table.ts';
import { readAhead } from './read-ahead.ts';
import type { RowsWanted } from './rows-from-worker.ts';

const port = parentPort!;

export interface ImportTask {
  readonly path: string;
  readonly request: ImportRequest;
  readonly epsg: number;
  /** The stored blocks that the file is about; null where the kind needs none. */
  readonly blocks: BlockRings | null;
  /** How messages name that set. */
  readonly blockSet: string;
  /** For a new block stand: those before it, and what there is for the space between blocks. */
  readonly stored: StoredStands;
  readonly space: EmptySpace;
  /** Where the municipality lies, as far as blocks are stored. */
  readonly place: Place | null;
  /** For counts: what they are judged by. */
  readonly knowledge: CountKnowledge;
  /** For what appeared elsewhere: the zones that it is about. */
  readonly published: PublishedKnowledge | null;
  /** For a statistics table: its mapping, and what it is placed on. */
  readonly table: { readonly mapping: TableMapping; readonly knowledge: TableKnowledge } | null;
  /** Where blocks are wanted as they were read, as rows to be stored while they are checked; null where they are not. */
  readonly early: RowsWanted | null;
}

export interface ImportQuestion {
  readonly id: number;
  readonly task: ImportTask;
}

/** A task that will come, for its file to be read meanwhile. */
export interface ComingTask {
  readonly coming: { readonly path: string; readonly request: Pick<ImportRequest, 'kind' | 'mapping'> };
}

export type Prepared = PreparedTable | PreparedBlocks | PreparedZones | PreparedCounts | PreparedPublished | PreparedAddresses | PreparedLayer;

export type ImportAnswer = { readonly id: number } & (
  | { readonly kind: 'prepared'; readonly prepared: Prepared }
  | { readonly kind: 'refused'; readonly issues: readonly InputProblem[] }
  | { readonly kind: 'failed'; readonly message: string }
  /** Not the last answer: what is being done, and the fraction that is done. */
  | { readonly kind: 'progress'; readonly fraction: number; readonly message: string }
  /** Blocks are read and not yet checked, and their rows follow, where the task wants them early. */
  | { readonly kind: 'read'; readonly blocks: number; readonly bytes: number }
  /** Rows of them; null behind the last. */
  | { readonly kind: 'rows'; readonly message: Uint8Array<ArrayBuffer> | null }
);

async function prepare({ path: file, request, epsg, blocks, blockSet, stored, space, place, knowledge, published, table }: ImportTask, progress: Progress, onRead: (rings: BlockRings) => void): Promise<Prepared> {
  const { mapping } = request;
  if (request.kind === 'table') return prepareTable(file, table!.mapping, request.referenceDate ?? null, table!.knowledge);
  const recoded = mapping.encoding === undefined || !isTextTable(file) ? null : await recode(file, mapping.encoding);
  const source = recoded?.path ?? file;
  const path = pathOf(source, mapping);
  const question: PlaceQuestion = { path, mapping, place };
  try {
    return await prepareKind();
  } catch (error) {
    throw await adviseCrs(error, question);
  } finally {
    await recoded?.remove();
  }

  function prepareKind(): Promise<Prepared> {
    switch (request.kind as Exclude<ImportRequest['kind'], 'table'>) {
      case 'blocks':
        return prepareBlocks({ path, request, epsg, stored, space, question }, progress, onRead);
      case 'zones':
        return prepareZones(path, mapping, epsg, blocks!, blockSet, question);
      case 'counts':
        return prepareCounts(path, mapping, blocks!.ids, blockSet, knowledge);
      case 'published':
        return preparePublished(path, mapping, blocks!.ids, blockSet, published!);
      case 'addresses':
        return prepareAddresses(path, mapping, epsg, blocks, question);
      case 'schools':
      case 'network':
      case 'layer':
        return prepareLayer(path, mapping, epsg, request.kind as 'schools' | 'network' | 'layer', request.layer, question);
    }
  }
}

function readComing({ path: file, request: { kind, mapping } }: ComingTask['coming']): void {
  if (kind === 'blocks' && mapping.id !== undefined) readAhead(blockInputOf(pathOf(file, mapping), mapping));
}

/** As QGIS names a layer. */
const pathOf = (source: string, { sourceLayer }: ImportRequest['mapping']) => (sourceLayer === undefined ? source : `${source}|layername=${sourceLayer}`);

/** Fewer are checked before a second thread has its copy. */
const EARLY_BLOCKS = 20_000;

/** Rows made here need no copy of the blocks on the other side: the server stores the first while the last are made, and before any is checked. */
function sendRows(id: number, { municipality, blockSet }: RowsWanted, epsg: number, rings: BlockRings): void {
  const send = (told: ImportAnswer, moved: ArrayBuffer[] = []) => port.postMessage(told, moved);
  send({ id, kind: 'read', blocks: rings.ids.length, bytes: 8 * rings.xy.length });
  for (const message of blockCopyRows(municipality, blockSet, epsg, rings)) {
    const own = message.slice();
    send({ id, kind: 'rows', message: own }, [own.buffer]);
  }
  send({ id, kind: 'rows', message: null });
}

async function answer({ id, task }: ImportQuestion): Promise<ImportAnswer> {
  try {
    const progress: Progress = (fraction, message) => port.postMessage({ id, kind: 'progress', fraction, message } satisfies ImportAnswer);
    const onRead = (rings: BlockRings) => {
      if (task.early !== null && rings.ids.length >= EARLY_BLOCKS) sendRows(id, task.early, task.epsg, rings);
    };
    return { id, kind: 'prepared', prepared: await prepare(task, progress, onRead) };
  } catch (error) {
    if (error instanceof InputError) return { id, kind: 'refused', issues: issuesOf(error) };
    return { id, kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

port.on('message', async (question: ImportQuestion | ComingTask) => {
  if ('coming' in question) return readComing(question.coming);
  const told = await answer(question);
  port.postMessage(told, transferables(told));
});
