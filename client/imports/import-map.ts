// <zs-import-map>: the town, the file's shapes and the numbered places of a check, in the municipality's projected CRS.
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import OlMap from 'ol/Map.js';
import View from 'ol/View.js';
import { defaults as defaultInteractions } from 'ol/interaction/defaults.js';
import type { FeatureCollection } from 'geojson';
import { followLanguage, t } from '../i18n/i18n.ts';
import { projectionOf } from '../map/projection.ts';
import { scaleBar } from '../map/scale-bar.ts';
import { moveByKey, showBox, zoomBy, ZOOM_STEP } from '../map-layers/map-moves.ts';
import { TownDetailLayer } from '../map-layers/town-detail-layer.ts';
import { TownGroundLayer } from '../map-layers/town-ground-layer.ts';
import { townPaths, type TownPaths } from '../map-layers/town-paths.ts';
import { baseStyles } from '../shell/base-styles.ts';
import { loadFonts } from '../shell/fonts.ts';
import { icon } from '../shell/icons.ts';
import { MarkLayer } from '../map-layers/mark-layer.ts';
import { ShapesLayer } from './layers/shapes-layer.ts';
import { StandLayer } from '../map-layers/stand-layer.ts';
import type { Mark } from './marks.ts';
import type { Box } from './model.ts';
import type { Town } from './town.ts';


interface Layers {
  readonly ground: TownGroundLayer;
  readonly fill: StandLayer;
  readonly detail: TownDetailLayer;
  readonly border: StandLayer;
  readonly shapes: ShapesLayer;
  readonly marks: MarkLayer;
}

/** Fires `mark-choose` (detail: number of the mark). */
@customElement('zs-import-map')
export class ImportMap extends LitElement {
  @property({ attribute: false }) town: Town | undefined;
  @property({ attribute: false }) surroundings: TownPaths | undefined;
  @property({ attribute: false }) shapes: FeatureCollection | null = null;
  /** Of all shapes of the file; the map fits it whenever it changes. */
  @property({ attribute: false }) bounds: Box | null = null;
  @property({ attribute: false }) marks: readonly Mark[] = [];
  @property({ type: Number }) chosen = 0;
  /** What the map shows, for who cannot see it. */
  @property() label = '';
  @state() private resolution = 0;
  private map: OlMap | undefined;
  private layers: Layers | undefined;

  static override styles = [
    ...baseStyles,
    css`
      :host { display: block; position: relative; background: var(--zs-fields); overflow: hidden; }
      .map { position: absolute; inset: 0; outline-offset: -4px; }
      .map:focus-visible { box-shadow: inset 0 0 0 6px #fff; border-radius: 0; }
      .controls { position: absolute; right: 12px; top: 12px; display: flex; flex-direction: column; overflow: hidden; z-index: 2; }
      .controls button { border-radius: 0; }
      .controls button + button { border-top: 1px solid var(--zs-line); }
      .controls button:focus-visible { outline-offset: -3px; box-shadow: inset 0 0 0 5px #fff; }
      .scale {
        position: absolute;
        right: 12px;
        bottom: 10px;
        font: 500 12px/16px var(--zs-font);
        text-align: center;
        pointer-events: none;
        text-shadow: 0 0 3px #fff, 0 0 3px #fff, 0 0 3px #fff;
      }
      .scale::after { content: ''; display: block; height: 5px; border: 1.5px solid var(--zs-ink); border-top: 0; }
      .title { position: absolute; left: 12px; top: 12px; max-width: calc(100% - 84px); z-index: 2; }
      @media (max-width: 899px) {
        .controls { right: 8px; top: 8px; }
        .title { left: 8px; top: 8px; max-width: calc(100% - 68px); }
        .scale { display: none; }
      }
    `,
  ];

