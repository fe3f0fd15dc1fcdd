// How two geographies correspond: which zones are the same, nest, split or overlap, and what moved.
import type { Crosswalk } from './crosswalk.ts';

/**
 * What zone a is to its match b: the same; the same but for some blocks; a part of b; made up of several zones of b;
 * crossed with b; without anything in common with any zone.
 */
export type Relation = 'identical' | 'equal' | 'nests' | 'splits' | 'overlap' | 'none';

export interface Pair {
  readonly a: number;
  readonly b: number;
  readonly areaM2: number;
  /** null without counts. Where `unknown` is above 0 the count is "at least". */
  readonly count: number | null;
  readonly unknown: number;
  /** Share of a's area that lies in b, and of b's in a; 0 for a zone without area. */
  readonly shareAinB: number;
  readonly shareBinA: number;
  /** Area in common over the area of both together. */
  readonly jaccard: number;
  /** The same shares by count; null without counts or where a zone counts 0. */
  readonly countShareAinB: number | null;
  readonly countShareBinA: number | null;
}

export interface Match {
  readonly a: number;
  /** The zone of b with the largest Jaccard index, the first of equals; -1 where none has anything in common. */
  readonly b: number;
  readonly relation: Relation;
  /** How far the border lies from the other's, in the mean: area in one only over the mean perimeter. NaN without a match. */
  readonly displacementM: number;
}

/** What subtracting one of two nearly identical zones from the other would show. */
export interface Difference {
  readonly a: number;
  readonly b: number;
  readonly onlyInA: Remainder;
  readonly onlyInB: Remainder;
}
export interface Remainder {
  readonly areaM2: number;
  readonly count: number | null;
}

export interface Comparison {
  readonly pairs: readonly Pair[];
  /** One a zone of a. */
  readonly matches: readonly Match[];
  /** Pairs that match as `equal`: both published, their difference can be read off. */
  readonly nearIdentical: readonly { readonly a: number; readonly b: number; readonly jaccard: number }[];
  readonly differences: readonly Difference[];
  /** Share of a's area that lies in the match of its zone. */
  readonly stableAreaShare: number;
  /** Count of a outside the match of its zone; null without counts. */
  readonly movedCount: number | null;
  /** Variation of information (natural logarithm) on what both cover, by count, else by area; 0 for the same division. */
  readonly variationOfInformation: number;
}

export interface CompareOptions {
  readonly aPerimeterM: ArrayLike<number>;
  readonly bPerimeterM: ArrayLike<number>;
  /**
   * Zones drawn apart from each other are the same up to this displacement, default 1 m, if most of them is in common;
   * zones of blocks if no block differs.
   */
  readonly toleranceM?: number;
  /** Share of area and count that makes a zone part of another, default 0.999. */
  readonly nestedShare?: number;
  /** Share of both zones, by area, from which they are the same but for some blocks, default 0.9. */
  readonly equalShare?: number;
}

