// The area that is reached on foot from a school, and hatched what lies beyond it in its catchment.
import { CachedCanvasLayer, type PaintFrame } from '../../map-layers/cached-canvas-layer.ts';
import { anchorToScreen, hatchPattern } from '../../map-layers/patterns.ts';
import { INK, WHITE } from '../../shell/palette.ts';
import type { ReachSign } from '../reach-work.ts';

const BEYOND_HATCH = { color: '#925400', width: 2.4, period: 6, slope: -1 } as const;

export class ReachLayer extends CachedCanvasLayer {
  sign: ReachSign | null = null;

  protected override paint(frame: PaintFrame): void {
    const { bounds, resolution, context } = frame;
    if (this.sign === null) return;
    frame.useWorld();
    context.fillStyle = anchorToScreen(context, hatchPattern(BEYOND_HATCH, frame.pixelRatio));
    context.fill(this.sign.beyond, 'nonzero');
    frame.useScreen();
    const outline = outlineOf(this.sign, ([x, y]) => [(x - bounds[0]) / resolution, (bounds[3] - y) / resolution]);
    context.fillStyle = INK;
    context.globalAlpha = 0.07;
    context.fill(outline, 'evenodd');
    context.globalAlpha = 1;
    context.lineJoin = 'round';
    for (const [color, width, dash] of [[WHITE, 4.5, []], [INK, 1.8, [2, 3]]] as const) {
      context.strokeStyle = color;
      context.lineWidth = width;
      context.setLineDash(dash);
      context.stroke(outline);
    }
    context.setLineDash([]);
  }
}

function outlineOf({ rings }: ReachSign, toScreen: (place: readonly [number, number]) => [number, number]): Path2D {
  const path = new Path2D();
  for (const ring of rings) {
    ring.forEach((place, i) => (i === 0 ? path.moveTo(...toScreen(place)) : path.lineTo(...toScreen(place))));
    path.closePath();
  }
  return path;
}
