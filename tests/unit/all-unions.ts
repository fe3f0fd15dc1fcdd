// Every union of a small instance tried one by one: what the audits are held to.
import type { Atoms } from '../../core/disclosure/differencing/atoms.ts';

export interface Instance {
  readonly atoms: Atoms;
  readonly withheld: readonly Uint8Array[];
  readonly threshold: number;
}

/** Rows of published zones over the atoms. */
function publishedRows({ atoms, withheld }: Instance): number[][] {
  return atoms.zoneCounts.flatMap((zones, g) =>
    Array.from({ length: zones }, (_, zone) => zone)
      .filter((zone) => withheld[g]![zone] === 0)
      .map((zone) => Array.from(atoms.count, (_, atom) => (atoms.zone[atoms.width * atom + g] === zone ? 1 : 0))),
  );
}

const PRIME = 1_000_003;

/** Rank modulo a prime; entries of incidence rows are 0 and 1, and so small that no minor vanishes by accident. */
function rank(rows: readonly (readonly number[])[]): number {
  const left = rows.map((row) => [...row]);
  let found = 0;
  for (let column = 0; column < (left[0]?.length ?? 0); column++) {
    const pivot = left.findIndex((row, i) => i >= found && row[column] !== 0);
    if (pivot < 0) continue;
    [left[found], left[pivot]] = [left[pivot]!, left[found]!];
    const inverse = power(left[found]![column]!, PRIME - 2);
    for (let i = found + 1; i < left.length; i++) {
      const factor = (left[i]![column]! * inverse) % PRIME;
      if (factor === 0) continue;
      for (let k = column; k < left[i]!.length; k++) left[i]![k] = (left[i]![k]! - ((factor * left[found]![k]!) % PRIME) + PRIME) % PRIME;
    }
    found++;
  }
  return found;
}

function power(base: number, exponent: number): number {
  let [result, square, left] = [1, base % PRIME, exponent];
  for (; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = (result * square) % PRIME;
    square = (square * square) % PRIME;
  }
  return result;
}

/** By atom: the least count of all unions with it that the published rows span, if below the threshold. All 2^n are tried. */
export function byHand(given: Instance): (number | null)[] {
  const { atoms, threshold } = given;
  const size = atoms.count.length;
  const rows = publishedRows(given);
  const known = rank(rows);
  const least: (number | null)[] = Array.from({ length: size }, () => null);
  for (let mask = 1; mask < 2 ** size; mask++) {
    const union = Array.from(atoms.count, (_, atom) => (mask >> atom) & 1);
    const count = union.reduce((sum, one, atom) => sum + one * atoms.count[atom]!, 0);
    if (count === 0 || count >= threshold) continue;
    if (!union.some((one, atom) => one === 1 && atoms.count[atom]! > 0 && (least[atom] ?? Infinity) > count)) continue;
    if (rank([...rows, union]) > known) continue;
    union.forEach((one, atom) => {
      if (one === 1 && atoms.count[atom]! > 0 && (least[atom] ?? Infinity) > count) least[atom] = count;
    });
  }
  return least;
}
