// Sparse sums of parameters modulo a prime: some are known to be 0, and parameters are substituted until these say nothing more.
import { residueOf } from './derivable-space.ts';
import { inverse, PRIME } from './elimination.ts';

/** Parameters, ascending, and their residues, none 0. */
export interface SparseSum {
  readonly at: readonly number[];
  readonly value: readonly number[];
}

/**
 * What `sums` are once every one that `isZero` is 0: those of the others, in parameters that are left free. The shortest
 * is solved first, for the parameter that stands in the fewest others: zones hang together like a map, and few sums grow.
 */
export function substitute(parameters: number, sums: readonly SparseSum[], isZero: readonly boolean[]): SparseSum[] {
  const rows = sums.slice();
  const users: Set<number>[] = Array.from({ length: parameters }, () => new Set());
  rows.forEach(({ at }, r) => at.forEach((parameter) => users[parameter]!.add(r)));
  // Zero sums by their length; a sum that changed its length is put in again, and skipped where it stood.
  const byLength: number[][] = [];
  const enqueue = (r: number) => (byLength[rows[r]!.at.length] ??= []).push(r);
  const waiting = Uint8Array.from(isZero, Number);
  isZero.forEach((zero, r) => zero && enqueue(r));
  for (let length = 1; length < byLength.length; length++) {
    const r = byLength[length]?.pop();
    if (r === undefined) continue;
    length--;
    const pivot = rows[r]!;
    if (waiting[r] === 0 || pivot.at.length !== length + 1) continue;
    waiting[r] = 0;
    for (const parameter of pivot.at) users[parameter]!.delete(r);
    let of = 0;
    for (let i = 1; i < pivot.at.length; i++) if (users[pivot.at[i]!]!.size < users[pivot.at[of]!]!.size) of = i;
    const solved = pivot.at[of]!;
    const negative = PRIME - inverse(pivot.value[of]!);
    for (const other of users[solved]!) {
      const before = rows[other]!;
      const factor = residueOf(before.value[before.at.indexOf(solved)]! * negative);
      const after = (rows[other] = add(before, pivot, factor));
      for (const parameter of pivot.at) {
        if (parameter === solved) continue;
        if (after.at.includes(parameter)) users[parameter]!.add(other);
        else users[parameter]!.delete(other);
      }
      if (waiting[other] === 1 && after.at.length > 0) {
        enqueue(other);
        length = Math.min(length, after.at.length - 1);
      }
    }
    users[solved]!.clear();
  }
  return rows;
}

function add(a: SparseSum, b: SparseSum, factor: number): SparseSum {
  const at: number[] = [];
  const value: number[] = [];
  let [i, j] = [0, 0];
  while (i < a.at.length || j < b.at.length) {
    const [x, y] = [a.at[i] ?? Infinity, b.at[j] ?? Infinity];
    const sum = x < y ? a.value[i]! : y < x ? residueOf(b.value[j]! * factor) : residueOf(a.value[i]! + b.value[j]! * factor);
    if (sum !== 0) {
      at.push(Math.min(x, y));
      value.push(sum);
    }
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return { at, value };
}
