// Areas of the pieces of cut blocks, as sums over edges, crossings and vertices: no piece is ever drawn.
import { OUTSIDE, type Coverage } from '../coverage.ts';
import type { Meetings } from './overlay-crossings.ts';
import type { ZoneGrid } from './overlay-grid.ts';
import { createPieceTable, type PieceTable } from './overlay-pieces.ts';

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
  const { xy, arcStart, halfPart, halfFrom, partBlock, blockBounds } = blocks;
  const zoneXy = zones.xy;
  const { left: zoneLeft, right: zoneRight } = grid.sides;
  const { cut, crossings, arcCrossing, nodeZone, vertexBlock } = met;
  const twiceBlockArea = new Float64Array(blocks.blockCount);
  const pieces = createPieceTable(blocks.blockCount);

  for (let k = 0; k < met.arcs.length; k++) {
    const arc = met.arcs[k]!;
    const bl = cutBlock(2 * arc);
    const br = cutBlock(2 * arc + 1);
    if (bl < 0 && br < 0) continue;
    if (bl >= 0) alongBlockEdges(arc, bl, 1, k);
    if (br >= 0) alongBlockEdges(arc, br, -1, k);
  }
  alongZoneEdges();
  return { pieces, twiceBlockArea };

  function cutBlock(half: number): number {
    const part = halfPart[half]!;
    return part >= 0 && cut[partBlock[part]!] === 1 ? partBlock[part]! : OUTSIDE;
  }

  /** One side of an arc: its stretches in every zone, and where its crossings begin or end a stretch of a zone edge. */
  function alongBlockEdges(arc: number, b: number, sign: number, k: number): void {
    const ox = blockBounds[4 * b]!;
    const oy = blockBounds[4 * b + 1]!;
    let zone = nodeZone[halfFrom[2 * arc]!]!;
    let crossing = arcCrossing[k]!;
    const lastCrossing = arcCrossing[k + 1]!;
    let whole = 0;
    let run = 0;
    let ax = xy[2 * arcStart[arc]!]! - ox;
    let ay = xy[2 * arcStart[arc]! + 1]! - oy;
    for (let v = arcStart[arc]!; v < arcStart[arc + 1]! - 1; v++) {
      const bx = xy[2 * v + 2]! - ox;
      const by = xy[2 * v + 3]! - oy;
      const cross = sign * (ax * by - bx * ay);
      whole += cross;
      if (crossing < lastCrossing && crossings.blockEdge[crossing] === v) {
        if (run !== 0) pieces.add(b, zone, run);
        run = 0;
        for (; crossing < lastCrossing && crossings.blockEdge[crossing] === v; crossing++) {
          const f = crossings.zoneEdge[crossing]!;
          const t = crossings.at[crossing]!;
          const leaves = crossings.fromLeft[crossing] === 1;
          const from = leaves ? zoneLeft[f]! : zoneRight[f]!;
          const to = leaves ? zoneRight[f]! : zoneLeft[f]!;
          pieces.add(b, from, t * cross);
          pieces.add(b, to, -t * cross);
          zone += to - from;
          // The zone edge goes into the block where the block edge, with the block on its left, leaves the edge's left.
          const px = zoneXy[2 * f]! - ox;
          const py = zoneXy[2 * f + 1]! - oy;
          const dx = zoneXy[2 * f + 2]! - zoneXy[2 * f]!;
          const dy = zoneXy[2 * f + 3]! - zoneXy[2 * f + 1]!;
          const along = (ax + t * (bx - ax)) * dx + (ay + t * (by - ay)) * dy;
          const value = ((px * dy - dx * py) / (dx * dx + dy * dy)) * along;
          const begins = leaves === sign > 0;
          pieces.add(b, zoneLeft[f]!, begins ? -value : value);
          pieces.add(b, zoneRight[f]!, begins ? value : -value);
        }
        pieces.add(b, zone, cross);
      } else {
        run += cross;
      }
      ax = bx;
      ay = by;
    }
    if (run !== 0) pieces.add(b, zone, run);
    twiceBlockArea[b]! += whole;
  }

  /** The ends of zone edges inside blocks. */
  function alongZoneEdges(): void {
    for (let arc = 0; arc < zones.arcCount; arc++) {
      for (let f = zones.arcStart[arc]!; f < zones.arcStart[arc + 1]! - 1; f++) {
        const begin = vertexBlock[f]!;
        const end = vertexBlock[f + 1]!;
        if (begin === end) {
          if (begin >= 0 && cut[begin] === 1) addZoneEdge(begin, f, cross(begin, f));
          continue;
        }
        const dx = zoneXy[2 * f + 2]! - zoneXy[2 * f]!;
        const dy = zoneXy[2 * f + 3]! - zoneXy[2 * f + 1]!;
        const length2 = dx * dx + dy * dy;
        for (let v = f; v <= f + 1; v++) {
          const b = vertexBlock[v]!;
          if (b < 0 || cut[b] === 0) continue;
          const along = (zoneXy[2 * v]! - blockBounds[4 * b]!) * dx + (zoneXy[2 * v + 1]! - blockBounds[4 * b + 1]!) * dy;
          const value = (cross(b, f) / length2) * along;
          addZoneEdge(b, f, v === f ? -value : value);
        }
      }
    }
  }

  function cross(b: number, f: number): number {
    const px = zoneXy[2 * f]! - blockBounds[4 * b]!;
    const py = zoneXy[2 * f + 1]! - blockBounds[4 * b + 1]!;
    return px * (zoneXy[2 * f + 3]! - zoneXy[2 * f + 1]!) - (zoneXy[2 * f + 2]! - zoneXy[2 * f]!) * py;
  }

  function addZoneEdge(b: number, f: number, value: number): void {
    pieces.add(b, zoneLeft[f]!, value);
    pieces.add(b, zoneRight[f]!, -value);
  }
}
