// The map itself: OpenLayers in the municipality's projected CRS, drawn by our layers, with pointer, touch and keys.
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import OlMap from 'ol/Map.js';
import View from 'ol/View.js';
import { defaults as defaultInteractions } from 'ol/interaction/defaults.js';
import type MapBrowserEvent from 'ol/MapBrowserEvent.js';
import type { Municipality } from '../api-model.ts';
import { followLanguage, t } from '../i18n/i18n.ts';
import type { WorldOrigin } from '../map-layers/coverage-paths.ts';
import { baseStyles } from '../shell/base-styles.ts';
import { loadFonts } from '../shell/fonts.ts';
import { icon } from '../shell/icons.ts';
import type { BasePaths } from './base-paths.ts';
import type { Facility } from './facility-layer.ts';
import { projectionOf } from './projection.ts';
import { scaleBar } from './scale-bar.ts';
import type { Place } from './share-link.ts';
import { NO_SIDE, StageLayers, type StageSide } from './stage-layers.ts';
import { zoneAt, zoneTowards, type Direction } from './zone-shapes.ts';

/** Free place around the zones, beside the panels that lie over the map: top, right, bottom, left in CSS pixels. */
export type Padding = readonly [number, number, number, number];

export interface StagePointer {
  /** Of the side that the pointer is on. */
  readonly zone: number;
  readonly side: 0 | 1;
  /** CSS pixels from the stage's top left corner. */
  readonly x: number;
  readonly y: number;
}

const FLY_MS = 400;
const DIRECTIONS = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']);
const reducedMotion = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/**
 * Fires `zone-hover` (StagePointer or null), `zone-select` ({zone, side}; zone -1 for none), `zone-focus` (index of the first side, by keys) and
 * `place-change` (Place, undefined while all is shown).
 */
@customElement('zs-map-stage')
export class MapStage extends LitElement {
  @property({ attribute: false }) municipality: Municipality | undefined;
  @property({ attribute: false }) origin: WorldOrigin = [0, 0];
  @property({ attribute: false }) base: BasePaths | undefined;
  @property({ attribute: false }) side: StageSide = NO_SIDE;
  /** Right of the divider. */
  @property({ attribute: false }) second: StageSide | undefined;
  /** Share of the width at which the second side begins. */
  @property({ type: Number }) divider = 1;
  @property({ attribute: false }) facilities: readonly Facility[] = [];
  /** To begin with; undefined shows all. */
  @property({ attribute: false }) place: Place | undefined;
  @property({ attribute: false }) padding: Padding = [16, 16, 16, 16];
  @property({ type: Boolean, reflect: true }) paper = false;
  /** Set before the first drawing: a picture for paper is finer than the screen. */
  @property({ type: Number }) pixelRatio: number | undefined;
  /** Names the arrangement of panels: with another one the whole is shown anew; a drawer that opens moves nothing. */
  @property() arrangement = '';
  /** What the map shows, for who cannot see it. */
  @property() label = '';
  /** Small screens: no scale, no button that fits (the time bar and sheet leave little map). */
  @property({ type: Boolean }) compact = false;
  @state() private resolution = 0;
  @state() private focused = -1;

  private map: OlMap | undefined;
  private layers: StageLayers | undefined;
  private fittedFor: unknown;
  private fittedFrame = '';
  private fittedTo = '';

