// The life of a map over the town that pages of the office share: land below, detail above, keys and buttons; layers between are the page's own.
import { LitElement, css, html, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type Layer from 'ol/layer/Layer.js';
import OlMap from 'ol/Map.js';
import View from 'ol/View.js';
import { defaults as defaultInteractions } from 'ol/interaction/defaults.js';
import { followLanguage, t } from '../i18n/i18n.ts';
import type { Town } from '../imports/town.ts';
import { projectionOf } from '../map/projection.ts';
import { baseStyles } from '../shell/base-styles.ts';
import { loadFonts } from '../shell/fonts.ts';
import { icon } from '../shell/icons.ts';
import { moveByKey, zoomBy, ZOOM_STEP } from './map-moves.ts';
import { TownDetailLayer } from './town-detail-layer.ts';
import { TownGroundLayer } from './town-ground-layer.ts';
import { townPaths, type TownPaths } from './town-paths.ts';

export interface TownLayers {
  readonly ground: TownGroundLayer;
  readonly detail: TownDetailLayer;
}

/** Metres a pixel, least and most, and how many pixels the town gets before it is fitted. */
export interface Closeness {
  readonly townPx: number;
  readonly minResolution: number;
  readonly maxResolution: number;
}

export abstract class TownMap<L extends TownLayers> extends LitElement {
  @property({ attribute: false }) town: Town | undefined;
  @property({ attribute: false }) surroundings: TownPaths | undefined;
  /** What the map shows, for who cannot see it. */
  @property() label = '';
  protected map: OlMap | undefined;
  protected layers: L | undefined;
  private readonly observer = new ResizeObserver(() => {
    const empty = (this.map?.getSize()?.[0] ?? 0) === 0;
    this.map?.updateSize();
    if (empty) this.fit(false);
  });

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
    `,
  ];

  constructor() {
    super();
    followLanguage(this);
  }

  protected abstract readonly closeness: Closeness;
  /** All layers from below to above, the two given ones among them. */
  protected abstract createLayers(town: Town, own: TownLayers): L;
  /** Once, when the map is there: what a click and the pointer do. */
  protected abstract listen(map: OlMap): void;
  /** Hands changed properties to the layers; all of them where the map is new. */
  protected abstract show(changed: PropertyValues<this>, created: boolean, layers: L): void;
  /** Layers with words, which were drawn in the fallback font if the fonts came later. */
  protected abstract worded(layers: L): readonly { invalidate(): void }[];
  /** Everything there is to see. */
  abstract fit(animate: boolean): void;

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
    if (created) this.create(this.town!);
    const { map, layers } = this;
    if (map === undefined || layers === undefined) return;
    if ((created || changed.has('surroundings')) && this.surroundings !== undefined) {
      for (const layer of [layers.ground, layers.detail]) {
        layer.town = this.surroundings;
        layer.invalidate();
      }
    }
    this.show(changed, created, layers);
    map.render();
  }

  private create(town: Town): void {
    const { municipality, origin } = town;
    const [minX, minY, maxX, maxY] = municipality.bounds;
    const { townPx, minResolution, maxResolution } = this.closeness;
    const empty = townPaths(null, {}, origin);
    this.layers = this.createLayers(town, { ground: new TownGroundLayer(origin, empty), detail: new TownDetailLayer(origin, empty) });
    this.map = new OlMap({
      target: this.renderRoot.querySelector<HTMLElement>('.map')!,
      layers: Object.values(this.layers) as Layer[],
      view: new View({
        projection: projectionOf(municipality),
        center: [(minX + maxX) / 2, (minY + maxY) / 2],
        resolution: Math.max(maxX - minX, maxY - minY, 1000) / townPx,
        minResolution,
        maxResolution,
        constrainResolution: false,
        enableRotation: false,
      }),
      controls: [],
      interactions: defaultInteractions({ keyboard: false, altShiftDragRotate: false, pinchRotate: false }),
    });
    this.listen(this.map);
    this.fit(false);
    void this.redrawWithFonts();
  }

  private async redrawWithFonts(): Promise<void> {
    await loadFonts();
    if (this.layers !== undefined) for (const layer of this.worded(this.layers)) layer.invalidate();
    this.map?.render();
  }

  /** Whether a key of the page's own was meant. */
  protected pressed(_event: KeyboardEvent): boolean {
    return false;
  }

  private onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || this.map === undefined) return;
    if (event.key === 'Home') this.fit(true);
    else if (!this.pressed(event) && !moveByKey(this.map, event.key)) return;
    event.preventDefault();
  }

  /** The map itself, with its keys in words, and the buttons beside it. */
  protected frame(keys: string, fit: string): TemplateResult {
    return html`
      <div class="map" tabindex="0" role="application" aria-roledescription=${t('map.mapRole')} aria-label=${this.label} aria-describedby="keys" @keydown=${this.onKeyDown} @blur=${() => this.left()}></div>
      <p id="keys" class="visually-hidden">${keys}</p>
      <div class="controls panel">
        <button class="icon-button" aria-label=${t('map.zoomIn')} @click=${() => zoomBy(this.map, ZOOM_STEP)}>${icon('plus')}</button>
        <button class="icon-button" aria-label=${t('map.zoomOut')} @click=${() => zoomBy(this.map, 1 / ZOOM_STEP)}>${icon('minus')}</button>
        <button class="icon-button fit" aria-label=${fit} @click=${() => this.fit(true)}>${icon('fit')}</button>
      </div>
    `;
  }

  /** The focus has left the map. */
  protected left(): void {}
}
