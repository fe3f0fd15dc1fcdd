// Two cuts of catchments side by side: which are the same, which moved, which are new or gone.
import { UNASSIGNED } from '../coverage/coverage.ts';

/** Atoms are the blocks of both cuts; for cuts of two stands the pieces that their blocks have in common. */
export interface ComparedCut {
  readonly zones: readonly string[];
  /** Zone by atom. */
  readonly assignment: Int32Array;
  /** Metres of outline by zone. */
  readonly perimeterM: ArrayLike<number>;
}

export interface CatchmentMatch {
  /** Positions in the zones of either cut; null where there is none. */
  readonly before: number | null;
  readonly after: number | null;
  readonly relation: 'same' | 'moved' | 'new' | 'gone';
  /** How far the border went in the mean: area in one only over the mean outline of both; null without a match. */
  readonly displacementM: number | null;
  /** Children who come to the zone and who leave it. */
  readonly joined: number;
  readonly left: number;
  readonly joinedM2: number;
  readonly leftM2: number;
}

/** Borders that differ by less in the mean are drawn twice, not moved. */
export const SAME_BORDER_M = 1;

/**
 * A catchment is matched by its id where both cuts have it and it kept some land; those left over go, largest common area first, to one that took most of them. `same`: displaced by
 * less than a metre and no child moved; one child who moved makes it `moved`, however small the block. New ones come last, each in the order of its zones.
 */
export function compareCatchments(before: ComparedCut, after: ComparedCut, areaM2: ArrayLike<number>, children: ArrayLike<number>): CatchmentMatch[] {
  const [n, m] = [before.zones.length, after.zones.length];
  const common = new Float64Array(n * m);
  const commonChildren = new Float64Array(n * m);
  const areas = [new Float64Array(n), new Float64Array(m)] as const;
  const counts = [new Float64Array(n), new Float64Array(m)] as const;
  for (let atom = 0; atom < areaM2.length; atom++) {
    const [a, b] = [before.assignment[atom]!, after.assignment[atom]!];
    if (a !== UNASSIGNED) {
      areas[0][a]! += areaM2[atom]!;
      counts[0][a]! += children[atom]!;
    }
    if (b !== UNASSIGNED) {
      areas[1][b]! += areaM2[atom]!;
      counts[1][b]! += children[atom]!;
    }
    if (a === UNASSIGNED || b === UNASSIGNED) continue;
    common[a * m + b]! += areaM2[atom]!;
    commonChildren[a * m + b]! += children[atom]!;
  }
  const partner = matchZones(before, after, common, areas);
  const taken = new Set(partner);
  const rows: CatchmentMatch[] = partner.map((b, a) => {
    if (b < 0) return { before: a, after: null, relation: 'gone', displacementM: null, joined: 0, left: counts[0][a]!, joinedM2: 0, leftM2: areas[0][a]! };
    const [joined, left] = [counts[1][b]! - commonChildren[a * m + b]!, counts[0][a]! - commonChildren[a * m + b]!];
    const [joinedM2, leftM2] = [areas[1][b]! - common[a * m + b]!, areas[0][a]! - common[a * m + b]!];
    const outline = (before.perimeterM[a]! + after.perimeterM[b]!) / 2;
    const displacementM = outline > 0 ? Math.max(0, joinedM2 + leftM2) / outline : 0;
    // Sums of forecasts differ in the last bits.
    const still = joined < 1e-9 && left < 1e-9;
    return { before: a, after: b, relation: still && displacementM < SAME_BORDER_M ? 'same' : 'moved', displacementM, joined: still ? 0 : Math.max(0, joined), left: still ? 0 : Math.max(0, left), joinedM2: Math.max(0, joinedM2), leftM2: Math.max(0, leftM2) };
  });
  for (let b = 0; b < m; b++) {
    if (!taken.has(b)) rows.push({ before: null, after: b, relation: 'new', displacementM: null, joined: counts[1][b]!, left: 0, joinedM2: areas[1][b]!, leftM2: 0 });
  }
  return rows;
}

/** By zone of `before`: its zone of `after`, -1 for none. */
function matchZones(before: ComparedCut, after: ComparedCut, common: Float64Array, [areaA, areaB]: readonly [Float64Array, Float64Array]): number[] {
  const m = after.zones.length;
  const position = new Map(after.zones.map((zone, b) => [zone, b]));
  const partner = before.zones.map((zone, a) => {
    const b = position.get(zone) ?? -1;
    return b >= 0 && common[a * m + b]! > 0 ? b : -1;
  });
  const taken = new Set(partner);
  const pairs: { a: number; b: number; areaM2: number }[] = [];
  partner.forEach((found, a) => {
    if (found >= 0) return;
    for (let b = 0; b < m; b++) {
      const areaM2 = common[a * m + b]!;
      // More than half of either: below that it is another catchment on some of the same land.
      if (!taken.has(b) && areaM2 > areaA[a]! / 2 && areaM2 > areaB[b]! / 2) pairs.push({ a, b, areaM2 });
    }
  });
  for (const { a, b } of pairs.toSorted((p, q) => q.areaM2 - p.areaM2 || p.a - q.a || p.b - q.b)) {
    if (partner[a]! >= 0 || taken.has(b)) continue;
    partner[a] = b;
    taken.add(b);
  }
  return partner;
}
