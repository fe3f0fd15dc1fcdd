// What two divisions have in common, pair by pair: from blocks where both are made of them, else from their areas.
import type { Assignment, Coverage } from '../coverage/coverage.ts';
import type { OverlayFractions } from '../coverage/overlay/overlay.ts';

/** Zones by position. Pairs with nothing in common are not listed; ascending by a, then by b. */
export interface Crosswalk {
  readonly aCount: number;
  readonly bCount: number;
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  readonly areaM2: Float64Array;
  /** Sum of the known counts; null where no counts were given. */
  readonly count: Float64Array | null;
  /** Blocks whose count is unknown, by pair; null where no counts were given. */
  readonly unknown: Uint32Array | null;
  /** Blocks by pair, and in all of every zone; null where the divisions are not made of blocks. */
  readonly blocks: Uint32Array | null;
  readonly aBlocks: Uint32Array | null;
  readonly bBlocks: Uint32Array | null;
  readonly aAreaM2: Float64Array;
  readonly bAreaM2: Float64Array;
  /** Whole counts of the zones, what the other division leaves out included; null without counts. */
  readonly aTotal: Float64Array | null;
  readonly bTotal: Float64Array | null;
}

/** Counts by block; `known` is 0 where there is none, absent where all are known. */
export interface BlockCounts {
  readonly values: ArrayLike<number>;
  readonly known?: ArrayLike<number>;
}

/** Two divisions of the same blocks: exact, no area assumption. A block that a division leaves out is in none of its zones. */
export function crosswalkOfBlocks(
  coverage: Pick<Coverage, 'blockCount' | 'blockAreaM2'>,
  a: { readonly assignment: Assignment; readonly zoneCount: number },
  b: { readonly assignment: Assignment; readonly zoneCount: number },
  counts?: BlockCounts,
): Crosswalk {
  const { blockCount, blockAreaM2 } = coverage;
  const aAreaM2 = new Float64Array(a.zoneCount);
  const bAreaM2 = new Float64Array(b.zoneCount);
  const aTotal = new Float64Array(a.zoneCount);
  const bTotal = new Float64Array(b.zoneCount);
  const aBlocks = new Uint32Array(a.zoneCount);
  const bBlocks = new Uint32Array(b.zoneCount);
  const places = new Map<number, number>();
  for (let block = 0; block < blockCount; block++) {
    const [p, q] = [a.assignment[block]!, b.assignment[block]!];
    const value = counts === undefined || counts.known?.[block] === 0 ? 0 : counts.values[block]!;
    if (p >= 0) {
      aAreaM2[p]! += blockAreaM2[block]!;
      aTotal[p]! += value;
      aBlocks[p]!++;
    }
    if (q >= 0) {
      bAreaM2[q]! += blockAreaM2[block]!;
      bTotal[q]! += value;
      bBlocks[q]!++;
    }
    if (p >= 0 && q >= 0) places.set(p * b.zoneCount + q, 0);
  }
  const keys = [...places.keys()].toSorted((x, y) => x - y);
  keys.forEach((key, place) => places.set(key, place));
  const areaM2 = new Float64Array(keys.length);
  const count = new Float64Array(keys.length);
  const unknown = new Uint32Array(keys.length);
  const blocks = new Uint32Array(keys.length);
  for (let block = 0; block < blockCount; block++) {
    const [p, q] = [a.assignment[block]!, b.assignment[block]!];
    if (p < 0 || q < 0) continue;
    const place = places.get(p * b.zoneCount + q)!;
    areaM2[place]! += blockAreaM2[block]!;
    blocks[place]!++;
    if (counts === undefined) continue;
    if (counts.known?.[block] === 0) unknown[place]!++;
    else count[place]! += counts.values[block]!;
  }
  return {
    aCount: a.zoneCount,
    bCount: b.zoneCount,
    a: Uint32Array.from(keys, (key) => Math.floor(key / b.zoneCount)),
    b: Uint32Array.from(keys, (key) => key % b.zoneCount),
    areaM2,
    count: counts === undefined ? null : count,
    unknown: counts === undefined ? null : unknown,
    blocks,
    aBlocks,
    bBlocks,
    aAreaM2,
    bAreaM2,
    aTotal: counts === undefined ? null : aTotal,
    bTotal: counts === undefined ? null : bTotal,
  };
}

/** Two divisions drawn apart from each other: `overlay` holds the shares of a's zones (as its blocks) in b's. */
export function crosswalkOfAreas(overlay: OverlayFractions, aAreaM2: Float64Array, bAreaM2: Float64Array): Crosswalk {
  const a = new Uint32Array(overlay.zone.length);
  for (let zone = 0; zone < overlay.blockCount; zone++) a.fill(zone, overlay.blockStart[zone]!, overlay.blockStart[zone + 1]!);
  return {
    aCount: overlay.blockCount,
    bCount: overlay.zoneCount,
    a,
    b: overlay.zone,
    areaM2: overlay.areaM2,
    count: null,
    unknown: null,
    blocks: null,
    aBlocks: null,
    bBlocks: null,
    aAreaM2,
    bAreaM2,
    aTotal: null,
    bTotal: null,
  };
}

/** Areas of one crosswalk with the counts of another over the same zones: borders cut blocks, so counts come from where blocks were put whole. */
export function withCounts(areas: Crosswalk, counted: Crosswalk): Crosswalk {
  const key = (walk: Crosswalk, i: number) => walk.a[i]! * walk.bCount + walk.b[i]!;
  const places = new Map<number, { area: number; count: number; unknown: number }>();
  areas.a.forEach((_, i) => places.set(key(areas, i), { area: areas.areaM2[i]!, count: 0, unknown: 0 }));
  counted.a.forEach((_, i) => {
    // Most of a block can lie in a zone of either division and not in the crossing of the two: then it counts there without an area.
    const pair = places.get(key(counted, i)) ?? { area: 0, count: 0, unknown: 0 };
    places.set(key(counted, i), { ...pair, count: counted.count?.[i] ?? 0, unknown: counted.unknown?.[i] ?? 0 });
  });
  const sorted = [...places].toSorted(([x], [y]) => x - y);
  return {
    ...areas,
    a: Uint32Array.from(sorted, ([at]) => Math.floor(at / areas.bCount)),
    b: Uint32Array.from(sorted, ([at]) => at % areas.bCount),
    areaM2: Float64Array.from(sorted, ([, { area }]) => area),
    count: counted.count === null ? null : Float64Array.from(sorted, ([, { count }]) => count),
    unknown: counted.unknown === null ? null : Uint32Array.from(sorted, ([, { unknown }]) => unknown),
    aTotal: counted.aTotal,
    bTotal: counted.bTotal,
  };
}
