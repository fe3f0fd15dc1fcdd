// Courses over the years for the list of topics: values of the indicators that are in view, fetched two at a time behind everything else.
import type { IndicatorValues } from '../api.ts';
import { ApiProblem } from '../api.ts';

const AT_ONCE = 2;

/** Loaded for one geography and cut; with another one `reset` begins anew. */
export class Courses {
  known: ReadonlyMap<string, IndicatorValues> = new Map();
  private readonly load: (indicator: string) => Promise<IndicatorValues>;
  private readonly changed: () => void;
  private waiting: string[] = [];
  private running = 0;
  private ready = false;
  private round = 0;
  private readonly tried = new Set<string>();

  constructor(load: (indicator: string) => Promise<IndicatorValues>, changed: () => void) {
    this.load = load;
    this.changed = changed;
  }

  /** From now on courses may be fetched: what the map itself needs is there. */
  reset(): void {
    this.round++;
    this.known = new Map();
    this.tried.clear();
    this.ready = true;
    this.next();
  }

  want(indicators: readonly string[]): void {
    this.waiting = [...indicators];
    this.next();
  }

  /** Nothing that is wanted is still on its way. */
  get idle(): boolean {
    return this.running === 0 && this.waiting.every((one) => this.tried.has(one));
  }

  private next(): void {
    while (this.ready && this.running < AT_ONCE) {
      const indicator = this.waiting.find((one) => !this.tried.has(one));
      if (indicator === undefined) return;
      this.tried.add(indicator);
      void this.fetch(indicator);
    }
  }

  private async fetch(indicator: string): Promise<void> {
    const { round } = this;
    this.running++;
    try {
      const values = await this.load(indicator);
      if (round !== this.round) return;
      this.known = new Map(this.known).set(indicator, values);
      this.changed();
    } catch (error) {
      // A list without a course is complete all the same.
      if (!(error instanceof ApiProblem)) throw error;
    } finally {
      this.running--;
      this.next();
    }
  }
}
