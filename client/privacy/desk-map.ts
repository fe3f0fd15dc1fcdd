// <zs-desk-map>: the town with the findings hatched and numbered over the zones, in the municipality's projected CRS.
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import OlMap from 'ol/Map.js';
import View from 'ol/View.js';
import { defaults as defaultInteractions } from 'ol/interaction/defaults.js';
import { followLanguage, t } from '../i18n/i18n.ts';
import { MarkLayer } from '../map-layers/mark-layer.ts';
import { StandLayer } from '../map-layers/stand-layer.ts';
import type { Mark } from '../imports/marks.ts';
import type { Box } from '../imports/model.ts';
import type { Town } from '../imports/town.ts';
import { projectionOf } from '../map/projection.ts';
import type { ZoneShape } from '../map/zone-shapes.ts';
import { moveByKey, showBox, zoomBy, ZOOM_STEP } from '../map-layers/map-moves.ts';
import { TownDetailLayer } from '../map-layers/town-detail-layer.ts';
import { TownGroundLayer } from '../map-layers/town-ground-layer.ts';
import { townPaths, type TownPaths } from '../map-layers/town-paths.ts';
import { baseStyles } from '../shell/base-styles.ts';
import { loadFonts } from '../shell/fonts.ts';
import { icon } from '../shell/icons.ts';
import { TermLayer, type TermShape } from './layers/term-layer.ts';


interface Layers {
  readonly ground: TownGroundLayer;
  readonly fill: StandLayer;
  readonly detail: TownDetailLayer;
  readonly terms: TermLayer;
  readonly marks: MarkLayer;
}

/** Fires `mark-choose` (detail: number of the finding) and `mark-next` (1 or -1, by keys). */
@customElement('zs-desk-map')
export class DeskMap extends LitElement {
  @property({ attribute: false }) town: Town | undefined;
  @property({ attribute: false }) surroundings: TownPaths | undefined;
  @property({ attribute: false }) zones: readonly ZoneShape[] = [];
  @property({ attribute: false }) terms: readonly TermShape[] = [];
  @property({ attribute: false }) marks: readonly Mark[] = [];
  @property({ type: Number }) chosen = 0;
  /** What the map shows, for who cannot see it. */
  @property() label = '';
  private map: OlMap | undefined;
  private layers: Layers | undefined;
  private readonly observer = new ResizeObserver(() => this.map?.updateSize());

  static override styles = [
    ...baseStyles,
    css`
      :host { display: block; position: relative; background: var(--zs-fields); overflow: hidden; }
      .map { position: absolute; inset: 0; outline-offset: -4px; }
      .map:focus-visible { box-shadow: inset 0 0 0 6px #fff; border-radius: 0; }
      .controls { position: absolute; right: 8px; top: 8px; display: flex; flex-direction: column; overflow: hidden; z-index: 2; }
      .controls button { border-radius: 0; }
      .controls button + button { border-top: 1px solid var(--zs-line); }
      .key { position: absolute; left: 8px; bottom: 8px; z-index: 2; display: flex; gap: 12px; padding: 4px 10px; font-size: 12px; line-height: 16px; color: var(--zs-ink2); }
      .key span { display: inline-flex; gap: 6px; align-items: center; }
      .key i { width: 18px; height: 12px; flex: none; border-radius: 2px; }
      .key .plus { background: #d3dbee; border: 2px solid var(--zs-accent); }
      .key .minus { border: 3px solid var(--zs-ink); }
      .key .sliver { background: repeating-linear-gradient(-45deg, var(--zs-danger) 0 2px, #fff 2px 5px); border: 1.5px solid var(--zs-danger); }
      @media (max-width: 1023px) {
        .key, .fit { display: none; }
      }
      .controls button:focus-visible { outline-offset: -3px; box-shadow: inset 0 0 0 5px #fff; }
    `,
  ];

