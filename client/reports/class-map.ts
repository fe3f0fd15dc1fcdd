// A small map of classes, drawn once: zones as paths, left-out ones hatched. Its twin is the table beside it.
import { html, svg, type TemplateResult } from 'lit';
import type { Typology } from '../api-types.ts';
import type { ZoneCollection } from '../api.ts';
import { t } from '../i18n/i18n.ts';

/** From dark (class 1) to light; the steps stay apart in print and for the colour-blind, since they differ in lightness alone. */
export const classColour = (of: number, classes: number): string => `hsl(222 55% ${Math.round(28 + (60 * (of - 1)) / Math.max(1, classes - 1))}%)`;

export function classMap(zones: ZoneCollection, typology: Typology): TemplateResult {
  const rings = zones.features.map(({ properties, geometry }) => ({
    zone: String(properties.zone),
    name: String(properties.name),
    rings: (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates).flat(),
  }));
  let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of rings.flatMap((row) => row.rings.flat()) as [number, number][]) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    bottom = Math.min(bottom, y);
    top = Math.max(top, y);
  }
  const found = new Map(typology.zones.map((row) => [row.zone, row.class]));
  const most = Math.max(typology.classes, ...found.values());
  const path = (row: readonly (readonly number[])[]) => `M${row.map(([x, y]) => `${(x! - left).toFixed(0)} ${(top - y!).toFixed(0)}`).join('L')}Z`;
  const line = (right - left) / 400;
  return html`<svg class="map" viewBox="0 0 ${Math.ceil(right - left)} ${Math.ceil(top - bottom)}" role="img" aria-label=${t('reports.mapLabel')}>
    ${svg`<defs><pattern id="out" width=${line * 8} height=${line * 8} patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width=${line * 8} height=${line * 8} fill="#fff"></rect><rect width=${line * 2.5} height=${line * 8} fill="#6e7597"></rect></pattern></defs>`}
    ${rings.map((row) => svg`<path d=${row.rings.map(path).join('')} fill-rule="evenodd" fill=${found.has(row.zone) ? classColour(found.get(row.zone)!, most) : 'url(#out)'} stroke="#fff" stroke-width=${line}><title>${row.name}: ${found.get(row.zone) ?? '–'}</title></path>`)}
  </svg>`;
}
