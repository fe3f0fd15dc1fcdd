// The unions that published totals span, without those that hold an atom of no interest: exact elimination modulo a prime.
import { inverse, PRIME } from './elimination.ts';

/**
 * Basis of { x in the row space : x = 0 on every column that is barred }, in reduced form: row r is 1 at its pivot and 0 at
 * the other rows' pivots, so that a member's values at the pivots are its coordinates. Sparse by rows.
 */
export interface DerivableSpace {
  readonly pivots: readonly number[];
  readonly columns: readonly Int32Array[];
  readonly values: readonly Float64Array[];
}

/**
 * `rows` x `columns` incidence matrix, dense, row-major, entries 0 or 1; it is used up. `order` lists the columns in the
 * order in which pivots are sought: the first `barred` of them are those that must be 0. Modulo a prime a rank can only be too
 * small, and for 0/1 matrices whose minors stay far below the prime it is not; whatever is found is checked over the integers by its
 * certificate.
 */
export function derivableSpace(matrix: Float64Array, rows: number, columns: number, order: readonly number[], barred: number): DerivableSpace {
  const row = Int32Array.from({ length: rows }, (_, i) => i * columns);
  const pivots: number[] = [];
  let found = 0;
  let kept = 0;
  order.forEach((column, i) => {
    if (i === barred) kept = found;
    let pivot = found;
    while (pivot < rows && matrix[row[pivot]! + column] === 0) pivot++;
    if (pivot >= rows) return;
    [row[found], row[pivot]] = [row[pivot]!, row[found]!];
    const at = row[found]!;
    scale(matrix, at, columns, inverse(matrix[at + column]!));
    // Rows that serve the barred columns are out of the result: they need not be reduced further.
    for (let other = i < barred ? found + 1 : kept; other < rows; other++) {
      if (other !== found) subtract(matrix, row[other]!, at, columns, matrix[row[other]! + column]!);
    }
    if (i >= barred) pivots.push(column);
    found++;
  });
  if (order.length <= barred) kept = found;
  const basis = pivots.map((_, r) => sparse(matrix, row[kept + r]!, columns));
  return { pivots, columns: basis.map(({ column }) => column), values: basis.map(({ value }) => value) };
}

function scale(matrix: Float64Array, at: number, columns: number, factor: number): void {
  if (factor === 1) return;
  for (let i = at; i < at + columns; i++) matrix[i] = (matrix[i]! * factor) % PRIME;
}

function subtract(matrix: Float64Array, from: number, pivot: number, columns: number, factor: number): void {
  if (factor === 0) return;
  const negative = PRIME - factor;
  for (let i = 0; i < columns; i++) {
    const value = matrix[pivot + i]!;
    if (value !== 0) matrix[from + i] = (matrix[from + i]! + value * negative) % PRIME;
  }
}

function sparse(matrix: Float64Array, at: number, columns: number): { column: Int32Array; value: Float64Array } {
  const column: number[] = [];
  const value: number[] = [];
  for (let i = 0; i < columns; i++) {
    if (matrix[at + i] === 0) continue;
    column.push(i);
    value.push(fraction(matrix[at + i]!));
  }
  return { column: Int32Array.from(column), value: Float64Array.from(value) };
}

/** The fraction of least denominator that is the residue: numerator and denominator below sqrt(prime / 2) name it (Wang 1981). */
function fraction(residue: number): number {
  const bound = Math.sqrt(PRIME / 2);
  let [r0, r1, t0, t1] = [PRIME, residue, 0, 1];
  while (r1 > bound) {
    const quotient = Math.floor(r0 / r1);
    [r0, r1] = [r1, r0 - quotient * r1];
    [t0, t1] = [t1, t0 - quotient * t1];
  }
  return t1 < 0 ? -r1 / -t1 : r1 / t1;
}
