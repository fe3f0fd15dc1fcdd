// Ids, areas and outlines of a surface's blocks and fragments, cut by cut, without topology.
import type { BlockPositions } from '../surface.ts';
import type { BlockCut } from './block-cut.ts';
import { cutOutline, withVertices, type CutRefusal, type Parts } from './cut-rings.ts';

/** `ID_TAKEN`, `UNKNOWN_BLOCK`: a list of cuts that was not made on these blocks. */
export type CutFailure = { readonly code: CutRefusal | 'ID_TAKEN' | 'UNKNOWN_BLOCK'; readonly areaM2?: number };

export type CutPieces = { readonly ok: true; readonly pieces: SurfacePieces } | { readonly ok: false; readonly cut: BlockCut; readonly failure: CutFailure };

/** The stand below: outlines and neighbours by base position. */
export interface Ground {
  readonly outline: (base: number) => Parts;
  readonly neighbours: (base: number) => ArrayLike<number>;
  readonly areaM2: (base: number) => number;
}

/** The grain of block areas, see Coverage.blockAreaM2: sums of multiples are exact in any order. */
const AREA_UNIT = 2 ** 20;
const grained = (areaM2: number) => Math.round(areaM2 * AREA_UNIT) / AREA_UNIT;

/** Base ids with what cuts changed laid over them: a map of 100,000 ids is made once, not for every cut. */
class OverlaidPositions implements BlockPositions {
  constructor(private readonly base: BlockPositions, private readonly over: ReadonlyMap<string, number>) {}

  get(id: string): number | undefined {
    const position = this.over.get(id);
    if (position === undefined) return this.base.get(id);
    return position < 0 ? undefined : position;
  }

  has(id: string): boolean {
    return this.get(id) !== undefined;
  }
}

export class SurfacePieces {
  private constructor(
    readonly baseCount: number,
    private readonly basePositions: BlockPositions,
    readonly cuts: readonly BlockCut[],
    readonly ids: readonly string[],
    readonly baseOf: Int32Array,
    readonly share: Float64Array,
    /** Positions of ids that are new, -1 for ids of what was cut. */
    private readonly over: ReadonlyMap<string, number>,
    /** Outlines that differ from the base: fragments, and blocks whose border a cut meets. */
    readonly patches: ReadonlyMap<number, Parts>,
    /** Areas of fragments by position. */
    readonly areaM2: ReadonlyMap<number, number>,
    /** Positions of the pieces of cut base blocks. */
    private readonly pieces: ReadonlyMap<number, readonly number[]>,
  ) {
    this.positions = over.size === 0 ? basePositions : new OverlaidPositions(basePositions, over);
  }

  readonly positions: BlockPositions;

  static whole(ids: readonly string[]): SurfacePieces {
    const baseOf = Int32Array.from(ids, (_, position) => position);
    const positions = new Map(ids.map((id, position) => [id, position]));
    return new SurfacePieces(ids.length, positions, [], ids, baseOf, new Float64Array(ids.length).fill(1), new Map(), new Map(), new Map(), new Map());
  }

  piecesOf(base: number): readonly number[] {
    return this.pieces.get(base) ?? [base];
  }

  get cutBases(): Iterable<number> {
    return this.pieces.keys();
  }

  /** Whether an id belongs to a block or fragment, or did before it was cut. */
  isTaken(id: string): boolean {
    return this.over.has(id) || this.basePositions.has(id);
  }

  /** More cuts, one after the other; 30 µs a cut and the copying of what is by position. */
  cut(more: readonly BlockCut[], ground: Ground): CutPieces {
    const ids = [...this.ids];
    const baseOf = new Int32Array(ids.length + more.length);
    const share = new Float64Array(ids.length + more.length);
    baseOf.set(this.baseOf);
    share.set(this.share);
    const over = new Map(this.over);
    const patches = new Map(this.patches);
    const areas = new Map(this.areaM2);
    const pieces = new Map(this.pieces);
    const outline = (position: number) => patches.get(position) ?? ground.outline(position);
    for (const cut of more) {
      const refuse = (failure: CutFailure): CutPieces => ({ ok: false, cut, failure });
      const left = over.get(cut.block) ?? this.basePositions.get(cut.block) ?? -1;
      if (left < 0) return refuse({ code: 'UNKNOWN_BLOCK' });
      if (cut.ids[0] === cut.ids[1] || cut.ids.some((id) => over.has(id) || this.basePositions.has(id))) return refuse({ code: 'ID_TAKEN' });
      const done = cutOutline(outline(left), Float64Array.from(cut.line));
      if (!done.ok) return refuse(done);
      const base = baseOf[left]!;
      const right = ids.length;
      const areaM2 = areas.get(left) ?? ground.areaM2(base);
      const smaller = grained(Math.min(done.leftM2, done.rightM2));
      const leftM2 = done.leftM2 < done.rightM2 ? smaller : areaM2 - smaller;
      areas.set(left, leftM2).set(right, areaM2 - leftM2);
      share[left] = leftM2 / ground.areaM2(base);
      share[right] = (areaM2 - leftM2) / ground.areaM2(base);
      baseOf[right] = base;
      ids[left] = cut.ids[0];
      ids.push(cut.ids[1]);
      over.set(cut.block, -1).set(cut.ids[0], left).set(cut.ids[1], right);
      const own = pieces.get(base) ?? [base];
      pieces.set(base, [...own, right]);
      patches.set(left, done.left).set(right, done.right);
      if (done.vertices.length === 0) continue;
      const near = ground.neighbours(base);
      for (let i = -1; i < near.length; i++) {
        const other = i < 0 ? base : near[i]!;
        for (const position of pieces.get(other) ?? [other]) {
          if (position === left || position === right) continue;
          const before = outline(position);
          const after = before.map((rings) => rings.map((ring) => withVertices(ring, done.vertices)));
          if (after.some((rings, part) => rings.some((ring, k) => ring !== before[part]![k]))) patches.set(position, after);
        }
      }
    }
    const cuts = [...this.cuts, ...more];
    return { ok: true, pieces: new SurfacePieces(this.baseCount, this.basePositions, cuts, ids, baseOf, share, over, patches, areas, pieces) };
  }

  /** Areas of the base shared out among fragments; what rounding leaves goes to the largest. */
  apportioned(base: Float64Array): Float64Array {
    const out = new Float64Array(this.ids.length);
    out.set(base);
    for (const [block, own] of this.pieces) {
      const largest = own.reduce((best, piece) => (this.share[piece]! > this.share[best]! ? piece : best));
      let rest = base[block]!;
      for (const piece of own) {
        if (piece === largest) continue;
        out[piece] = grained(base[block]! * this.share[piece]!);
        rest -= out[piece]!;
      }
      out[largest] = rest;
    }
    return out;
  }
}
