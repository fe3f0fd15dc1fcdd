// Findings and changes: hatched and outlined where they lie, with numbered pins that never lie over each other.
import { CachedCanvasLayer, type PaintFrame } from './cached-canvas-layer.ts';
import { anchorToScreen, hatchPattern } from './patterns.ts';
import { ACCENT, DANGER, FONT_FAMILY, INK, WARN, WHITE } from '../shell/palette.ts';
import type { Mark } from '../imports/marks.ts';

const COLORS = { finding: DANGER, change: ACCENT, note: WARN } as const;
/** Pin: a drop whose tip stands on the place; CSS pixels. */
const PIN = { radius: 11, height: 30, apart: 25, dot: 3.5 };
/** Hatches of places smaller than this on the screen would be a blot. */
const HATCH_FROM_PX = 6;
/** More outlines than these are one red; pins and dots then tell where. */
const OUTLINES_UP_TO = 120;

interface Pin {
  readonly mark: Mark;
  readonly x: number;
  readonly y: number;
  readonly full: boolean;
}

export class MarkLayer extends CachedCanvasLayer {
  marks: readonly Mark[] = [];
  /** Number of the chosen mark, 0 for none. */
  chosen = 0;
  private pins: readonly Pin[] = [];
  private frameBounds: readonly number[] = [0, 0, 0, 0];
  private frameResolution = 1;

  protected override paint(frame: PaintFrame): void {
    const { bounds } = frame;
    const seen = this.marks.filter(({ box }) => box[0] < bounds[2] && box[2] > bounds[0] && box[1] < bounds[3] && box[3] > bounds[1]);
    const drawn = seen.length > OUTLINES_UP_TO ? seen.filter(({ number }) => number === this.chosen) : seen;
    for (const mark of [...drawn].sort((a, b) => Number(a.number === this.chosen) - Number(b.number === this.chosen))) this.shape(frame, mark);
    this.frameBounds = bounds;
    this.frameResolution = frame.resolution;
    this.pins = this.pinsOf(seen, frame);
    // Dots below pins, and of pins those in front last.
    for (const pin of [...this.pins].reverse().sort((a, b) => Number(a.full) - Number(b.full))) this.pin(frame, pin);
  }

  /** The mark whose pin or dot lies at a place of the map, or undefined. */
  markAt(x: number, y: number): Mark | undefined {
    const px = (x - this.frameBounds[0]!) / this.frameResolution;
    const py = (this.frameBounds[3]! - y) / this.frameResolution;
    const hit = this.pins.find((pin) => {
      const cy = pin.full ? pin.y - PIN.height + PIN.radius : pin.y;
      return Math.hypot(px - pin.x, py - cy) <= (pin.full ? PIN.radius + 3 : 8) || (pin.full && Math.hypot(px - pin.x, py - pin.y) <= 8);
    });
    return hit?.mark;
  }

  private shape(frame: PaintFrame, mark: Mark): void {
    const { context, resolution } = frame;
    const color = COLORS[mark.tone];
    const chosen = mark.number === this.chosen;
    const large = Math.max(mark.box[2] - mark.box[0], mark.box[3] - mark.box[1]) / resolution >= HATCH_FROM_PX;
    frame.useWorld();
    context.lineJoin = 'round';
    if (mark.hatch !== null && large) {
      context.save();
      if (mark.clip !== null) context.clip(mark.clip, 'nonzero');
      const finding = mark.tone === 'finding';
      context.globalAlpha = 0.16;
      context.fillStyle = color;
      context.fill(mark.hatch, 'evenodd');
      context.globalAlpha = 1;
      // A hundred hatched blocks are one brown: those that are only worth a look are tinted, and the chosen one hatched.
      const hatched = mark.tone !== 'note' || chosen;
      const hatch = hatchPattern({ color, width: finding ? 2.4 : 2, period: 6, slope: finding ? -1 : 1 }, frame.pixelRatio);
      context.fillStyle = anchorToScreen(context, hatch);
      if (hatched) context.fill(mark.hatch, 'evenodd');
      context.restore();
    }
    const stroke = (path: Path2D | null, tint: string, width: number, dash: readonly number[] = []) => {
      if (path === null) return;
      context.strokeStyle = tint;
      context.lineWidth = frame.px(width);
      context.setLineDash(dash.map((length) => frame.px(length)));
      context.stroke(path);
      context.setLineDash([]);
    };
    // Round an overlap or a gap the thick line of a chosen block would cover what it is about.
    if (chosen && mark.clip === null) {
      stroke(mark.outline, WHITE, 6);
      stroke(mark.outline, color, 3);
    } else stroke(mark.outline, color, 1.2);
    if (mark.before !== null && (chosen || resolution < 2)) {
      if (mark.clip === null) stroke(mark.before, WHITE, 3.4);
      stroke(mark.before, INK, 1.8, [6, 4]);
    }
  }

  /** Chosen first, then by number; a pin that would lie over one before it is a dot. */
  private pinsOf(seen: readonly Mark[], { bounds, resolution }: PaintFrame): Pin[] {
    const pins: Pin[] = [];
    const taken = new Map<string, [number, number][]>();
    for (const mark of [...seen].sort((a, b) => Number(b.number === this.chosen) - Number(a.number === this.chosen) || a.number - b.number)) {
      const x = (mark.at[0] - bounds[0]) / resolution;
      const y = (bounds[3] - mark.at[1]) / resolution;
      const [column, row] = [Math.floor(x / PIN.apart), Math.floor(y / PIN.apart)];
      let free = true;
      for (let dx = -1; dx <= 1 && free; dx++) {
        for (let dy = -1; dy <= 1 && free; dy++) {
          free = !(taken.get(`${column + dx} ${row + dy}`) ?? []).some(([ox, oy]) => Math.hypot(ox - x, oy - y) < PIN.apart);
        }
      }
      if (free) {
        const key = `${column} ${row}`;
        taken.set(key, [...(taken.get(key) ?? []), [x, y]]);
      }
      pins.push({ mark, x, y, full: free });
    }
    return pins;
  }

  private pin({ context, useScreen }: PaintFrame, { mark, x, y, full }: Pin): void {
    const color = COLORS[mark.tone];
    const chosen = mark.number === this.chosen;
    useScreen();
    context.lineWidth = 1.6;
    if (!full) {
      context.beginPath();
      context.arc(x, y, PIN.dot, 0, 2 * Math.PI);
      context.fillStyle = color;
      context.strokeStyle = WHITE;
      context.fill();
      context.stroke();
      return;
    }
    const cy = y - PIN.height + PIN.radius;
    context.beginPath();
    context.moveTo(x, y);
    context.bezierCurveTo(x - 3, y - 8, x - PIN.radius, cy + 9, x - PIN.radius, cy);
    context.arc(x, cy, PIN.radius, Math.PI, 0);
    context.bezierCurveTo(x + PIN.radius, cy + 9, x + 3, y - 8, x, y);
    context.closePath();
    context.fillStyle = chosen ? color : WHITE;
    context.strokeStyle = chosen ? WHITE : color;
    context.fill();
    context.stroke();
    context.fillStyle = chosen ? WHITE : color;
    context.font = `600 ${mark.number > 99 ? 9 : 11}px ${FONT_FAMILY}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(String(mark.number), x, cy + 0.5);
  }
}
