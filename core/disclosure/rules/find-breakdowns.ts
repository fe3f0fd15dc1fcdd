// Which statistics are others added up: everybody knows that women and men are all residents, and no catalogue says so.

/** Statistics by position: in every block `whole` is the sum of `parts`, of which there are two or more. */
export interface Breakdown {
  readonly whole: number;
  readonly parts: readonly number[];
}

/** Fewer blocks with anybody in them can add up by chance. */
const LEAST_BLOCKS = 6;
/** Sums tried for one whole; those of the demo city's 60 statistics take 40 at most. */
const MOST_TRIED = 2_000;

/**
 * Found from the counts themselves (by block, -1 where unknown; blocks with an unknown count say nothing): whoever names age groups or sexes knows as much. A statistic is broken down by its
 * largest parts (by five age groups, which in turn are so by years), and again by others (by sex, by citizenship) as long as there are sets of parts that have none in common with those before.
 */
export function findBreakdowns(counts: readonly Int32Array[]): Breakdown[] {
  const totals = counts.map(totalOf);
  return counts.flatMap((whole, at) => {
    let inhabited = 0;
    for (const count of whole) if (count > 0) inhabited++;
    if (inhabited < LEAST_BLOCKS) return [];
    let candidates = [...counts.keys()].filter((of) => of !== at && totals[of]! > 0 && totals[of]! < totals[at]! && fitsInto(counts[of]!, whole)).toSorted((a, b) => totals[b]! - totals[a]! || a - b);
    const found: Breakdown[] = [];
    for (;;) {
      const parts = new Search(counts, candidates).cover(whole);
      if (parts === null) return found;
      found.push({ whole: at, parts: parts.toSorted((a, b) => a - b) });
      candidates = candidates.filter((of) => !parts.includes(of));
    }
  });
}

class Search {
  private tried = 0;

  constructor(
    private readonly counts: readonly Int32Array[],
    /** The largest first. */
    private readonly candidates: readonly number[],
  ) {}

  /** Candidates that add up to what is left; [] where nothing is. */
  cover(left: Int32Array): number[] | null {
    // The block with the fewest people is part of the fewest candidates.
    let at = -1;
    for (let block = 0; block < left.length; block++) if (left[block]! > 0 && (at < 0 || left[block]! < left[at]!)) at = block;
    if (at < 0) return [];
    for (const of of this.candidates) {
      const own = this.counts[of]!;
      if (own[at]! <= 0 || this.tried >= MOST_TRIED || !fitsInto(own, left)) continue;
      this.tried++;
      const more = this.cover(without(left, own));
      if (more !== null) return [of, ...more];
    }
    return null;
  }
}

function totalOf(counts: Int32Array): number {
  let total = 0;
  for (let block = 0; block < counts.length; block++) total += Math.max(0, counts[block]!);
  return total;
}

/** A loop, and no map: some hundred sums of 12,000 blocks a date. */
function without(whole: Int32Array, part: Int32Array): Int32Array {
  const left = new Int32Array(whole.length);
  for (let block = 0; block < left.length; block++) left[block] = part[block]! < 0 || whole[block]! < 0 ? -1 : whole[block]! - part[block]!;
  return left;
}

function fitsInto(part: Int32Array, whole: Int32Array): boolean {
  for (let block = 0; block < part.length; block++) if (whole[block]! >= 0 && part[block]! > whole[block]!) return false;
  return true;
}
