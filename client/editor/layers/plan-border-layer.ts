// What lies above the streets: moved blocks, borders of zones, the border before, detached pieces, the target zone.
import { CachedCanvasLayer, type PaintFrame } from '../../map-layers/cached-canvas-layer.ts';
import { anchorToScreen, hatchPattern } from '../../map-layers/patterns.ts';
import { ACCENT, DANGER, INK, WARN, WHITE } from '../../shell/palette.ts';
import type { PlanScene } from '../plan-scene.ts';

const DISCLOSED = { color: DANGER, width: 2.4, period: 6, slope: -1 } as const;
const MOVED = { color: ACCENT, width: 2, period: 6, slope: 1 } as const;

/** Ink 2.2 px near, 1.1 px from 8 m a pixel on, where zones are small. */
function borderWidth(resolution: number): number {
  return Math.max(1.1, Math.min(2.2, 2.4 - 0.16 * resolution));
}

/** Repainted whole with every stroke: the paths are kept, so that a stroke costs some twenty canvas calls. */
export class PlanBorderLayer extends CachedCanvasLayer {
  /** Slot whose outline is drawn in the accent; -1 for none. */
  target = -1;
  /** Pieces apart from their zone, and pieces of no zone. */
  detached: readonly ReadonlySet<number>[] = [];
  /** Blocks that would give a secret number away, and their edge. */
  private disclosed: { readonly blocks: Path2D; readonly edge: Path2D } | null = null;
  private readonly scene: PlanScene;
  private detachedPaths = new Map<ReadonlySet<number>, Path2D>();

  constructor(scene: PlanScene) {
    super(scene.origin, 'plan-borders');
    this.scene = scene;
  }

  setDetached(pieces: readonly ReadonlySet<number>[]): void {
    this.detached = pieces;
    this.detachedPaths = new Map(pieces.map((piece) => [piece, this.scene.edgeOf(piece)]));
  }

  setDisclosed(blocks: ReadonlySet<number>): void {
    this.disclosed = blocks.size === 0 ? null : { blocks: this.scene.blocks(blocks), edge: this.scene.edgeOf(blocks) };
  }

  protected override paint(frame: PaintFrame): void {
    const { scene } = this;
    const { context, px, resolution } = frame;
    frame.useWorld();
    context.lineJoin = 'round';
    context.lineCap = 'butt';
    if (scene.moved.size > 0) {
      context.fillStyle = anchorToScreen(context, hatchPattern(MOVED, frame.pixelRatio));
      context.globalAlpha = 0.62;
      context.fill(scene.movedBlocks(), 'evenodd');
      context.globalAlpha = 1;
    }
    if (this.disclosed !== null) {
      context.fillStyle = WHITE;
      context.globalAlpha = 0.6;
      context.fill(this.disclosed.blocks, 'evenodd');
      context.globalAlpha = 1;
      context.fillStyle = anchorToScreen(context, hatchPattern(DISCLOSED, frame.pixelRatio));
      context.fill(this.disclosed.blocks, 'evenodd');
    }
    // One path for all zones: two strokes instead of two a zone.
    const outlines = new Path2D();
    for (const slot of scene.slots()) outlines.addPath(scene.outline(slot).path);
    const width = borderWidth(resolution);
    const line = (path: Path2D, color: string, cssWidth: number, dash: readonly number[] = []) => {
      context.strokeStyle = color;
      context.lineWidth = px(cssWidth);
      context.setLineDash(dash.map(px));
      context.stroke(path);
    };
    line(outlines, WHITE, width + 3);
    line(outlines, INK, width);
    const before = scene.borderBefore();
    line(before, WHITE, 4.5);
    line(before, INK, 1.8, [6, 4]);
    if (scene.session.zoneAt(this.target) !== null) {
      const path = scene.outline(this.target).path;
      line(path, WHITE, 7);
      line(path, ACCENT, 3.5);
    }
    for (const path of this.detachedPaths.values()) {
      line(path, WHITE, 6.5);
      line(path, WARN, 3.2, [5, 3]);
    }
    context.setLineDash([]);
    if (this.disclosed !== null) {
      line(this.disclosed.edge, WHITE, 6);
      line(this.disclosed.edge, DANGER, 3);
    }
  }
}
