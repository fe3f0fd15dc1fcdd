// What lies above the streets: moved blocks, borders of zones, the border before, detached pieces, the target zone.
import { CachedCanvasLayer, type PaintFrame } from '../../map-layers/cached-canvas-layer.ts';
import { anchorToScreen, hatchPattern } from '../../map-layers/patterns.ts';
import { contains, joined, meets, NOWHERE, type Bounds } from '../../map-layers/tiled-path.ts';
import { ACCENT, DANGER, INK, WARN, WHITE } from '../../shell/palette.ts';
import type { PlanScene } from '../scene/plan-scene.ts';

const DISCLOSED = { color: DANGER, width: 2.4, period: 6, slope: -1 } as const;
/** Wider, so that it is told from moved blocks where both apply. */
const CUT = { color: INK, width: 0.8, period: 9, slope: -1 } as const;
const MOVED = { color: ACCENT, width: 2, period: 6, slope: 1 } as const;

/** Ink 2.2 px near, 1.1 px from 8 m a pixel on, where zones are small. */
export function borderWidth(resolution: number): number {
  return Math.max(1.1, Math.min(2.2, 2.4 - 0.16 * resolution));
}

interface Shape {
  readonly blocks: ReadonlySet<number>;
  readonly edge: Path2D;
  readonly bounds: Bounds;
}

/** A stroke paints anew the place that it changed: strokes of all outlines of 100,000 blocks cost the browser 100 ms without a graphics card. */
export class PlanBorderLayer extends CachedCanvasLayer {
  protected override readonly inParts = true;
  /** Slot whose outline is drawn in the accent; -1 for none. */
  target = -1;
  /** Blocks that would give a secret number away, and their edge. */
  private disclosed: Shape | null = null;
  /** Pieces apart from their zone, and pieces of no zone. */
  private detached: readonly Shape[] = [];
  private readonly scene: PlanScene;

  constructor(scene: PlanScene) {
    super(scene.origin, 'plan-borders');
    this.scene = scene;
  }

  /** Blocks changed their zones, as the scene says which. */
  planChanged(): void {
    const { changedBounds } = this.scene;
    if (changedBounds === null) this.invalidate();
    else if (changedBounds[0] <= changedBounds[2]) this.invalidateArea(changedBounds);
  }

  setDetached(pieces: readonly ReadonlySet<number>[]): void {
    const known = new Map(this.detached.map((shape) => [keyOf(shape.blocks), shape]));
    const next = pieces.map((piece) => known.get(keyOf(piece)) ?? this.shapeOf(piece));
    const kept = new Set(next);
    for (const shape of [...this.detached.filter((old) => !kept.has(old)), ...next.filter((shape) => !this.detached.includes(shape))]) this.invalidateArea(shape.bounds);
    this.detached = next;
  }

  setDisclosed(blocks: ReadonlySet<number>): void {
    const before = this.disclosed;
    this.disclosed = blocks.size === 0 ? null : this.shapeOf(blocks);
    const bounds = joined(before?.bounds ?? NOWHERE, this.disclosed?.bounds ?? NOWHERE);
    if (bounds[0] <= bounds[2]) this.invalidateArea(bounds);
  }

  protected override get window(): readonly [number, number] | null {
    const { compare } = this.scene.hooks;
    return compare === null ? null : [0, compare.swipe];
  }

  private shapeOf(blocks: ReadonlySet<number>): Shape {
    return { blocks, edge: this.scene.edgeOf(blocks), bounds: this.scene.boundsOf(blocks) };
  }

  protected override paint(frame: PaintFrame): void {
    const { scene } = this;
    const { context, px, resolution, bounds } = frame;
    // A painting of a part takes what lies in it; one of the town as a whole the paths that are kept.
    const within = contains(bounds, this.scene.wholeBounds) ? null : bounds;
    frame.useWorld();
    context.lineJoin = 'round';
    context.lineCap = 'butt';
    if (scene.moved.size > 0) {
      context.fillStyle = anchorToScreen(context, hatchPattern(MOVED, frame.pixelRatio));
      context.globalAlpha = 0.62;
      context.fill(scene.movedBlocks(within), 'evenodd');
      context.globalAlpha = 1;
    }
    const cut = scene.fragmentsIn(bounds);
    if (cut.length > 0) {
      context.fillStyle = anchorToScreen(context, hatchPattern(CUT, frame.pixelRatio));
      context.globalAlpha = 0.35;
      context.fill(scene.blocks(cut), 'evenodd');
      context.globalAlpha = 1;
    }
    const disclosed = this.disclosed !== null && meets(this.disclosed.bounds, bounds) ? this.disclosed : null;
    if (disclosed !== null) {
      const blocks = scene.blocks([...disclosed.blocks].filter((block) => scene.isIn(block, bounds)));
      context.fillStyle = WHITE;
      context.globalAlpha = 0.6;
      context.fill(blocks, 'evenodd');
      context.globalAlpha = 1;
      context.fillStyle = anchorToScreen(context, hatchPattern(DISCLOSED, frame.pixelRatio));
      context.fill(blocks, 'evenodd');
    }
    // One path for all zones: two strokes instead of two a zone.
    const outlines = new Path2D();
    for (const slot of scene.slots()) {
      const outline = scene.outline(slot);
      if (meets(outline.bounds, bounds)) outlines.addPath(outline.path);
    }
    const width = borderWidth(resolution);
    const line = (path: Path2D, color: string, cssWidth: number, dash: readonly number[] = []) => {
      context.strokeStyle = color;
      context.lineWidth = px(cssWidth);
      context.setLineDash(dash.map(px));
      context.stroke(path);
    };
    if (cut.length > 0) {
      line(scene.cutEdges(), WHITE, 2.4);
      line(scene.cutEdges(), INK, 1, [3, 3]);
    }
    line(outlines, WHITE, width + 3);
    line(outlines, INK, width);
    const before = scene.borderBefore(within);
    line(before, WHITE, 4.5);
    line(before, INK, 1.8, [6, 4]);
    if (scene.session.zoneAt(this.target) !== null) {
      const path = scene.outline(this.target).path;
      line(path, WHITE, 7);
      line(path, ACCENT, 3.5);
    }
    for (const { edge } of this.detached.filter((shape) => meets(shape.bounds, bounds))) {
      line(edge, WHITE, 6.5);
      line(edge, WARN, 3.2, [5, 3]);
    }
    context.setLineDash([]);
    if (disclosed !== null) {
      line(disclosed.edge, WHITE, 6);
      line(disclosed.edge, DANGER, 3);
    }
  }
}

/** Equal for sets with the same blocks; others differ but by chance of one in a billion. */
function keyOf(blocks: ReadonlySet<number>): string {
  let [sum, mixed] = [0, 0];
  for (const block of blocks) {
    sum += block;
    mixed ^= Math.imul(block + 1, 0x9e3779b1);
  }
  return `${blocks.size} ${sum} ${mixed}`;
}
