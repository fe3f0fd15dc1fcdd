// A seeded town of irregular blocks with shared, noded edges, its 40 zones and its counts: the benchmarks' input.
import type { Assignment, BlockRings } from '../../core/coverage/coverage.ts';
import type { CountTable } from '../../core/statistics/counts.ts';
import { hashed } from './random.ts';

export interface Town {
  readonly blocks: BlockRings;
  readonly assignment: Assignment;
  readonly zoneCount: number;
  readonly counts: CountTable;
}

/** Side of a cell; blocks are of about 6,500 m2, as in a European town. */
const SIDE_M = 50;
const SQRT3 = Math.sqrt(3);
/** EPSG:25832, so that coordinates cost the digits they cost in reality. */
const ORIGIN_X = 460_000;
const ORIGIN_Y = 5_470_000;
const COLUMNS = 10;
/** One cell in 200 is left out: water, so that zones have holes. */
const WATER = 1 / 200;

/** Corners of a pointy-top hexagon about its centre, in units of (half width, half side). */
const CORNERS = [
  [1, -1],
  [1, 1],
  [0, 2],
  [-1, 1],
  [-1, -1],
  [0, -2],
] as const;

/**
 * Honeycomb of `blockCount` cells with every corner moved by up to 30 % of a side and 0 to 3 vertices (1 on average) on
 * every edge, moved by up to 12 % across it: 12 vertices a block, three blocks at most nodes, no cell with two pieces.
 * Corners and edges are drawn from their own place in the lattice, so that both blocks of an edge get the same bits.
 */
export function createTown(blockCount: number, zoneCount: number, seed: number): Town {
  const columns = Math.round(Math.sqrt((blockCount * SQRT3) / 2));
  const xy: number[] = [];
  const ringStart = new Uint32Array(blockCount + 1);
  const ids: string[] = [];
  const centres = new Float64Array(2 * blockCount);
  // Lattice of half widths and half sides: every corner has integer coordinates there, up to 2^15 in each direction.
  const keyOf = (u: number, v: number) => (v + 2) * 65536 + (u + 2);
  const corner = (u: number, v: number): [number, number] => {
    const key = keyOf(u, v);
    const angle = 2 * Math.PI * hashed(seed, key);
    const reach = 0.3 * SIDE_M * hashed(seed + 1, key);
    return [ORIGIN_X + (u * SQRT3 * SIDE_M) / 2 + reach * Math.cos(angle), ORIGIN_Y + (v * SIDE_M) / 2 + reach * Math.sin(angle)];
  };
  for (let cell = 0, block = 0; block < blockCount; cell++) {
    if (hashed(seed + 2, cell) < WATER) continue;
    const row = Math.floor(cell / columns);
    const u = 2 * (cell % columns) + (row & 1) + 1;
    const v = 3 * row + 2;
    for (let k = 0; k < 6; k++) {
      const from = CORNERS[k]!;
      const to = CORNERS[(k + 1) % 6]!;
      pushEdge(u + from[0], v + from[1], u + to[0], v + to[1]);
    }
    centres[2 * block] = u * SQRT3;
    centres[2 * block + 1] = v;
    ids.push(`${9990001}${String(block).padStart(6, '0')}`);
    ringStart[++block] = xy.length / 2;
  }

  /** The first corner and what lies on the edge, up to the second corner; the same from either side. */
  function pushEdge(u0: number, v0: number, u1: number, v1: number): void {
    const forward = v0 < v1 || (v0 === v1 && u0 < u1);
    const a = forward ? corner(u0, v0) : corner(u1, v1);
    const b = forward ? corner(u1, v1) : corner(u0, v0);
    // An edge's midpoint is one of its own in the lattice of doubled coordinates.
    const key = Math.imul(keyOf(u0 + u1, v0 + v1), 3) + 1;
    const draw = hashed(seed + 3, key);
    const between = draw < 0.3 ? 0 : draw < 0.75 ? 1 : draw < 0.95 ? 2 : 3;
    xy.push(...(forward ? a : b));
    for (let i = 1; i <= between; i++) {
      const step = forward ? i : between + 1 - i;
      const t = step / (between + 1);
      const across = 0.24 * (hashed(seed + 4 + step, key) - 0.5);
      xy.push(a[0] + t * (b[0] - a[0]) - across * (b[1] - a[1]), a[1] + t * (b[1] - a[1]) + across * (b[0] - a[0]));
    }
  }

  const one = Uint32Array.from({ length: blockCount + 1 }, (_, i) => i);
  const blocks: BlockRings = { ids, xy: Float64Array.from(xy), ringStart, partStart: one, blockStart: one };
  return { blocks, zoneCount, assignment: nearestSeeds(centres, zoneCount, seed), counts: createCounts(blockCount, seed) };
}

/** Zones around seeds on a jittered grid: compact, connected but for a few, of unequal size, as districts are. */
function nearestSeeds(centres: Float64Array, zoneCount: number, seed: number): Assignment {
  const across = Math.ceil(Math.sqrt(zoneCount * 1.6));
  const down = Math.ceil(zoneCount / across);
  const blockCount = centres.length / 2;
  const width = centres.reduce((max, value, i) => (i % 2 === 0 ? Math.max(max, value) : max), 0);
  const height = centres[2 * blockCount - 1]!;
  const seeds = Array.from({ length: zoneCount }, (_, i) => {
    const jitter = (salt: number) => 0.5 + 0.6 * (hashed(seed + salt, i) - 0.5);
    return [((i % across) + jitter(20)) * (width / across), (Math.floor(i / across) + jitter(21)) * (height / down)] as const;
  });
  return Int32Array.from({ length: blockCount }, (_, block) => {
    let best = 0;
    let least = Infinity;
    for (let i = 0; i < zoneCount; i++) {
      const distance = Math.hypot(centres[2 * block]! - seeds[i]![0], centres[2 * block + 1]! - seeds[i]![1]);
      if (distance < least) [best, least] = [i, distance];
    }
    return best;
  });
}

function createCounts(blockCount: number, seed: number): CountTable {
  const columns = Array.from({ length: COLUMNS }, (_, i) => `c${i}`);
  const values = Int32Array.from({ length: blockCount * COLUMNS }, (_, i) => Math.floor(400 * hashed(seed + 30, i) ** 2));
  return { columns, blockCount, values, known: new Uint8Array(values.length).fill(1) };
}
