// What a dry run would store: borders after a repair with the pieces that changed hands by kind, or the cells with the blocks in them.
import { CachedCanvasLayer, type PaintFrame } from '../../map-layers/cached-canvas-layer.ts';
import type { WorldOrigin } from '../../map-layers/coverage-paths.ts';
import { anchorToScreen, hatchPattern } from '../../map-layers/patterns.ts';
import { ACCENT, DANGER, INK, WHITE } from '../../shell/palette.ts';
import type { Mark } from '../marks.ts';
import type { NearLinks } from '../near-links.ts';
import type { Outlines } from '../outlines.ts';

/** Metres a pixel from which a border before and after is one line. */
const APART_FROM = 2;
/** Pieces smaller than this on the screen would be a blot; the pin tells where. */
const PIECE_FROM_PX = 3;

/** What is drawn: one of the two, or nothing. */
export interface ShownOutlines {
  readonly repaired: Outlines | null;
  readonly source: Outlines | null;
  readonly cells: Outlines | null;
  readonly near: NearLinks | null;
}

export class OutlinesLayer extends CachedCanvasLayer {
  shown: ShownOutlines | null = null;
  marks: readonly Mark[] = [];
  chosen = 0;

  constructor(origin: WorldOrigin) {
    super(origin, 'import-outlines');
  }

  protected override paint(frame: PaintFrame): void {
    const { context, bounds, resolution } = frame;
    const { repaired = null, source = null, cells = null, near: links = null } = this.shown ?? {};
    frame.useWorld();
    context.lineJoin = 'round';
    const near = Math.max(0.6, Math.min(1.6, 4 / resolution));
    const borders = (of: Outlines | null, color: string, width: number) => {
      context.strokeStyle = color;
      context.lineWidth = frame.px(width);
      of?.borders.stroke(context, bounds);
    };
    if (source !== null) {
      context.globalAlpha = 0.2;
      context.fillStyle = ACCENT;
      source.areas.fill(context, bounds);
      context.globalAlpha = 0.55;
      borders(source, ACCENT, 0.8 * near);
      context.globalAlpha = 1;
    }
    borders(cells, WHITE, 2.6 * near);
    borders(cells, INK, 1.1 * near);
    if (links !== null) this.links(frame, links);
    const seen = this.marks.filter(({ repair, box }) => repair !== undefined && box[0] < bounds[2] && box[2] > bounds[0] && box[1] < bounds[3] && box[3] > bounds[1]);
    for (const mark of seen) this.piece(frame, mark);
    borders(repaired, ACCENT, resolution < APART_FROM ? 1.8 : near);
    if (resolution >= APART_FROM) return;
    for (const { repair } of seen) {
      if (repair!.before === null) continue;
      context.strokeStyle = INK;
      context.lineWidth = frame.px(1.8);
      context.setLineDash([frame.px(6), frame.px(4)]);
      context.stroke(repair!.before);
      context.setLineDash([]);
    }
  }

  /** A street is a few pixels wide from afar: round ends keep its link to be seen. */
  private links({ context, bounds, resolution, px }: PaintFrame, { joinedPath, cutPath }: NearLinks): void {
    const width = Math.max(1.6, Math.min(3, 6 / resolution));
    context.lineCap = 'round';
    for (const [path, color, dash] of [[joinedPath, ACCENT, []], [cutPath, DANGER, [px(0.1), px(2 * width)]]] as const) {
      context.strokeStyle = WHITE;
      context.lineWidth = px(width + 2.4);
      path.stroke(context, bounds);
      context.strokeStyle = color;
      context.lineWidth = px(width);
      context.setLineDash([...dash]);
      path.stroke(context, bounds);
      context.setLineDash([]);
    }
    context.lineCap = 'butt';
  }

  private piece(frame: PaintFrame, { repair, box, view, number }: Mark): void {
    const { context, resolution, pixelRatio } = frame;
    const { kind, piece } = repair!;
    // The box of a small place is drawn larger than it is; the flight to it knows its size.
    const size = Math.min(box[2] - box[0], view[2] - view[0]) / resolution;
    if (piece === null || size < PIECE_FROM_PX) return;
    if (kind === 'moved') {
      context.strokeStyle = ACCENT;
      context.lineCap = 'round';
      context.lineWidth = frame.px(number === this.chosen ? 6 : 4);
      context.stroke(piece);
      context.lineCap = 'butt';
      return;
    }
    context.globalAlpha = kind === 'overlap' ? 0.16 : 0.45;
    context.fillStyle = ACCENT;
    context.fill(piece, 'evenodd');
    context.globalAlpha = 1;
    if (kind !== 'overlap') return;
    context.fillStyle = anchorToScreen(context, hatchPattern({ color: ACCENT, width: 2, period: 6, slope: 1 }, pixelRatio));
    context.fill(piece, 'evenodd');
  }
}
