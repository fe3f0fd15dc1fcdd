// What follows the pointer and the keyboard: collected blocks, the block under the pointer, the block with the focus.
import { CachedCanvasLayer, type PaintFrame } from '../../map-layers/cached-canvas-layer.ts';
import { ACCENT, INK, PEER, WHITE } from '../../shell/palette.ts';
import type { PlanScene } from '../scene/plan-scene.ts';

export class FocusLayer extends CachedCanvasLayer {
  protected override readonly inParts = true;
  /** Collected, not yet moved. */
  collected: ReadonlySet<number> = new Set();
  /** Under the pointer, -1 for none. */
  hovered = -1;
  /** With the keyboard's focus, -1 for none. */
  focused = -1;
  /** What another person just moved. */
  peer: ReadonlySet<number> = new Set();
  private readonly scene: PlanScene;
  private blank = true;

  constructor(scene: PlanScene) {
    super(scene.origin, 'plan-focus');
    this.scene = scene;
  }

  /** A stroke of the brush shows nothing here: then there is nothing to clear either. */
  protected override repaint(): boolean {
    return this.blank && this.isEmpty;
  }

  private get isEmpty(): boolean {
    return this.peer.size === 0 && this.collected.size === 0 && this.hovered < 0 && this.focused < 0;
  }

  protected override paint({ context, px, useWorld }: PaintFrame): void {
    const { scene } = this;
    this.blank = this.isEmpty;
    useWorld();
    context.lineJoin = 'round';
    const line = (path: Path2D, color: string, cssWidth: number) => {
      context.strokeStyle = color;
      context.lineWidth = px(cssWidth);
      context.stroke(path);
    };
    if (this.peer.size > 0) {
      const edge = scene.edgeOf(this.peer);
      line(edge, WHITE, 6);
      line(edge, PEER, 2.6);
    }
    if (this.collected.size > 0) {
      context.fillStyle = 'rgba(32, 68, 170, 0.22)';
      context.fill(scene.blocks(this.collected), 'evenodd');
      const edge = scene.edgeOf(this.collected);
      line(edge, WHITE, 7);
      line(edge, ACCENT, 3.5);
    }
    if (this.hovered >= 0 && this.hovered !== this.focused) {
      const path = scene.block(this.hovered);
      line(path, WHITE, 5);
      line(path, INK, 2);
    }
    if (this.focused >= 0) {
      const path = scene.block(this.focused);
      // White, ink, white: at least one of the three stands out from every fill and every line.
      line(path, WHITE, 9);
      line(path, INK, 5);
      line(path, WHITE, 1.5);
    }
  }
}
