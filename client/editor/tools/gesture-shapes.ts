// The gesture over the map: circle, rectangle, ring, the line with what it would do, and the keyboard's crosshair.
import { css, html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { formatSigned } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import { marked } from '../figures/approximate.ts';
import type { EditorController } from '../editor-controller.ts';
import type { LinePreview } from '../drawing/line-preview.ts';

/** Room that the words at the pointer need. */
const FLAG_PX = 240;

type ToPixel = (x: number, y: number) => readonly [number, number] | null;

export function gestureShapes(controller: EditorController): TemplateResult | typeof nothing {
  const { shape, map, lines, cursor } = controller;
  const toPixel: ToPixel = (x, y) => map.pixelOf(x, y);
  const parts: SVGTemplateResult[] = [];
  if (shape?.kind === 'circle') parts.push(...circle(shape.x, shape.y, shape.radiusM / map.resolution, toPixel));
  else if (shape?.kind === 'rectangle') {
    const { from, to } = shape;
    parts.push(...area([from[0], from[1], to[0], from[1], to[0], to[1], from[0], to[1]], toPixel));
  } else if (shape?.kind === 'ring') parts.push(...area(shape.xy, toPixel));
  else if (shape?.kind === 'line') {
    // The drawn line steps back behind the border that would come of it.
    const previewed = lines.preview !== null && lines.preview.reason === null;
    parts.push(...line(shape.xy, shape.to, previewed, toPixel));
    if (previewed) parts.push(...preview(lines.preview!, toPixel));
    parts.push(...vertices(shape.xy, toPixel));
  }
  if (controller.keyboard && cursor.at !== null) parts.push(crosshair(cursor.at, toPixel));
  const flag = shape?.kind === 'line' ? lineFlag(controller) : nothing;
  if (parts.length === 0 && flag === nothing) return nothing;
  return html`<svg class="shapes" aria-hidden="true">
      <defs>
        <pattern id="cut-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="2" height="6" class="hatch" /></pattern>
      </defs>
      ${parts}</svg
    >${flag}`;
}

function circle(x: number, y: number, radius: number, toPixel: ToPixel): SVGTemplateResult[] {
  const pixel = toPixel(x, y);
  if (pixel === null) return [];
  return [
    svg`<circle cx=${pixel[0]} cy=${pixel[1]} r=${radius} class="halo" /><circle cx=${pixel[0]} cy=${pixel[1]} r=${radius} class="line tinted" />
      <path class="cross" d="M${pixel[0] - 5} ${pixel[1]}h10M${pixel[0]} ${pixel[1] - 5}v10" />`,
  ];
}

/** Path data of vertices, x y interleaved; null where the map cannot say where they are. */
function path(xy: ArrayLike<number>, toPixel: ToPixel, closed = false): string | null {
  let d = '';
  for (let i = 0; i < xy.length; i += 2) {
    const pixel = toPixel(xy[i]!, xy[i + 1]!);
    if (pixel === null) return null;
    d += `${i === 0 ? 'M' : 'L'}${pixel[0].toFixed(1)} ${pixel[1].toFixed(1)}`;
  }
  return closed ? `${d}Z` : d;
}

function area(xy: readonly number[], toPixel: ToPixel): SVGTemplateResult[] {
  const d = path(xy, toPixel, true);
  return d === null ? [] : [svg`<path class="halo" d=${d} /><path class="line tinted" d=${d} />`];
}

/** What is set is full, the rubber band to the pointer thin; over a preview the drawn line steps back. */
function line(xy: readonly number[], to: readonly [number, number] | null, previewed: boolean, toPixel: ToPixel): SVGTemplateResult[] {
  const d = path(xy, toPixel);
  if (d === null) return [];
  const parts = [svg`${previewed ? nothing : svg`<path class="halo" d=${d} />`}<path class=${previewed ? 'line faint' : 'line'} d=${d} />`];
  if (to !== null) {
    const band = path([xy.at(-2)!, xy.at(-1)!, ...to], toPixel);
    if (band !== null) parts.push(svg`${previewed ? nothing : svg`<path class="halo" d=${band} />`}<path class="line band" d=${band} />`);
  }
  return parts;
}

function vertices(xy: readonly number[], toPixel: ToPixel): SVGTemplateResult[] {
  const parts: SVGTemplateResult[] = [];
  for (let i = 0; i < xy.length; i += 2) {
    const pixel = toPixel(xy[i]!, xy[i + 1]!);
    if (pixel !== null) parts.push(svg`<circle class="vertex" cx=${pixel[0]} cy=${pixel[1]} r="4" />`);
  }
  return parts;
}

/** Border that follows edges solid, cuts dashed, the pieces of blocks that would be cut hatched. */
function preview({ followed, cut, cutBlocks }: LinePreview, toPixel: ToPixel): SVGTemplateResult[] {
  const joined = (lines: readonly Float64Array[], closed = false) => lines.map((xy) => path(xy, toPixel, closed) ?? '').join('');
  const [along, through, rings] = [joined(followed), joined(cut), joined(cutBlocks, true)];
  return [
    svg`<path class="cut-area" fill-rule="evenodd" d=${rings} />`,
    svg`<path class="halo wide" d=${along} /><path class="new-border" d=${along} />`,
    svg`<path class="halo wide" d=${through} /><path class="new-border cutting" d=${through} />`,
  ];
}

function crosshair(at: readonly [number, number], toPixel: ToPixel): SVGTemplateResult {
  const pixel = toPixel(...at);
  if (pixel === null) return svg``;
  const d = `M${pixel[0] - 14} ${pixel[1]}h10m8 0h10M${pixel[0]} ${pixel[1] - 14}v10m0 8v10`;
  return svg`<path class="aim-halo" d=${d} /><circle class="aim-halo" cx=${pixel[0]} cy=${pixel[1]} r="7" /><path class="aim" d=${d} /><circle class="aim" cx=${pixel[0]} cy=${pixel[1]} r="7" />`;
}

/** Who would move, beside the pointer. */
function lineFlag(controller: EditorController): TemplateResult | typeof nothing {
  const { lines, hoverPixel, cursor, keyboard, map } = controller;
  const { preview: shown } = lines;
  const pixel = keyboard && cursor.at !== null ? map.pixelOf(...cursor.at) : hoverPixel;
  if (shown === null || pixel === null || shown.reason !== null) return nothing;
  const zone = (code: string) => (code === '' ? t('editor.noZone') : code);
  // Near the right edge the words stand on the other side of the pointer.
  const side = pixel[0] > map.width - FLAG_PX ? 'flag beside' : 'flag';
  return html`<div class="flag-place" style="transform:translate(${Math.round(pixel[0])}px,${Math.round(pixel[1])}px)" aria-hidden="true">
    <div class=${side}>
      ${shown.flows.slice(0, 3).map(
        ({ from, to, blocks, sum }) => html`<div>
          ${t('editor.blockCount', { count: blocks })}${sum === null ? nothing : html` <b>${marked(controller.isApproximate(0), formatSigned(sum))}</b>`} ${t('editor.flagFrom')} <b>${zone(from)}</b> ${t('editor.flagTo')} <b>${zone(to)}</b>
        </div>`,
      )}
      ${shown.cuts === 0 ? nothing : html`<div class="flag-cut">${icon('split', 14)}${t('editor.cutCount', { count: shown.cuts })}</div>`}
    </div>
  </div>`;
}

export const gestureStyles = css`
  .shapes { position: absolute; inset: 0; width: 100%; height: 100%; }
  .halo { fill: none; stroke: #fff; stroke-width: 4; }
  .halo.wide { stroke-width: 7; }
  .line { fill: none; stroke: var(--zs-accent); stroke-width: 2; stroke-linejoin: round; }
  .line.tinted { fill: rgb(32 68 170 / 0.08); }
  .line.faint { stroke-width: 1; }
  .line.band { stroke-width: 1.5; stroke-dasharray: 2 3; }
  .vertex { fill: #fff; stroke: var(--zs-accent); stroke-width: 2; }
  .hatch { fill: var(--zs-accent); }
  .cut-area { fill: url(#cut-hatch); fill-opacity: 0.55; stroke: none; }
  .new-border { fill: none; stroke: var(--zs-ink); stroke-width: 3; stroke-linejoin: round; }
  .new-border.cutting { stroke-dasharray: 6 4; }
  .cross { fill: none; stroke: var(--zs-ink); stroke-width: 1.6; }
  .aim-halo { fill: none; stroke: #fff; stroke-width: 5; }
  .aim { fill: none; stroke: var(--zs-ink); stroke-width: 2; }
  .flag.beside { transform: translateX(calc(-100% - 52px)); }
  .flag-cut { display: flex; align-items: center; gap: 4px; color: #ffd792; }
`;
