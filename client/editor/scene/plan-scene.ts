// What the layers draw of a plan: paths by zone and block, kept until the blocks concerned move.
import type { Coverage } from '../../../core/coverage/coverage.ts';
import { dissolve } from '../../../core/coverage/dissolve.ts';
import { addArc, addBlock, blockPath, coverageBounds, outlinePath, type WorldOrigin } from '../../map-layers/coverage-paths.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { joined, NOWHERE, type Bounds } from '../../map-layers/tiled-path.ts';
import { ZONE_TINTS } from '../../shell/palette.ts';
import type { Background, Compared } from '../desk-hooks.ts';
import type { PlanSession } from '../session/plan-session.ts';
import type { Changes } from '../session/plan-steps.ts';
import { zoneNeighbours, zoneTints } from './zone-tints.ts';

export interface Outline {
  readonly path: Path2D;
  /** Vertices in the plane, x y interleaved. */
  readonly xy: Float64Array;
  readonly bounds: Bounds;
}

/** What is shown behind and beside the plan; the controller is one. */
export interface SceneHooks {
  readonly background: Background | null;
  readonly compare: Compared | null;
}

/**
 * A stroke touches two or three zones: only their outlines are assembled anew (0.3 ms each at 12,000 blocks), everything
 * else stays as paths that the canvas draws at once. Where blocks are cut or healed, all that goes by arcs is made anew.
 */
export class PlanScene {
  readonly session: PlanSession;
  readonly origin: WorldOrigin;
  /** The worker beside the page; null where the scene was made without one. */
  readonly kernel: Kernel | null;
  hooks: SceneHooks = { background: null, compare: null };
  /** Changed since the layers last painted; each layer reads it once. */
  changes: Changes = { blocks: [], slots: new Set(), all: true };
  /** Of the changed blocks, in the plane; null where everything is to be drawn anew. */
  changedBounds: Bounds | null = null;
  tints: number[] = [];
  /** Blocks that lie in another zone than in the base. */
  readonly moved = new Set<number>();
  /** Of all blocks. */
  readonly wholeBounds: Bounds;
  private coverage: Coverage;
  private readonly facing: Uint32Array;
  private readonly outlines = new Map<number, Outline>();
  private landPath: Path2D | null = null;
  private movedPath: Path2D | null = null;
  private beforePath: Path2D | null = null;
  private cutPath: Path2D | null = null;
  /** Round in which an arc was last looked at: a set of 30,000 arcs a stroke would cost 3 ms. */
  private arcSeen: Uint32Array;
  private arcRound = 0;

  constructor(session: PlanSession, origin: WorldOrigin, facing: Uint32Array, kernel: Kernel | null = null) {
    this.session = session;
    this.kernel = kernel;
    this.origin = origin;
    this.facing = facing;
    this.coverage = session.coverage;
    this.wholeBounds = coverageBounds(session.coverage) ?? [0, 0, 0, 0];
    this.arcSeen = new Uint32Array(session.coverage.arcCount);
    this.takeChanges();
  }

  /** Drops what the session's last changes made wrong. */
  takeChanges(): void {
    const changes = this.session.takeChanges();
    const recut = this.coverage !== this.session.coverage;
    if (recut) this.rebuild();
    this.changes = recut ? { ...changes, all: true } : changes;
    this.changedBounds = this.changes.all ? null : this.boundsOf(changes.blocks);
    for (const slot of changes.slots) this.outlines.delete(slot);
    for (const block of changes.blocks) this.noteMoved(block);
    if (this.changes.all) {
      this.tints = this.tintsOf();
      for (let block = 0; block < this.session.coverage.blockCount; block++) this.noteMoved(block);
    }
    if (changes.blocks.length > 0 || this.changes.all) this.beforePath = null;
  }

  /** Blocks were cut or healed: arcs and positions beyond the stand's blocks are others now. */
  private rebuild(): void {
    this.coverage = this.session.coverage;
    this.arcSeen = new Uint32Array(this.coverage.arcCount);
    this.arcRound = 0;
    this.outlines.clear();
    this.moved.clear();
    this.movedPath = null;
    this.beforePath = null;
    this.landPath = null;
    this.cutPath = null;
  }

