// Which cells can be published without any secret one following from them by adding and subtracting.
import type { SparseVector } from '../differencing/elimination.ts';
import { Span } from '../differencing/elimination.ts';

/** A cell as the unknowns that it sums: positions, ascending. Known parts are left out. */
export type CellUnknowns = readonly number[];

/**
 * Walks the candidates in order and publishes each unless a secret sum would follow from all published ones: secondary
 * suppression by elimination (Langsrud 2024, GaussSuppression; the order decides what is lost). Exact: a secret follows from
 * the published cells and a candidate exactly where what elimination leaves of both is proportional. Modulo a prime;
 * `secrets` are cells and unions alike. Returns 1 for candidates that are to be withheld.
 */
export function withholdByElimination(unknowns: number, secrets: readonly CellUnknowns[], candidates: readonly CellUnknowns[]): Uint8Array {
  const span = new Span(unknowns);
  const left: SparseVector[] = secrets.map((at) => span.reduce(ones(at)));
  if (left.some(({ at }) => at.length === 0)) throw new RangeError('a secret is a sum of nothing unknown');
  /** Secrets by the coordinates at which something is left of them. */
  const byCoordinate = new Map<number, Set<number>>();
  const enter = (secret: number) => {
    for (const at of left[secret]!.at) {
      const set = byCoordinate.get(at);
      if (set === undefined) byCoordinate.set(at, new Set([secret]));
      else set.add(secret);
    }
  };
  secrets.forEach((_, secret) => enter(secret));
  const withheld = new Uint8Array(candidates.length);
  candidates.forEach((candidate, i) => {
    const reduced = span.reduce(ones(candidate));
    if (reduced.at.length === 0) return;
    const touched = byCoordinate.get(reduced.at.at(-1)!);
    if (touched !== undefined && [...touched].some((secret) => sameVector(left[secret]!, reduced))) {
      withheld[i] = 1;
      return;
    }
    span.add(reduced);
    if (touched === undefined) return;
    // A copy: secrets enter the same sets again.
    for (const secret of Array.from(touched)) {
      for (const at of left[secret]!.at) byCoordinate.get(at)!.delete(secret);
      left[secret] = span.reduce(left[secret]!);
      enter(secret);
    }
  });
  return withheld;
}

function ones(at: CellUnknowns): SparseVector {
  return { at, value: at.map(() => 1) };
}

/** Both are 1 at their last coordinate, so proportional is equal. */
function sameVector(a: SparseVector, b: SparseVector): boolean {
  return a.at.length === b.at.length && a.at.every((at, i) => at === b.at[i] && a.value[i] === b.value[i]);
}
