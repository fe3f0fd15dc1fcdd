// What the layers draw of a plan: paths by zone and block, kept until the blocks concerned move.
import { addArc, blockPath, outlinePath, type WorldOrigin } from '../map-layers/coverage-paths.ts';
import { ZONE_TINTS } from '../shell/palette.ts';
import type { PlanSession } from './plan-session.ts';
import type { Changes } from './plan-steps.ts';
import { zoneNeighbours, zoneTints } from './zone-tints.ts';

/**
 * A stroke touches two or three zones: only their outlines are assembled anew (0.3 ms each at 12,000 blocks), everything
 * else stays as paths that the canvas draws at once.
 */
export class PlanScene {
  readonly session: PlanSession;
  readonly origin: WorldOrigin;
  /** Changed since the layers last painted; each layer reads it once. */
  changes: Changes = { blocks: [], slots: new Set(), all: true };
  tints: number[] = [];
  /** Blocks that lie in another zone than in the base. */
  readonly moved = new Set<number>();
  private readonly facing: Uint32Array;
  private readonly outlines = new Map<number, { path: Path2D; xy: Float64Array }>();
  private blockPaths: (Path2D | undefined)[] = [];
  private movedPath: Path2D | null = null;
  private beforePath: Path2D | null = null;
  /** Round in which an arc was last looked at: a set of 30,000 arcs a stroke would cost 3 ms. */
  private arcSeen: Uint32Array;
  private arcRound = 0;

  constructor(session: PlanSession, origin: WorldOrigin, facing: Uint32Array) {
    this.session = session;
    this.origin = origin;
    this.facing = facing;
    this.arcSeen = new Uint32Array(session.coverage.arcCount);
    this.takeChanges();
    for (let block = 0; block < session.coverage.blockCount; block++) this.noteMoved(block);
    session.onSurface(() => this.rebuild());
  }

  /** Blocks were cut or healed: positions, arcs and outlines are others. */
  private rebuild(): void {
    this.outlines.clear();
    this.blockPaths = [];
    this.arcSeen = new Uint32Array(this.session.coverage.arcCount);
    this.arcRound = 0;
    this.moved.clear();
    this.movedPath = null;
    this.beforePath = null;
    for (let block = 0; block < this.session.coverage.blockCount; block++) this.noteMoved(block);
  }

  /** Drops what the session's last changes made wrong. */
  takeChanges(): void {
    const changes = this.session.takeChanges();
    this.changes = changes;
    for (const slot of changes.slots) this.outlines.delete(slot);
    for (const block of changes.blocks) this.noteMoved(block);
    if (changes.all) {
      this.tints = this.tintsOf();
      for (let block = 0; block < this.session.coverage.blockCount; block++) this.noteMoved(block);
    }
    if (changes.blocks.length > 0 || changes.all) this.beforePath = null;
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

  outline(slot: number): { path: Path2D; xy: Float64Array } {
    let known = this.outlines.get(slot);
    if (known === undefined) {
      const outlines = this.session.dissolver.outlines([slot]);
      known = { path: outlinePath(outlines, 0, this.origin), xy: outlines.xy };
      this.outlines.set(slot, known);
    }
    return known;
  }

  block(block: number): Path2D {
    return (this.blockPaths[block] ??= blockPath(this.session.coverage, block, this.origin));
  }

  blocks(blocks: Iterable<number>): Path2D {
    const path = new Path2D();
    for (const block of blocks) path.addPath(this.block(block));
    return path;
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

  /** What the plan brought; against a base without zones everything is new, and marking all of it would mark nothing. */
  movedBlocks(): Path2D {
    if (this.session.baseZones.length === 0) return new Path2D();
    return (this.movedPath ??= this.blocks(this.moved));
  }

  /** Borders of the base that the plan no longer has: they lie at or inside the moved blocks. */
  borderBefore(): Path2D {
    if (this.beforePath === null) {
      const { coverage, baseAssignment, state } = this.session;
      const path = new Path2D();
      const { halfPart, partBlock } = coverage;
      const seen = ++this.arcRound;
      for (const block of this.moved) {
        this.eachArc(block, (arc) => {
          const [left, right] = [halfPart[2 * arc]!, halfPart[2 * arc + 1]!];
          if (left < 0 || right < 0 || this.arcSeen[arc] === seen) return;
          this.arcSeen[arc] = seen;
          const [a, b] = [partBlock[left]!, partBlock[right]!];
          if (baseAssignment[a] !== baseAssignment[b] && state.assignment[a] === state.assignment[b]) addArc(path, coverage, arc, this.origin);
        });
      }
      this.beforePath = path;
    }
    return this.beforePath;
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
      // Most strokes add blocks: the path grows, and is made anew only when one comes back.
      this.movedPath?.addPath(this.block(block));
    }
  }

  private tintsOf(): number[] {
    const { neighbours, state } = this.session;
    const given = state.zones.map((zone, slot) => (zone === null ? undefined : this.tints[slot]));
    return zoneTints(zoneNeighbours(neighbours, this.facing, state.assignment, state.zones.length), given, ZONE_TINTS.length);
  }
}

/** Blocks of no zone are paper: no tint that could be taken for a zone. */
export const UNASSIGNED_FILL = '#FBFBFC';
