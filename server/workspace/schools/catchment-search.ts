// Searches for better catchments that run or wait on this server: what they begin with is kept in memory alone, for it holds counts.
import type { Measures } from '../../../core/schools/optimise/optimise-input.ts';
import type { Queryable } from '../../db/database.ts';
import { InputError } from '../../gdal/input-error.ts';
import { runThread } from './run-thread.ts';
import type { BestSoFar, SearchResult, SearchTask } from './search-worker.ts';

export interface WaitingSearch {
  readonly task: SearchTask;
  readonly plan: string;
  readonly blockSet: number;
  /** Codes that assignments are indices into. */
  readonly zones: readonly string[];
  readonly exact: boolean;
}

export interface SearchJob {
  readonly job: { readonly job: string };
  readonly signal: AbortSignal;
  progress(fraction: number, message: string): Promise<void>;
  keepResult(tx: Queryable, result: object): Promise<void>;
}

export class CatchmentSearches {
  private readonly waiting = new Map<string, WaitingSearch>();
  private readonly best = new Map<string, { readonly search: WaitingSearch; readonly best: BestSoFar }>();

  /** Before its job is submitted under this id. */
  add(job: string, search: WaitingSearch): void {
    this.waiting.set(job, search);
  }

  drop(job: string): void {
    this.waiting.delete(job);
  }

  /** Best so far of a search that runs here. */
  bestOf(job: string): object | null {
    const known = this.best.get(job);
    if (known === undefined) return null;
    const { search: { zones, blockSet }, best: { measures, assignment, iterations } } = known;
    return { zones, blockSet, iterations, measures: measuresJson(measures), assignment: [...assignment] };
  }

  async run({ job: { job }, signal, progress }: SearchJob): Promise<object> {
    const search = this.waiting.get(job);
    this.waiting.delete(job);
    if (search === undefined) throw new InputError({ problem: 'the server was started again before the search ended', accepted: 'the same search again' });
    try {
      const result = await runThread<SearchTask, BestSoFar, SearchResult>('server/workspace/schools/search-worker.ts', search.task, signal, (best) => {
        this.best.set(job, { search, best });
        return progress(best.done * 0.99, `${best.iterations.toLocaleString('en')} proposals tried`);
      });
      return resultJson(search, result);
    } finally {
      this.best.delete(job);
    }
  }
}

function resultJson({ plan, blockSet, zones, exact, task }: WaitingSearch, { today, plan: draft, alternatives, tried, iterations, rounds }: SearchResult): object {
  return {
    kind: 'catchment-alternatives',
    dryRun: false,
    stored: null,
    report: { iterations, rounds, seed: task.wish.seed },
    forPlan: plan,
    blockSet,
    zones,
    exact,
    today: measuresJson(today),
    plan: measuresJson(draft),
    alternatives: alternatives.map(({ id, stance, assignment, measures, front }) => ({ id, stance, assignment: [...assignment], measures: measuresJson(measures), front })),
    tried: tried.map(({ overCapacity, movedShare }) => ({ overCapacity: rounded(overCapacity), movedShare: rounded(movedShare) })),
  };
}

const rounded = (value: number) => Math.round(value * 1e4) / 1e4;

function measuresJson(measures: Measures): object {
  const plain = (value: unknown): unknown => (Array.isArray(value) ? value.map(plain) : typeof value === 'number' ? (Number.isFinite(value) ? rounded(value) : null) : value);
  return Object.fromEntries(Object.entries(measures).map(([name, value]) => [name, plain(value)]));
}
