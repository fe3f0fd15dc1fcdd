// Cut blocks by the area that zones take of them: counts in proportion to it, or whole where most of it lies.
import type { OverlayFractions } from '../coverage/overlay/overlay.ts';
import { UNASSIGNED } from '../coverage/coverage.ts';
import { CUT_TOLERANCE_M } from '../coverage/overlay/cut-blocks.ts';
import type { BlockDivision, Split } from './divide-blocks.ts';
import { rankIds } from './id-order.ts';
import { largest } from './largest-remainder.ts';

/**
 * What of every cut block lies where, weights being square metres and zone UNASSIGNED what no zone covers, which comes
 * last. A piece of less area than a strip of the cut tolerance along the side of a square as large as the block is left
 * out: a border that runs along the block's own leaves such strips (docs/adr/0012-when-a-zone-cuts-a-block.md).
 */
export function cutPieces(overlay: OverlayFractions, cut: Uint8Array, blockAreaM2: ArrayLike<number>): Split[] {
  const pieces: Split[] = [];
  for (let block = 0; block < overlay.blockCount; block++) {
    if (cut[block] === 0) continue;
    const areaM2 = blockAreaM2[block]!;
    const least = CUT_TOLERANCE_M * Math.sqrt(areaM2);
    const zones: number[] = [];
    const weights: number[] = [];
    for (let i = overlay.blockStart[block]!; i < overlay.blockStart[block + 1]!; i++) {
      if (overlay.areaM2[i]! < least) continue;
      zones.push(overlay.zone[i]!);
      weights.push(overlay.areaM2[i]!);
    }
    const outsideM2 = overlay.outsideFraction[block]! * areaM2;
    if (outsideM2 >= least || zones.length === 0) {
      zones.push(UNASSIGNED);
      weights.push(outsideM2 > 0 ? outsideM2 : areaM2);
    }
    pieces.push({ block, zones, weights });
  }
  return pieces;
}

/** The same division with its cut blocks shared out by area; a part outside of all zones stays outside. */
export function divideByArea(division: BlockDivision, pieces: readonly Split[]): BlockDivision {
  return { ...division, splits: pieces, reach: reachOf(pieces), withoutPoints: [], strayPoints: 0 };
}

/** The same division with every cut block whole in the zone that takes most of it, of equal ones in that of smaller id; UNASSIGNED only where none takes any. */
export function divideByMajority(division: BlockDivision, pieces: readonly Split[], zoneIds: readonly string[]): BlockDivision {
  const rank = rankIds(zoneIds);
  const assignment = division.assignment.slice();
  for (const { block, zones, weights } of pieces) {
    const inside = zones.flatMap((zone, i) => (zone < 0 ? [] : [{ zone, weight: weights[i]! }]));
    const total = inside.reduce((sum, { weight }) => sum + weight, 0);
    const shares = inside.map(({ weight }) => weight / total);
    assignment[block] = inside.length === 0 ? UNASSIGNED : inside[largest(shares, inside.map(({ zone }) => rank[zone]!))]!.zone;
  }
  return { ...division, assignment, splits: [], reach: reachOf(pieces), withoutPoints: [], strayPoints: 0 };
}

/** Zones with a part of every cut block, for the bound of what is apportioned. */
export function reachOf(pieces: readonly Split[]): Map<number, readonly number[]> {
  return new Map(pieces.map(({ block, zones }) => [block, zones]));
}
