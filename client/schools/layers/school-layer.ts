// Schools with their names and figures, and arrows from what moves to its new school.
import { CachedCanvasLayer, type PaintFrame } from '../../map-layers/cached-canvas-layer.ts';
import { ACCENT, FONT_FAMILY, INK, WHITE } from '../../shell/palette.ts';
import { LabelSpace } from './label-space.ts';

export interface SchoolSign {
  readonly school: string;
  readonly zone: string;
  readonly name: string;
  /** "96 %", "geheim"; empty where there is nothing to say. */
  readonly figure: string;
  readonly mark: 'up' | 'down' | null;
  readonly xy: readonly [number, number];
}

export interface MoveArrow {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  /** "7 Kinder". */
  readonly label: string;
}

/** Side of a sign, CSS pixels. */
const SIGN_PX = 22;
/** An arrow ends so far from the middle of its school. */
const SHORT_OF_PX = 17;
const NAME_FONT = `500 12px ${FONT_FAMILY}`;
const FIGURE_FONT = `600 12px ${FONT_FAMILY}`;
/** Metres a pixel: farther out, on a phone, names and flags would lie over each other. */
const NAMES_UP_TO_M_PX = 8;

export class SchoolLayer extends CachedCanvasLayer {
  signs: readonly SchoolSign[] = [];
  arrows: readonly MoveArrow[] = [];
  chosen = '';
  /** Where an address was found, in the plane. */
  pinned: readonly [number, number] | null = null;
  private frameResolution = 1;

  protected override paint(frame: PaintFrame): void {
    const { bounds, resolution, context } = frame;
    this.frameResolution = resolution;
    const toScreen = ([x, y]: readonly [number, number]): [number, number] => [Math.round((x - bounds[0]) / resolution), Math.round((bounds[3] - y) / resolution)];
    frame.useScreen();
    context.lineJoin = 'round';
    const space = new LabelSpace();
    const places = this.signs.map(({ xy }) => toScreen(xy));
    for (const [x, y] of places) space.take(x, y, SIGN_PX, SIGN_PX);
    for (const arrow of this.arrows) this.line(context, toScreen(arrow.from), toScreen(arrow.to));
    // The chosen school lies over its neighbours.
    const order = this.signs.map((_, index) => index).sort((a, b) => Number(this.signs[a]!.zone === this.chosen) - Number(this.signs[b]!.zone === this.chosen));
    for (const index of order) this.sign(context, places[index]!, this.signs[index]!);
    if (resolution < NAMES_UP_TO_M_PX) for (const arrow of this.arrows) this.flag(context, toScreen(arrow.from), toScreen(arrow.to), arrow.label, space);
    for (const index of order.toReversed()) this.words(context, places[index]!, this.signs[index]!, space, resolution);
    if (this.pinned !== null) this.pin(context, toScreen(this.pinned));
  }

  /** The school whose sign lies at a place of the map, or undefined. */
  signAt(x: number, y: number): SchoolSign | undefined {
    const reach = (SIGN_PX / 2 + 4) * this.frameResolution;
    return this.signs.find(({ xy }) => Math.abs(xy[0] - x) <= reach && Math.abs(xy[1] - y) <= reach);
  }

  private sign(context: CanvasRenderingContext2D, [x, y]: readonly [number, number], { zone }: SchoolSign): void {
    const half = SIGN_PX / 2;
    context.beginPath();
    context.roundRect(x - half, y - half, SIGN_PX, SIGN_PX, 4);
    context.strokeStyle = WHITE;
    context.lineWidth = 3;
    context.stroke();
    context.fillStyle = zone === this.chosen && zone !== '' ? ACCENT : INK;
    context.fill();
    // A house with a door.
    context.strokeStyle = WHITE;
    context.lineWidth = 1.6;
    context.beginPath();
    context.moveTo(x - 5.5, y - 0.5);
    context.lineTo(x, y - 5.5);
    context.lineTo(x + 5.5, y - 0.5);
    context.lineTo(x + 5.5, y + 5);
    context.lineTo(x - 5.5, y + 5);
    context.closePath();
    context.moveTo(x - 1.5, y + 5);
    context.lineTo(x - 1.5, y + 1.5);
    context.lineTo(x + 1.5, y + 1.5);
    context.lineTo(x + 1.5, y + 5);
    context.stroke();
  }

