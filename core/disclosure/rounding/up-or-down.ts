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
const SMALL_SUM = 24;
/** From 0.1 to 1 ms each. */
const MOST_CHAINS = 4_000;

/**
 * Changes `up` (1 by cell that goes up) in place until no cell alone, and no chain of six that begins with it, makes the sum of squared differences smaller; sums beyond `within`
 * first. Deterministic; cells are looked at in their order. Returns whether every sum is within.
 */
export function settleUpOrDown(problem: UpOrDown, up: Uint8Array): boolean {
  const search = new Search(problem, up);
  search.descend();
  search.mend();
  search.improve();
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

/** Cells that share a sum of up to 24 cells with a cell, or its smallest sum of all, of which the first 24. */
function nearCells({ start, sum }: UpOrDown, members: ReturnType<typeof cellsBySum>): Uint32Array[] {
  const size = (of: number): number => members.start[of + 1]! - members.start[of]!;
  return Array.from({ length: start.length - 1 }, (_, cell) => {
    const own = Array.from(sum.subarray(start[cell]!, start[cell + 1]!)).filter((of) => size(of) > 1).toSorted((a, b) => size(a) - size(b));
    const near = new Set<number>([cell]);
    own.forEach((of, k) => {
      if (k > 0 && size(of) > SMALL_SUM) return;
      for (const other of members.cell.subarray(members.start[of]!, members.start[of]! + Math.min(SMALL_SUM, size(of)))) near.add(other);
    });
    return Uint32Array.from(near);
  });
}

class Search {
  private readonly members: ReturnType<typeof cellsBySum>;
  private readonly now: Float64Array;
  private readonly penalty: number;
  /** By cell: those that share a small sum with it; those of a city's total are all cells. */
  private readonly near: Uint32Array[];
  private readonly found: Uint32Array;
  private readonly stamped: Uint32Array;
  private stamp = 0;

  constructor(
    private readonly problem: UpOrDown,
    private readonly up: Uint8Array,
  ) {
    this.members = cellsBySum(problem);
    this.now = problem.deviation.slice();
    this.near = nearCells(problem, this.members);
    this.found = new Uint32Array(up.length);
    this.stamped = new Uint32Array(up.length);
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
      const many = this.around([cell]);
      for (let k = 0; k < many; k++) {
        const near = this.found[k]!;
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
      // Where fifty chains lead nowhere, a thousand hardly do.
      if (ordered.slice(0, 50).some(({ cell }) => this.chain(cell))) given.clear();
      else given.add(sum);
    }
  }

  /** Chains from every cell, until a whole round of them helps no more; of many cells as many as the time allows. */
  improve(): void {
    let idle = 0;
    for (let tried = 0; idle < this.up.length && tried < MOST_CHAINS; tried++) idle = this.chain(tried % this.up.length) ? 0 : idle + 1;
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
      const many = this.around(flipped);
      for (let k = 0; k < many; k++) {
        const cell = this.found[k]!;
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

  /** Cells near these, each once, as far as the returned number in `found`. */
  private around(cells: readonly number[]): number {
    this.stamp++;
    let many = 0;
    for (const cell of cells) {
      for (const near of this.near[cell]!) {
        if (this.stamped[near] === this.stamp) continue;
        this.stamped[near] = this.stamp;
        this.found[many++] = near;
      }
    }
    return many;
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
