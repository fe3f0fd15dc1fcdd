// Catchments tinted by utilisation; withheld ones hatched, unknown ones grey.
import { CachedCanvasLayer, type PaintFrame } from '../../map-layers/cached-canvas-layer.ts';
import { anchorToScreen, hatchPattern } from '../../map-layers/patterns.ts';
import { CONTROL, MISSING, WITHHELD_GROUND } from '../../shell/palette.ts';
import { UTILISATION, type Fill } from '../bands.ts';
import type { ZoneOutline } from '../catchment-cut.ts';

const WITHHELD_HATCH = { color: CONTROL, width: 1.5, period: 7, slope: 1 } as const;

export class CatchmentFillLayer extends CachedCanvasLayer {
  zones: readonly ZoneOutline[] = [];
  fills: ReadonlyMap<string, Fill> = new Map();

  protected override paint({ context, useWorld, pixelRatio }: PaintFrame): void {
    useWorld();
    for (const { zone, path, tint } of this.zones) {
      const fill = this.fills.get(zone) ?? { kind: 'plain' };
      context.fillStyle = fill.kind === 'class' ? UTILISATION[fill.step]! : fill.kind === 'withheld' ? WITHHELD_GROUND : fill.kind === 'missing' ? MISSING : tint;
      context.fill(path, 'evenodd');
      if (fill.kind !== 'withheld') continue;
      context.fillStyle = anchorToScreen(context, hatchPattern(WITHHELD_HATCH, pixelRatio));
      context.fill(path, 'evenodd');
    }
  }
}