  private words(context: CanvasRenderingContext2D, [x, y]: readonly [number, number], { name, figure, mark }: SchoolSign, space: LabelSpace, resolution: number): void {
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.font = NAME_FONT;
    const nameWidth = context.measureText(name).width;
    context.font = FIGURE_FONT;
    const figureWidth = figure === '' ? 0 : context.measureText(figure).width + (mark === null ? 0 : 12);
    const top = y + SIGN_PX / 2 + 9;
    const named = (resolution < NAMES_UP_TO_M_PX || figure === '') && space.isFree(x, top + (figure === '' ? 0 : 7), Math.max(nameWidth, figureWidth), figure === '' ? 14 : 28);
    if (named) space.take(x, top + (figure === '' ? 0 : 7), Math.max(nameWidth, figureWidth), figure === '' ? 14 : 28);
    else if (figure === '' || !space.isFree(x, top, figureWidth, 14)) return;
    else space.take(x, top, figureWidth, 14);
    if (named) write(context, name, NAME_FONT, x, top);
    if (figure === '') return;
    const line = named ? top + 14 : top;
    write(context, figure, FIGURE_FONT, x + (mark === null ? 0 : 6), line);
    if (mark !== null) triangle(context, x - figureWidth / 2 + 4, line, mark);
  }

  private line(context: CanvasRenderingContext2D, from: readonly [number, number], to: readonly [number, number]): void {
    const { control, end, angle } = bend(from, to);
    if (Math.hypot(to[0] - from[0], to[1] - from[1]) < SHORT_OF_PX + 6) return;
    for (const [color, width] of [[WHITE, 5], [ACCENT, 2.2]] as const) {
      context.strokeStyle = color;
      context.lineWidth = width;
      context.lineCap = 'round';
      context.beginPath();
      context.moveTo(from[0], from[1]);
      context.quadraticCurveTo(control[0], control[1], end[0], end[1]);
      for (const side of [-1, 1]) {
        context.moveTo(end[0], end[1]);
        context.lineTo(end[0] - 8 * Math.cos(angle + side * 0.5), end[1] - 8 * Math.sin(angle + side * 0.5));
      }
      context.stroke();
    }
  }

  /** Beside the start of the arrow, on the side that it comes from, so that it covers neither the arrow nor a school. */
  private flag(context: CanvasRenderingContext2D, from: readonly [number, number], to: readonly [number, number], label: string, space: LabelSpace): void {
    context.font = FIGURE_FONT;
    const width = context.measureText(label).width + 12;
    const away = Math.atan2(from[1] - to[1], from[0] - to[0]);
    const places = [away, away + 0.9, away - 0.9, away + 1.8, away - 1.8, away + Math.PI].map((angle): [number, number] => [
      from[0] + Math.cos(angle) * (width / 2 + 6),
      from[1] + Math.sin(angle) * 20,
    ]);
    const [x, y] = places.find(([px, py]) => space.isFree(px, py, width, 20)) ?? places[0]!;
    space.take(x, y, width, 20);
    context.beginPath();
    context.roundRect(x - width / 2, y - 10, width, 20, 3);
    context.fillStyle = ACCENT;
    context.strokeStyle = WHITE;
    context.lineWidth = 2;
    context.stroke();
    context.fill();
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillStyle = WHITE;
    context.fillText(label, x, y + 0.5);
  }

  private pin(context: CanvasRenderingContext2D, [x, y]: readonly [number, number]): void {
    context.beginPath();
    context.moveTo(x, y);
    context.bezierCurveTo(x - 3, y - 9, x - 10, y - 12, x - 10, y - 20);
    context.arc(x, y - 20, 10, Math.PI, 0);
    context.bezierCurveTo(x + 10, y - 12, x + 3, y - 9, x, y);
    context.closePath();
    context.fillStyle = ACCENT;
    context.strokeStyle = WHITE;
    context.lineWidth = 2;
    context.fill();
    context.stroke();
    context.beginPath();
    context.arc(x, y - 20, 3.5, 0, 2 * Math.PI);
    context.fillStyle = WHITE;
    context.fill();
  }
}

/** A slight bow, so that arrows to one school are told apart; the end stops short of the sign. */
function bend(from: readonly [number, number], to: readonly [number, number]) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const control: [number, number] = [(from[0] + to[0]) / 2 - dy * 0.12, (from[1] + to[1]) / 2 + dx * 0.12];
  const angle = Math.atan2(to[1] - control[1], to[0] - control[0]);
  const end: [number, number] = [to[0] - Math.cos(angle) * SHORT_OF_PX, to[1] - Math.sin(angle) * SHORT_OF_PX];
  return { control, end, angle };
}

function write(context: CanvasRenderingContext2D, text: string, font: string, x: number, y: number): void {
  context.font = font;
  context.strokeStyle = WHITE;
  context.lineWidth = 3.5;
  context.strokeText(text, x, y);
  context.fillStyle = INK;
  context.fillText(text, x, y);
}

function triangle(context: CanvasRenderingContext2D, x: number, y: number, direction: 'up' | 'down'): void {
  const tip = direction === 'up' ? -4 : 4;
  context.beginPath();
  context.moveTo(x, y + tip);
  context.lineTo(x + 4.5, y - tip);
  context.lineTo(x - 4.5, y - tip);
  context.closePath();
  context.strokeStyle = WHITE;
  context.lineWidth = 3;
  context.stroke();
  context.fillStyle = INK;
  context.fill();
}
