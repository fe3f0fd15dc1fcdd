// What a plan is drawn on: the blocks of a stand, some of them cut into fragments inside the plan.
import type { Adjacency } from '../coverage/adjacency.ts';
import type { BlockRings, Coverage } from '../coverage/coverage.ts';
import { ringVertices } from '../coverage/interior-point.ts';
import { ringsFromCoverage } from '../coverage/rings-from-coverage.ts';
import { commonCuts, fragmentIds, type BlockCut, type DrawnLine } from './surface/block-cut.ts';
import { SurfacePieces, type CutFailure, type Ground } from './surface/surface-pieces.ts';
import { buildSurface, nearPairsOf, neighboursOf, patchedRings } from './surface/surface-topology.ts';
import type { Parts } from './surface/cut-rings.ts';

export type { BlockCut, DrawnLine } from './surface/block-cut.ts';
export type { CutFailure } from './surface/surface-pieces.ts';

/** The blocks as a stand has them. */
export interface SurfaceBase {
  readonly coverage: Coverage;
  /** Near pairs included: neighbours along a border of 0 m. */
  readonly neighbours: Adjacency;
  /** By position, where the source drew other outlines than the coverage; default the coverage's areas. */
  readonly sourceAreaM2?: Float64Array | null;
  /** Drawn lines (CRS84) to the plane: x y interleaved, metres, multiples of 0.1 mm. See to-plane.ts. */
  readonly toPlane?: (line: Pick<DrawnLine, 'coordinates'>) => Float64Array;
}

/** Position of a block or fragment by its id. */
export interface BlockPositions {
  get(id: string): number | undefined;
  has(id: string): boolean;
}

export type Cutting = { readonly ok: true; readonly surface: PlanSurface } | { readonly ok: false; readonly cut: BlockCut; readonly failure: CutFailure };

/** Surfaces kept per base beside the base itself: undo, redo and a second plan come back to them. */
const KEPT = 4;

/** What all surfaces over one base share. */
class SharedBase {
  readonly root: PlanSurface;
  /** Newest last. */
  private kept: readonly PlanSurface[] = [];
  private ringsMade: BlockRings | null = null;
  private pairsMade: Uint32Array | null = null;
  private readonly given: SurfaceBase | null;

  constructor(ids: readonly string[], given: SurfaceBase | null) {
    this.given = given;
    this.root = new PlanSurface(SurfacePieces.whole(ids), this);
  }

  get hasOutlines(): boolean {
    return this.given !== null;
  }

  get base(): SurfaceBase {
    if (this.given === null) throw new Error('these blocks came without outlines');
    return this.given;
  }

  get rings(): BlockRings {
    return (this.ringsMade ??= ringsFromCoverage(this.base.coverage));
  }

  get nearPairs(): Uint32Array {
    return (this.pairsMade ??= nearPairsOf(this.base.neighbours));
  }

  readonly ground: Ground = {
    outline: (block) => this.root.outline(block),
    neighbours: (block) => {
      const { rookStart, rook } = this.base.neighbours;
      return rook.subarray(rookStart[block], rookStart[block + 1]);
    },
    areaM2: (block) => this.base.coverage.blockAreaM2[block]!,
  };

  get surfaces(): readonly PlanSurface[] {
    return this.kept;
  }

  keep(surface: PlanSurface): PlanSurface {
    if (surface !== this.root) this.kept = [...this.kept.filter((other) => other !== surface), surface].slice(-KEPT);
    return surface;
  }
}

/** A surface over blocks without cuts. One base, one call: what is cached hangs on what this gives. */
export function createSurface(base: SurfaceBase): PlanSurface {
  return new SharedBase(base.coverage.ids, base).root;
}

/** A surface that knows ids only, for plans that are read but not drawn on; asking it for outlines is a fault and throws. */
export function surfaceOfIds(ids: readonly string[]): PlanSurface {
  return new SharedBase(ids, null).root;
}

/**
 * Immutable. Base blocks keep positions 0 … baseCount - 1 (the fragment on the left of a cut stands in its block's place), other
 * fragments follow in the order of the cuts. Ids, shares and outlines of pieces are there at once; topology and neighbours are
 * built when they are first asked for, so that replaying a thousand steps builds one.
 */
export class PlanSurface {
  readonly cuts: readonly BlockCut[];
  readonly ids: readonly string[];
  readonly baseCount: number;
  /** Base block of every position. */
  readonly baseOf: Int32Array;
  /** Part of the base block's area, 1 for whole blocks; the fragments of a block add up to 1 but for rounding. */
  readonly share: Float64Array;
  readonly positions: BlockPositions;
  private coverageMade: Coverage | null = null;
  private neighboursMade: Adjacency | null = null;
  private sourceAreaMade: Float64Array | null = null;

  constructor(private readonly pieces: SurfacePieces, private readonly shared: SharedBase) {
    this.cuts = pieces.cuts;
    this.ids = pieces.ids;
    this.baseCount = pieces.baseCount;
    this.baseOf = pieces.baseOf;
    this.share = pieces.share;
    this.positions = pieces.positions;
  }

  /** The same blocks without cuts. */
  get root(): PlanSurface {
    return this.shared.root;
  }

  /** False for a surface of ids alone. */
  get hasOutlines(): boolean {
    return this.shared.hasOutlines;
  }

  get count(): number {
    return this.ids.length;
  }

