// The map as a picture for a paper or a screen: title, legend, map, scale, source, date and releases, drawn anew at twice the pixels.
import { formatDate } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { loadFonts } from '../shell/fonts.ts';
import { ACCENT, CONTROL, FONT_FAMILY, INK, INK2, WHITE } from '../shell/palette.ts';
import { colourOf, countSigns, type CellSign } from './classification.ts';
import type { IndicatorView } from './indicator-view.ts';
import type { MapStage } from './map-stage.ts';
import type { MapStore } from './map-store.ts';
import { sourceText, whatText } from './map-words.ts';
import { classWords, titleOf, unitText } from './measure-text.ts';
import { scaleBar } from './scale-bar.ts';
import { stageSides } from './stage-sides.ts';

/** A4 across at 96 dots an inch less a margin; every CSS pixel is two of the picture. */
const SIZE = { width: 1040, height: 720 } as const;
const SCALE = 2;
const LEFT = 284;
const FOOT = 56;
const MARGIN = 16;
/** The map measures itself, paints, composes and paints labels again once fonts are there. */
const FRAMES = 6;

/** A canvas of 2,080 by 1,440 pixels. `parent` is in the page: a map is drawn off screen inside it. */
export async function mapPicture(store: MapStore, parent: ShadowRoot): Promise<HTMLCanvasElement> {
  await loadFonts();
  const stage = await offScreenStage(store, parent);
  try {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [SIZE.width * SCALE, SIZE.height * SCALE];
    const context = canvas.getContext('2d')!;
    context.scale(SCALE, SCALE);
    context.fillStyle = WHITE;
    context.fillRect(0, 0, SIZE.width, SIZE.height);
    drawMap(context, stage);
    if (store.swipe.active) drawDivider(context, store);
    drawLegend(context, store);
    drawFoot(context, store);
    return canvas;
  } finally {
    stage.remove();
  }
}

