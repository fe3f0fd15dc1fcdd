// The unions that sums span, without those that hold an atom of no interest: exact elimination modulo a prime.
import { inverse, PRIME } from './elimination.ts';

/**
 * Basis of { x in the row space : x = 0 on every column that is barred }, in reduced form: row r is 1 at its pivot and 0 at
 * the other rows' pivots, so that a member's values at the pivots are its coordinates. Residues by row, sparse.
 */
export interface DerivableSpace {
  readonly pivots: readonly number[];
  readonly columns: readonly Int32Array[];
  readonly residues: readonly Float64Array[];
}

const INVERSE = 1 / PRIME;

/** Residue of a whole number from 0 to 2^52; several times as fast as the remainder operator of doubles. */
export function residueOf(value: number): number {
  const rest = value - Math.floor(value * INVERSE) * PRIME;
  return rest < 0 ? rest + PRIME : rest >= PRIME ? rest - PRIME : rest;
}

/**
 * `rows` x `columns` residues, dense, row-major; they are used up. `order` lists the columns in the order in which pivots are
 * sought: the first `barred` of them are those that must be 0. Modulo a prime a rank can only be too small, and where minors
 * stay far below the prime it is not; whatever is found is checked over the integers by its certificate.
 */
export function derivableSpace(matrix: Float64Array, rows: number, columns: number, order: readonly number[], barred: number): DerivableSpace {
  const row = Int32Array.from({ length: rows }, (_, i) => i * columns);
  const pivots: number[] = [];
  const entries = new Int32Array(columns);
  let found = 0;
  let kept = 0;
  for (const [i, column] of order.entries()) {
    if (i === barred) kept = found;
    if (found === rows) break;
    // The sparsest row that has the column: others are reduced by it.
    let pivot = -1;
    let least = Infinity;
    for (let r = found; r < rows; r++) {
      if (matrix[row[r]! + column] === 0) continue;
      const size = sizeOf(matrix, row[r]!, columns, least);
      if (size < least) [pivot, least] = [r, size];
    }
    if (pivot < 0) continue;
    [row[found], row[pivot]] = [row[pivot]!, row[found]!];
    const at = row[found]!;
    const factor = inverse(matrix[at + column]!);
    let filled = 0;
    for (let c = 0; c < columns; c++) {
      if (matrix[at + c] === 0) continue;
      if (factor !== 1) matrix[at + c] = residueOf(matrix[at + c]! * factor);
      entries[filled++] = c;
    }
    // Rows that serve the barred columns are out of the result: they need not be reduced further.
    for (let other = i < barred ? found + 1 : kept; other < rows; other++) {
      const to = row[other]!;
      const times = matrix[to + column]!;
      if (other === found || times === 0) continue;
      const negative = PRIME - times;
      for (let e = 0; e < filled; e++) {
        const c = entries[e]!;
        matrix[to + c] = residueOf(matrix[to + c]! + matrix[at + c]! * negative);
      }
    }
    if (i >= barred) pivots.push(column);
    found++;
  }
  const space = pivots.map((_, r) => sparse(matrix, row[kept + r]!, columns));
  return { pivots, columns: space.map(({ column }) => column), residues: space.map(({ residue }) => residue) };
}

function sizeOf(matrix: Float64Array, at: number, columns: number, limit: number): number {
  let size = 0;
  for (let c = at; c < at + columns && size < limit; c++) if (matrix[c] !== 0) size++;
  return size;
}

function sparse(matrix: Float64Array, at: number, columns: number): { column: Int32Array; residue: Float64Array } {
  const column: number[] = [];
  const residue: number[] = [];
  for (let i = 0; i < columns; i++) {
    if (matrix[at + i] === 0) continue;
    column.push(i);
    residue.push(matrix[at + i]!);
  }
  return { column: Int32Array.from(column), residue: Float64Array.from(residue) };
}

/**
 * The fraction of least denominator that is the residue, numerator first: numerator and denominator below
 * sqrt(prime / 2) name it (Wang 1981).
 */
export function fractionOf(residue: number): readonly [number, number] {
  if (residue < 5000) return [residue, 1];
  if (residue > PRIME - 5000) return [residue - PRIME, 1];
  const bound = Math.sqrt(PRIME / 2);
  let [r0, r1, t0, t1] = [PRIME, residue, 0, 1];
  while (r1 > bound) {
    const quotient = Math.floor(r0 / r1);
    [r0, r1] = [r1, r0 - quotient * r1];
    [t0, t1] = [t1, t0 - quotient * t1];
  }
  return t1 < 0 ? [-r1, -t1] : [r1, t1];
}
