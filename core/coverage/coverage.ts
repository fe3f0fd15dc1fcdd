// The coverage: blocks as arcs with a left and a right side. This file holds the data layout only.

/**
 * Polygons as flat arrays, the kernel's input. Coordinates are in a projected CRS, in metres, interleaved
 * x0 y0 x1 y1 …; the closing vertex of a ring is not repeated. A block has one or more parts, a part one shell
 * followed by its holes. Winding does not matter: the build turns shells counter-clockwise and holes clockwise.
 */
export interface BlockRings {
  readonly ids: readonly string[];
  readonly xy: Float64Array;
  /** ringCount + 1 offsets, counted in vertices. */
  readonly ringStart: Uint32Array;
  /** partCount + 1 offsets into the rings; the first ring of a part is its shell. */
  readonly partStart: Uint32Array;
  /** blockCount + 1 offsets into the parts. A block without a part has no geometry. */
  readonly blockStart: Uint32Array;
}

/** The face on the side of an arc where no block lies. */
export const OUTSIDE = -1;

/**
 * Immutable topology of one block stand.
 *
 * An arc is a maximal chain of edges between two nodes (vertices where other than two edges meet) with one face on
 * either side; a ring without a node is one closed arc. Faces are block *parts*, so that a block of two separate parts
 * is never taken for connected geometry. Every arc is two half-arcs: `2 * arc` walks it forward, `2 * arc + 1` backward,
 * and the twin of `half` is `half ^ 1`. A half-arc belongs to the part on its left: `halfPart[2 * arc]` is the left and
 * `halfPart[2 * arc + 1]` the right side of the arc. The two sides lie side by side because every hot loop asks for both.
 */
export interface Coverage {
  readonly ids: readonly string[];
  readonly blockCount: number;
  readonly partCount: number;
  readonly arcCount: number;
  readonly nodeCount: number;
  /** Vertex pool, interleaved; every arc owns a contiguous run that includes both end vertices. */
  readonly xy: Float64Array;
  /** arcCount + 1 offsets, counted in vertices. */
  readonly arcStart: Uint32Array;
  readonly arcLengthM: Float64Array;
  /** Part on the left of each half-arc, or OUTSIDE. */
  readonly halfPart: Int32Array;
  /** Node at which each half-arc begins (it ends at `halfFrom[half ^ 1]`); a closed arc has a node of its own. */
  readonly halfFrom: Uint32Array;
  /** Next half-arc of the same ring of the part on the left; NO_HALF where no block lies on the left. */
  readonly halfNext: Uint32Array;
  readonly partBlock: Uint32Array;
  /** blockCount + 1 offsets into the parts. */
  readonly blockPartStart: Uint32Array;
  /** One half-arc of every ring; partRingStart holds partCount + 1 offsets, the shell first. */
  readonly ringHalf: Uint32Array;
  readonly partRingStart: Uint32Array;
  /**
   * Area of the block, holes subtracted, in the plane of the projected CRS, rounded to 2^-20 m2 (1e-6 m2). The rounding
   * makes sums over up to 8,590 km2 exact in any order, so that undo gives back the very number it started from.
   */
  readonly blockAreaM2: Float64Array;
  /** minX minY maxX maxY per block. */
  readonly blockBounds: Float64Array;
}

export const NO_HALF = 0xffffffff;

/** Zone of every block by position; UNASSIGNED where the block belongs to no zone. */
export type Assignment = Int32Array;
export const UNASSIGNED = -1;

/**
 * Outlines as flat polygons. Rings are open (closing vertex not repeated), shells counter-clockwise, holes clockwise.
 * `polygonStart` counts rings, `zoneStart` counts polygons.
 */
export interface Outlines {
  readonly zoneCount: number;
  readonly xy: Float64Array;
  readonly ringStart: Uint32Array;
  readonly polygonStart: Uint32Array;
  readonly zoneStart: Uint32Array;
  readonly areaM2: Float64Array;
  readonly perimeterM: Float64Array;
}
