// The shapes of the file: areas tinted and outlined, lines, points, in the colour of what one works on.
import type { FeatureCollection } from 'geojson';
import { CachedCanvasLayer, type PaintFrame } from '../../map-layers/cached-canvas-layer.ts';
import { featuresPath, type WorldOrigin } from '../../map-layers/coverage-paths.ts';
import { ACCENT, WHITE } from '../../shell/palette.ts';
import { positionsOf } from '../marks.ts';
import type { Place } from '../model.ts';

const POINT_PX = 3.5;

export class ShapesLayer extends CachedCanvasLayer {
  private areas: Path2D | null = null;
  private lines: Path2D | null = null;
  private points: readonly Place[] = [];
  /** Behind findings the file's outlines step back. */
  quiet = false;
  private readonly zero: WorldOrigin;

  constructor(origin: WorldOrigin) {
    super(origin, 'import-shapes');
    this.zero = origin;
  }

  setShapes(shapes: FeatureCollection | null): void {
    const types = (pattern: RegExp) => (feature: { geometry: { type: string } | null }) => feature.geometry !== null && pattern.test(feature.geometry.type);
    this.areas = shapes === null ? null : featuresPath(shapes, this.zero, types(/Polygon/));
    this.lines = shapes === null ? null : featuresPath(shapes, this.zero, types(/Line/));
    this.points = (shapes?.features ?? []).filter(types(/Point/)).flatMap(({ geometry }) => positionsOf(geometry).map(([x, y]): Place => [x!, y!]));
    this.invalidate();
  }

  protected override paint(frame: PaintFrame): void {
    const { context, bounds, resolution } = frame;
    frame.useWorld();
    context.lineJoin = 'round';
    const near = Math.max(0.7, Math.min(1.6, 4 / resolution));
    if (this.areas !== null) {
      context.globalAlpha = this.quiet ? 0.05 : 0.12;
      context.fillStyle = ACCENT;
      context.fill(this.areas, 'evenodd');
      context.globalAlpha = this.quiet ? 0.55 : 1;
      context.strokeStyle = ACCENT;
      context.lineWidth = frame.px((this.quiet ? 0.8 : 1.3) * near);
      context.stroke(this.areas);
      context.globalAlpha = 1;
    }
    if (this.lines !== null) {
      context.strokeStyle = ACCENT;
      context.lineWidth = frame.px(1.6 * near);
      context.stroke(this.lines);
    }
    frame.useScreen();
    context.fillStyle = ACCENT;
    context.strokeStyle = WHITE;
    context.lineWidth = 1.2;
    for (const [x, y] of this.points) {
      context.beginPath();
      context.arc((x - bounds[0]) / resolution, (bounds[3] - y) / resolution, POINT_PX, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    }
  }
}
