// Above the streets: blocks that change their school, borders of the catchments, the border of today, the chosen catchment.
import { CachedCanvasLayer, type PaintFrame } from '../../map-layers/cached-canvas-layer.ts';
import { anchorToScreen, hatchPattern } from '../../map-layers/patterns.ts';
import { ACCENT, INK, WHITE } from '../../shell/palette.ts';
import type { CatchmentScene } from '../catchment-cut.ts';

const MOVED_HATCH = { color: ACCENT, width: 2, period: 6, slope: 1 } as const;

export class CatchmentBorderLayer extends CachedCanvasLayer {
  scene: CatchmentScene | null = null;
  chosen = '';
  /** By keys, which shows more than the choice. */
  focused = '';

  protected override paint(frame: PaintFrame): void {
    const { context, px, resolution } = frame;
    if (this.scene === null) return;
    const { zones, moved, before } = this.scene;
    frame.useWorld();
    context.lineJoin = 'round';
    context.lineCap = 'butt';
    context.fillStyle = anchorToScreen(context, hatchPattern(MOVED_HATCH, frame.pixelRatio));
    context.globalAlpha = 0.62;
    for (const { path } of moved) context.fill(path, 'nonzero');
    context.globalAlpha = 1;
    const line = (path: Path2D, color: string, width: number, dash: readonly number[] = []) => {
      context.strokeStyle = color;
      context.lineWidth = px(width);
      context.setLineDash(dash.map(px));
      context.stroke(path);
      context.setLineDash([]);
    };
    const all = new Path2D();
    for (const { path } of zones) all.addPath(path);
    const width = Math.max(1.1, Math.min(2.2, 2.4 - 0.05 * resolution));
    line(all, WHITE, width + 3);
    line(all, INK, width);
    line(before, WHITE, 4.5);
    line(before, INK, 1.8, [6, 4]);
    const chosen = zones.find(({ zone }) => zone === this.chosen);
    if (chosen !== undefined) {
      line(chosen.path, WHITE, 7);
      line(chosen.path, ACCENT, 3.5);
    }
    const focused = zones.find(({ zone }) => zone === this.focused);
    if (focused !== undefined) {
      line(focused.path, WHITE, 9);
      line(focused.path, INK, 5);
      line(focused.path, WHITE, 1.5);
    }
  }
}
