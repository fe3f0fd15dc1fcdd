// Quiet detail above the tints: open land, water, buildings, streets as white gaps, the railway.
import { BASE, WHITE } from '../shell/palette.ts';
import { CachedCanvasLayer, type PaintFrame } from './cached-canvas-layer.ts';
import type { WorldOrigin } from './coverage-paths.ts';
import type { TiledPath } from './tiled-path.ts';
import { GROUND_COLORS, UNINHABITED, type TownPaths } from './town-paths.ts';

/** Where nobody lives the tint keeps 34 per cent, so that fields do not dominate the map. */
const OPEN_LAND_COVER = 0.66;
/** Farther out, in metres a pixel, buildings are specks and cost most of the painting. */
export const BUILDINGS_UP_TO = 9;
const LOCAL_STREETS_UP_TO = 14;
/** Smaller than this many pixels, gaps between blocks would be a veil over the tints: 300,000 strokes that show nothing. */
const BLOCKS_FROM_PX = 4;

export class TownDetailLayer extends CachedCanvasLayer {
  /** Replaced when the reference layers have come; then call `invalidate`. */
  town: TownPaths;

  protected override readonly inParts = true;

  constructor(origin: WorldOrigin, town: TownPaths) {
    super(origin, 'town-detail');
    this.town = town;
  }

  protected override paint(frame: PaintFrame): void {
    const { context, resolution, bounds } = frame;
    const { town } = this;
    frame.useWorld();
    context.globalAlpha = OPEN_LAND_COVER;
    for (const { use, path } of town.ground) {
      if (!UNINHABITED.has(use)) continue;
      context.fillStyle = GROUND_COLORS[use] ?? BASE.fields;
      path.fill(context, bounds);
    }
    context.globalAlpha = 1;
    context.fillStyle = BASE.water;
    town.water.fill(context, bounds);
    if (resolution < BUILDINGS_UP_TO) {
      context.fillStyle = BASE.buildings;
      town.buildings.fill(context, bounds);
    }
    context.lineJoin = 'round';
    context.lineCap = 'round';
    const line = (path: TiledPath, color: string, cssPixels: number) => {
      context.strokeStyle = color;
      context.lineWidth = frame.px(cssPixels);
      path.stroke(context, bounds);
    };
    const near = Math.max(0.75, Math.min(1.6, 3 / resolution));
    const blocksShow = town.blockSideM / resolution >= BLOCKS_FROM_PX;
    if (resolution < LOCAL_STREETS_UP_TO) {
      if (blocksShow) line(town.blockEdges, WHITE, 1.1 * Math.min(1.3, near));
      line(town.streets.local, WHITE, 1.1 * near);
    } else if (blocksShow) line(town.blockEdges, 'rgba(255, 255, 255, 0.5)', 0.5);
    line(town.streets.collector, WHITE, 2 * near);
    line(town.streets.main, BASE.streetCasing, 5 * near);
    line(town.streets.main, BASE.street, 3.6 * near);
    this.rail(frame, Math.min(1.2, near));
  }

  private rail({ context, bounds, px }: PaintFrame, scale: number): void {
    context.lineCap = 'butt';
    const stroke = (color: string, cssPixels: number, dash: readonly number[] = []) => {
      context.strokeStyle = color;
      context.lineWidth = px(cssPixels * scale);
      context.setLineDash(dash.map((length) => px(length)));
      this.town.rail.stroke(context, bounds);
    };
    stroke(WHITE, 4.8);
    stroke(BASE.rail, 2.4);
    stroke(WHITE, 1.1, [7, 7]);
    context.setLineDash([]);
  }
}
