// New housing of a plan and the area that is being drawn: outline, corners, the place that keys have come to.
import { CachedCanvasLayer, type PaintFrame } from '../../map-layers/cached-canvas-layer.ts';
import { ACCENT, FONT_FAMILY, INK, WHITE } from '../../shell/palette.ts';

type Place = readonly [number, number];

export interface HousingSign {
  readonly housing: string;
  readonly name: string;
  /** Rings in the plane; of an area of chosen blocks theirs. */
  readonly rings: readonly (readonly Place[])[];
  /** It is being changed. */
  readonly inHand?: true;
}

/** Corners so far, in the plane, and where the next one would be set by keys; null while nothing is drawn. */
export interface Drawing {
  readonly corners: readonly Place[];
  readonly cursor: Place | null;
}

const NAME_FONT = `600 12px ${FONT_FAMILY}`;
const CORNER_PX = 5;

export class HousingLayer extends CachedCanvasLayer {
  areas: readonly HousingSign[] = [];
  chosen = '';
  drawing: Drawing | null = null;

  protected override paint(frame: PaintFrame): void {
    const { bounds, resolution, context } = frame;
    const toScreen = ([x, y]: Place): [number, number] => [(x - bounds[0]) / resolution, (bounds[3] - y) / resolution];
    frame.useScreen();
    context.lineJoin = 'round';
    for (const area of this.areas) this.outline(context, area, toScreen);
    if (this.drawing !== null) this.draw(context, this.drawing, toScreen);
  }

  private outline(context: CanvasRenderingContext2D, { housing, name, rings }: HousingSign, toScreen: (place: Place) => [number, number]): void {
    const path = pathOf(rings, toScreen);
    context.fillStyle = ACCENT;
    context.globalAlpha = housing === this.chosen ? 0.3 : 0.14;
    context.fill(path, 'evenodd');
    context.globalAlpha = 1;
    for (const [color, width] of [[WHITE, 5], [ACCENT, housing === this.chosen ? 3.5 : 2]] as const) {
      context.strokeStyle = color;
      context.lineWidth = width;
      context.setLineDash(color === WHITE ? [] : [8, 3]);
      context.stroke(path);
    }
    context.setLineDash([]);
    const corners = rings.flat().map(toScreen);
    if (corners.length === 0) return;
    const [x, y] = [0, 1].map((axis) => { const along = corners.map((corner) => corner[axis]!); return (Math.min(...along) + Math.max(...along)) / 2; }) as [number, number];
    context.font = NAME_FONT;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.strokeStyle = WHITE;
    context.lineWidth = 3.5;
    context.strokeText(name, x, y);
    context.fillStyle = INK;
    context.fillText(name, x, y);
  }

  private draw(context: CanvasRenderingContext2D, { corners, cursor }: Drawing, toScreen: (place: Place) => [number, number]): void {
    const points = [...corners, ...(cursor === null ? [] : [cursor])].map(toScreen);
    for (const [color, width] of [[WHITE, 5], [ACCENT, 2.4]] as const) {
      context.strokeStyle = color;
      context.lineWidth = width;
      context.beginPath();
      points.forEach(([x, y], i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
      if (points.length > 2) context.closePath();
      context.stroke();
    }
    for (const [x, y] of corners.map(toScreen)) {
      context.beginPath();
      context.arc(x, y, CORNER_PX, 0, 2 * Math.PI);
      context.fillStyle = WHITE;
      context.fill();
      context.strokeStyle = ACCENT;
      context.lineWidth = 2;
      context.stroke();
    }
    if (cursor === null) return;
    const [x, y] = toScreen(cursor);
    for (const [color, width] of [[WHITE, 5], [INK, 2]] as const) {
      context.strokeStyle = color;
      context.lineWidth = width;
      context.beginPath();
      context.moveTo(x - 12, y);
      context.lineTo(x + 12, y);
      context.moveTo(x, y - 12);
      context.lineTo(x, y + 12);
      context.stroke();
    }
  }
}

function pathOf(rings: HousingSign['rings'], toScreen: (place: Place) => [number, number]): Path2D {
  const path = new Path2D();
  for (const ring of rings) {
    ring.forEach((place, i) => (i === 0 ? path.moveTo(...toScreen(place)) : path.lineTo(...toScreen(place))));
    path.closePath();
  }
  return path;
}
