// Worker thread: reads and checks one file, so that a large import never holds up a request.
import { parentPort } from 'node:worker_threads';
import type { BlockRings } from '../../core/coverage/coverage.ts';
import { InputError, type InputProblem } from '../gdal/input-error.ts';
import { issuesOf } from './import-refused.ts';
import type { ImportRequest } from './import-request.ts';
import { prepareBlocks, type PreparedBlocks } from './prepare-blocks.ts';
import { prepareCounts, type PreparedCounts } from './prepare-counts.ts';
import { prepareAddresses, prepareLayer, type PreparedAddresses, type PreparedLayer } from './prepare-places.ts';
import { prepareZones, type PreparedZones } from './prepare-zones.ts';

export interface ImportTask {
  readonly path: string;
  readonly request: ImportRequest;
  readonly epsg: number;
  /** The stored blocks that the file is about; null where the kind needs none. */
  readonly blocks: BlockRings | null;
  /** How messages name that set. */
  readonly blockSet: string;
}

export interface ImportQuestion {
  readonly id: number;
  readonly task: ImportTask;
}

export type Prepared = PreparedBlocks | PreparedZones | PreparedCounts | PreparedAddresses | PreparedLayer;

export type ImportAnswer = { readonly id: number } & (
  | { readonly kind: 'prepared'; readonly prepared: Prepared }
  | { readonly kind: 'refused'; readonly issues: readonly InputProblem[] }
  | { readonly kind: 'failed'; readonly message: string }
);

function prepare({ path, request, epsg, blocks, blockSet }: ImportTask): Promise<Prepared> {
  const { mapping } = request;
  switch (request.kind) {
    case 'blocks':
      return prepareBlocks(path, mapping, epsg);
    case 'zones':
      return prepareZones(path, mapping, epsg, blocks!, blockSet);
    case 'counts':
      return prepareCounts(path, mapping, blocks!.ids, blockSet);
    case 'addresses':
      return prepareAddresses(path, mapping, epsg, blocks);
    case 'schools':
    case 'network':
      return prepareLayer(path, mapping, epsg, request.kind);
  }
}

async function answer({ id, task }: ImportQuestion): Promise<ImportAnswer> {
  try {
    return { id, kind: 'prepared', prepared: await prepare(task) };
  } catch (error) {
    if (error instanceof InputError) return { id, kind: 'refused', issues: issuesOf(error) };
    return { id, kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

const port = parentPort!;
port.on('message', async (question: ImportQuestion) => {
  port.postMessage(await answer(question));
});
