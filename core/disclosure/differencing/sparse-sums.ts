// Sparse sums of parameters modulo a prime: some are known to be 0, the others are told by as few of them as it takes.
import { inverse, PRIME } from './elimination.ts';

/** Parameters, ascending, and their residues, none 0. */
export interface SparseSum {
  readonly at: readonly number[];
  readonly value: readonly number[];
}

/** When a sum is used: known to be 0; first choice and second choice to tell the others by. */
export const [ZERO, FIRST, SECOND] = [0, 1, 2];

export interface ReducedSums {
  /** In the sums of `pivots`, whose positions stand for parameters: a pivot's own sum is itself once. Those used as ZERO are void. */
  readonly sums: readonly SparseSum[];
  readonly pivots: readonly number[];
}

const INVERSE = 1 / PRIME;

/** Residue of a whole number from 0 to 2^52; several times as fast as the remainder operator of doubles. */
export function residueOf(value: number): number {
  const rest = value - Math.floor(value * INVERSE) * PRIME;
  return rest < 0 ? rest + PRIME : rest >= PRIME ? rest - PRIME : rest;
}

/**
 * What sums are once every one of use ZERO is 0, told by a largest set of them that do not follow from each other: those of
 * use FIRST are asked first. Of each use the shortest sum is solved first, for the parameter that stands in the fewest others:
 * zones hang together like a map, and few sums grow. Modulo a prime a rank can only be too small, and where minors stay far
 * below the prime it is not; whatever is found is checked over the integers by its certificate.
 */
export function reduceSums(parameters: number, sums: readonly SparseSum[], use: ArrayLike<number>): ReducedSums {
  const reduction = new Reduction(parameters, sums);
  for (const phase of [ZERO, FIRST, SECOND]) reduction.solveAll(Array.from(sums.keys()).filter((r) => use[r] === phase), phase !== ZERO);
  return reduction.result();
}

class Reduction {
  private readonly sums: SparseSum[];
  /** Sums that a parameter stands in. */
  private readonly users: Set<number>[];
  /** Position of the pivot that a parameter has become, or -1. */
  private readonly pivotAt: Int32Array;
  private readonly pivots: number[] = [];

  constructor(parameters: number, sums: readonly SparseSum[]) {
    this.sums = sums.slice();
    this.users = Array.from({ length: parameters }, () => new Set());
    this.pivotAt = new Int32Array(parameters).fill(-1);
    sums.forEach(({ at }, r) => at.forEach((parameter) => this.users[parameter]!.add(r)));
  }

  result(): ReducedSums {
    const { pivots, pivotAt } = this;
    const sums = this.sums.map(({ at, value }) => {
      const order = Array.from(at.keys()).toSorted((x, y) => pivotAt[at[x]!]! - pivotAt[at[y]!]!);
      return { at: order.map((i) => pivotAt[at[i]!]!), value: order.map((i) => value[i]!) };
    });
    return { sums, pivots };
  }

  /** `kept`: a solved sum becomes a parameter of its own; else it is 0, and gone. */
  solveAll(which: readonly number[], kept: boolean): void {
    const waiting = new Uint8Array(this.sums.length);
    // By length; a sum that has changed its length is put in again, and skipped where it stood.
    const byLength: number[][] = [];
    let shortest = 0;
    const enqueue = (r: number) => {
      const { length } = this.sums[r]!.at;
      (byLength[length] ??= []).push(r);
      if (length < shortest) shortest = length;
    };
    for (const r of which) {
      waiting[r] = 1;
      enqueue(r);
    }
    for (shortest = 1; shortest < byLength.length; ) {
      const r = byLength[shortest]?.pop();
      if (r === undefined) {
        shortest++;
        continue;
      }
      if (waiting[r] === 0 || this.sums[r]!.at.length !== shortest) continue;
      waiting[r] = 0;
      const place = this.leastUsed(r);
      if (place < 0) continue;
      for (const other of this.solve(r, place, kept)) if (waiting[other] === 1) enqueue(other);
    }
  }

  /** Place in a sum of the parameter that is free and in the fewest others; -1 where all are pivots. */
  private leastUsed(r: number): number {
    const { at } = this.sums[r]!;
    let best = -1;
    for (let i = 0; i < at.length; i++) {
      if (this.pivotAt[at[i]!]! >= 0) continue;
      if (best < 0 || this.users[at[i]!]!.size < this.users[at[best]!]!.size) best = i;
    }
    return best;
  }

  /** Puts a sum's parameter in terms of the rest of it; the sums that have changed. */
  private solve(r: number, place: number, kept: boolean): Iterable<number> {
    const { at, value } = this.sums[r]!;
    const solved = at[place]!;
    const unit = inverse(value[place]!);
    for (const parameter of at) this.users[parameter]!.delete(r);
    const changed = this.users[solved]!;
    for (const other of changed) this.sums[other] = this.replace(other, this.sums[r]!, solved, unit, kept);
    if (!kept) {
      this.users[solved] = new Set();
      this.sums[r] = { at: [], value: [] };
      return changed;
    }
    this.pivotAt[solved] = this.pivots.push(r) - 1;
    this.sums[r] = { at: [solved], value: [1] };
    const others = [...changed];
    changed.add(r);
    return others;
  }

  private replace(other: number, pivot: SparseSum, solved: number, unit: number, kept: boolean): SparseSum {
    const { at: a, value: v } = this.sums[other]!;
    const { at: b, value: w } = pivot;
    const own = residueOf(v[a.indexOf(solved)]! * unit);
    const factor = PRIME - own;
    const at: number[] = [];
    const value: number[] = [];
    let [i, j] = [0, 0];
    while (i < a.length || j < b.length) {
      const [x, y] = [i < a.length ? a[i]! : Infinity, j < b.length ? b[j]! : Infinity];
      const parameter = x < y ? x : y;
      let sum = 0;
      if (parameter === solved) sum = kept ? own : 0;
      else if (x < y) sum = v[i]!;
      else if (y < x) {
        sum = residueOf(w[j]! * factor);
        this.users[parameter]!.add(other);
      } else {
        sum = residueOf(v[i]! + w[j]! * factor);
        if (sum === 0) this.users[parameter]!.delete(other);
      }
      if (sum !== 0) {
        at.push(parameter);
        value.push(sum);
      }
      if (x <= y) i++;
      if (y <= x) j++;
    }
    return { at, value };
  }
}

/** Largest numerator and denominator that are believed: towns show up to 10, and one of 67 residues is such a fraction by chance. */
const LARGEST_TERM = 1000;

/**
 * The fraction of least denominator that is the residue, numerator first: numerator and denominator below
 * sqrt(prime / 2) name it (Wang 1981). Throws Error where they are so large that the prime may not tell: no finding is missed in silence.
 */
export function fractionOf(residue: number): readonly [number, number] {
  let [r0, r1, t0, t1] = [PRIME, residue, 0, 1];
  while (r1 > LARGEST_TERM) {
    const quotient = Math.floor(r0 / r1);
    [r0, r1] = [r1, r0 - quotient * r1];
    [t0, t1] = [t1, t0 - quotient * t1];
  }
  if (r1 === 0 || Math.abs(t1) > LARGEST_TERM) throw new Error('a sum of potentials has a coefficient that one prime does not tell');
  return t1 < 0 ? [-r1, -t1] : [r1, t1];
}
