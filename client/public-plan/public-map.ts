// The map of a draft for the public: outlines, names, land and streets, pins of what was said; moved by hand or by keys.
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import OlMap from 'ol/Map.js';
import View from 'ol/View.js';
import { defaults as defaultInteractions } from 'ol/interaction/defaults.js';
import proj4 from 'proj4';
import type { Position } from 'geojson';
import { Api, type Municipality } from '../api.ts';
import { zoneTints } from '../editor/scene/zone-tints.ts';
import { followLanguage, t } from '../i18n/i18n.ts';
import { loadBasePaths } from '../map/base-paths.ts';
import { BorderLayer, GroundLayer, MarkLayer, NetworkLayer } from '../map/choropleth-layers.ts';
import { FillLayer } from '../map/fill-layer.ts';
import { projectionOf } from '../map/projection.ts';
import type { Scene } from '../map/scene-layer.ts';
import { shapeZones, zoneAt } from '../map/zone-shapes.ts';
import { baseStyles } from '../shell/base-styles.ts';
import { loadFonts } from '../shell/fonts.ts';
import { icon } from '../shell/icons.ts';
import { ZONE_TINTS } from '../shell/palette.ts';
import type { PublicComment, PublicZone } from './public-api.ts';

const reducedMotion = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Fires `zone-select` with a zone's code and `pin-select` with a comment's id. */
@customElement('zs-public-map')
export class PublicMap extends LitElement {
  @property({ attribute: false }) municipality: Municipality | undefined;
  @property({ attribute: false }) zones: readonly PublicZone[] = [];
  @property({ attribute: false }) comments: readonly PublicComment[] = [];
  @property() selected = '';
  /** The middle of the map is the place of a comment that is being written. */
  @property({ type: Boolean }) picking = false;
  @property() label = '';
  @state() private frame = 0;
  @query('.map') private target!: HTMLElement;
  private map: OlMap | undefined;
  private layers: readonly (GroundLayer | FillLayer | NetworkLayer | BorderLayer | MarkLayer)[] = [];
  private readonly scene: Scene = { base: undefined, shapes: [], fills: [], lowerBounds: new Set(), labels: [], selected: -1, hovered: -1, focused: -1 };
  private toPlane: (place: Position) => Position = (place) => place;
  private toDegrees: (place: Position) => Position = (place) => place;

