// Blocks against another division: which share of every block lies in every zone, exactly.
import { keepShape } from '../../kept-shapes.ts';
import { buildCoverage, type CoverageIssue } from '../build-coverage.ts';
import type { BlockRings, Coverage } from '../coverage.ts';
import { type PieceAreas, sumPieceAreas } from './overlay-areas.ts';
import { type Contradiction, findMeetings, type Meetings } from './overlay-crossings.ts';
import { createZoneGrid } from './overlay-grid.ts';

/** The pieces of block b are `blockStart[b] .. blockStart[b + 1]`, by ascending zone. Blocks and zones by position. */
export interface OverlayFractions {
  readonly blockCount: number;
  readonly zoneCount: number;
  readonly blockStart: Uint32Array;
  readonly zone: Uint32Array;
  /** Share of the block's area in the zone, 0 to 1; exactly 1 where the block lies in one zone. */
  readonly fraction: Float64Array;
  /** The same share of the block's area, square metres in the plane of the CRS. */
  readonly areaM2: Float64Array;
  /** By block: the share that no zone covers; 1 for a block without geometry. */
  readonly outsideFraction: Float64Array;
}

export type OverlayResult =
  { readonly ok: true; readonly overlay: OverlayFractions } | { readonly ok: false; readonly issues: readonly CoverageIssue[] };

export interface OverlayOptions {
  /**
   * Pieces below this share of their block are left out, and a block with one other piece counts as whole. The default,
   * 2^-42 (2e-13), is what rounding can make up; borders digitised apart want more (1e-6 of 1 ha is 0.1 mm along 100 m).
   */
  readonly negligibleFraction?: number;
}

const ROUNDING = 2 ** -42;

/**
 * Area of every block in every zone.
 *
 * Both sides must be coverages in the same projected CRS; neither has to cover the other, and edges may coincide in any
 * way. Contradictions (zones or blocks that overlap between vertices) are returned, not drawn over. Per block the shares
 * and the part outside add up to 1 within 1e-12; nothing is normalised. Costs a look at every block and work on those that
 * a zone edge enters: see docs/adr/0080-overlay-by-shifted-zones.md for figures.
 */
export function overlayFractions(blocks: Coverage, zones: Coverage | BlockRings, options: OverlayOptions = {}): OverlayResult {
  const negligible = negligibleShare(options);
  const other = 'arcStart' in zones ? { ok: true as const, coverage: zones } : buildCoverage(zones);
  if (!other.ok) return other;
  const { coverage } = other;
  const edges = coverage.xy.length / 2;
  const grid = createZoneGrid(coverage, Math.min(Math.max(2 * blocks.blockCount, 2 * edges, 1024), 2 ** 22));
  const met = findMeetings(blocks, coverage, grid);
  if ('side' in met) return contradictory(met);
  return { ok: true, overlay: tabulate(blocks, coverage.blockCount, met, sumPieceAreas(blocks, coverage, grid, met), negligible) };
}

/** Share of a block that is always negligible: what rounding can make up. */
function negligibleShare(options: OverlayOptions): number {
  const negligible = Math.max(options.negligibleFraction ?? 0, ROUNDING);
  if (!(negligible < 0.5)) throw new RangeError(`a share of ${negligible} is not negligible`);
  return negligible;
}

function contradictory({ side, x, y }: Contradiction): OverlayResult {
  return { ok: false, issues: [{ code: 'OVERLAP', blocks: [], x, y, detail: `${side} overlap between vertices` }] };
}

/** Rows by block; takes the sums over. */
function tabulate(blocks: Coverage, zoneCount: number, { zoneOfBlock, cut }: Meetings, { pieces, twiceBlockArea }: PieceAreas, negligible: number): OverlayFractions {
  const { head, next, zone: zoneOfPiece, sum: share } = pieces;
  const { blockCount, blockAreaM2 } = blocks;
  const outsideFraction = new Float64Array(blockCount);
  const blockStart = new Uint32Array(blockCount + 1);
  for (let block = 0; block < blockCount; block++) {
    let rows = 0;
    if (cut[block] === 1) {
      // One piece alone, the outside included, is the whole block.
      let kept = 0;
      for (let at = head[block]!; at >= 0; at = next[at]!) {
        share[at]! /= twiceBlockArea[block]!;
        if (share[at]! > negligible) kept++;
      }
      for (let at = head[block]!; at >= 0; at = next[at]!) {
        if (!(share[at]! > negligible)) continue;
        if (kept === 1) share[at] = 1;
        if (zoneOfPiece[at]! < 0) outsideFraction[block] = share[at]!;
        else rows++;
      }
    } else if (zoneOfBlock[block]! < 0) {
      outsideFraction[block] = 1;
    } else {
      rows = 1;
    }
    blockStart[block + 1] = blockStart[block]! + rows;
  }
  const zone = new Uint32Array(blockStart[blockCount]!);
  const fraction = new Float64Array(zone.length);
  const areaM2 = new Float64Array(zone.length);
  for (let block = 0; block < blockCount; block++) {
    const first = blockStart[block]!;
    if (cut[block] === 0) {
      if (zoneOfBlock[block]! < 0) continue;
      zone[first] = zoneOfBlock[block]!;
      fraction[first] = 1;
      areaM2[first] = blockAreaM2[block]!;
      continue;
    }
    let end = first;
    for (let piece = head[block]!; piece >= 0; piece = next[piece]!) {
      const here = zoneOfPiece[piece]!;
      if (here < 0 || !(share[piece]! > negligible)) continue;
      // Rows of one to three: sorted while they are filled.
      let at = end++;
      for (; at > first && zone[at - 1]! > here; at--) {
        zone[at] = zone[at - 1]!;
        fraction[at] = fraction[at - 1]!;
        areaM2[at] = areaM2[at - 1]!;
      }
      zone[at] = here;
      fraction[at] = share[piece]!;
      areaM2[at] = share[piece]! * blockAreaM2[block]!;
    }
  }
  return { blockCount, zoneCount, blockStart, zone, fraction, areaM2, outsideFraction };
}

/** A grid and its kind for a triangle by itself, whose shapes all others have. */
const triangle = buildCoverage({
  ids: ['0'],
  xy: Float64Array.of(0.5, 0.5, 3.75, 1.25, 1.5, 4.25),
  ringStart: Uint32Array.of(0, 3),
  partStart: Uint32Array.of(0, 1),
  blockStart: Uint32Array.of(0, 1),
});
if (triangle.ok) {
  const grid = keepShape(createZoneGrid(triangle.coverage, 1024));
  keepShape(findMeetings(triangle.coverage, triangle.coverage, grid));
}
