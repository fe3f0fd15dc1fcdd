// Blocks that a dry run would join across empty space, to be looked at: of every pair the shortest way from outline to outline.
import type { Coverage } from '../../core/coverage/coverage.ts';
import { nearConnections, type NearConnections } from '../../core/coverage/near-adjacency.ts';

export interface NearLines {
  readonly total: number;
  /** Of them in `lines`: those nearest to the middle of the blocks where all would be too many. */
  readonly drawn: number;
  /** Four numbers a pair: where it begins from the origin, and from there its end; in decimetres. */
  readonly lines: readonly number[];
}

export interface NearPicture {
  readonly distanceM: number;
  /** In the municipality's projected CRS. */
  readonly origin: readonly [number, number];
  readonly joined: NearLines;
  /** Pairs that only a barrier keeps apart. */
  readonly cut: NearLines;
}

/** Of each kind: 20 bytes a line, 400 kB together. */
const MOST_LINES = 10_000;
const DECIMETRE = 0.1;

export function pictureOfNear(coverage: Coverage, distanceM: number, barriers: readonly Float64Array[]): NearPicture {
  const { joined, cut } = nearConnections(coverage, distanceM, barriers);
  const { blockBounds } = coverage;
  const middle = (axis: 0 | 1) => Float64Array.from({ length: coverage.blockCount }, (_, block) => (blockBounds[4 * block + axis]! + blockBounds[4 * block + axis + 2]!) / 2).toSorted()[coverage.blockCount >> 1] ?? 0;
  const origin = [Math.round(middle(0)), Math.round(middle(1))] as const;
  return { distanceM, origin, joined: linesOf(joined, origin), cut: linesOf(cut, origin) };
}

function linesOf({ lines }: NearConnections, [x, y]: readonly [number, number]): NearLines {
  const total = lines.length / 4;
  const away = (line: number) => Math.hypot(lines[4 * line]! - x, lines[4 * line + 1]! - y);
  const order = Array.from({ length: total }, (_, line) => line);
  const taken = total <= MOST_LINES ? order : order.toSorted((a, b) => away(a) - away(b)).slice(0, MOST_LINES);
  const steps = (metres: number) => Math.round(metres / DECIMETRE);
  return {
    total,
    drawn: taken.length,
    lines: taken.flatMap((line) => {
      const [ax, ay, bx, by] = [0, 1, 2, 3].map((i) => steps(lines[4 * line + i]! - (i % 2 === 0 ? x : y))) as [number, number, number, number];
      return [ax, ay, bx - ax, by - ay];
    }),
  };
}
