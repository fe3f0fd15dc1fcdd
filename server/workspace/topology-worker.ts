// Worker thread: blocks to topology, so that building a city's coverage never holds up a request.
import { parentPort } from 'node:worker_threads';
import { adjacency, type Adjacency } from '../../core/coverage/adjacency.ts';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import type { BlockRings } from '../../core/coverage/coverage.ts';
import { encodeCoverage } from '../../core/coverage/encode.ts';
import { joinPairs } from '../../core/coverage/near-adjacency.ts';

export interface TopologyRequest {
  readonly id: number;
  readonly rings: BlockRings;
  /** Neighbours without a common edge, as pairs of positions. */
  readonly nearPairs: Uint32Array;
  /** Blocks whose source drew another outline, with the area of that. */
  readonly sourceAreas: readonly { readonly position: number; readonly areaM2: number }[];
}

/** `bytes` is the coverage as core/coverage/encode.ts writes it; arrays are handed over, not copied. */
export type TopologyAnswer =
  | { readonly id: number; readonly ok: true; readonly bytes: Uint8Array<ArrayBuffer>; readonly neighbours: Adjacency }
  | { readonly id: number; readonly ok: false; readonly message: string };

const port = parentPort;
if (port === null) throw new Error('topology-worker runs as a worker thread');

port.on('message', ({ id, rings, nearPairs, sourceAreas }: TopologyRequest) => {
  const built = buildCoverage(rings);
  if (!built.ok) {
    const [first] = built.issues;
    port.postMessage({ id, ok: false, message: `${first!.code} at ${first!.blocks.join(', ')}: ${first!.detail}` } satisfies TopologyAnswer);
    return;
  }
  const sourceAreaM2 = sourceAreas.length === 0 ? null : built.coverage.blockAreaM2.slice();
  for (const { position, areaM2 } of sourceAreas) sourceAreaM2![position] = areaM2;
  const bytes = encodeCoverage(built.coverage, { nearPairs, sourceAreaM2 });
  const edges = adjacency(built.coverage);
  const neighbours = nearPairs.length === 0 ? edges : joinPairs(edges, nearPairs);
  // Queen and rook share one array where no blocks meet in a corner alone; a buffer may be handed over once only.
  const buffers = new Set<ArrayBufferLike>([bytes.buffer]);
  for (const value of Object.values(neighbours)) if (ArrayBuffer.isView(value)) buffers.add(value.buffer);
  port.postMessage({ id, ok: true, bytes, neighbours } satisfies TopologyAnswer, [...buffers] as ArrayBuffer[]);
});
