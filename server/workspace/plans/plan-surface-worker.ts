// Worker thread: topology of blocks with cuts, so that cutting a block of a large city holds up nobody's stroke.
import { parentPort } from 'node:worker_threads';
import { adjacency, type Adjacency } from '../../../core/coverage/adjacency.ts';
import { decodeCoverage, decodeExtras, encodeCoverage } from '../../../core/coverage/encode.ts';
import { joinPairs } from '../../../core/coverage/near-adjacency.ts';
import { createSurface, type BlockCut, type PlanSurface } from '../../../core/plan/surface.ts';

export interface SurfaceQuestion {
  /** Names the stand; `bytes`, its coverage as core/coverage/encode.ts writes it, is there when it is new. */
  readonly blockSet: number;
  readonly bytes: Uint8Array<ArrayBuffer> | null;
  readonly cuts: readonly BlockCut[];
}

export type SurfaceAnswer = { readonly id: number } & (
  | { readonly ok: true; readonly bytes: Uint8Array<ArrayBuffer>; readonly neighbours: Adjacency }
  | { readonly ok: false; readonly message: string }
);

const port = parentPort;
if (port === null) throw new Error('plan-surface-worker runs as a worker thread');

const stands = new Map<number, PlanSurface>();

function standOf({ blockSet, bytes }: SurfaceQuestion): PlanSurface {
  const known = stands.get(blockSet);
  if (known !== undefined) return known;
  const coverage = decodeCoverage(bytes!.buffer);
  const { nearPairs } = decodeExtras(bytes!.buffer);
  const edges = adjacency(coverage);
  const made = createSurface({ coverage, neighbours: nearPairs.length === 0 ? edges : joinPairs(edges, nearPairs) });
  stands.set(blockSet, made);
  return made;
}

port.on('message', (question: SurfaceQuestion & { readonly id: number }) => {
  const { id, cuts } = question;
  try {
    const { coverage, neighbours } = standOf(question).withCuts(cuts);
    const bytes = encodeCoverage(coverage);
    const buffers = new Set<ArrayBufferLike>([bytes.buffer]);
    const copy = structuredClone(neighbours);
    for (const value of Object.values(copy)) if (ArrayBuffer.isView(value)) buffers.add(value.buffer);
    port.postMessage({ id, ok: true, bytes, neighbours: copy } satisfies SurfaceAnswer, [...buffers] as ArrayBuffer[]);
  } catch (error) {
    port.postMessage({ id, ok: false, message: error instanceof Error ? (error.stack ?? error.message) : String(error) } satisfies SurfaceAnswer);
  }
});
