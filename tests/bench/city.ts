// The town of the benchmarks with blocks that have holes and parts, and the same city as a bad file would bring it.
import { rookNeighbours } from '../../core/coverage/adjacency.ts';
import type { BlockRings } from '../../core/coverage/coverage.ts';
import { dissolve } from '../../core/coverage/dissolve.ts';
import { coverageOf } from './town-forms.ts';
import { hashed } from './random.ts';
import { createTown } from './town.ts';

/** One cell in 400 gets the six around it as one block: a hole with a block in it. One in 50 becomes the second part of another block. */
const ENCLAVES = 1 / 400;
const PARTS = 1 / 50;

/** Exactly `blockCount` blocks of cells of `createTown`: coincident edges everywhere, uncovered water, holes, blocks of two parts. */
export function createCity(blockCount: number, seed: number): BlockRings {
  const cellCount = Math.ceil(blockCount * (1 + 8 * ENCLAVES + 2 * PARTS)) + 10;
  const cells = coverageOf(createTown(cellCount, 1, seed).blocks);
  const { rook, rookStart } = rookNeighbours(cells);
  const around = (cell: number) => rook.subarray(rookStart[cell], rookStart[cell + 1]);
  const free = new Uint8Array(cellCount).fill(1);
  const blockOf = Int32Array.from({ length: cellCount }, (_, cell) => cell);
  let left = cellCount;
  /** Makes cells one block, and keeps everything else away from it. */
  const join = (to: number, members: readonly number[]) => {
    if (left - members.length < blockCount) return;
    for (const cell of members) {
      blockOf[cell] = to;
      free[cell] = 0;
      left--;
    }
    free[to] = 0;
  };
  for (let cell = 0; cell < cellCount; cell++) {
    const ring = around(cell);
    if (hashed(seed + 40, cell) < ENCLAVES && ring.length === 6 && free[cell] === 1 && ring.every((other) => free[other] === 1)) {
      join(ring[0]!, [...ring.subarray(1)]);
      free[cell] = 0;
    }
    const far = cell + 7;
    if (far < cellCount && hashed(seed + 41, cell) < PARTS && free[cell] === 1 && free[far] === 1 && !around(cell).includes(far)) join(cell, [far]);
  }
  // What is still too much goes to a neighbour; joining ends at the number of blocks that is asked for.
  for (let cell = 0; cell < cellCount; cell++) {
    const other = around(cell).find((one) => free[one] === 1);
    if (free[cell] === 1 && other !== undefined) join(cell, [other]);
  }
  const number = new Map<number, number>();
  const assignment = blockOf.map((block) => number.get(block) ?? number.set(block, number.size).get(block)!);
  return fromOutlines(dissolve(cells, assignment, number.size));
}

function fromOutlines({ xy, ringStart, polygonStart, zoneStart, zoneCount }: ReturnType<typeof dissolve>): BlockRings {
  const ids = Array.from({ length: zoneCount }, (_, i) => `${9990001}${String(i).padStart(6, '0')}`);
  return { ids, xy, ringStart, partStart: polygonStart, blockStart: zoneStart };
}

/** Metres by which a damaged vertex is off; a repair with `TOLERANCE_M` takes it in. */
export const JITTER_M = 0.01;
export const TOLERANCE_M = 0.05;

export interface Damage {
  /** Share of blocks whose vertices are all drawn anew, off by up to JITTER_M, some left out, 1 % of them 0.2 m larger or smaller. */
  readonly share: number;
  readonly seed: number;
}

/** Share of the vertices left out among those that lie within half a metre of the line past them. */
const DROPPED = 0.2;

function isFlat(xy: Float64Array, start: number, end: number, v: number): boolean {
  const [u, w] = [v === start ? end - 1 : v - 1, v + 1 === end ? start : v + 1];
  const [dx, dy] = [xy[2 * w]! - xy[2 * u]!, xy[2 * w + 1]! - xy[2 * u + 1]!];
  return end - start > 6 && Math.abs((xy[2 * v]! - xy[2 * u]!) * dy - (xy[2 * v + 1]! - xy[2 * u + 1]!) * dx) < 0.5 * Math.hypot(dx, dy);
}

/** Blocks as several people would have digitised them: none of a damaged block's borders agrees with its neighbours'. */
export function damageCity(blocks: BlockRings, { share, seed }: Damage): BlockRings {
  const xy: number[] = [];
  const ringStart = [0];
  for (let block = 0, ring = 0; block < blocks.ids.length; block++) {
    const hit = hashed(seed + 50, block) < share;
    // Overlaps and gaps of 0.2 m along a whole block, each in one of 200.
    const draw = hashed(seed + 51, block);
    const grow = !hit ? 0 : draw < 0.005 ? 0.2 : draw > 0.995 ? -0.2 : 0;
    for (; ring < blocks.partStart[blocks.blockStart[block + 1]!]!; ring++) {
      const [start, end] = [blocks.ringStart[ring]!, blocks.ringStart[ring + 1]!];
      let [mx, my] = [0, 0];
      for (let v = start; v < end; v++) {
        mx += blocks.xy[2 * v]! / (end - start);
        my += blocks.xy[2 * v + 1]! / (end - start);
      }
      for (let v = start; v < end; v++) {
        const [x, y] = [blocks.xy[2 * v]!, blocks.xy[2 * v + 1]!];
        if (!hit) {
          xy.push(x, y);
          continue;
        }
        if (hashed(seed + 52, v) < DROPPED && isFlat(blocks.xy, start, end, v)) continue;
        const length = Math.hypot(x - mx, y - my) || 1;
        const off = (salt: number) => 1.4 * JITTER_M * (hashed(seed + salt, v) - 0.5);
        xy.push(x + (grow * (x - mx)) / length + off(53), y + (grow * (y - my)) / length + off(54));
      }
      ringStart.push(xy.length / 2);
    }
  }
  return { ...blocks, xy: Float64Array.from(xy), ringStart: Uint32Array.from(ringStart) };
}
