// Rail, rivers, school sites and outlines of other geographies above the zones, for comparison: each in a line of its own.
import type { Feature, FeatureCollection, Point } from 'geojson';
import { CachedCanvasLayer, type PaintFrame } from '../../map-layers/cached-canvas-layer.ts';
import { featuresPath, type WorldOrigin } from '../../map-layers/coverage-paths.ts';
import { BASE, FONT_FAMILY, INK, INK2, WHITE } from '../../shell/palette.ts';

export interface ReferenceLook {
  readonly color: string;
  readonly width: number;
  readonly dash: readonly number[];
}

/** Farther out than this many metres a pixel the names of places would cover one another. */
const NAMES_UP_TO = 4;

export function lookOf(layer: string): ReferenceLook {
  if (layer === 'rail') return { color: BASE.rail, width: 2.4, dash: [9, 5] };
  if (layer === 'water') return { color: '#2F5875', width: 2, dash: [] };
  // Ink, since blue is the target's and the person's.
  if (layer.startsWith('zones:')) return { color: INK2, width: 2.4, dash: [3, 4] };
  return { color: INK, width: 1.6, dash: [] };
}

export class ReferenceLayer extends CachedCanvasLayer {
  private readonly path: Path2D;
  private readonly places: readonly Feature<Point>[];
  private readonly look: ReferenceLook;
  private readonly world: WorldOrigin;

  /** `features` in the plane of the blocks. */
  constructor(origin: WorldOrigin, layer: string, features: FeatureCollection) {
    super(origin, `reference-${layer.replace(/\W/g, '-')}`);
    this.world = origin;
    this.look = lookOf(layer);
    this.path = featuresPath(features, origin);
    this.places = features.features.filter((feature): feature is Feature<Point> => feature.geometry?.type === 'Point');
  }

  protected override paint(frame: PaintFrame): void {
    const { context, px, pixelRatio, resolution } = frame;
    frame.useWorld();
    const toCanvas = context.getTransform();
    context.lineJoin = 'round';
    const line = (color: string, width: number, dash: readonly number[]) => {
      context.strokeStyle = color;
      context.lineWidth = px(width);
      context.setLineDash(dash.map(px));
      context.stroke(this.path);
    };
    line(WHITE, this.look.width + 2.4, []);
    line(this.look.color, this.look.width, this.look.dash);
    context.setLineDash([]);
    frame.useScreen();
    context.font = `500 12px ${FONT_FAMILY}`;
    context.textBaseline = 'middle';
    for (const { geometry, properties } of this.places) {
      const [x, y] = geometry.coordinates as [number, number];
      const at = toCanvas.transformPoint({ x: x - this.world[0], y: y - this.world[1] });
      const [left, top] = [at.x / pixelRatio, at.y / pixelRatio];
      // A square: circles are the brush, and zones have labels with corners.
      context.fillStyle = WHITE;
      context.fillRect(left - 6, top - 6, 12, 12);
      context.fillStyle = INK;
      context.fillRect(left - 4, top - 4, 8, 8);
      if (resolution > NAMES_UP_TO || typeof properties?.name !== 'string') continue;
      context.strokeStyle = WHITE;
      context.lineWidth = 3;
      context.strokeText(properties.name, left + 10, top);
      context.fillText(properties.name, left + 10, top);
    }
  }
}
