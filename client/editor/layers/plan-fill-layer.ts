// Tints of the zones, or a statistic of the blocks in their place; a stroke paints only the blocks that changed.
import { UNASSIGNED } from '../../../core/coverage/coverage.ts';
import { CachedCanvasLayer, type PaintFrame } from '../../map-layers/cached-canvas-layer.ts';
import { addBlock } from '../../map-layers/coverage-paths.ts';
import { anchorToScreen, dotPattern } from '../../map-layers/patterns.ts';
import { meets, TiledPath } from '../../map-layers/tiled-path.ts';
import type { Background } from '../desk-hooks.ts';
import { MISSING } from '../../shell/palette.ts';
import { UNASSIGNED_FILL, type PlanScene } from '../scene/plan-scene.ts';

const LOCK_DOT = 'rgba(29, 32, 52, 0.34)';
/** Raster of the dots over a locked zone, CSS pixels. */
const LOCK_PERIOD = 9;

export class PlanFillLayer extends CachedCanvasLayer {
  protected override readonly inParts = true;
  private readonly scene: PlanScene;
  private whole = true;
  private classes: { readonly of: Background; readonly coverage: unknown; readonly paths: readonly TiledPath[] } | null = null;

  constructor(scene: PlanScene) {
    super(scene.origin, 'plan-fill');
    this.scene = scene;
  }

  override invalidate(): void {
    this.whole = true;
    super.invalidate();
  }

  /** Blocks changed their zones, as the scene says which. */
  planChanged(): void {
    if (this.scene.changes.all) this.invalidate();
    else super.invalidate();
  }

  protected override get window(): readonly [number, number] | null {
    const { compare } = this.scene.hooks;
    return compare === null ? null : [0, compare.swipe];
  }

  protected override paint(frame: PaintFrame): void {
    const { scene } = this;
    const { context, bounds } = frame;
    this.whole = false;
    frame.useWorld();
    const { background } = scene.hooks;
    if (background?.values != null) return this.paintClasses(frame, background);
    if (scene.session.state.assignment.includes(UNASSIGNED)) {
      context.fillStyle = UNASSIGNED_FILL;
      context.fill(scene.land(), 'evenodd');
    }
    // One outline a zone instead of 12,000 blocks: a tenth of the vertices.
    for (const slot of scene.slots()) {
      const outline = scene.outline(slot);
      if (meets(outline.bounds, bounds)) this.fill(frame, outline.path, slot);
    }
  }

  protected override repaint(frame: PaintFrame): boolean {
    const { changes, session, hooks } = this.scene;
    if (this.whole || changes.all) return false;
    // A statistic covers the tints: nothing of it changes with a zone.
    if (hooks.background?.values != null) return true;
    frame.useWorld();
    const bySlot = new Map<number, number[]>();
    for (const block of changes.blocks) {
      const slot = session.state.assignment[block]!;
      (bySlot.get(slot) ?? bySlot.set(slot, []).get(slot)!).push(block);
    }
    for (const [slot, blocks] of bySlot) this.fill(frame, this.scene.blocks(blocks), slot);
    return true;
  }

  private fill({ context, pixelRatio }: PaintFrame, path: Path2D, slot: number): void {
    context.fillStyle = slot < 0 ? UNASSIGNED_FILL : this.scene.fillOf(slot);
    context.fill(path, 'evenodd');
    if (!this.scene.isLocked(slot)) return;
    context.fillStyle = anchorToScreen(context, dotPattern(LOCK_DOT, 1, LOCK_PERIOD, pixelRatio));
    context.fill(path, 'evenodd');
  }

  private paintClasses({ context, bounds }: PaintFrame, background: Background): void {
    context.fillStyle = MISSING;
    context.fill(this.scene.land(), 'evenodd');
    this.classPaths(background).forEach((path, index) => {
      context.fillStyle = background.colours[index]!;
      path.fill(context, bounds);
    });
  }

  /** Blocks of each class in squares, made once for a statistic. */
  private classPaths(background: Background): readonly TiledPath[] {
    const { coverage } = this.scene.session;
    if (this.classes?.of === background && this.classes.coverage === coverage) return this.classes.paths;
    const { values, breaks } = background;
    const paths = background.colours.map(() => new TiledPath(this.origin));
    for (let block = 0; block < coverage.blockCount; block++) {
      const value = values![block]!;
      if (Number.isNaN(value)) continue;
      let index = 0;
      while (index < breaks.length && value >= breaks[index]!) index++;
      addBlock(paths[index]!.at(this.scene.boundsOf([block])), coverage, block, this.origin);
    }
    this.classes = { of: background, coverage, paths };
    return paths;
  }
}
