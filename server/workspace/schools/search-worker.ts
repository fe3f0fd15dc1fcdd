// Worker thread: searches better catchments and tells the best so far, until its time or number of proposals is used up.
import { parentPort } from 'node:worker_threads';
import { CatchmentSearch, type Alternative, type Tried } from '../../../core/schools/optimise/optimise.ts';
import type { Measures } from '../../../core/schools/optimise/optimise-input.ts';
import type { CatchmentBasis } from './catchment-basis.ts';
import type { ThreadMessage } from './run-thread.ts';
import { searchInput, type SearchWish } from './search-input.ts';

export interface SearchTask {
  readonly basis: CatchmentBasis;
  readonly wish: SearchWish;
  /** Ends with what comes first. */
  readonly seconds: number;
  readonly iterations: number;
}

export interface BestSoFar {
  /** Share of the time or of the proposals. */
  readonly done: number;
  readonly iterations: number;
  readonly measures: Measures;
  readonly assignment: Int32Array;
}

export interface SearchResult {
  readonly today: Measures;
  readonly plan: Measures;
  readonly alternatives: readonly Alternative[];
  readonly tried: readonly Tried[];
  readonly iterations: number;
  readonly rounds: number;
}

/** Some 20 ms of a city. */
const CHUNK = 20_000;
const TELL_MS = 400;

const port = parentPort;
if (port === null) throw new Error('search-worker runs as a worker thread');
const send = (message: ThreadMessage<BestSoFar, SearchResult>) => port.postMessage(message);

port.on('message', ({ basis, wish, seconds, iterations }: SearchTask) => {
  try {
    const input = searchInput(basis, wish);
    const search = new CatchmentSearch(input);
    const began = performance.now();
    let told = -Infinity;
    for (;;) {
      const now = performance.now();
      const done = Math.max((now - began) / (1000 * seconds), search.iterations / iterations);
      if (now - told >= TELL_MS || done >= 1) {
        send({ kind: 'progress', progress: { done: Math.min(1, done), iterations: search.iterations, measures: search.measures(search.best), assignment: search.best.slice() } });
        told = now;
      }
      if (done >= 1) break;
      search.run(Math.min(CHUNK, iterations - search.iterations));
    }
    send({ kind: 'result', result: { today: search.measures(input.assignment), plan: search.measures(input.start ?? input.assignment), alternatives: search.front(), tried: search.tried, iterations: search.iterations, rounds: search.rounds } });
  } catch (error) {
    send({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