  constructor() {
    super();
    followLanguage(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.map?.setTarget(undefined);
    this.map?.dispose();
    this.map = undefined;
    this.layers = undefined;
  }

  override updated(changed: PropertyValues<this>): void {
    if (this.map === undefined && this.town !== undefined) this.createMap(this.town);
    const { map, layers } = this;
    if (map === undefined || layers === undefined) return;
    if (changed.has('town') && this.town !== undefined) {
      layers.fill.blocks = this.town.blocks;
      Object.assign(layers.border, { edges: this.town.edges, border: this.town.border });
      layers.fill.invalidate();
      layers.border.invalidate();
    }
    if (changed.has('surroundings') && this.surroundings !== undefined) {
      for (const layer of [layers.ground, layers.detail]) {
        layer.town = this.surroundings;
        layer.invalidate();
      }
    }
    if (changed.has('shapes')) layers.shapes.setShapes(this.shapes);
    if (changed.has('marks') || changed.has('chosen')) {
      Object.assign(layers.marks, { marks: this.marks, chosen: this.chosen });
      layers.marks.invalidate();
      const quiet = this.marks.length > 0;
      if (layers.shapes.quiet !== quiet) {
        layers.shapes.quiet = quiet;
        layers.shapes.invalidate();
      }
    }
    if (changed.has('bounds') && this.bounds !== null && changed.get('bounds')?.join() !== this.bounds.join()) this.fit(false);
    map.render();
  }

  private createMap(town: Town): void {
    const { municipality, origin } = town;
    const [minX, minY, maxX, maxY] = municipality.bounds;
    const reach = Math.max(maxX - minX, maxY - minY, 1000);
    const empty = townPaths(null, {}, origin);
    this.layers = {
      ground: new TownGroundLayer(origin, empty),
      fill: new StandLayer(origin, 'import-stand'),
      detail: new TownDetailLayer(origin, empty),
      border: new StandLayer(origin, 'import-border'),
      shapes: new ShapesLayer(origin),
      marks: new MarkLayer(origin, 'import-marks'),
    };
    const view = new View({
      projection: projectionOf(municipality),
      center: [(minX + maxX) / 2, (minY + maxY) / 2],
      resolution: reach / 700,
      // A crack between two blocks is millimetres wide; a file under the wrong CRS lies a thousand kilometres off.
      minResolution: 0.0005,
      maxResolution: 20_000,
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
    this.map.on('moveend', () => (this.resolution = view.getResolution() ?? 0));
    this.map.on('singleclick', ({ coordinate }) => {
      const mark = this.layers?.marks.markAt(coordinate[0]!, coordinate[1]!);
      if (mark !== undefined) this.dispatchEvent(new CustomEvent('mark-choose', { detail: mark.number }));
    });
    this.map.on('pointermove', ({ coordinate, dragging }) => {
      if (!dragging) this.style.cursor = this.layers?.marks.markAt(coordinate[0]!, coordinate[1]!) === undefined ? '' : 'pointer';
    });
    this.layers.shapes.setShapes(this.shapes);
    this.fit(false);
    void this.redrawWithFonts();
  }

  /** Numbers on pins were drawn in the fallback font if the fonts came later. */
  private async redrawWithFonts(): Promise<void> {
    await loadFonts();
    this.layers?.marks.invalidate();
    this.map?.render();
  }

  /** All shapes of the file; the town without one. */
  fit(animate: boolean): void {
    const { map, town } = this;
    if (map === undefined || town === undefined) return;
    map.updateSize();
    const [minX, minY, maxX, maxY] = town.municipality.bounds;
    const own: Box | null = maxX > minX ? [minX, minY, maxX, maxY] : null;
    const { bounds } = this;
    const whole = bounds ?? own;
    if (whole !== null) this.show(whole, 24, animate);
  }

  /** Flies to a place, no closer than shows it with its surroundings. */
  flyTo(box: Box): void {
    this.show(box, 80, true);
  }

  private show(box: Box, padding: number, animate: boolean): void {
    showBox(this.map, box, { padding, minResolution: 0.002, animate });
  }

  private onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || this.map === undefined) return;
    if (event.key === 'Home') this.fit(true);
    else if (!moveByKey(this.map, event.key)) return;
    event.preventDefault();
  }

  override render() {
    const bar = scaleBar(this.resolution);
    return html`
      <div class="map" tabindex="0" role="application" aria-roledescription=${t('map.mapRole')} aria-label=${this.label} aria-describedby="keys" @keydown=${this.onKeyDown}></div>
      <p id="keys" class="visually-hidden">${t('imports.mapKeys')}</p>
      <div class="title"><slot></slot></div>
      <div class="controls panel">
        <button class="icon-button" aria-label=${t('map.zoomIn')} @click=${() => zoomBy(this.map, ZOOM_STEP)}>${icon('plus')}</button>
        <button class="icon-button" aria-label=${t('map.zoomOut')} @click=${() => zoomBy(this.map, 1 / ZOOM_STEP)}>${icon('minus')}</button>
        <button class="icon-button" aria-label=${t('imports.mapFit')} @click=${() => this.fit(true)}>${icon('fit')}</button>
      </div>
      ${bar === undefined || bar.widthPx < 20 ? nothing : html`<div class="scale" aria-hidden="true" style="width:${bar.widthPx}px">${bar.text}</div>`}
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-import-map': ImportMap;
  }
}
