// <zs-schools-map>: catchments tinted by utilisation, schools with their figures, what moves with arrows to its new school.
import { LitElement, css, html, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import OlMap from 'ol/Map.js';
import View from 'ol/View.js';
import { defaults as defaultInteractions } from 'ol/interaction/defaults.js';
import { followLanguage, t } from '../i18n/i18n.ts';
import type { Town } from '../imports/town.ts';
import { projectionOf } from '../map/projection.ts';
import { moveByKey, showBox, zoomBy, ZOOM_STEP } from '../map-layers/map-moves.ts';
import { TownDetailLayer } from '../map-layers/town-detail-layer.ts';
import { TownGroundLayer } from '../map-layers/town-ground-layer.ts';
import { townPaths, type TownPaths } from '../map-layers/town-paths.ts';
import { baseStyles } from '../shell/base-styles.ts';
import { loadFonts } from '../shell/fonts.ts';
import { icon } from '../shell/icons.ts';
import type { Fill } from './bands.ts';
import { zoneAtPoint, type CatchmentScene } from './catchment-cut.ts';
import { CatchmentBorderLayer } from './layers/catchment-border-layer.ts';
import { CatchmentFillLayer } from './layers/catchment-fill-layer.ts';
import { SchoolLayer, type MoveArrow, type SchoolSign } from './layers/school-layer.ts';
import { nearestToward } from './nearest-toward.ts';

interface Layers {
  readonly ground: TownGroundLayer;
  readonly fill: CatchmentFillLayer;
  readonly detail: TownDetailLayer;
  readonly borders: CatchmentBorderLayer;
  readonly schools: SchoolLayer;
}

const FLY_MS = 400;
const ARROW_KEYS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** Fires `zone-choose` with a zone's code ('' for none). */
@customElement('zs-schools-map')
export class SchoolsMap extends LitElement {
  @property({ attribute: false }) town: Town | undefined;
  @property({ attribute: false }) surroundings: TownPaths | undefined;
  @property({ attribute: false }) scene: CatchmentScene | undefined;
  @property({ attribute: false }) fills: ReadonlyMap<string, Fill> = new Map();
  @property({ attribute: false }) signs: readonly SchoolSign[] = [];
  @property({ attribute: false }) arrows: readonly MoveArrow[] = [];
  @property({ attribute: false }) pin: readonly [number, number] | null = null;
  @property() chosen = '';
  /** CSS pixels that panels cover: top, right, bottom, left. */
  @property({ attribute: false }) covered: readonly [number, number, number, number] = [0, 0, 0, 0];
  /** What the map shows, for who cannot see it. */
  @property() label = '';
  private map: OlMap | undefined;
  private layers: Layers | undefined;
  /** Asked whether a point lies in a path: paints nothing. */
  private readonly hitContext = document.createElement('canvas').getContext('2d')!;
  private keyboard = false;
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
      @media (max-width: 699px) {
        .controls { right: 8px; top: 8px; }
        .controls .fit { display: none; }
      }
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
    if (created || changed.has('scene') || changed.has('fills')) {
      Object.assign(layers.fill, { zones: this.scene?.zones ?? [], fills: this.fills });
      layers.fill.invalidate();
    }
    if (created || changed.has('scene') || changed.has('chosen')) {
      Object.assign(layers.borders, { scene: this.scene ?? null, chosen: this.chosen, focused: this.keyboard ? this.chosen : '' });
      layers.borders.invalidate();
    }
    if (created || (['signs', 'arrows', 'chosen', 'pin'] as const).some((name) => changed.has(name))) {
      Object.assign(layers.schools, { signs: this.signs, arrows: this.arrows, chosen: this.chosen, pinned: this.pin });
      layers.schools.invalidate();
    }
    if (changed.has('scene') && changed.get('scene') === undefined) this.fit(false);
    if (changed.has('pin') && this.pin !== null) showBox(map, [this.pin[0] - 300, this.pin[1] - 300, this.pin[0] + 300, this.pin[1] + 300], { padding: 40, minResolution: 2, animate: true });
    map.render();
  }

  private createMap(town: Town): void {
    const { municipality, origin } = town;
    const [minX, minY, maxX, maxY] = municipality.bounds;
    const empty = townPaths(null, {}, origin);
    this.layers = {
      ground: new TownGroundLayer(origin, empty),
      fill: new CatchmentFillLayer(origin, 'catchment-fill'),
      detail: new TownDetailLayer(origin, empty),
      borders: new CatchmentBorderLayer(origin, 'catchment-borders'),
      schools: new SchoolLayer(origin, 'schools'),
    };
    const view = new View({
      projection: projectionOf(municipality),
      center: [(minX + maxX) / 2, (minY + maxY) / 2],
      resolution: Math.max(maxX - minX, maxY - minY, 1000) / 500,
      minResolution: 0.1,
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
    this.map.on('singleclick', ({ coordinate }) => {
      this.keyboard = false;
      this.choose(this.zoneAt(coordinate as [number, number]));
    });
    this.map.on('pointermove', ({ coordinate, dragging }) => {
      if (!dragging) this.style.cursor = this.zoneAt(coordinate as [number, number]) === '' ? '' : 'pointer';
    });
    this.fit(false);
    void this.redrawWithFonts();
  }

  private zoneAt(place: [number, number]): string {
    const sign = this.layers?.schools.signAt(...place);
    if (sign !== undefined && sign.zone !== '') return sign.zone;
    return this.scene === undefined || this.town === undefined ? '' : zoneAtPoint(this.scene, this.hitContext, place, this.town.origin);
  }

  private choose(zone: string): void {
    this.dispatchEvent(new CustomEvent('zone-choose', { detail: zone }));
  }

  /** Labels were drawn in the fallback font if the fonts came later. */
  private async redrawWithFonts(): Promise<void> {
    await loadFonts();
    this.layers?.schools.invalidate();
    this.map?.render();
  }

  fit(animate: boolean): void {
    const { town } = this;
    if (this.map === undefined || town === undefined) return;
    this.map.updateSize();
    const boxes = (this.scene?.zones ?? []).map(({ bounds }) => bounds).filter(([minX, , maxX]) => minX <= maxX);
    const of = (index: 0 | 1 | 2 | 3, pick: (...values: number[]) => number) => pick(...boxes.map((box) => box[index]));
    const box = boxes.length === 0 ? town.municipality.bounds : [of(0, Math.min), of(1, Math.min), of(2, Math.max), of(3, Math.max)];
    const [, height = 0] = this.map.getSize() ?? [];
    const inset = height < 300 ? 8 : 16;
    const duration = animate && !matchMedia('(prefers-reduced-motion: reduce)').matches ? FLY_MS : 0;
    this.map.getView().fit([...box], { padding: this.covered.map((px) => px + inset), minResolution: 0.5, ...(duration > 0 ? { duration } : {}) });
  }

  private onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || this.map === undefined) return;
    const toward = ARROW_KEYS[event.key];
    if (event.key === 'Home') this.fit(true);
    else if (event.key === 'Escape' && this.chosen !== '') this.choose('');
    else if (toward !== undefined && !event.shiftKey) this.walk(toward);
    else if (!moveByKey(this.map, event.key)) return;
    event.preventDefault();
  }

  /** To the next school in a direction; the first press takes the one nearest the middle. */
  private walk(toward: readonly [number, number]): void {
    const signs = this.signs.filter(({ zone }) => zone !== '');
    const from = signs.find(({ zone }) => zone === this.chosen)?.xy ?? null;
    const middle = this.map!.getView().getCenter() as [number, number];
    const next = nearestToward(signs.map(({ xy }) => xy), from ?? middle, from === null ? null : toward);
    this.keyboard = true;
    if (next >= 0) this.choose(signs[next]!.zone);
  }

  override render() {
    return html`
      <div class="map" tabindex="0" role="application" aria-roledescription=${t('map.mapRole')} aria-label=${this.label} aria-describedby="keys" @keydown=${this.onKeyDown} @blur=${() => (this.keyboard = false)}></div>
      <p id="keys" class="visually-hidden">${t('schools.mapKeys')}</p>
      <div class="controls panel">
        <button class="icon-button" aria-label=${t('map.zoomIn')} @click=${() => zoomBy(this.map, ZOOM_STEP)}>${icon('plus')}</button>
        <button class="icon-button" aria-label=${t('map.zoomOut')} @click=${() => zoomBy(this.map, 1 / ZOOM_STEP)}>${icon('minus')}</button>
        <button class="icon-button fit" aria-label=${t('map.fit')} @click=${() => this.fit(true)}>${icon('fit')}</button>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-schools-map': SchoolsMap;
  }
}
