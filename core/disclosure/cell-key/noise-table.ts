// The perturbation table of a rule set, and whether what it lets be seen hides counts below a threshold.
import type { Noise } from '../rules/rule-set.ts';
import { type DesignProblem, designTable } from './design-table.ts';
import { largestNoise, type PerturbationTable, rowOf } from './perturbation-table.ts';

/** A design is solved anew, in a millisecond: whoever keeps the rules keeps the table. Null where no noise is as asked for. */
export function tableOfNoise(noise: Noise): PerturbationTable | null {
  return 'rows' in noise ? { rows: noise.rows.map((row) => rowOf(row.noise, row.probability)) } : designTable(noise).table;
}

/** Why there is no such noise; null where there is. */
export function problemOfNoise(noise: Noise): DesignProblem | null {
  return 'rows' in noise ? null : designTable(noise).problem;
}

/** Whether the table ever makes `seen` of `count`. */
export function isPossible({ rows }: PerturbationTable, count: number, seen: number): boolean {
  const { noise, upper } = rows[Math.min(count, rows.length - 1)]!;
  const at = noise.indexOf(seen - count);
  return at >= 0 && upper[at]! > (at === 0 ? 0 : upper[at - 1]!);
}

/** Least and most that a number which is seen can stand for; null where the table makes it of nothing. */
export function countsBehind(table: PerturbationTable, seen: number, largest = largestNoise(table)): { readonly least: number; readonly most: number } | null {
  let [least, most] = [-1, -1];
  for (let count = Math.max(0, seen - largest); count <= seen + largest; count++) {
    if (!isPossible(table, count, seen)) continue;
    if (least < 0) least = count;
    most = count;
  }
  return least < 0 ? null : { least, most };
}

/**
 * Whether every number that a count of 1 to threshold - 1 can be seen as can also be that of as many as the threshold, and of each count between. It takes a largest change
 * of the threshold at least: a seen 0 says "up to the largest change". That it may be nobody would not be enough: of children seen as 3 who are no more than residents seen as 0 both are few.
 */
export function hidesBelow(table: PerturbationTable, threshold: number): boolean {
  const largest = largestNoise(table);
  for (let count = 1; count < threshold; count++) {
    for (let seen = Math.max(0, count - largest); seen <= count + largest; seen++) {
      if (!isPossible(table, count, seen)) continue;
      for (let other = count + 1; other <= threshold; other++) if (!isPossible(table, other, seen)) return false;
    }
  }
  return true;
}
