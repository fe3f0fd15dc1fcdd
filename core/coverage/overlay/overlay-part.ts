// One part of an overlay: the blocks of a band of northings, so that several threads can share the work.
import { keepShape } from '../../kept-shapes.ts';
import { buildCoverage } from '../build-coverage.ts';
import type { Coverage } from '../coverage.ts';
import { GrowableDoubles, GrowableIndices } from '../growable.ts';
import { sumPieceAreas } from './overlay-areas.ts';
import { type Contradiction, findPassage, joinTraces, type Passage, settleMeetings, type Trace, traceLengths } from './overlay-crossings.ts';
import { createZoneGrid, type Heights, type ZoneGrid } from './overlay-grid.ts';

/** Part `index` of `count`, counted from the south. */
export interface PartNumber {
  readonly index: number;
  readonly count: number;
}

export const WHOLE: PartNumber = { index: 0, count: 1 };

/** What a part finds: pieces of its cut blocks in no order, and the zone of all its others. */
export interface PartShares {
  /** By block; OUTSIDE for none, nothing to be read for a cut block, NOT_OWN for a block of another part. */
  readonly zoneOfBlock: Int32Array;
  /** By block: 1 where it is cut. */
  readonly cut: Uint8Array;
  /** By piece; the zone is one more than its position, 0 is outside. */
  readonly pieceBlock: Uint32Array;
  readonly pieceZone: Uint32Array;
  readonly pieceShare: Float64Array;
}

export interface PartOptions {
  /** Pieces up to this share of their block are left out. */
  readonly negligibleFraction: number;
  /** Where the part writes what the others have to know, zeroed; default memory of its own. */
  readonly trace?: Trace;
}

/**
 * An overlay in two steps: every part looks along its borders, then all traces are known to all, then every part sums its
 * areas. Sums of a block are added in the order of its arcs whatever the parts are, so the shares are the same to the last bit.
 */
export class OverlayPart {
  readonly trace: Trace;
  private readonly blocks: Coverage;
  private readonly zones: Coverage;
  private readonly negligibleFraction: number;
  private readonly grid: ZoneGrid;
  private readonly passage: Passage | Contradiction;

  /** Looks along the borders of the part's blocks. */
  constructor(blocks: Coverage, zones: Coverage, part: PartNumber, { negligibleFraction, trace }: PartOptions) {
    this.blocks = blocks;
    this.zones = zones;
    this.negligibleFraction = negligibleFraction;
    this.trace = trace ?? emptyTrace(zones);
    const own = part.count === 1 ? null : ownBlocks(blocks, zones, part);
    const edges = zones.xy.length / 2;
    this.grid = createZoneGrid(zones, Math.min(Math.max(2 * blocks.blockCount, 2 * edges, 1024), 2 ** 22), own?.heights);
    this.passage = findPassage(blocks, zones, this.grid, own?.own ?? null, this.trace);
  }

  /** Why the part cannot go on; null where it can. */
  contradiction(): Contradiction | null {
    return 'side' in this.passage ? this.passage : null;
  }

  /** `traces`: of all parts, by ascending number. Not to be called after a contradiction. */
  shares(traces: readonly Trace[] = [this.trace]): PartShares | Contradiction {
    if ('side' in this.passage) return this.passage;
    const met = settleMeetings(this.blocks, this.zones, this.passage, joinTraces(traces));
    if ('side' in met) return met;
    const { pieces, twiceBlockArea } = sumPieceAreas(this.blocks, this.zones, this.grid, met);
    const pieceBlock = new GrowableIndices();
    const pieceZone = new GrowableIndices();
    const pieceShare = new GrowableDoubles();
    for (let block = 0; block < this.blocks.blockCount; block++) {
      for (let at = pieces.head[block]!; at >= 0; at = pieces.next[at]!) {
        const fraction = pieces.sum[at]! / twiceBlockArea[block]!;
        if (!(fraction > this.negligibleFraction)) continue;
        pieceBlock.push(block);
        pieceZone.push(pieces.zone[at]! + 1);
        pieceShare.push(fraction);
      }
    }
    return { zoneOfBlock: met.zoneOfBlock, cut: met.cut, pieceBlock: pieceBlock.copy(), pieceZone: pieceZone.copy(), pieceShare: pieceShare.copy() };
  }
}

/** `memory`: of the arrays, such as SharedArrayBuffer. */
export function emptyTrace(zones: Coverage, memory: new (bytes: number) => ArrayBufferLike = ArrayBuffer): Trace {
  const { edges, nodes } = traceLengths(zones);
  return { edgeStep: new Int32Array(new memory(4 * edges)), startBlock: new Int32Array(new memory(4 * nodes)) };
}

const BINS = 1024;

/** Blocks whose middle lies in the part's band. Bands are cut so that each has as many vertices of the zones, which is where the work is. */
function ownBlocks({ blockBounds, blockCount }: Coverage, zones: Coverage, { index, count }: PartNumber): { readonly own: Uint8Array; readonly heights: Heights } {
  let [minY, maxY] = [Infinity, -Infinity];
  for (let i = 1; i < zones.xy.length; i += 2) {
    const y = zones.xy[i]!;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  const perM = maxY > minY ? BINS / (maxY - minY) : 0;
  const vertices = new Uint32Array(BINS);
  for (let i = 1; i < zones.xy.length; i += 2) vertices[Math.min(Math.floor((zones.xy[i]! - minY) * perM), BINS - 1)]!++;
  const total = zones.xy.length / 2;
  let seen = 0;
  let from = -Infinity;
  let to = Infinity;
  for (let bin = 0; bin < BINS; bin++) {
    const before = Math.floor((seen * count) / total);
    seen += vertices[bin]!;
    const after = Math.floor((seen * count) / total);
    const border = minY + (bin + 1) / perM;
    if (before < index && after >= index) from = border;
    if (before < index + 1 && after >= index + 1 && index + 1 < count) to = border;
  }
  const own = new Uint8Array(blockCount);
  let [low, high] = [Infinity, -Infinity];
  for (let b = 0; b < blockCount; b++) {
    const y0 = blockBounds[4 * b + 1]!;
    const y1 = blockBounds[4 * b + 3]!;
    const middle = (y0 + y1) / 2;
    // Blocks without geometry have no middle: the first part has them.
    if (!(middle >= from ? middle < to : index === 0 && !(middle < to && middle > -Infinity))) continue;
    own[b] = 1;
    if (y0 < low) low = y0;
    if (y1 > high) high = y1;
  }
  return { own, heights: { low, high } };
}

/** One overlay of a triangle by itself, for the shapes of all that the overlays of a process make and leave. */
const triangle = buildCoverage({
  ids: ['0'],
  xy: Float64Array.of(0.5, 0.5, 3.75, 1.25, 1.5, 4.25),
  ringStart: Uint32Array.of(0, 3),
  partStart: Uint32Array.of(0, 1),
  blockStart: Uint32Array.of(0, 1),
});
if (triangle.ok) keepShape(new OverlayPart(triangle.coverage, triangle.coverage, WHOLE, { negligibleFraction: 0.5 }));