  constructor() {
    super();
    followLanguage(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
    this.map?.setTarget(undefined);
    this.map?.dispose();
    this.map = undefined;
    this.layers = undefined;
  }

  override updated(changed: PropertyValues<this>): void {
    const created = this.map === undefined && this.town !== undefined;
    if (created) this.createMap(this.town!);
    const { map, layers } = this;
    if (map === undefined || layers === undefined) return;
    if ((created || changed.has('surroundings')) && this.surroundings !== undefined) {
      for (const layer of [layers.ground, layers.detail]) {
        layer.town = this.surroundings;
        layer.invalidate();
      }
    }
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
    map.render();
  }

  private createMap(town: Town): void {
    const { municipality, origin } = town;
    const [minX, minY, maxX, maxY] = municipality.bounds;
    const empty = townPaths(null, {}, origin);
    this.layers = {
      ground: new TownGroundLayer(origin, empty),
      fill: new StandLayer(origin, 'desk-stand'),
      detail: new TownDetailLayer(origin, empty),
      terms: new TermLayer(origin, 'desk-terms'),
      marks: new MarkLayer(origin, 'desk-marks'),
    };
    Object.assign(this.layers.fill, { blocks: town.blocks, edges: town.edges, border: town.border });
    const view = new View({
      projection: projectionOf(municipality),
      center: [(minX + maxX) / 2, (minY + maxY) / 2],
      resolution: Math.max(maxX - minX, maxY - minY, 1000) / 400,
      minResolution: 0.05,
      maxResolution: 500,
      constrainResolution: false,
      enableRotation: false,
    });
    this.map = new OlMap({
      target: this.renderRoot.querySelector<HTMLElement>('.map')!,
      layers: Object.values(this.layers) as Layers[keyof Layers][],
      view,
      controls: [],
      interactions: defaultInteractions({ keyboard: false, altShiftDragRotate: false, pinchRotate: false }),
    });
    const markAt = (coordinate: number[]) => this.layers?.marks.markAt(coordinate[0]!, coordinate[1]!);
    this.map.on('singleclick', ({ coordinate }) => {
      const mark = markAt(coordinate);
      if (mark !== undefined) this.dispatchEvent(new CustomEvent('mark-choose', { detail: mark.number }));
    });
    this.map.on('pointermove', ({ coordinate, dragging }) => {
      if (!dragging) this.style.cursor = markAt(coordinate) === undefined ? '' : 'pointer';
    });
    this.fit(false);
    void this.redrawWithFonts();
  }

  /** Numbers and labels were drawn in the fallback font if the fonts came later. */
  private async redrawWithFonts(): Promise<void> {
    await loadFonts();
    this.layers?.marks.invalidate();
    this.layers?.terms.invalidate();
    this.map?.render();
  }

  /** All zones of the geography on the desk, or the whole town. */
  fit(animate: boolean): void {
    const { town } = this;
    if (this.map === undefined || town === undefined) return;
    this.map.updateSize();
    const whole = unite(this.zones.map(({ bounds }) => bounds));
    this.show(whole ?? town.municipality.bounds, 16, animate);
  }

  /** The zones of the certificate with something around them. */
  private showTerms(): void {
    const plus = this.terms.filter(({ sign }) => sign > 0);
    const box = unite((plus.length > 0 ? plus : this.terms).map(({ shape }) => shape.bounds));
    if (box !== null) this.show(box, 64, true);
  }

  /** Flies to a place, no closer than shows it with its surroundings. */
  flyTo(box: Box): void {
    this.show(box, 60, true);
  }

  private show(box: Box, padding: number, animate: boolean): void {
    showBox(this.map, box, { padding, minResolution: 0.5, animate });
  }

  private onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || this.map === undefined) return;
    if (event.key === 'Home') this.fit(true);
    else if (event.key.toLowerCase() === 'b') this.dispatchEvent(new CustomEvent('mark-next', { detail: event.shiftKey ? -1 : 1 }));
    else if (!moveByKey(this.map, event.key)) return;
    event.preventDefault();
  }

  override render() {
    return html`
      <div class="map" tabindex="0" role="application" aria-roledescription=${t('map.mapRole')} aria-label=${this.label} aria-describedby="keys" @keydown=${this.onKeyDown}></div>
      <p id="keys" class="visually-hidden">${t('privacy.mapKeys')}</p>
      <div class="controls panel">
        <button class="icon-button" aria-label=${t('map.zoomIn')} @click=${() => zoomBy(this.map, ZOOM_STEP)}>${icon('plus')}</button>
        <button class="icon-button" aria-label=${t('map.zoomOut')} @click=${() => zoomBy(this.map, 1 / ZOOM_STEP)}>${icon('minus')}</button>
        <button class="icon-button fit" aria-label=${t('privacy.mapFit')} @click=${() => this.fit(true)}>${icon('fit')}</button>
      </div>
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
