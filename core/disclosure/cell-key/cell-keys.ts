// Keys of units, summed to keys of cells: whole numbers, so that a sum is the same in every order and on every machine.
import type { CellTable } from '../suppression/cell-table.ts';
import { noiseOf, type PerturbationTable } from './perturbation-table.ts';

/** Keys that are whole numbers from 0 to 2^32 - 1. */
export const WHOLE_KEYS = 2 ** 32;
/** Keys that are fractions of up to 8 digits are counted in hundred millionths. */
export const DECIMAL_KEYS = 10 ** 8;

/** (a + b) modulo; both below it, so that the sum is exact. */
export function addKeys(a: number, b: number, modulus: number): number {
  const sum = a + b;
  return sum >= modulus ? sum - modulus : sum;
}

/**
 * Keys by cell of a table. `codes[d][row]`, `counts[row]` and `keys[row]` are those of the table's rows; a row's key is that of its unit, or the
 * sum of its units'. A row of count 0 has no unit and gives no key: else adding an empty block to a zone would draw its noise anew, and noise that
 * is drawn anew can be averaged away.
 */
export function cellKeys({ dimensions, innerCounts, values, start, inner }: CellTable, codes: readonly ArrayLike<number>[], counts: ArrayLike<number>, keys: ArrayLike<number>, modulus: number): Float64Array {
  const sizes = dimensions.map((dimension) => dimension.codes.length);
  const innerKeys = new Float64Array(innerCounts.length);
  for (let row = 0; row < counts.length; row++) {
    if (counts[row] === 0) continue;
    let position = 0;
    sizes.forEach((size, d) => (position = position * size + codes[d]![row]!));
    innerKeys[position] = addKeys(innerKeys[position]!, keys[row]!, modulus);
  }
  return Float64Array.from(values, (_, cell) => {
    let key = 0;
    for (let at = start[cell]!; at < start[cell + 1]!; at++) key = addKeys(key, innerKeys[inner[at]!]!, modulus);
    return key;
  });
}

/**
 * Counts with noise, by cell. The same units get the same noise in every table. It is not additive: each cell has its own noise, and a total differs
 * from the sum of its parts by up to the sum of theirs; adding the parts up instead would make the total worse the more there are.
 */
export function perturbCounts(counts: ArrayLike<number>, keys: ArrayLike<number>, modulus: number, table: PerturbationTable): Int32Array {
  return Int32Array.from({ length: counts.length }, (_, cell) => counts[cell]! + noiseOf(table, counts[cell]!, keys[cell]!, modulus));
}
