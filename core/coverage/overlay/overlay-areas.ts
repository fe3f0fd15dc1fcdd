// Areas of the pieces of cut blocks, as sums over edges, crossings and vertices: no piece is ever drawn.
import type { Coverage } from '../coverage.ts';
import type { Meetings } from './overlay-crossings.ts';
import type { ZoneGrid } from './overlay-grid.ts';
import { PieceTable } from './overlay-pieces.ts';

export interface PieceAreas {
  readonly pieces: PieceTable;
  /** Twice the area of every cut block, summed over its own edges; 0 for the others. */
  readonly twiceBlockArea: Float64Array;
}

/**
 * Green's theorem, taken apart. The border of a piece (block b, zone z) consists of stretches of b's edges inside z and
 * of z's edges inside b, and twice its area is the sum of their cross products. A stretch from s to t of a line is
 * F(t) - F(s), so every crossing and every vertex adds its own F to the pieces around it, and nobody has to know which
 * stretch it ends: no sorting, no walking, no polygons (Franklin 1990, "Calculating map overlay polygons' areas without
 * explicitly calculating the polygons").
 *
 * On a block edge, F = t · cross(a, b), so the pieces of a block add up to the block itself but for the last bits. On a
 * zone edge, F = H · (X - o)·d with H the edge's distance from the origin over its length, and X the crossing found on
 * the block edge: both stretches that end in a crossing end in the same point, also where the lines are nearly parallel
 * and the crossing could be anywhere along them. The origin o is a corner of the block's own box, because eastings and
 * northings would cost seven digits.
 */
export function sumPieceAreas(blocks: Coverage, zones: Coverage, grid: ZoneGrid, met: Meetings): PieceAreas {
  const pieces = new PieceTable(blocks.blockCount, 2 * met.crossings.count);
  const twiceBlockArea = new Float64Array(blocks.blockCount);
  alongBlockEdges(blocks, zones, grid, met, pieces, twiceBlockArea);
  alongZoneEdges(blocks, zones, grid, met, pieces);
  return { pieces, twiceBlockArea };
}

/** Both sides of every arc: its stretches in every zone, and where its crossings begin or end a stretch of a zone edge. */
function alongBlockEdges(blocks: Coverage, zones: Coverage, grid: ZoneGrid, met: Meetings, pieces: PieceTable, twiceBlockArea: Float64Array): void {
  const { xy, arcStart, halfPart, halfFrom, partBlock, blockBounds } = blocks;
  const zoneXy = zones.xy;
  const { left: zoneLeft, right: zoneRight } = grid.sides;
  const { arcs, cut, arcCrossing, nodeZone } = met;
  const { blockEdge, zoneEdge, at, fromLeft } = met.crossings;
  for (let k = 0; k < arcs.length; k++) {
    const arc = arcs[k]!;
    const first = arcStart[arc]!;
    const last = arcStart[arc + 1]! - 1;
    const lastCrossing = arcCrossing[k + 1]!;
    for (let half = 2 * arc; half <= 2 * arc + 1; half++) {
      const part = halfPart[half]!;
      if (part < 0) continue;
      const b = partBlock[part]!;
      if (cut[b] === 0) continue;
      const sign = half === 2 * arc ? 1 : -1;
      const ox = blockBounds[4 * b]!;
      const oy = blockBounds[4 * b + 1]!;
      let zone = nodeZone[halfFrom[2 * arc]!]!;
      let crossing = arcCrossing[k]!;
      let whole = 0;
      let run = 0;
      let ax = xy[2 * first]! - ox;
      let ay = xy[2 * first + 1]! - oy;
      for (let v = first; v < last; v++) {
        const bx = xy[2 * v + 2]! - ox;
        const by = xy[2 * v + 3]! - oy;
        const cross = sign * (ax * by - bx * ay);
        whole += cross;
        if (crossing < lastCrossing && blockEdge[crossing] === v) {
          if (run !== 0) {
            const entry = pieces.entry(b, zone);
            pieces.sum[entry]! += run;
          }
          run = 0;
          for (; crossing < lastCrossing && blockEdge[crossing] === v; crossing++) {
            const f = zoneEdge[crossing]!;
            const t = at[crossing]!;
            const leaves = fromLeft[crossing] === 1;
            const from = leaves ? zoneLeft[f]! : zoneRight[f]!;
            const to = leaves ? zoneRight[f]! : zoneLeft[f]!;
            zone += to - from;
            const px = zoneXy[2 * f]! - ox;
            const py = zoneXy[2 * f + 1]! - oy;
            const dx = zoneXy[2 * f + 2]! - zoneXy[2 * f]!;
            const dy = zoneXy[2 * f + 3]! - zoneXy[2 * f + 1]!;
            const along = (ax + t * (bx - ax)) * dx + (ay + t * (by - ay)) * dy;
            const value = sign * ((px * dy - dx * py) / (dx * dx + dy * dy)) * along;
            const entryFrom = pieces.entry(b, from);
            const entryTo = pieces.entry(b, to);
            const { sum } = pieces;
            sum[entryFrom]! += t * cross;
            sum[entryTo]! += -t * cross;
            // The zone edge goes into the block where the block edge, with the block on its left, leaves the edge's left: the stretch of the
            // zone on that side begins there, and ends where the block edge comes back.
            sum[entryFrom]! += -value;
            sum[entryTo]! += value;
          }
          const entry = pieces.entry(b, zone);
          pieces.sum[entry]! += cross;
        } else {
          run += cross;
        }
        ax = bx;
        ay = by;
      }
      if (run !== 0) {
        const entry = pieces.entry(b, zone);
        pieces.sum[entry]! += run;
      }
      twiceBlockArea[b]! += whole;
    }
  }
}

/** The ends of zone edges inside blocks. */
function alongZoneEdges({ blockBounds }: Coverage, { arcCount, arcStart, xy }: Coverage, { sides: { left, right } }: ZoneGrid, { vertexBlock, cut }: Meetings, pieces: PieceTable): void {
  for (let arc = 0; arc < arcCount; arc++) {
    const last = arcStart[arc + 1]! - 1;
    for (let f = arcStart[arc]!; f < last; f++) {
      const begin = vertexBlock[f]!;
      const end = vertexBlock[f + 1]!;
      if ((begin < 0 || cut[begin] === 0) && (end < 0 || cut[end] === 0)) continue;
      const dx = xy[2 * f + 2]! - xy[2 * f]!;
      const dy = xy[2 * f + 3]! - xy[2 * f + 1]!;
      for (let v = f; v <= f + 1; v++) {
        const b = vertexBlock[v]!;
        if (b < 0 || cut[b] === 0) continue;
        const ox = blockBounds[4 * b]!;
        const oy = blockBounds[4 * b + 1]!;
        const cross = (xy[2 * f]! - ox) * dy - dx * (xy[2 * f + 1]! - oy);
        let value = cross;
        if (begin !== end) {
          const along = (cross / (dx * dx + dy * dy)) * ((xy[2 * v]! - ox) * dx + (xy[2 * v + 1]! - oy) * dy);
          value = v === f ? -along : along;
        }
        const entryLeft = pieces.entry(b, left[f]!);
        const entryRight = pieces.entry(b, right[f]!);
        pieces.sum[entryLeft]! += value;
        pieces.sum[entryRight]! += -value;
        if (begin === end) break;
      }
    }
  }
}
