// Moves that were found once, by block: what frees a secret of one statistic often frees one of another, or of the next date.

/** Whole changes of blocks, ascending; none is 0, the first above 0, without a common divisor. */
export interface Exchange {
  readonly blocks: readonly number[];
  readonly by: readonly number[];
}

/** Longer ones seldom fit counts that they were not found for. */
const LONGEST = 40;
const MOST_A_BLOCK = 48;

/**
 * The zones of a release are the same for all statistics and dates: what moves none of their totals moves none of any count, as far as nobody
 * becomes negative. Trying one is some hundred additions, a program some milliseconds.
 */
export class Exchanges {
  private readonly byBlock = new Map<number, Exchange[]>();
  private readonly seen = new Set<string>();

  /** Changes by block, in any order. */
  add(changes: Iterable<readonly [block: number, by: number]>): void {
    const sums = new Map<number, number>();
    for (const [block, by] of changes) sums.set(block, (sums.get(block) ?? 0) + by);
    const sorted = [...sums].filter(([, by]) => by !== 0).toSorted(([a], [b]) => a - b);
    if (sorted.length < 2 || sorted.length > LONGEST) return;
    const divisor = sorted.reduce((of, [, by]) => commonDivisor(of, Math.abs(by)), 0) * Math.sign(sorted[0]![1]);
    const exchange: Exchange = { blocks: sorted.map(([block]) => block), by: sorted.map(([, by]) => by / divisor) };
    const key = `${exchange.blocks.join()} ${exchange.by.join()}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    for (const block of exchange.blocks) {
      const known = this.byBlock.get(block);
      if (known === undefined) this.byBlock.set(block, [exchange]);
      else if (known.length < MOST_A_BLOCK) known.push(exchange);
      else known[known.length - 1] = exchange;
    }
  }

  /** Those that change a block, in the order in which they came. */
  of(block: number): readonly Exchange[] {
    return this.byBlock.get(block) ?? [];
  }
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
