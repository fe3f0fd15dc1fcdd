// The land below the zones: fields, woods, parks, water, beyond the municipality's border too.
import { BASE } from '../shell/palette.ts';
import { CachedCanvasLayer, type PaintFrame } from './cached-canvas-layer.ts';
import type { WorldOrigin } from './coverage-paths.ts';
import { GROUND_COLORS, type TownPaths } from './town-paths.ts';

export class TownGroundLayer extends CachedCanvasLayer {
  /** Replaced when the reference layers have come; then call `invalidate`. */
  town: TownPaths;

  constructor(origin: WorldOrigin, town: TownPaths) {
    super(origin, 'town-ground');
    this.town = town;
  }

  protected override readonly inParts = true;

  protected override paint({ context, bounds, useWorld }: PaintFrame): void {
    useWorld();
    for (const { use, path } of this.town.ground) {
      context.fillStyle = GROUND_COLORS[use] ?? BASE.fields;
      path.fill(context, bounds);
    }
    context.fillStyle = BASE.water;
    this.town.water.fill(context, bounds);
  }
}
