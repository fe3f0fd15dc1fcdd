// What somebody who has found out the largest noise can say about the counts behind a table with noise.
import type { Bounds } from '../suppression/attack.ts';
import type { Program, ProgramSolver } from '../differencing/program.ts';

/** A cell as it was published: which of the unknown counts it sums, and the number that is seen. */
export interface NoisySum {
  readonly at: readonly number[];
  readonly seen: number;
}

/**
 * Bounds of each unknown count: every true sum lies within `largest` of what is seen; a true 0 is seen as 0, so whatever is seen above 0
 * holds somebody. Two counts of 1 whose sum is seen as 0 with noise up to 2 are proved to be 1 and 1 (census guidelines, chapter 5). Null where nothing fits:
 * the noise was larger. Whole numbers by an integer program.
 */
export function boundsBehindNoise(unknowns: number, sums: readonly NoisySum[], largest: number, solver: ProgramSolver): Bounds[] | null {
  const rows = sums.map(({ at, seen }) => ({ at, lower: Math.max(seen > 0 ? 1 : 0, seen - largest), upper: seen + largest }));
  const start = new Int32Array(rows.length + 1);
  rows.forEach(({ at }, r) => (start[r + 1] = start[r]! + at.length));
  const program: Program = {
    cost: new Float64Array(unknowns),
    lower: new Float64Array(unknowns),
    upper: new Float64Array(unknowns).fill(Infinity),
    rowLower: Float64Array.from(rows, ({ lower }) => lower),
    rowUpper: Float64Array.from(rows, ({ upper }) => upper),
    start,
    index: Int32Array.from(rows.flatMap(({ at }) => at)),
    value: new Float64Array(start[rows.length]!).fill(1),
  };
  const open = solver.open(program, true);
  try {
    const bounds: Bounds[] = [];
    for (let unknown = 0; unknown < unknowns; unknown++) {
      open.setCost(unknown, 1);
      const least = open.solve();
      open.setCost(unknown, -1);
      const most = open.solve();
      open.setCost(unknown, 0);
      if (least === null || most === null) return null;
      bounds.push({ lower: Math.round(least.objective), upper: Math.abs(Math.round(most.objective)) });
    }
    return bounds;
  } finally {
    open.dispose();
  }
}

/** Between which ratios numerator and denominator with noise can lie: of 4 in 4 with noise up to 3 comes anything from 14 % to 700 %. */
export function ratioRange(numerator: number, denominator: number, largest: number): { readonly lower: number; readonly upper: number } {
  const upper = denominator > largest ? (numerator + largest) / (denominator - largest) : Infinity;
  return { lower: Math.max(0, numerator - largest) / (denominator + largest), upper };
}
