// Blocks against another division: which share of every block lies in every zone, exactly.
import { buildCoverage, type CoverageIssue } from '../build-coverage.ts';
import type { BlockRings, Coverage } from '../coverage.ts';
import { type Contradiction, NOT_OWN } from './overlay-crossings.ts';
import { OverlayPart, type PartShares, WHOLE } from './overlay-part.ts';

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
  const part = new OverlayPart(blocks, coverage, WHOLE, { negligibleFraction: negligible });
  const shares = part.shares();
  if ('side' in shares) return contradictory(shares);
  return { ok: true, overlay: joinShares(blocks, coverage.blockCount, [shares]) };
}

/** Share of a block that is always negligible: what rounding can make up. */
export function negligibleShare(options: OverlayOptions): number {
  const negligible = Math.max(options.negligibleFraction ?? 0, ROUNDING);
  if (!(negligible < 0.5)) throw new RangeError(`a share of ${negligible} is not negligible`);
  return negligible;
}

function contradictory({ side, x, y }: Contradiction): OverlayResult {
  return { ok: false, issues: [{ code: 'OVERLAP', blocks: [], x, y, detail: `${side} overlap between vertices` }] };
}

/** Rows by block of what the parts found; takes the arrays of the first part over. */
export function joinShares(blocks: Coverage, zoneCount: number, parts: readonly PartShares[]): OverlayFractions {
  const { zoneOfBlock, cut } = parts[0]!;
  for (const part of parts.slice(1)) {
    for (let block = 0; block < blocks.blockCount; block++) {
      if (part.zoneOfBlock[block] === NOT_OWN) continue;
      zoneOfBlock[block] = part.zoneOfBlock[block]!;
      cut[block] = part.cut[block]!;
    }
  }
  const outsideFraction = new Float64Array(blocks.blockCount);
  const blockStart = new Uint32Array(blocks.blockCount + 1);
  // Pieces of cut blocks, the outside included: one alone is the whole block.
  const kept = new Uint8Array(blocks.blockCount);
  for (const { pieceBlock } of parts) for (let i = 0; i < pieceBlock.length; i++) if (kept[pieceBlock[i]!]! < 2) kept[pieceBlock[i]!]!++;
  for (const { pieceBlock, pieceZone, pieceShare } of parts) {
    for (let i = 0; i < pieceBlock.length; i++) {
      const block = pieceBlock[i]!;
      if (kept[block] === 1) pieceShare[i] = 1;
      if (pieceZone[i] === 0) outsideFraction[block] = pieceShare[i]!;
      else blockStart[block + 1]!++;
    }
  }
  for (let block = 0; block < blocks.blockCount; block++) {
    if (cut[block] === 0) {
      if (zoneOfBlock[block]! < 0) outsideFraction[block] = 1;
      else blockStart[block + 1] = 1;
    }
    blockStart[block + 1]! += blockStart[block]!;
  }
  const zone = new Uint32Array(blockStart[blocks.blockCount]!);
  const fraction = new Float64Array(zone.length);
  const areaM2 = new Float64Array(zone.length);
  const cursor = blockStart.slice(0, blocks.blockCount);
  for (let block = 0; block < blocks.blockCount; block++) {
    if (cut[block] === 1 || zoneOfBlock[block]! < 0) continue;
    const at = cursor[block]!;
    zone[at] = zoneOfBlock[block]!;
    fraction[at] = 1;
    areaM2[at] = blocks.blockAreaM2[block]!;
  }
  for (const { pieceBlock, pieceZone, pieceShare } of parts) {
    for (let i = 0; i < pieceBlock.length; i++) {
      const block = pieceBlock[i]!;
      if (pieceZone[i] === 0) continue;
      // Rows of one to three: sorted while they are filled.
      let at = cursor[block]!++;
      for (; at > blockStart[block]! && zone[at - 1]! >= pieceZone[i]!; at--) {
        zone[at] = zone[at - 1]!;
        fraction[at] = fraction[at - 1]!;
        areaM2[at] = areaM2[at - 1]!;
      }
      zone[at] = pieceZone[i]! - 1;
      fraction[at] = pieceShare[i]!;
      areaM2[at] = pieceShare[i]! * blocks.blockAreaM2[block]!;
    }
  }
  return { blockCount: blocks.blockCount, zoneCount, blockStart, zone, fraction, areaM2, outsideFraction };
}
