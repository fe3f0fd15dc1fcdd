// Shares of blocks in zones by two threads: this one and a worker that is kept for the next overlay.
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { Coverage } from '../../../core/coverage/coverage.ts';
import { type OverlayOptions, type OverlayResult, joinShares, negligibleShare, overlayFractions } from '../../../core/coverage/overlay/overlay.ts';
import { emptyTrace, OverlayPart } from '../../../core/coverage/overlay/overlay-part.ts';
import { startWorker } from '../../worker-url.ts';
import { Gate, type PartAnswer, type PartQuestion } from './overlay-messages.ts';

/** Below, one thread is done before two have understood each other. */
export const BLOCKS_FOR_TWO = 20_000;

/** A worker takes a third of a second to start from sources and a tenth from a build. */
const IDLE_MS = 30_000;

interface Waiting {
  looked(): void;
  resolve(answer: PartAnswer): void;
  reject(error: Error): void;
}

let worker: Worker | null = null;
let idle: NodeJS.Timeout | undefined;
let nextId = 1;
const waiting = new Map<number, Waiting>();

/** Starts the second thread ahead of an overlay, while files are read. */
export function warmOverlay(): void {
  if (availableParallelism() < 2) return;
  running();
  rest();
}

/** Ends the second thread, if there is one. */
export async function endOverlay(): Promise<void> {
  await end(new Error('the overlay worker was stopped'));
}

/**
 * As `overlayFractions`, to the last bit. Both coverages have to lie in shared memory (`buildCoverage(rings, SharedArrayBuffer)`), because a
 * copy of 100,000 blocks takes as long as the second thread saves; others, and few blocks, are done by this thread alone.
 */
export async function overlayInThreads(blocks: Coverage, zones: Coverage, options: OverlayOptions & { readonly leastBlocks?: number } = {}): Promise<OverlayResult> {
  const shared = [blocks, zones].every(({ xy }) => xy.buffer instanceof SharedArrayBuffer);
  if (!shared || blocks.blockCount < (options.leastBlocks ?? BLOCKS_FOR_TWO) || availableParallelism() < 2) return overlayFractions(blocks, zones, options);
  const negligibleFraction = negligibleShare(options);
  const traces = [emptyTrace(zones, SharedArrayBuffer), emptyTrace(zones, SharedArrayBuffer)];
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const say = (word: number) => {
    Atomics.store(gate, 0, word);
    Atomics.notify(gate, 0);
  };
  const other = ask({ blocks: withoutIds(blocks), zones: withoutIds(zones), part: { index: 1, count: 2 }, negligibleFraction, traces, gate });
  try {
    const own = new OverlayPart(blocks, zones, { index: 0, count: 2 }, { negligibleFraction, trace: traces[0]! });
    const looked = await other.looked;
    if (looked && own.contradiction() === null) {
      say(Gate.open);
      const shares = own.shares(traces);
      const answer = await other.answer;
      if (!('side' in shares) && answer.kind === 'shares') return { ok: true, overlay: joinShares(blocks, zones.blockCount, [shares, answer.shares]) };
    }
  } finally {
    say(Gate.abandoned);
  }
  // Divisions that contradict themselves: one thread tells where, always the same place.
  return overlayFractions(blocks, zones, options);
}

function withoutIds(coverage: Coverage): Coverage {
  return { ...coverage, ids: [] };
}

function ask(question: Omit<PartQuestion, 'id'>): { readonly looked: Promise<boolean>; readonly answer: Promise<PartAnswer> } {
  const id = nextId++;
  const thread = running();
  let hasLooked: (did: boolean) => void;
  const looked = new Promise<boolean>((resolve) => (hasLooked = resolve));
  const answer = new Promise<PartAnswer>((resolve, reject) => {
    waiting.set(id, { looked: () => hasLooked(true), resolve, reject });
  }).finally(() => {
    hasLooked(false);
    waiting.delete(id);
    rest();
  });
  // Awaited where both parts have looked; until then nobody would hear that the worker was lost.
  answer.catch(() => undefined);
  thread.postMessage({ id, ...question } satisfies PartQuestion);
  return { looked, answer };
}

function running(): Worker {
  clearTimeout(idle);
  if (worker === null) {
    const started = startWorker('server/processes/overlay/overlay-worker.ts');
    started.on('message', (answer: PartAnswer) => {
      const asked = waiting.get(answer.id);
      if (answer.kind === 'looked') asked?.looked();
      else asked?.resolve(answer);
    });
    const lost = (error: Error) => {
      if (worker === started) void end(error);
    };
    started.on('error', lost);
    started.on('exit', () => lost(new Error('the overlay worker has ended')));
    worker = started;
  }
  worker.ref();
  return worker;
}

/** An idle worker does not keep the process alive, and ends after a while. */
function rest(): void {
  if (waiting.size > 0 || worker === null) return;
  worker.unref();
  clearTimeout(idle);
  idle = setTimeout(() => void endOverlay(), IDLE_MS);
  idle.unref();
}

async function end(error: Error): Promise<void> {
  clearTimeout(idle);
  const ending = worker;
  worker = null;
  for (const { reject } of waiting.values()) reject(error);
  waiting.clear();
  await ending?.terminate();
}
