// <zs-desk-map>: the town with the findings hatched and numbered over the zones, in the municipality's projected CRS.
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type OlMap from 'ol/Map.js';
import { t } from '../i18n/i18n.ts';
import type { Mark } from '../imports/marks.ts';
import type { Box } from '../imports/model.ts';
import type { Town } from '../imports/town.ts';
import type { ZoneShape } from '../map/zone-shapes.ts';
import { showBox } from '../map-layers/map-moves.ts';
import { MarkLayer } from '../map-layers/mark-layer.ts';
import { StandLayer } from '../map-layers/stand-layer.ts';
import { TownMap, type TownLayers } from '../map-layers/town-map.ts';
import { TermLayer, type TermShape } from './layers/term-layer.ts';

interface Layers extends TownLayers {
  readonly fill: StandLayer;
  readonly terms: TermLayer;
  readonly marks: MarkLayer;
}

/** Fires `mark-choose` (detail: number of the finding) and `mark-next` (1 or -1, by keys). */
@customElement('zs-desk-map')
export class DeskMap extends TownMap<Layers> {
  protected override readonly closeness = { townPx: 400, minResolution: 0.05, maxResolution: 500 };
  @property({ attribute: false }) zones: readonly ZoneShape[] = [];
  @property({ attribute: false }) terms: readonly TermShape[] = [];
  @property({ attribute: false }) marks: readonly Mark[] = [];
  @property({ type: Number }) chosen = 0;

  static override styles = [
    ...TownMap.styles,
    css`
      .controls { right: 8px; top: 8px; }
      .key { position: absolute; left: 8px; bottom: 8px; z-index: 2; display: flex; gap: 12px; padding: 4px 10px; font-size: 12px; line-height: 16px; color: var(--zs-ink2); }
      .key span { display: inline-flex; gap: 6px; align-items: center; }
      .key i { width: 18px; height: 12px; flex: none; border-radius: 2px; }
      .key .plus { background: #d3dbee; border: 2px solid var(--zs-accent); }
      .key .minus { border: 3px solid var(--zs-ink); }
      .key .sliver { background: repeating-linear-gradient(-45deg, var(--zs-danger) 0 2px, #fff 2px 5px); border: 1.5px solid var(--zs-danger); }
      @media (max-width: 1023px) {
        .key, .fit { display: none; }
      }
    `,
  ];

  protected override show(changed: PropertyValues<this>, created: boolean, layers: Layers): void {
    if (created || changed.has('zones') || changed.has('terms')) {
      Object.assign(layers.terms, { zones: this.zones, terms: this.terms });
      layers.terms.invalidate();
    }
    if (created || changed.has('marks') || changed.has('chosen')) {
      Object.assign(layers.marks, { marks: this.marks, chosen: this.chosen });
      layers.marks.invalidate();
    }
    if (changed.has('terms') && this.terms.length > 0) this.showTerms();
    else if (changed.has('zones') && this.terms.length === 0) this.fit(false);
  }

  protected override createLayers({ origin, blocks, edges, border }: Town, { ground, detail }: TownLayers): Layers {
    const fill = Object.assign(new StandLayer(origin, 'desk-stand'), { blocks, edges, border });
    return { ground, fill, detail, terms: new TermLayer(origin, 'desk-terms'), marks: new MarkLayer(origin, 'desk-marks') };
  }

  protected override worded({ marks, terms }: Layers): readonly (MarkLayer | TermLayer)[] {
    return [marks, terms];
  }

  protected override listen(map: OlMap): void {
    const markAt = (coordinate: number[]) => this.layers?.marks.markAt(coordinate[0]!, coordinate[1]!);
    map.on('singleclick', ({ coordinate }) => {
      const mark = markAt(coordinate);
      if (mark !== undefined) this.dispatchEvent(new CustomEvent('mark-choose', { detail: mark.number }));
    });
    map.on('pointermove', ({ coordinate, dragging }) => {
      if (!dragging) this.style.cursor = markAt(coordinate) === undefined ? '' : 'pointer';
    });
  }

  /** All zones of the geography on the desk, or the whole town. */
  override fit(animate: boolean): void {
    const { town } = this;
    if (this.map === undefined || town === undefined) return;
    this.map.updateSize();
    const whole = unite(this.zones.map(({ bounds }) => bounds));
    this.showPlace(whole ?? town.municipality.bounds, 16, animate);
  }

  /** The zones of the certificate with something around them. */
  private showTerms(): void {
    const plus = this.terms.filter(({ sign }) => sign > 0);
    const box = unite((plus.length > 0 ? plus : this.terms).map(({ shape }) => shape.bounds));
    if (box !== null) this.showPlace(box, 64, true);
  }

  /** Flies to a place, no closer than shows it with its surroundings. */
  flyTo(box: Box): void {
    this.showPlace(box, 60, true);
  }

  private showPlace(box: Box, padding: number, animate: boolean): void {
    showBox(this.map, box, { padding, minResolution: 0.5, animate });
  }

  protected override pressed(event: KeyboardEvent): boolean {
    if (event.key.toLowerCase() !== 'b') return false;
    this.dispatchEvent(new CustomEvent('mark-next', { detail: event.shiftKey ? -1 : 1 }));
    return true;
  }

  override render(): TemplateResult {
    return html`
      ${this.frame(t('privacy.mapKeys'), t('privacy.mapFit'))}
      ${this.marks.length === 0 ? nothing : html`<div class="key panel"><span><i class="sliver"></i>${t('privacy.keySliver')}</span><span><i class="plus"></i>${t('privacy.keyPlus')}</span><span><i class="minus"></i>${t('privacy.keyMinus')}</span></div>`}
    `;
  }
}

function unite(boxes: readonly Box[]): Box | null {
  const real = boxes.filter(([minX, , maxX]) => minX <= maxX);
  if (real.length === 0) return null;
  const of = (index: 0 | 1 | 2 | 3, pick: (...values: number[]) => number) => pick(...real.map((box) => box[index]));
  return [of(0, Math.min), of(1, Math.min), of(2, Math.max), of(3, Math.max)];
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-desk-map': DeskMap;
  }
}