async function offScreenStage(store: MapStore, parent: ShadowRoot): Promise<MapStage> {
  const stage = document.createElement('zs-map-stage');
  const { side, second } = stageSides(store, false);
  Object.assign(stage, { municipality: store.municipality, origin: store.origin, base: store.base, side, second, divider: store.swipe.place });
  Object.assign(stage, { facilities: store.facilities.shown, place: store.place, paper: true, pixelRatio: SCALE, padding: [20, 20, 28, 20] });
  stage.setAttribute('aria-hidden', 'true');
  stage.inert = true;
  Object.assign(stage.style, { position: 'fixed', inset: 'auto', left: '-4000px', top: '0', width: `${SIZE.width - LEFT}px`, height: `${SIZE.height - FOOT}px` });
  parent.append(stage);
  await stage.updateComplete;
  for (let frame = 0; frame < FRAMES; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
  return stage;
}

function drawMap(context: CanvasRenderingContext2D, stage: MapStage): void {
  const box = stage.getBoundingClientRect();
  context.save();
  context.beginPath();
  context.rect(LEFT, 0, box.width, box.height);
  context.clip();
  context.fillStyle = getComputedStyle(stage).backgroundColor;
  context.fillRect(LEFT, 0, box.width, box.height);
  for (const canvas of stage.canvases()) {
    const place = canvas.getBoundingClientRect();
    context.save();
    const part = clipOf(canvas, place);
    context.beginPath();
    context.rect(LEFT + place.left - box.left + part.left, place.top - box.top, place.width - part.left - part.right, place.height);
    context.clip();
    context.drawImage(canvas, LEFT + place.left - box.left, place.top - box.top, place.width, place.height);
    context.restore();
  }
  context.restore();
  drawScale(context, stage.resolutionM, LEFT + box.width - MARGIN, box.height - 14);
  context.strokeStyle = CONTROL;
  context.lineWidth = 1;
  context.strokeRect(LEFT + 0.5, -1, box.width, box.height + 1);
}

/** What a comparison cuts away from the sides of a canvas, CSS pixels: from "polygon(120px 120px, 497px 120px, …)". */
function clipOf(canvas: HTMLCanvasElement, { width }: DOMRect): { left: number; right: number } {
  const xs = [...canvas.style.clipPath.matchAll(/(-?[\d.]+)px -?[\d.]+px/g)].map((match) => Number(match[1]));
  return xs.length === 0 ? { left: 0, right: 0 } : { left: Math.max(0, Math.min(...xs)), right: Math.max(0, width - Math.max(...xs)) };
}

/** The line between the two sides, and which date is on which. */
function drawDivider(context: CanvasRenderingContext2D, { view, swipe }: MapStore): void {
  const width = SIZE.width - LEFT;
  const x = LEFT + swipe.place * width;
  context.fillStyle = INK;
  context.fillRect(x - 4, 0, 8, SIZE.height - FOOT);
  context.fillStyle = WHITE;
  context.fillRect(x - 3, 0, 6, SIZE.height - FOOT);
  context.font = `600 14px ${FONT_FAMILY}`;
  context.textBaseline = 'middle';
  for (const [of, align, at] of [[view, 'right', x - 12], [swipe.view, 'left', x + 12]] as const) {
    if (of === undefined) continue;
    context.textAlign = align;
    context.strokeStyle = WHITE;
    context.lineWidth = 5;
    context.lineJoin = 'round';
    context.strokeText(formatDate(of.date), at, 22);
    context.fillStyle = INK;
    context.fillText(formatDate(of.date), at, 22);
  }
  context.textAlign = 'left';
}

function drawScale(context: CanvasRenderingContext2D, resolution: number, right: number, bottom: number): void {
  const bar = scaleBar(resolution);
  if (bar === undefined) return;
  context.font = `500 12px ${FONT_FAMILY}`;
  context.textAlign = 'center';
  context.strokeStyle = WHITE;
  context.lineWidth = 4;
  context.strokeText(bar.text, right - bar.widthPx / 2, bottom - 9);
  context.fillStyle = INK;
  context.fillText(bar.text, right - bar.widthPx / 2, bottom - 9);
  for (const [style, width] of [[WHITE, 4], [INK, 1.5]] as const) {
    context.strokeStyle = style;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(right - bar.widthPx, bottom - 5);
    context.lineTo(right - bar.widthPx, bottom);
    context.lineTo(right, bottom);
    context.lineTo(right, bottom - 5);
    context.stroke();
  }
  context.textAlign = 'left';
}

function drawLegend(context: CanvasRenderingContext2D, store: MapStore): void {
  const { view, swipe } = store;
  if (view === undefined) return;
  const width = LEFT - 2 * MARGIN;
  // Two legends of nine classes have to find room one below the other.
  const dense = swipe.view !== undefined && swipe.view.values !== view.values;
  let y = legendOf(context, view, store, MARGIN + 4, width, dense);
  if (swipe.view === undefined) return;
  y = text(context, t('map.otherSide'), MARGIN, y + (dense ? 12 : 26), width, `600 13px ${FONT_FAMILY}`, 18, ACCENT);
  if (dense) legendOf(context, swipe.view, store, y - 8, width, true);
  else text(context, t('map.subtitle', { words: t('map.sameClasses'), date: formatDate(swipe.view.date) }), MARGIN, y, width, `400 13px ${FONT_FAMILY}`, 18, INK2);
}

/** Returns where it ends. */
function legendOf(context: CanvasRenderingContext2D, view: IndicatorView, store: MapStore, top: number, width: number, dense: boolean): number {
  const { classification, measures } = view;
  let y = text(context, titleOf(view.indicator), MARGIN, top + 16, width, `600 ${dense ? 15 : 20}px ${FONT_FAMILY}`, dense ? 19 : 26, INK);
  const what = t('map.subtitle', { words: whatText(view, store.form, store.statistics), date: formatDate(view.date) });
  y = text(context, what, MARGIN, y + 2, width, `400 13px ${FONT_FAMILY}`, 18, INK2);
  y = text(context, `${store.geographyName} · ${store.cutTitle}`, MARGIN, y, width, `400 13px ${FONT_FAMILY}`, 18, INK2);
  const counts = countSigns(measures, classification);
  y = text(context, unitText(view.numbers), MARGIN, y + (dense ? 4 : 14), width, `500 12px ${FONT_FAMILY}`, 16, INK2) + 2;
  const rows: readonly (readonly [CellSign, string])[] = [
    ...classification.colours.map((_, index) => [index, classWords(index, classification)] as const).reverse(),
    ['zero', t('map.zero')],
    ['withheld', t('map.withheld')],
    ['missing', t('map.missing')],
  ];
  context.textAlign = 'left';
  for (const [sign, words] of rows) {
    drawSign(context, sign, colourOf(sign, classification), MARGIN, y - 8);
    context.font = `400 ${dense ? 12 : 14}px ${FONT_FAMILY}`;
    context.fillStyle = INK;
    context.fillText(words, MARGIN + 38, y + 1);
    context.textAlign = 'right';
    context.fillText(String(counts.get(sign) ?? 0), MARGIN + width, y + 1);
    context.textAlign = 'left';
    y += dense ? 18 : 22;
  }
  if (counts.has('withheld') && !dense) y = text(context, t('map.withheldSentence'), MARGIN, y + 4, width, `400 12px ${FONT_FAMILY}`, 16, INK2);
  return y;
}

function drawSign(context: CanvasRenderingContext2D, sign: CellSign, colour: string | undefined, x: number, y: number): void {
  context.save();
  context.beginPath();
  context.rect(x, y, 28, 16);
  context.fillStyle = colour ?? '#FBFBFC';
  context.fill();
  context.clip();
  if (sign === 'withheld') {
    context.strokeStyle = CONTROL;
    context.lineWidth = 1.5;
    for (let at = -16; at < 28; at += 6) {
      context.beginPath();
      context.moveTo(x + at, y + 16);
      context.lineTo(x + at + 16, y);
      context.stroke();
    }
  }
  context.restore();
  context.strokeStyle = 'rgba(29, 32, 52, 0.55)';
  context.lineWidth = 1;
  context.strokeRect(x + 0.5, y + 0.5, 27, 15);
  if (sign !== 'zero') return;
  context.font = `600 11px ${FONT_FAMILY}`;
  context.fillStyle = INK;
  context.textAlign = 'center';
  context.fillText('0', x + 14, y + 8.5);
  context.textAlign = 'left';
}

function drawFoot(context: CanvasRenderingContext2D, store: MapStore): void {
  const { view, municipality } = store;
  if (view === undefined) return;
  const top = SIZE.height - FOOT;
  context.fillStyle = WHITE;
  context.fillRect(0, top, SIZE.width, FOOT);
  context.fillStyle = CONTROL;
  context.fillRect(0, top, SIZE.width, 1);
  const made = t('map.pictureMade', { town: municipality?.name ?? '', date: formatDate(new Date().toISOString().slice(0, 10)) });
  const y = text(context, sourceText(view), MARGIN, top + 18, SIZE.width - 2 * MARGIN, `400 12px ${FONT_FAMILY}`, 16, INK2);
  const filter = store.passing === undefined ? '' : ` ${t('map.filterOn', { shown: store.passing.filter(Boolean).length, of: store.passing.length })}.`;
  text(context, `${made}${filter}`, MARGIN, y, SIZE.width - 2 * MARGIN, `400 12px ${FONT_FAMILY}`, 16, INK2);
}

/** Words over several lines; returns the line after. */
function text(context: CanvasRenderingContext2D, words: string, x: number, y: number, width: number, font: string, line: number, colour: string): number {
  context.font = font;
  context.fillStyle = colour;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  let row = '';
  for (const word of words.split(' ')) {
    const longer = row === '' ? word : `${row} ${word}`;
    if (row !== '' && context.measureText(longer).width > width) {
      context.fillText(row, x, y);
      y += line;
      row = word;
    } else row = longer;
  }
  context.fillText(row, x, y);
  return y + line;
}
