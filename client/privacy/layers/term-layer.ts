// The geography on the desk, quiet, and over it the zones of the chosen certificate: added ones tinted, subtracted ones outlined.
import { CachedCanvasLayer, type PaintFrame } from '../../map-layers/cached-canvas-layer.ts';
import type { ZoneShape } from '../../map/zone-shapes.ts';
import { ACCENT, FONT_FAMILY, INK, WHITE } from '../../shell/palette.ts';

export interface TermShape {
  readonly shape: ZoneShape;
  readonly sign: 1 | -1;
  /** "+ Stadtteil 12". */
  readonly label: string;
}

const TINT = 'rgba(32, 68, 170, 0.2)';
const LABEL_FONT = `600 12px ${FONT_FAMILY}`;
/** Labels keep this far from each other, in CSS pixels. */
const LINE_PX = 18;

export class TermLayer extends CachedCanvasLayer {
  /** Zones of the geography that is asked for. */
  zones: readonly ZoneShape[] = [];
  terms: readonly TermShape[] = [];

  protected override paint(frame: PaintFrame): void {
    const { context } = frame;
    frame.useWorld();
    context.lineJoin = 'round';
    context.lineCap = 'round';
    const borders = new Path2D();
    for (const { path } of this.zones) borders.addPath(path);
    const line = (path: Path2D, color: string, width: number) => {
      context.strokeStyle = color;
      context.lineWidth = frame.px(width);
      context.stroke(path);
    };
    line(borders, WHITE, 4);
    line(borders, INK, 1.6);
    const minus = this.terms.filter(({ sign }) => sign < 0);
    const plus = this.terms.filter(({ sign }) => sign > 0);
    for (const { shape } of plus) {
      context.fillStyle = TINT;
      context.fill(shape.path, 'evenodd');
    }
    for (const { shape } of plus.concat(minus)) line(shape.path, WHITE, 7);
    // Where both run along each other ink looks out on either side of the accent; where they part lies what is left over.
    for (const { shape } of minus) line(shape.path, INK, 5);
    for (const { shape } of plus) line(shape.path, ACCENT, 3);
    this.labels(frame, plus.concat(minus));
  }

  /** At the zone's middle; a later one that would cover an earlier one goes below it. */
  private labels(frame: PaintFrame, terms: readonly TermShape[]): void {
    const { context, bounds, resolution } = frame;
    frame.useScreen();
    context.font = LABEL_FONT;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    const taken: { x: number; y: number; half: number }[] = [];
    for (const { shape, label } of terms) {
      if (Number.isNaN(shape.anchor[0])) continue;
      const half = context.measureText(label).width / 2 + 6;
      const x = (shape.anchor[0] - bounds[0]) / resolution;
      let y = (bounds[3] - shape.anchor[1]) / resolution;
      while (taken.some((other) => Math.abs(other.x - x) < other.half + half && Math.abs(other.y - y) < LINE_PX)) y += LINE_PX;
      taken.push({ x, y, half });
      context.lineWidth = 3.5;
      context.strokeStyle = WHITE;
      context.strokeText(label, x, y);
      context.fillStyle = label.startsWith('+') ? '#1537A1' : INK;
      context.fillText(label, x, y);
    }
  }
}
