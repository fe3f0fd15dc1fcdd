// Topology on demand: hands blocks to the worker thread and gives back the resident coverage.
import type { Worker } from 'node:worker_threads';
import type { Adjacency } from '../../core/coverage/adjacency.ts';
import type { BlockRings, Coverage } from '../../core/coverage/coverage.ts';
import { decodeCoverage, decodeExtras } from '../../core/coverage/encode.ts';
import { startWorker } from '../worker-url.ts';
import type { TopologyAnswer, TopologyRequest } from './topology-worker.ts';

export interface Topology {
  readonly coverage: Coverage;
  /** Along edges, and near neighbours where the set has some. */
  readonly neighbours: Adjacency;
  /** By position: what areas and densities are reckoned with. The coverage's own where the source drew the same outlines. */
  readonly sourceAreaM2: Float64Array;
  /** The coverage as it is sent to browsers; the arrays of `coverage` lie on these very bytes. */
  readonly bytes: Uint8Array;
}

export interface TopologyBuilder {
  /** Rejects for blocks that are no coverage; imports have refused such blocks, so that means a damaged store. */
  build(rings: BlockRings, more: Pick<TopologyRequest, 'nearPairs' | 'sourceAreas'>): Promise<Topology>;
  close(): Promise<void>;
}

/** One worker for all block sets of a server, started at the first use. */
export function createTopologyBuilder(): TopologyBuilder {
  let worker: Worker | null = null;
  let nextId = 1;
  const waiting = new Map<number, { resolve: (topology: Topology) => void; reject: (error: Error) => void }>();

  function failAll(error: Error): void {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    worker = null;
  }

  function running(): Worker {
    if (worker !== null) return worker;
    const started = startWorker('server/workspace/topology-worker.ts');
    started.on('message', (answer: TopologyAnswer) => {
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      // An idle worker does not keep the process alive; a busy one does.
      if (waiting.size === 0) started.unref();
      if (!answer.ok) asked?.reject(new Error(`the stored blocks are no coverage: ${answer.message}`));
      else {
        const coverage = decodeCoverage(answer.bytes.buffer);
        const sourceAreaM2 = decodeExtras(answer.bytes.buffer).sourceAreaM2 ?? coverage.blockAreaM2;
        asked?.resolve({ coverage, neighbours: answer.neighbours, sourceAreaM2, bytes: answer.bytes });
      }
    });
    started.on('error', failAll);
    started.on('exit', () => failAll(new Error('the topology worker has ended')));
    worker = started;
    return started;
  }

  return {
    build: (rings, more) =>
      new Promise((resolve, reject) => {
        const id = nextId++;
        waiting.set(id, { resolve, reject });
        const request: TopologyRequest = { id, rings, ...more };
        const buffers = [rings.xy, rings.ringStart, rings.partStart, rings.blockStart].map((array) => array.buffer as ArrayBuffer);
        const thread = running();
        thread.ref();
        thread.postMessage(request, buffers);
      }),
    async close() {
      await worker?.terminate();
    },
  };
}
