// Sparse vectors modulo a prime, eliminated one after another: which sums follow from which.

/** Largest prime below 2^26: products of two residues stay below 2^52 and exact in doubles. */
export const PRIME = 67_108_859;

/** Coordinates, ascending, and their residues; no residue is 0. */
export interface SparseVector {
  readonly at: readonly number[];
  readonly value: readonly number[];
}

/** What elimination leaves of a vector, divided by `lead`, which stood at its last coordinate. */
export interface ReducedVector extends SparseVector {
  readonly lead: number;
}

/** Multiplicative inverse by Fermat's little theorem. */
export function inverse(of: number): number {
  let [result, square, left] = [1, of, PRIME - 2];
  for (; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = (result * square) % PRIME;
    square = (square * square) % PRIME;
  }
  return result;
}

/**
 * Spans what was added to it, in reduced vectors that are 1 at their last coordinate, the pivot. A vector's other
 * coordinates come before its pivot, so one pass downwards takes the span out of anything.
 */
export class Span {
  private readonly basis: (SparseVector | undefined)[];
  private readonly dense: Float64Array;
  /** Number of vectors. */
  rank = 0;

  constructor(dimension: number) {
    this.basis = Array.from({ length: dimension });
    this.dense = new Float64Array(dimension);
  }

  /** What is left of a vector without the span: nothing at any pivot, and nothing at all where the span holds it; 1 at its last coordinate. */
  reduce({ at, value }: SparseVector): ReducedVector {
    const { dense, basis } = this;
    at.forEach((coordinate, i) => (dense[coordinate] = value[i]!));
    const kept: number[] = [];
    for (let coordinate = at.at(-1) ?? -1; coordinate >= 0; coordinate--) {
      const residue = dense[coordinate]!;
      if (residue === 0) continue;
      const pivot = basis[coordinate];
      if (pivot === undefined) {
        kept.push(coordinate);
        continue;
      }
      const negative = PRIME - residue;
      for (let i = 0; i < pivot.at.length; i++) dense[pivot.at[i]!] = (dense[pivot.at[i]!]! + negative * pivot.value[i]!) % PRIME;
    }
    kept.reverse();
    const lead = kept.length === 0 ? 0 : dense[kept.at(-1)!]!;
    const factor = kept.length === 0 ? 0 : inverse(lead);
    const residues = kept.map((coordinate) => (dense[coordinate]! * factor) % PRIME);
    for (const coordinate of kept) dense[coordinate] = 0;
    return { at: kept, value: residues, lead };
  }

  /** Adds a vector as `reduce` gave it; none that is empty. */
  add(reduced: SparseVector): void {
    this.basis[reduced.at.at(-1)!] = reduced;
    this.rank++;
  }
}
