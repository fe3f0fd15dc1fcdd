// Facilities as signs over the map, with the circles that show how far they reach.
import { CachedCanvasLayer, type PaintFrame } from '../map-layers/cached-canvas-layer.ts';
import type { WorldOrigin } from '../map-layers/coverage-paths.ts';
import { ACCENT, FONT_FAMILY, INK, WHITE } from '../shell/palette.ts';

export interface Facility {
  readonly name: string;
  /** In the map's CRS. */
  readonly at: readonly [number, number];
  /** Metres as the crow flies; 0 draws no circle. */
  readonly reachM: number;
}

/** Nearer than this many metres a pixel the names are written. */
const NAMES_BELOW = 2.2;
const SIGN_PX = 7;

export class FacilityLayer extends CachedCanvasLayer {
  private facilities: readonly Facility[] = [];
  private readonly from: WorldOrigin;

  constructor(origin: WorldOrigin) {
    super(origin, 'zs-facilities');
    this.from = origin;
  }

  show(facilities: readonly Facility[]): void {
    if (facilities === this.facilities) return;
    this.facilities = facilities;
    this.invalidate();
  }

  protected override get window(): readonly [number, number] | null {
    return this.facilities.length === 0 ? [1, 1] : null;
  }

  protected override paint({ context, useWorld, useScreen, px, resolution, bounds }: PaintFrame): void {
    const [ox, oy] = this.from;
    useWorld();
    // One path: where circles meet the ground is no darker than in one of them.
    const circles = new Path2D();
    for (const { at, reachM } of this.facilities) {
      if (reachM <= 0) continue;
      const [x, y] = [at[0] - ox, at[1] - oy];
      circles.moveTo(x + reachM, y);
      circles.arc(x, y, reachM, 0, 2 * Math.PI);
    }
    fillOnce(context, circles);
    context.strokeStyle = 'rgba(255, 255, 255, 0.8)';
    context.lineWidth = px(3);
    context.stroke(circles);
    context.setLineDash([px(5), px(4)]);
    context.strokeStyle = ACCENT;
    context.lineWidth = px(1.3);
    context.stroke(circles);
    context.setLineDash([]);
    useScreen();
    context.font = `500 12px ${FONT_FAMILY}`;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    for (const { name, at } of this.facilities) {
      const [x, y] = [(at[0] - bounds[0]) / resolution, (bounds[3] - at[1]) / resolution];
      sign(context, x, y);
      if (resolution > NAMES_BELOW) continue;
      context.strokeStyle = WHITE;
      context.lineWidth = 3;
      context.strokeText(name, x + SIGN_PX + 4, y);
      context.fillStyle = INK;
      context.fillText(name, x + SIGN_PX + 4, y);
    }
  }
}

function fillOnce(context: CanvasRenderingContext2D, path: Path2D): void {
  context.fillStyle = 'rgba(32, 68, 170, 0.07)';
  context.fill(path, 'nonzero');
}

/** A house: a square with a gable, white on accent, so that it stands out of every class. */
function sign(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.beginPath();
  context.moveTo(x - SIGN_PX, y + SIGN_PX);
  context.lineTo(x - SIGN_PX, y - 1);
  context.lineTo(x, y - SIGN_PX - 1);
  context.lineTo(x + SIGN_PX, y - 1);
  context.lineTo(x + SIGN_PX, y + SIGN_PX);
  context.closePath();
  context.lineJoin = 'round';
  context.strokeStyle = WHITE;
  context.lineWidth = 4;
  context.stroke();
  context.fillStyle = ACCENT;
  context.fill();
  context.fillStyle = WHITE;
  context.fillRect(x - 2, y + 1, 4, 6);
}