/** Compares two divisions by their crosswalk. Meila 2007, doi 10.1016/j.jmva.2006.11.013, for the variation of information. */
export function compare(walk: Crosswalk, options: CompareOptions): Comparison {
  const nested = options.nestedShare ?? 0.999;
  const equalShare = options.equalShare ?? 0.9;
  const pairs = Array.from(walk.a, (_, i) => pairAt(walk, i));
  const byA: Pair[][] = Array.from({ length: walk.aCount }, () => []);
  const byB: Pair[][] = Array.from({ length: walk.bCount }, () => []);
  for (const pair of pairs) {
    byA[pair.a]!.push(pair);
    byB[pair.b]!.push(pair);
  }
  /** Pairs come by ascending a, so those of a zone lie side by side. */
  const firstPair = new Uint32Array(walk.aCount + 1);
  byA.forEach((own, a) => (firstPair[a + 1] = firstPair[a]! + own.length));
  const aInB = (pair: Pair) => pair.shareAinB >= nested && (pair.countShareAinB ?? 1) >= nested;
  const bInA = (pair: Pair) => pair.shareBinA >= nested && (pair.countShareBinA ?? 1) >= nested;

  const matches = byA.map((own, a): Match => {
    const best = own.reduce<Pair | null>((found, pair) => (found === null || pair.jaccard > found.jaccard ? pair : found), null);
    if (best === null) return { a, b: -1, relation: 'none', displacementM: Number.NaN };
    const apart = walk.aAreaM2[a]! + walk.bAreaM2[best.b]! - 2 * best.areaM2;
    const common = walk.blocks?.[firstPair[a]! + own.indexOf(best)];
    const same = common === undefined ? null : common === walk.aBlocks![a] && common === walk.bBlocks![best.b];
    const displacementM = same === true ? 0 : Math.max(0, apart) / ((options.aPerimeterM[a]! + options.bPerimeterM[best.b]!) / 2);
    return { a, b: best.b, relation: relationOf(own, best, same ?? (displacementM <= (options.toleranceM ?? 1) && best.jaccard >= equalShare)), displacementM };
  });

  function relationOf(own: readonly Pair[], best: Pair, same: boolean): Relation {
    if (same) return 'identical';
    if (best.shareAinB >= equalShare && best.shareBinA >= equalShare) return 'equal';
    if (aInB(best)) return 'nests';
    const inside = own.filter(bInA);
    const filled = inside.reduce((sum, pair) => sum + pair.shareAinB, 0);
    return inside.length > 1 && filled >= nested ? 'splits' : 'overlap';
  }

  const matched = matches.map(({ a, b }) => byA[a]!.find((pair) => pair.b === b) ?? null);
  const near = matched.filter((pair, a): pair is Pair => pair !== null && matches[a]!.relation === 'equal');
  const area = walk.aAreaM2.reduce((sum, value) => sum + value, 0);
  const stable = matched.reduce((sum, pair) => sum + (pair?.areaM2 ?? 0), 0);
  return {
    pairs,
    matches,
    nearIdentical: near.map(({ a, b, jaccard }) => ({ a, b, jaccard })),
    differences: near.map((pair) => ({
      a: pair.a,
      b: pair.b,
      onlyInA: { areaM2: walk.aAreaM2[pair.a]! - pair.areaM2, count: remaining(walk.aTotal, pair.a, pair) },
      onlyInB: { areaM2: walk.bAreaM2[pair.b]! - pair.areaM2, count: remaining(walk.bTotal, pair.b, pair) },
    })),
    stableAreaShare: area > 0 ? stable / area : 1,
    movedCount: walk.aTotal === null ? null : walk.aTotal.reduce((sum, total, a) => sum + total - (matched[a]?.count ?? 0), 0),
    variationOfInformation: variationOfInformation(walk),
  };
}

const remaining = (totals: Float64Array | null, zone: number, pair: Pair) => (totals === null ? null : totals[zone]! - pair.count!);

function pairAt(walk: Crosswalk, i: number): Pair {
  const [a, b, areaM2] = [walk.a[i]!, walk.b[i]!, walk.areaM2[i]!];
  const [areaA, areaB] = [walk.aAreaM2[a]!, walk.bAreaM2[b]!];
  const share = (part: number, whole: number) => (whole > 0 ? part / whole : null);
  const count = walk.count === null ? null : walk.count[i]!;
  return {
    a,
    b,
    areaM2,
    count,
    unknown: walk.unknown?.[i] ?? 0,
    shareAinB: Math.min(1, share(areaM2, areaA) ?? 0),
    shareBinA: Math.min(1, share(areaM2, areaB) ?? 0),
    jaccard: Math.min(1, share(areaM2, areaA + areaB - areaM2) ?? 0),
    countShareAinB: count === null ? null : share(count, walk.aTotal![a]!),
    countShareBinA: count === null ? null : share(count, walk.bTotal![b]!),
  };
}

/** Sum over pairs of -p ln(p²/(p_a p_b)), with p the pair's share of what both divisions cover. */
function variationOfInformation(walk: Crosswalk): number {
  const weight = walk.count ?? walk.areaM2;
  const a = new Float64Array(walk.aCount);
  const b = new Float64Array(walk.bCount);
  let total = 0;
  weight.forEach((value, i) => {
    a[walk.a[i]!]! += value;
    b[walk.b[i]!]! += value;
    total += value;
  });
  let sum = 0;
  weight.forEach((value, i) => {
    if (value > 0) sum -= (value / total) * (Math.log(value / a[walk.a[i]!]!) + Math.log(value / b[walk.b[i]!]!));
  });
  return Math.max(0, sum);
}