  slots(): number[] {
    return this.session.state.zones.flatMap((zone, slot) => (zone === null ? [] : [slot]));
  }

  fillOf(slot: number): string {
    return slot < 0 ? UNASSIGNED_FILL : ZONE_TINTS[this.tints[slot] ?? 0]!;
  }

  isLocked(slot: number): boolean {
    return this.session.zoneAt(slot)?.locked === true;
  }

  outline(slot: number): Outline {
    let known = this.outlines.get(slot);
    if (known === undefined) {
      const outlines = this.session.dissolver.outlines([slot]);
      known = { path: outlinePath(outlines, 0, this.origin), xy: outlines.xy, bounds: boundsOfPoints(outlines.xy) };
      this.outlines.set(slot, known);
    }
    return known;
  }

  /** All blocks as one shape: the ground of those that no zone has. */
  land(): Path2D {
    const { coverage } = this.session;
    return (this.landPath ??= outlinePath(dissolve(coverage, new Int32Array(coverage.blockCount), 1), 0, this.origin));
  }

  block(block: number): Path2D {
    return blockPath(this.session.coverage, block, this.origin);
  }

  /** To be filled. */
  blocks(blocks: Iterable<number>): Path2D {
    const path = new Path2D();
    for (const block of blocks) addBlock(path, this.session.coverage, block, this.origin);
    return path;
  }

  boundsOf(blocks: Iterable<number>): Bounds {
    const { blockBounds } = this.session.coverage;
    let bounds = NOWHERE;
    for (const block of blocks) bounds = joined(bounds, [blockBounds[4 * block]!, blockBounds[4 * block + 1]!, blockBounds[4 * block + 2]!, blockBounds[4 * block + 3]!]);
    return bounds;
  }

  isIn(block: number, bounds: Bounds): boolean {
    const { blockBounds } = this.session.coverage;
    return blockBounds[4 * block]! <= bounds[2] && blockBounds[4 * block + 2]! >= bounds[0] && blockBounds[4 * block + 1]! <= bounds[3] && blockBounds[4 * block + 3]! >= bounds[1];
  }

  /** Edge of a set of blocks: arcs with one side in it, where `part` says which arcs count. */
  edgeOf(blocks: ReadonlySet<number>, counts: (arc: number) => boolean = () => true): Path2D {
    const { coverage } = this.session;
    const path = new Path2D();
    for (const block of blocks) {
      this.eachArc(block, (arc) => {
        const [left, right] = this.sides(arc);
        if (blocks.has(left) && blocks.has(right)) return;
        if (counts(arc)) addArc(path, coverage, arc, this.origin);
      });
    }
    return path;
  }

  /** What the plan brought; against a base without zones everything is new, and marking all of it would mark nothing. Null: in all of the town. */
  movedBlocks(within: Bounds | null = null): Path2D {
    if (this.session.baseZones.length === 0) return new Path2D();
    if (within !== null) return this.blocks(this.movedIn(within));
    return (this.movedPath ??= this.blocks(this.moved));
  }

  /** Borders of the base that the plan no longer has: they lie at or inside the moved blocks. */
  borderBefore(within: Bounds | null = null): Path2D {
    if (within !== null) return this.borderBeforeOf(this.movedIn(within));
    return (this.beforePath ??= this.borderBeforeOf(this.moved));
  }

  /** Edges along which blocks are cut inside the plan: between two pieces of one block. */
  cutEdges(): Path2D {
    if (this.cutPath !== null) return this.cutPath;
    const path = new Path2D();
    const { surface, coverage } = this.session;
    const pieces = new Set([...surface.cutBases].flatMap((base) => surface.piecesOf(base)));
    const seen = ++this.arcRound;
    for (const piece of pieces) {
      this.eachArc(piece, (arc) => {
        const [left, right] = this.sides(arc);
        if (left < 0 || right < 0 || left === right || surface.baseOf[left] !== surface.baseOf[right] || this.arcSeen[arc] === seen) return;
        this.arcSeen[arc] = seen;
        addArc(path, coverage, arc, this.origin);
      });
    }
    return (this.cutPath = path);
  }

