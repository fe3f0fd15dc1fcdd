// Which cells go up by a base and which stay down, so that all published sums stay near their truth: a local search.

/** Cells that may go up, and the sums they are in (CSR by cell: `start`, `sum`). */
export interface UpOrDown {
  readonly base: number;
  readonly start: Uint32Array;
  readonly sum: Uint32Array;
  /** By sum: what it differs from its truth by while every cell is down. */
  readonly deviation: Float64Array;
  /** A difference beyond this is worse than any number of differences within. */
  readonly within: number;
}

/** How many cells may change together in one step: with three and more the differences of overlapping sums cancel out. */
const DEPTH = 6;

/**
 * Changes `up` (1 by cell that goes up) in place until no cell alone, and for a sum beyond `within` no chain of six, makes the sum of squared differences smaller. Deterministic; cells are
 * looked at in their order. Returns whether every sum is within.
 *
 * Only cells of a sum that changed are looked at again: 5,000 cells in 16 sums each take about a tenth of a second.
 */
export function settleUpOrDown(problem: UpOrDown, up: Uint8Array): boolean {
  const search = new Search(problem, up);
  search.descend();
  search.mend();
  return search.beyond().length === 0;
}

/** Sums that hold a cell, the other way round: cells by sum (CSR). */
export function cellsBySum({ start, sum, deviation }: UpOrDown): { readonly start: Uint32Array; readonly cell: Uint32Array } {
  const from = new Uint32Array(deviation.length + 1);
  for (const of of sum) from[of + 1]!++;
  for (let of = 0; of < deviation.length; of++) from[of + 1]! += from[of]!;
  const cursor = from.slice(0, -1);
  const cell = new Uint32Array(sum.length);
  for (let at = 0; at + 1 < start.length; at++) for (let k = start[at]!; k < start[at + 1]!; k++) cell[cursor[sum[k]!]!++] = at;
  return { start: from, cell };
}

class Search {
  private readonly members: ReturnType<typeof cellsBySum>;
  private readonly now: Float64Array;
  private readonly penalty: number;

  constructor(
    private readonly problem: UpOrDown,
    private readonly up: Uint8Array,
  ) {
    this.members = cellsBySum(problem);
    this.now = problem.deviation.slice();
    // One unit beyond outweighs every sum at its worst.
    this.penalty = 4 * problem.base ** 2 * Math.max(1, problem.deviation.length);
    up.forEach((isUp, cell) => {
      if (isUp === 1) this.shift(cell, problem.base);
    });
  }

  /** Flips cells one by one while that helps. */
  descend(): void {
    const waiting = Array.from(this.up.keys());
    const queued = new Uint8Array(this.up.length).fill(1);
    for (let head = 0; head < waiting.length; head++) {
      const cell = waiting[head]!;
      queued[cell] = 0;
      if (this.gain(cell) >= -1e-9) continue;
      this.flip(cell);
      for (const near of this.around([cell])) {
        if (queued[near] === 1) continue;
        queued[near] = 1;
        waiting.push(near);
      }
    }
  }

  /** For each sum that is too far off: the chain of flips that mends it, if there is one; then on, since it may have moved others. */
  mend(): void {
    const given = new Set<number>();
    for (;;) {
      const sum = this.beyond().find((of) => !given.has(of));
      if (sum === undefined) return;
      const direction = this.now[sum]! > 0 ? 1 : 0;
      const cells = this.cellsOf(sum).filter((cell) => this.up[cell] === direction);
      const ordered = cells.map((cell) => ({ cell, gain: this.gain(cell) })).toSorted((a, b) => a.gain - b.gain || a.cell - b.cell);
      if (ordered.some(({ cell }) => this.chain(cell))) given.clear();
      else given.add(sum);
    }
  }

  beyond(): number[] {
    return Array.from(this.now.keys()).filter((sum) => Math.abs(this.now[sum]!) > this.problem.within + 1e-9);
  }

  /** Flips a cell though it may hurt, then the best of those around, up to six; keeps the best prefix if it helps. */
  private chain(first: number): boolean {
    const flipped: number[] = [];
    let [total, best, length] = [0, -1e-9, 0];
    for (let next: number | undefined = first; next !== undefined && flipped.length < DEPTH; ) {
      total += this.gain(next);
      this.flip(next);
      flipped.push(next);
      if (total < best) [best, length] = [total, flipped.length];
      let least = Infinity;
      next = undefined;
      for (const cell of this.around(flipped)) {
        if (flipped.includes(cell)) continue;
        const gain = this.gain(cell);
        if (gain < least) [least, next] = [gain, cell];
      }
    }
    while (flipped.length > length) this.flip(flipped.pop()!);
    return length > 0;
  }

  private cellsOf(sum: number): number[] {
    return Array.from(this.members.cell.subarray(this.members.start[sum]!, this.members.start[sum + 1]!));
  }

  /** Cells that share a sum of up to 100 cells with these: those of a city's total are all cells. */
  private around(cells: readonly number[]): Set<number> {
    const near = new Set<number>();
    const { start, sum } = this.problem;
    for (const cell of cells) {
      for (let k = start[cell]!; k < start[cell + 1]!; k++) {
        const [from, to] = [this.members.start[sum[k]!]!, this.members.start[sum[k]! + 1]!];
        if (to - from > 100 && near.size > 0) continue;
        for (let at = from; at < to; at++) near.add(this.members.cell[at]!);
      }
    }
    return near;
  }

  private shift(cell: number, by: number): void {
    const { start, sum } = this.problem;
    for (let k = start[cell]!; k < start[cell + 1]!; k++) this.now[sum[k]!]! += by;
  }

  private flip(cell: number): void {
    this.shift(cell, this.up[cell] === 1 ? -this.problem.base : this.problem.base);
    this.up[cell] = 1 - this.up[cell]!;
  }

  /** Change of the whole cost; below 0 is better. */
  private gain(cell: number): number {
    const { start, sum, base } = this.problem;
    const by = this.up[cell] === 1 ? -base : base;
    let change = 0;
    for (let k = start[cell]!; k < start[cell + 1]!; k++) {
      const now = this.now[sum[k]!]!;
      change += this.cost(now + by) - this.cost(now);
    }
    return change;
  }

  private cost(deviation: number): number {
    const beyond = Math.abs(deviation) - this.problem.within;
    return deviation * deviation + (beyond > 0 ? this.penalty * beyond * beyond : 0);
  }
}