  get coverage(): Coverage {
    if (this.coverageMade !== null) return this.coverageMade;
    const { coverage } = this.shared.base;
    this.coverageMade = this.cuts.length === 0 ? coverage : buildSurface(patchedRings(this.shared.rings, this.ids, this.pieces.patches), coverage.blockAreaM2, this.pieces.areaM2);
    return this.coverageMade;
  }

  /** Whether outlines and neighbours are there; they are built when they are asked for. */
  get isBuilt(): boolean {
    return this.cuts.length === 0 || (this.coverageMade !== null && this.neighboursMade !== null);
  }

  /** Takes what the same surface was built to elsewhere, in a worker: the same cuts give the same bytes. */
  receive(coverage: Coverage, neighbours: Adjacency): void {
    if (coverage.blockCount !== this.count) throw new RangeError(`a coverage of ${coverage.blockCount} blocks for ${this.count}`);
    this.coverageMade ??= coverage;
    this.neighboursMade ??= neighbours;
  }

  /** Near pairs included. */
  get neighbours(): Adjacency {
    this.neighboursMade ??=
      this.cuts.length === 0
        ? this.shared.base.neighbours
        : neighboursOf(this.coverage, this.shared.nearPairs, (block) => this.piecesOf(block), (block) => this.outline(block));
    return this.neighboursMade;
  }

  /** By position; the fragments of a block add up to its area exactly. */
  get sourceAreaM2(): Float64Array {
    const source = this.shared.base.sourceAreaM2 ?? null;
    if (source === null) return this.coverage.blockAreaM2;
    this.sourceAreaMade ??= this.cuts.length === 0 ? source : this.pieces.apportioned(source);
    return this.sourceAreaMade;
  }

  /** Positions of a base block's pieces; itself alone for a whole block. */
  piecesOf(base: number): readonly number[] {
    return this.pieces.piecesOf(base);
  }

  /** Positions here of what lies at a position of a surface with fewer cuts, whose cuts begin these. */
  descendants(before: PlanSurface, position: number): number[] {
    const id = before.ids[position]!;
    if (this.ids[position] === id) return [position];
    const own = new Set([id]);
    for (const cut of this.cuts.slice(before.cuts.length)) if (own.has(cut.block)) own.add(cut.ids[0]).add(cut.ids[1]);
    return this.piecesOf(this.baseOf[position]!).filter((piece) => own.has(this.ids[piece]!));
  }

  /** Base blocks that are cut. */
  get cutBases(): Iterable<number> {
    return this.pieces.cutBases;
  }

  /** Cuts of a base block and its fragments. */
  cutsOf(base: number): BlockCut[] {
    if (this.piecesOf(base).length === 1) return [];
    const ids = new Set([this.root.ids[base]!]);
    return this.cuts.filter((cut) => ids.has(cut.block) && ids.add(cut.ids[0]).add(cut.ids[1]));
  }

  /** Whether a position holds a fragment. */
  isFragment(position: number): boolean {
    return this.pieces.areaM2.size > 0 && this.pieces.areaM2.has(position);
  }

  /** Rings of a block or fragment, by part. */
  outline(position: number): Parts {
    const patched = this.pieces.patches.get(position);
    if (patched !== undefined) return patched;
    const { blockPartStart, partRingStart } = this.shared.base.coverage;
    const parts: Float64Array[][] = [];
    for (let part = blockPartStart[position]!; part < blockPartStart[position + 1]!; part++) {
      const rings: Float64Array[] = [];
      for (let ring = partRingStart[part]!; ring < partRingStart[part + 1]!; ring++) rings.push(ringVertices(this.shared.base.coverage, ring));
      parts.push(rings);
    }
    return parts;
  }

  /** A drawn line in the plane. */
  toPlane(line: Pick<DrawnLine, 'coordinates'>): Float64Array {
    if (this.shared.base.toPlane === undefined) throw new Error('this surface was made without a projection');
    return this.shared.base.toPlane(line);
  }

  /** The surface with exactly these cuts; throws for a cut that does not fit (see `cutting`). */
  withCuts(cuts: readonly BlockCut[]): PlanSurface {
    const cutting = this.cutting(cuts);
    if (!cutting.ok) throw new RangeError(`the cut of ${cutting.cut.block} does not fit: ${cutting.failure.code}`);
    return cutting.surface;
  }

  /**
   * The surface with exactly these cuts, from the kept surface that shares most of them. The same list gives the same bytes
   * whichever way it was come by: cuts are done one after the other and each depends on those before it alone.
   */
  cutting(cuts: readonly BlockCut[]): Cutting {
    let start = this.root;
    for (const surface of [this as PlanSurface, ...this.shared.surfaces]) {
      const { length } = surface.cuts;
      if (length > start.cuts.length && commonCuts(surface.cuts, cuts) === length) start = surface;
    }
    if (start.cuts.length === cuts.length) return { ok: true, surface: this.shared.keep(start) };
    const cut = start.pieces.cut(cuts.slice(start.cuts.length), this.shared.ground);
    return cut.ok ? { ok: true, surface: this.shared.keep(new PlanSurface(cut.pieces, this.shared)) } : cut;
  }

  /** Ids for the two fragments of a block: `<id>.1` and `<id>.2`, other numbers where those are taken. */
  fragmentIds(block: string): [string, string] {
    return fragmentIds(block, (id) => this.pieces.isTaken(id));
  }
}