  static override styles = [
    ...baseStyles,
    css`
      :host {
        display: block;
        position: relative;
        background: var(--zs-fields);
        overflow: hidden;
      }
      .map { position: absolute; inset: 0; }
      .map:focus-visible { outline-offset: -6px; box-shadow: inset 0 0 0 6px #fff; border-radius: 0; }
      .controls {
        position: absolute;
        display: flex;
        flex-direction: column;
        overflow: hidden;
        z-index: 2;
      }
      .controls button { border-radius: 0; }
      .controls button + button { border-top: 1px solid var(--zs-line); }
      .controls button:focus-visible { outline-offset: -3px; box-shadow: inset 0 0 0 5px #fff; }
      .scale {
        position: absolute;
        z-index: 1;
        font: 500 12px/16px var(--zs-font);
        text-align: center;
        pointer-events: none;
        text-shadow: 0 0 3px #fff, 0 0 3px #fff, 0 0 3px #fff;
      }
      .scale::after { content: ''; display: block; height: 5px; border: 1.5px solid var(--zs-ink); border-top: 0; }
      :host([paper]) .controls { display: none; }
      @media print {
        .controls { display: none; }
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
    this.fittedFor = undefined;
  }

  override updated(): void {
    if (this.map === undefined && this.municipality !== undefined) this.createMap(this.municipality);
    const { layers, map } = this;
    if (layers === undefined || map === undefined) return;
    layers.update({ base: this.base, sides: [this.side, this.second], divider: this.divider, focused: this.focused, facilities: this.facilities });
    // A new geography, or another arrangement of panels, is shown whole.
    const { shapes } = this.side;
    if (shapes.length > 0 && (this.fittedFor !== shapes || this.fittedFrame !== this.arrangement)) {
      const first = this.fittedFor === undefined;
      this.fittedFor = shapes;
      this.fittedFrame = this.arrangement;
      if (first && this.place !== undefined) this.goTo(this.place);
      else this.fit(false);
    }
    map.render();
  }

  private createMap(municipality: Municipality): void {
    const projection = projectionOf(municipality);
    const [minX, minY, maxX, maxY] = municipality.bounds;
    // Without any block the bounds are zeros; a view needs some width all the same.
    const reach = Math.max(maxX - minX, maxY - minY, 1000);
    const view = new View({
      projection,
      center: [(minX + maxX) / 2, (minY + maxY) / 2],
      resolution: reach / 700,
      minResolution: 0.2,
      maxResolution: reach / 60,
      constrainResolution: false,
      // The middle stays near; the whole view may reach beyond, or a narrow screen could not show the municipality.
      extent: [minX - reach / 2, minY - reach / 2, maxX + reach / 2, maxY + reach / 2],
      constrainOnlyCenter: true,
      enableRotation: false,
    });
    this.layers = new StageLayers(this.origin);
    this.map = new OlMap({
      target: this.renderRoot.querySelector<HTMLElement>('.map')!,
      layers: [...this.layers.all],
      view,
      controls: [],
      ...(this.pixelRatio === undefined ? {} : { pixelRatio: this.pixelRatio }),
      // Arrow keys walk from zone to zone; the keyboard zooms by our own handler too.
      interactions: defaultInteractions({ keyboard: false, altShiftDragRotate: false, pinchRotate: false }),
    });
    // What shows all goes on showing all; where the reader went, the middle stays.
    this.map.on('change:size', () => {
      if (this.fittedFor !== undefined && placeOf(view).join() === this.fittedTo) this.fit(false);
    });
    this.map.on('moveend', () => this.onMoveEnd(view));
    this.map.on('pointermove', (event) => this.onPointerMove(event));
    this.map.on('singleclick', (event) => this.onClick(event));
    // The labels were measured in the fallback font if the fonts came later.
    void this.redrawWithFonts();
  }

  private async redrawWithFonts(): Promise<void> {
    await loadFonts();
    this.layers?.redrawLabels();
    this.map?.render();
  }

  private onMoveEnd(view: View): void {
    this.resolution = view.getResolution() ?? 0;
    // Before the zones are there nobody has moved anything.
    if (this.fittedFor === undefined) return;
    const place = placeOf(view);
    this.fire('place-change', place.join() === this.fittedTo ? undefined : place);
  }

  goTo([x, y, resolution]: Place): void {
    if (this.map === undefined) return;
    const view = this.map.getView();
    this.map.updateSize();
    view.setCenter([x, y]);
    view.setResolution(resolution);
  }

  private zoneUnder(event: MapBrowserEvent): { zone: number; side: 0 | 1 } {
    const [x, y] = event.coordinate as [number, number];
    const width = this.map?.getSize()?.[0] ?? 1;
    const side = this.second !== undefined && event.pixel[0]! > this.divider * width ? 1 : 0;
    return { zone: zoneAt((side === 1 ? this.second! : this.side).shapes, x, y), side };
  }

  private onPointerMove(event: MapBrowserEvent): void {
    if (event.dragging || (event.originalEvent as PointerEvent).pointerType === 'touch') return;
    const { zone, side } = this.zoneUnder(event);
    const [x, y] = event.pixel as [number, number];
    this.fire('zone-hover', zone < 0 ? null : ({ zone, side, x, y } satisfies StagePointer));
    this.style.cursor = zone < 0 ? '' : 'pointer';
  }

  private onClick(event: MapBrowserEvent): void {
    this.focused = -1;
    this.selectOrClear(this.zoneUnder(event));
  }

  private selectOrClear({ zone, side }: { zone: number; side: 0 | 1 }): void {
    const { selected } = side === 1 ? this.second! : this.side;
    this.fire('zone-select', { zone: zone === selected ? -1 : zone, side });
  }

  private onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    if (DIRECTIONS.has(key) && this.side.shapes.length > 0) {
      if (event.shiftKey) this.pan(key as Direction);
      else this.walk(key as Direction);
    } else if (key === '+' || key === '=') this.zoom(1);
    else if (key === '-') this.zoom(-1);
    else if ((key === 'Enter' || key === ' ') && this.focused >= 0) this.selectOrClear({ zone: this.focused, side: 0 });
    else if (key === 'Home') this.fit(true);
    else if (key === 'Escape' && (this.focused >= 0 || this.side.selected >= 0)) {
      if (this.focused >= 0) this.focused = -1;
      else this.fire('zone-select', { zone: -1, side: 0 });
    } else return;
    event.preventDefault();
  }

  private walk(direction: Direction): void {
    const from = this.focused >= 0 ? this.focused : this.side.selected;
    const next = from < 0 ? 0 : zoneTowards(this.side.shapes, from, direction);
    if (next < 0) return;
    this.focused = next;
    this.reveal(next);
    this.fire('zone-focus', next);
  }

  /** Brings a zone into the free part of the view, without zooming, if its label lies outside it. */
  reveal(zone: number): void {
    const map = this.map;
    const shape = this.side.shapes[zone];
    const size = map?.getSize();
    if (map === undefined || shape === undefined || shape.rings.length === 0 || size === undefined) return;
    const pixel = map.getPixelFromCoordinate([...shape.anchor]);
    if (pixel === null || pixel === undefined) return;
    const [top, right, bottom, left] = this.padding;
    const [x, y] = pixel as [number, number];
    const margin = 24;
    if (x > left + margin && x < size[0]! - right - margin && y > top + margin && y < size[1]! - bottom - margin) return;
    const resolution = map.getView().getResolution() ?? 1;
    const center = [shape.anchor[0] + ((right - left) / 2) * resolution, shape.anchor[1] + ((top - bottom) / 2) * resolution];
    this.moveTo({ center });
  }

  private pan(direction: Direction): void {
    const view = this.map!.getView();
    const step = 96 * (view.getResolution() ?? 1);
    const [x, y] = view.getCenter() as [number, number];
    const dx = direction === 'ArrowLeft' ? -step : direction === 'ArrowRight' ? step : 0;
    const dy = direction === 'ArrowDown' ? -step : direction === 'ArrowUp' ? step : 0;
    this.moveTo({ center: [x + dx, y + dy] });
  }

  private zoom(by: 1 | -1): void {
    const resolution = this.map?.getView().getResolution();
    if (resolution !== undefined) this.moveTo({ resolution: by > 0 ? resolution / 1.6 : resolution * 1.6 });
  }

  private moveTo(target: { center?: number[]; resolution?: number }): void {
    const view = this.map!.getView();
    view.cancelAnimations();
    if (!reducedMotion()) {
      view.animate({ ...target, duration: FLY_MS / 2 });
      return;
    }
    if (target.center !== undefined) view.setCenter(target.center);
    if (target.resolution !== undefined) view.setResolution(target.resolution);
  }

  /** Shows all zones in the part of the view that no panel covers. */
  fit(animate: boolean): void {
    const map = this.map;
    if (map === undefined || this.side.shapes.length === 0) return;
    map.updateSize();
    const extent = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { bounds } of this.side.shapes) {
      extent[0] = Math.min(extent[0]!, bounds[0]);
      extent[1] = Math.min(extent[1]!, bounds[1]);
      extent[2] = Math.max(extent[2]!, bounds[2]);
      extent[3] = Math.max(extent[3]!, bounds[3]);
    }
    const duration = animate && !reducedMotion() ? FLY_MS : 0;
    const view = map.getView();
    const done = () => (this.fittedTo = placeOf(view).join());
    view.fit(extent, { padding: [...this.padding], ...(duration > 0 ? { duration, callback: done } : {}) });
    if (duration === 0) done();
  }

  /** The canvases as they lie over one another, for a picture. Empty before the first drawing. */
  canvases(): readonly HTMLCanvasElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLCanvasElement>('.map canvas')].filter((canvas) => !canvas.hidden);
  }

  /** Metres a CSS pixel. */
  get resolutionM(): number {
    return this.map?.getView().getResolution() ?? 0;
  }

  private fire(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  override render() {
    const [top, right, bottom] = this.padding;
    const bar = scaleBar(this.resolution);
    return html`
      <div
        class="map"
        tabindex="0"
        role="application"
        aria-roledescription=${t('map.mapRole')}
        aria-label=${this.label}
        aria-describedby="keys"
        @keydown=${this.onKeyDown}
        @blur=${() => (this.focused = -1)}
        @pointerleave=${() => this.fire('zone-hover', null)}
      ></div>
      <p id="keys" class="visually-hidden">${t('map.mapKeys')}</p>
      <div class="controls panel" style="top:${this.compact ? top + 4 : 12}px; right:${this.compact ? 8 : right - 12}px">
        <button class="icon-button" aria-label=${t('map.zoomIn')} @click=${() => this.zoom(1)}>${icon('plus')}</button>
        <button class="icon-button" aria-label=${t('map.zoomOut')} @click=${() => this.zoom(-1)}>${icon('minus')}</button>
        ${this.compact ? nothing : html`<button class="icon-button" aria-label=${t('map.fit')} @click=${() => this.fit(true)}>${icon('fit')}</button>`}
      </div>
      ${bar === undefined || this.compact
        ? nothing
        : html`<div class="scale" aria-hidden="true" style="right:${right - 12}px; bottom:${bottom - 16}px; width:${bar.widthPx}px">${bar.text}</div>`}
    `;
  }
}

function placeOf(view: View): Place {
  const [x, y] = view.getCenter() as [number, number];
  return [Math.round(x), Math.round(y), Number((view.getResolution() ?? 1).toFixed(2))];
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-map-stage': MapStage;
  }
}