  /** Pieces of cut blocks that meet the bounds. */
  fragmentsIn(within: Bounds): number[] {
    const { surface } = this.session;
    return [...surface.cutBases].flatMap((base) => surface.piecesOf(base).filter((piece) => this.isIn(piece, within)));
  }

  private movedIn(bounds: Bounds): number[] {
    const found: number[] = [];
    for (const block of this.moved) if (this.isIn(block, bounds)) found.push(block);
    return found;
  }

  private borderBeforeOf(moved: Iterable<number>): Path2D {
    const { coverage, baseAssignment, state } = this.session;
    const path = new Path2D();
    const { halfPart, partBlock } = coverage;
    const seen = ++this.arcRound;
    for (const block of moved) {
      this.eachArc(block, (arc) => {
        const [left, right] = [halfPart[2 * arc]!, halfPart[2 * arc + 1]!];
        if (left < 0 || right < 0 || this.arcSeen[arc] === seen) return;
        this.arcSeen[arc] = seen;
        const [a, b] = [partBlock[left]!, partBlock[right]!];
        if (baseAssignment[a] !== baseAssignment[b] && state.assignment[a] === state.assignment[b]) addArc(path, coverage, arc, this.origin);
      });
    }
    return path;
  }

  private eachArc(block: number, visit: (arc: number) => void): void {
    const { blockPartStart, partRingStart, ringHalf, halfNext } = this.session.coverage;
    for (let ring = partRingStart[blockPartStart[block]!]!; ring < partRingStart[blockPartStart[block + 1]!]!; ring++) {
      const first = ringHalf[ring]!;
      let half = first;
      do {
        visit(half >> 1);
        half = halfNext[half]!;
      } while (half !== first);
    }
  }

  /** Blocks on the two sides of an arc, -1 outside. */
  private sides(arc: number): [number, number] {
    const { halfPart, partBlock } = this.session.coverage;
    const of = (part: number) => (part < 0 ? -1 : partBlock[part]!);
    return [of(halfPart[2 * arc]!), of(halfPart[2 * arc + 1]!)];
  }

  private noteMoved(block: number): void {
    const { session } = this;
    const base = session.baseAssignment[block]!;
    const before = base < 0 ? '' : session.baseZones[base]!.zone;
    const now = session.zoneAt(session.state.assignment[block]!)?.zone ?? '';
    if (before === now) {
      if (this.moved.delete(block)) this.movedPath = null;
    } else if (!this.moved.has(block)) {
      this.moved.add(block);
      this.movedPath = null;
    }
  }

  /** Tints for another plan on the same blocks: a zone that this one has too keeps its tint. */
  tintsLike(assignment: Int32Array, zones: readonly ({ readonly zone: string } | null)[]): number[] {
    const given = zones.map((zone) => {
      const slot = zone === null ? null : this.session.slotOf(zone.zone);
      return slot === null ? undefined : this.tints[slot];
    });
    return zoneTints(zoneNeighbours(this.session.neighbours, this.facing, assignment, zones.length), given, ZONE_TINTS.length);
  }

  private tintsOf(): number[] {
    const { neighbours, state } = this.session;
    const given = state.zones.map((zone, slot) => (zone === null ? undefined : this.tints[slot]));
    return zoneTints(zoneNeighbours(neighbours, this.facing, state.assignment, state.zones.length), given, ZONE_TINTS.length);
  }
}

export function boundsOfPoints(xy: Float64Array): Bounds {
  let [minX, minY, maxX, maxY] = NOWHERE;
  for (let i = 0; i < xy.length; i += 2) {
    if (xy[i]! < minX) minX = xy[i]!;
    if (xy[i]! > maxX) maxX = xy[i]!;
    if (xy[i + 1]! < minY) minY = xy[i + 1]!;
    if (xy[i + 1]! > maxY) maxY = xy[i + 1]!;
  }
  return [minX, minY, maxX, maxY];
}

/** Blocks of no zone are paper: no tint that could be taken for a zone. */
export const UNASSIGNED_FILL = '#FBFBFC';
