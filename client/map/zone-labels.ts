// Labels of zones: value and name with a halo; where room is short the name goes first, then the value.
import type { PaintFrame } from '../map-layers/cached-canvas-layer.ts';
import { FONT_FAMILY, INK, WHITE } from '../shell/palette.ts';
import type { ZoneShape } from './zone-shapes.ts';

export interface ZoneLabel {
  readonly name: string;
  readonly value: string;
}

/** Zones narrower than this carry no label; the list has them all. */
const LEAST_WIDTH_PX = 40;
const LINE_PX = 14;
const NAME_FONT = `500 12px ${FONT_FAMILY}`;
const VALUE_FONT = `600 12px ${FONT_FAMILY}`;
/** A name may stick out of its zone by this part of the free width: the halo keeps it readable on the border. */
const OVERHANG = 1.3;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Draws in CSS pixels (after `useScreen`), wide zones first; a label that would cover another loses its name, then itself. */
export function drawLabels(frame: PaintFrame, shapes: readonly ZoneShape[], labels: readonly ZoneLabel[]): void {
  const { context, resolution, bounds } = frame;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  const taken: Box[] = [];
  // What is narrower as a whole has no room anywhere.
  const wide = shapes.flatMap(({ bounds: [left, , right] }, zone) => ((right - left) / resolution >= LEAST_WIDTH_PX ? [zone] : []));
  const order = wide.sort((a, b) => shapes[b]!.widthM - shapes[a]!.widthM);
  for (const zone of order) {
    const label = labels[zone];
    const { anchor, widthM } = shapes[zone]!;
    const free = widthM / resolution;
    if (label === undefined || free < LEAST_WIDTH_PX) continue;
    const x = Math.round((anchor[0] - bounds[0]) / resolution);
    const y = Math.round((bounds[3] - anchor[1]) / resolution);
    context.font = NAME_FONT;
    const nameWidth = context.measureText(label.name).width;
    context.font = VALUE_FONT;
    const valueWidth = context.measureText(label.value).width;
    const full = box(x, y, Math.max(nameWidth, valueWidth), 2 * LINE_PX);
    const short = box(x, y, valueWidth, LINE_PX);
    if (label.name !== '' && nameWidth <= free * OVERHANG && isFree(full, taken)) {
      taken.push(full);
      write(context, label.name, NAME_FONT, x, y - LINE_PX / 2);
      write(context, label.value, VALUE_FONT, x, y + LINE_PX / 2);
    } else if (valueWidth <= free && isFree(short, taken)) {
      taken.push(short);
      write(context, label.value, VALUE_FONT, x, y);
    }
  }
}

function box(x: number, y: number, width: number, height: number): Box {
  return { left: x - width / 2 - 2, right: x + width / 2 + 2, top: y - height / 2, bottom: y + height / 2 };
}

function isFree(a: Box, taken: readonly Box[]): boolean {
  return taken.every((b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top);
}

function write(context: CanvasRenderingContext2D, text: string, font: string, x: number, y: number): void {
  context.font = font;
  context.strokeStyle = WHITE;
  context.lineWidth = 3;
  context.strokeText(text, x, y);
  context.fillStyle = INK;
  context.fillText(text, x, y);
}
