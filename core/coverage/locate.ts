// Which block is here: for the pointer, the brush, the rectangle and the lasso.
import Flatbush from 'flatbush';
import type { Coverage } from './coverage.ts';
import { insideRings, interiorPoints, ringVertices } from './interior-point.ts';
import { pointInRing } from './point-in-rings.ts';

/** What is costly to make of a locator: arrays that can be handed from a worker to its page. */
export interface LocatorParts {
  /** Interior point of every block, x y interleaved. */
  readonly points: Float64Array;
  /** Flatbush over the blocks' bounds; null without blocks. */
  readonly index: ArrayBufferLike | null;
}

/** Coordinates in the coverage's CRS, metres. */
export interface BlockLocator {
  /** Block that contains the point, or -1; on a border the block of smaller position. */
  at(x: number, y: number): number;
  /** Blocks that a circle touches, ascending. */
  within(x: number, y: number, radiusM: number): number[];
  /** Blocks whose interior point lies in the rectangle, ascending. */
  inRectangle(minX: number, minY: number, maxX: number, maxY: number): number[];
  /** Blocks whose interior point lies in the closed ring given as x y interleaved, ascending. */
  inPolygon(ring: Float64Array): number[];
  /** Interior point of every block, x y interleaved. */
  readonly points: Float64Array;
}

/** Index and interior points of the blocks: 12,000 take some 20 ms, 100,000 some 200. */
export function locatorParts(coverage: Coverage): LocatorParts {
  return { points: interiorPoints(coverage), index: indexOf(coverage)?.data ?? null };
}

/**
 * Parts for blocks of which some were cut or healed: points of blocks that kept their id and place are taken over, which is
 * nine tenths of the work.
 */
export function locatorPartsAfter(coverage: Coverage, before: Pick<Coverage, 'ids'>, known: Float64Array): LocatorParts {
  const points = new Float64Array(2 * coverage.blockCount);
  points.set(known.subarray(0, points.length));
  const changed: number[] = [];
  for (let block = 0; block < coverage.blockCount; block++) if (coverage.ids[block] !== before.ids[block]) changed.push(block);
  interiorPoints(coverage, changed).forEach((value, i) => (points[2 * changed[i >> 1]! + (i & 1)] = value));
  return { points, index: indexOf(coverage)?.data ?? null };
}

function indexOf({ blockCount, blockBounds }: Coverage): Flatbush | null {
  if (blockCount === 0) return null;
  const index = new Flatbush(blockCount);
  for (let b = 0; b < blockCount; b++) index.add(blockBounds[4 * b]!, blockBounds[4 * b + 1]!, blockBounds[4 * b + 2]!, blockBounds[4 * b + 3]!);
  index.finish();
  return index;
}

/** Answers in microseconds. Made of parts that a worker has handed over it takes no time; else points are made when somebody asks for them. */
export function createBlockLocator(coverage: Coverage, parts: LocatorParts | null = null): BlockLocator {
  const { blockCount, blockPartStart, partRingStart } = coverage;
  let made = parts?.points ?? null;
  const pointsOf = () => (made ??= interiorPoints(coverage));
  const index = parts === null ? indexOf(coverage) : parts.index === null ? null : Flatbush.from(parts.index);
  // Rings are unfolded from the arcs the first time a block is asked about.
  const cache: (Float64Array[] | undefined)[] = Array.from({ length: blockCount });
  const ringsOf = (block: number): Float64Array[] => {
    let rings = cache[block];
    if (rings === undefined) {
      rings = [];
      const last = partRingStart[blockPartStart[block + 1]!]!;
      for (let ring = partRingStart[blockPartStart[block]!]!; ring < last; ring++) rings.push(ringVertices(coverage, ring));
      cache[block] = rings;
    }
    return rings;
  };
  const search = (minX: number, minY: number, maxX: number, maxY: number) =>
    (index?.search(minX, minY, maxX, maxY) ?? []).sort((a, b) => a - b);
  return {
    get points() {
      return pointsOf();
    },
    at(x, y) {
      for (const block of search(x, y, x, y)) {
        const rings = ringsOf(block);
        if (insideRings(x, y, rings) || rings.some((ring) => pointInRing(x, y, ring, 0, ring.length / 2) === 0)) return block;
      }
      return -1;
    },
    within: (x, y, radiusM) =>
      search(x - radiusM, y - radiusM, x + radiusM, y + radiusM).filter((block) => {
        const rings = ringsOf(block);
        return insideRings(x, y, rings) || rings.some((ring) => nearRing(x, y, radiusM, ring));
      }),
    inRectangle(minX, minY, maxX, maxY) {
      const points = pointsOf();
      return search(minX, minY, maxX, maxY).filter((block) => {
        const x = points[2 * block]!;
        const y = points[2 * block + 1]!;
        return x >= minX && x <= maxX && y >= minY && y <= maxY;
      });
    },
    inPolygon(ring) {
      const points = pointsOf();
      let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
      for (let i = 0; i < ring.length; i += 2) {
        minX = Math.min(minX, ring[i]!);
        maxX = Math.max(maxX, ring[i]!);
        minY = Math.min(minY, ring[i + 1]!);
        maxY = Math.max(maxY, ring[i + 1]!);
      }
      return search(minX, minY, maxX, maxY).filter(
        (block) => pointInRing(points[2 * block]!, points[2 * block + 1]!, ring, 0, ring.length / 2) >= 0,
      );
    },
  };
}

function nearRing(x: number, y: number, radius: number, ring: Float64Array): boolean {
  const limit = radius * radius;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const ax = ring[j]!;
    const ay = ring[j + 1]!;
    const dx = ring[i]! - ax;
    const dy = ring[i + 1]! - ay;
    const length2 = dx * dx + dy * dy;
    const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length2));
    if ((x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2 <= limit) return true;
  }
  return false;
}
