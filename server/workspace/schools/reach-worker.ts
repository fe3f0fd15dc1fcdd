// Worker thread: the area that is reached on foot from a school within a limit.
import { parentPort } from 'node:worker_threads';
import { createAccessLocator } from '../../../core/network/access-points.ts';
import { reachableArea, type ReachableArea } from '../../../core/network/reachable-area.ts';
import { buildStreetGraph } from '../../../core/network/street-graph.ts';
import { walkingRules, type WalkTask } from './reckon-walks.ts';
import type { ThreadMessage } from './run-thread.ts';

export interface ReachTask extends Pick<WalkTask, 'ways' | 'hazards'> {
  /** In the CRS of the ways. */
  readonly place: readonly [number, number];
  readonly limitM: number;
}

const port = parentPort;
if (port === null) throw new Error('reach-worker runs as a worker thread');
const send = (message: ThreadMessage<never, ReachableArea>) => port.postMessage(message);

port.on('message', ({ ways, hazards, place, limitM }: ReachTask) => {
  try {
    const graph = buildStreetGraph(ways, walkingRules(hazards, false));
    send({ kind: 'result', result: reachableArea(graph, createAccessLocator(graph)(Float64Array.from(place)), 0, limitM) });
  } catch (error) {
    send({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