  static override styles = [
    ...baseStyles,
    css`
      :host { display: block; position: relative; background: var(--zs-fields); overflow: hidden; }
      .map { position: absolute; inset: 0; }
      .map:focus-visible { outline-offset: -6px; box-shadow: inset 0 0 0 6px #fff; border-radius: 0; }
      .controls { position: absolute; right: 12px; top: 12px; display: flex; flex-direction: column; overflow: hidden; }
      .controls button { border-radius: 0; width: 44px; height: 44px; }
      .controls button + button { border-top: 1px solid var(--zs-line); }
      .pin { position: absolute; left: 0; top: 0; width: 32px; height: 32px; margin: -34px 0 0 -16px; display: grid; place-items: center; border-radius: 16px 16px 16px 3px; background: #fff; color: var(--zs-accent); border: 2px solid var(--zs-accent); box-shadow: var(--zs-shadow); }
      .cross { position: absolute; left: calc(50% - 24px); top: calc(50% - 24px); pointer-events: none; fill: none; stroke: var(--zs-ink); stroke-width: 2; }
      .cross .halo { stroke: #fff; stroke-width: 5; }
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
  }

  override updated(changed: PropertyValues<this>): void {
    if (this.map === undefined && this.municipality !== undefined) this.create(this.municipality);
    if (this.map === undefined) return;
    if (changed.has('zones') || this.scene.shapes.length !== this.zones.length) this.shape();
    if (changed.has('selected')) {
      this.scene.selected = this.zones.findIndex(({ properties }) => properties.zone === this.selected);
      this.repaint();
    }
  }

  /** Middle of the map in degrees, to six digits (0.1 m). */
  get middle(): [number, number] {
    const [x, y] = this.map!.getView().getCenter()!;
    const [longitude, latitude] = this.toDegrees([x!, y!]);
    return [Number(longitude!.toFixed(6)), Number(latitude!.toFixed(6))];
  }

  showZone(zone: string): void {
    const shape = this.scene.shapes[this.zones.findIndex(({ properties }) => properties.zone === zone)];
    if (shape !== undefined && shape.rings.length > 0) this.map?.getView().fit([...shape.bounds], { padding: [40, 60, 40, 40], duration: reducedMotion() ? 0 : 300 });
  }

  showPlace(place: readonly [number, number]): void {
    const view = this.map?.getView();
    view?.setCenter(this.toPlane([...place]));
    if ((view?.getResolution() ?? 0) > 3) view?.setResolution(3);
  }

  private create(municipality: Municipality): void {
    const { forward, inverse } = proj4(municipality.proj4);
    this.toPlane = (place) => forward([place[0]!, place[1]!]);
    this.toDegrees = (place) => inverse([place[0]!, place[1]!]);
    const [minX, minY, maxX, maxY] = municipality.bounds;
    const reach = Math.max(maxX - minX, maxY - minY, 1000);
    const { scene } = this;
    const origin = this.origin(municipality);
    this.layers = [new GroundLayer(origin, scene), new FillLayer(origin, scene), new NetworkLayer(origin, scene), new BorderLayer(origin, scene), new MarkLayer(origin, scene)];
    this.map = new OlMap({
      target: this.target,
      layers: [...this.layers],
      controls: [],
      interactions: defaultInteractions({ altShiftDragRotate: false, pinchRotate: false }),
      view: new View({ projection: projectionOf(municipality), center: [(minX + maxX) / 2, (minY + maxY) / 2], resolution: reach / 500, minResolution: 0.3, maxResolution: reach / 60, constrainResolution: false, enableRotation: false, extent: [minX - reach / 2, minY - reach / 2, maxX + reach / 2, maxY + reach / 2], constrainOnlyCenter: true }),
    });
    this.map.on('postrender', () => this.frame++);
    this.map.on('singleclick', (event) => {
      const [x, y] = event.coordinate as [number, number];
      const zone = zoneAt(scene.shapes, x, y);
      if (zone >= 0 && !this.picking) this.fire('zone-select', this.zones[zone]!.properties.zone);
    });
    void this.furnish(municipality, origin);
  }

  /** Land and streets, and labels in the page's own font, once they have come; without them the outlines stand alone. */
  private async furnish(municipality: Municipality, origin: readonly [number, number]): Promise<void> {
    const [base] = await Promise.allSettled([loadBasePaths(new Api(), municipality.epsg, origin), loadFonts()]);
    if (base.status === 'fulfilled') this.scene.base = base.value;
    this.repaint();
  }

  private origin({ bounds }: Municipality): readonly [number, number] {
    return [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2];
  }

  private shape(): void {
    const { zones, scene } = this;
    const projected = zones.map(({ id, geometry, properties }) => {
      const rings = (list: Position[][]) => list.map((ring) => ring.map((place) => this.toPlane(place)));
      const plane = geometry === null ? null : geometry.type === 'Polygon' ? { ...geometry, coordinates: rings(geometry.coordinates) } : { ...geometry, coordinates: geometry.coordinates.map(rings) };
      return { id, properties, geometry: plane };
    });
    scene.shapes = shapeZones(projected as never, this.origin(this.municipality!));
    const tints = zoneTints(neighbours(zones), zones.map(() => undefined), ZONE_TINTS.length);
    scene.fills = tints.map((tint) => ZONE_TINTS[tint]!);
    scene.labels = zones.map(({ properties: { zone, name } }) => ({ name: name === zone ? '' : name, value: zone }));
    this.fit();
    this.repaint();
  }

  private repaint(): void {
    for (const layer of this.layers) layer.invalidate();
    this.map?.render();
  }

  private fit(): void {
    const all = this.scene.shapes.filter(({ rings }) => rings.length > 0);
    if (all.length === 0) return;
    const least = (i: 0 | 1) => Math.min(...all.map(({ bounds }) => bounds[i]));
    const most = (i: 2 | 3) => Math.max(...all.map(({ bounds }) => bounds[i]));
    this.map?.updateSize();
    this.map?.getView().fit([least(0), least(1), most(2), most(3)], { padding: [20, 20, 20, 20] });
  }

  private zoom(factor: number): void {
    const view = this.map?.getView();
    view?.animate({ resolution: (view.getResolution() ?? 1) / factor, duration: reducedMotion() ? 0 : 160 });
  }

  private fire(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  private pins() {
    if (this.frame === 0 || this.map === undefined) return nothing;
    return this.comments.map(({ comment, at, text, parent }) => {
      if (at === null || parent !== null) return nothing;
      const pixel = this.map!.getPixelFromCoordinate(this.toPlane([...at])) as [number, number] | null;
      if (pixel === null) return nothing;
      return html`<button class="pin" style="transform:translate(${Math.round(pixel[0])}px,${Math.round(pixel[1])}px)" title=${text.slice(0, 60)} aria-label=${t('publicPlan.pin', { text: text.slice(0, 60) })} @click=${() => this.fire('pin-select', comment)}>${icon('comment', 16)}</button>`;
    });
  }

  override render() {
    return html`<div class="map" tabindex="0" role="application" aria-label=${this.label} aria-describedby="keys"></div>
      <p id="keys" class="visually-hidden">${t('publicPlan.mapKeys')}</p>
      ${this.pins()}
      ${this.picking ? html`<svg class="cross" width="48" height="48" viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="14" class="halo" /><path d="M24 2v16M24 30v16M2 24h16M30 24h16" class="halo" /><circle cx="24" cy="24" r="14" /><path d="M24 2v16M24 30v16M2 24h16M30 24h16" /></svg>` : nothing}
      <div class="controls panel" role="group" aria-label=${t('editor.zoom')}>
        <button class="icon-button" aria-label=${t('map.zoomIn')} @click=${() => this.zoom(1.6)}>${icon('plus')}</button>
        <button class="icon-button" aria-label=${t('map.zoomOut')} @click=${() => this.zoom(1 / 1.6)}>${icon('minus')}</button>
        <button class="icon-button" aria-label=${t('map.fit')} @click=${() => this.fit()}>${icon('fit')}</button>
      </div>`;
  }
}

/** Zones that share a vertex. */
function neighbours(zones: readonly PublicZone[]): Set<number>[] {
  const sets = zones.map(() => new Set<number>());
  const owners = new Map<string, Set<number>>();
  zones.forEach(({ geometry }, zone) => {
    const polygons = geometry === null ? [] : geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    for (const [longitude, latitude] of polygons.flat(2)) {
      const key = `${longitude!.toFixed(6)} ${latitude!.toFixed(6)}`;
      const owner = owners.get(key) ?? owners.set(key, new Set()).get(key)!;
      owner.add(zone);
    }
  });
  for (const owner of owners.values()) for (const a of owner) for (const b of owner) if (a !== b) sets[a]!.add(b);
  return sets;
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-public-map': PublicMap;
  }
}
