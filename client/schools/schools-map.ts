// <zs-schools-map>: catchments tinted by utilisation, schools with their figures, what moves with arrows to its new school.
import { css, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type OlMap from 'ol/Map.js';
import { t } from '../i18n/i18n.ts';
import type { Town } from '../imports/town.ts';
import { showBox } from '../map-layers/map-moves.ts';
import { TownMap, type TownLayers } from '../map-layers/town-map.ts';
import type { Fill } from './bands.ts';
import { zoneAtPoint, type CatchmentScene } from './catchment-cut.ts';
import { CatchmentBorderLayer } from './layers/catchment-border-layer.ts';
import { CatchmentFillLayer } from './layers/catchment-fill-layer.ts';
import { HousingLayer, type Drawing, type HousingSign } from './layers/housing-layer.ts';
import { CornerHandles, cornerStyles } from './layers/corner-handles.ts';
import { ReachLayer } from './layers/reach-layer.ts';
import type { ReachSign } from './reach-work.ts';
import { SchoolLayer, type MoveArrow, type SchoolSign } from './layers/school-layer.ts';
import { nearestToward } from './nearest-toward.ts';

interface Layers extends TownLayers {
  readonly fill: CatchmentFillLayer;
  readonly borders: CatchmentBorderLayer;
  readonly reach: ReachLayer;
  readonly housing: HousingLayer;
  readonly schools: SchoolLayer;
}

const FLY_MS = 400;
/** So near to the first corner a click closes the outline. */
const CLOSE_PX = 12;
/** OpenLayers waits so long whether a second click comes, and a little. */
const SINGLE_CLICK_MS = 500;
const ARROW_KEYS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * Fires `zone-choose` with a zone's code ('' for none); while an area is drawn `draw-corner`, `draw-cursor` with a place of the plane, `draw-back`, `draw-finish`, `draw-stop`;
 * while its corners can be moved `corner-move` with corner, place and whether by keys, `corner-left`, `corner-undo`, `corner-stop`. */
@customElement('zs-schools-map')
export class SchoolsMap extends TownMap<Layers> {
  protected override readonly closeness = { townPx: 500, minResolution: 0.1, maxResolution: 500 };
  @property({ attribute: false }) scene: CatchmentScene | undefined;
  @property({ attribute: false }) fills: ReadonlyMap<string, Fill> = new Map();
  @property({ attribute: false }) signs: readonly SchoolSign[] = [];
  @property({ attribute: false }) arrows: readonly MoveArrow[] = [];
  @property({ attribute: false }) pin: readonly [number, number] | null = null;
  @property({ attribute: false }) housing: readonly HousingSign[] = [];
  @property({ attribute: false }) reach: ReachSign | null = null;
  /** An area that is being drawn: clicks and keys set corners instead of choosing. */
  @property({ attribute: false }) drawing: Drawing | null = null;
  /** Of the area in hand, where they can be moved. */
  @property({ attribute: false }) corners: readonly (readonly [number, number])[] | null = null;
  @property() chosen = '';
  /** CSS pixels that panels cover: top, right, bottom, left. */
  @property({ attribute: false }) covered: readonly [number, number, number, number] = [0, 0, 0, 0];
  /** Asked whether a point lies in a path: paints nothing. */
  private readonly hitContext = document.createElement('canvas').getContext('2d')!;
  private keyboard = false;
  /** When the last corner was set, milliseconds. */
  private drawnAt = -Infinity;
  private handles: CornerHandles | undefined;

  static override styles = [
    ...TownMap.styles,
    cornerStyles,
    css`
      @media (max-width: 699px) {
        .controls { right: 8px; top: 8px; }
        .controls .fit { display: none; }
      }
    `,
  ];

  protected override show(changed: PropertyValues<this>, created: boolean, layers: Layers): void {
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
    if (created || changed.has('housing') || changed.has('drawing')) {
      Object.assign(layers.housing, { areas: this.housing, drawing: this.drawing });
      layers.housing.invalidate();
    }
    if (created || changed.has('corners')) this.handles!.show(this.corners);
    if (created || changed.has('reach')) {
      layers.reach.sign = this.reach;
      layers.reach.invalidate();
    }
    if (changed.has('drawing')) this.style.cursor = this.drawing === null ? '' : 'crosshair';
    if (changed.has('scene') && changed.get('scene') === undefined) this.fit(false);
    if (changed.has('pin') && this.pin !== null) showBox(this.map, [this.pin[0] - 300, this.pin[1] - 300, this.pin[0] + 300, this.pin[1] + 300], { padding: 40, minResolution: 2, animate: true });
  }

  protected override createLayers({ origin }: Town, { ground, detail }: TownLayers): Layers {
    return { ground, fill: new CatchmentFillLayer(origin, 'catchment-fill'), detail, borders: new CatchmentBorderLayer(origin, 'catchment-borders'), reach: new ReachLayer(origin, 'reachable-area'), housing: new HousingLayer(origin, 'new-housing'), schools: new SchoolLayer(origin, 'schools') };
  }

  protected override worded({ schools, housing }: Layers): readonly (SchoolLayer | HousingLayer)[] {
    return [schools, housing];
  }

  protected override listen(map: OlMap): void {
    this.handles = new CornerHandles(map, {
      dragged: (corner, place) => this.showDragged(corner, place),
      dropped: (corner, place) => {
        this.drawnAt = performance.now();
        if (place !== null) this.dispatchEvent(new CustomEvent('corner-move', { detail: { corner, place, byKeys: false } }));
        else this.requestUpdate('corners');
      },
      pressed: (corner, event) => this.moveByKeys(corner, event),
      left: () => this.dispatchEvent(new CustomEvent('corner-left')),
    });
    map.on('click', ({ coordinate }) => {
      if (this.drawing !== null) this.setCorner(coordinate as [number, number]);
    });
    map.on('dblclick', (event) => {
      if (this.drawing !== null) event.stopPropagation();
    });
    map.on('singleclick', ({ coordinate }) => {
      if (this.drawing !== null || performance.now() - this.drawnAt < SINGLE_CLICK_MS) return;
      this.keyboard = false;
      this.choose(this.zoneAt(coordinate as [number, number]));
    });
    map.on('pointermove', ({ coordinate, dragging }) => {
      if (!dragging && this.drawing === null) this.style.cursor = this.zoneAt(coordinate as [number, number]) === '' ? '' : 'pointer';
    });
  }

  private zoneAt(place: [number, number]): string {
    const sign = this.layers?.schools.signAt(...place);
    if (sign !== undefined && sign.zone !== '') return sign.zone;
    return this.scene === undefined || this.town === undefined ? '' : zoneAtPoint(this.scene, this.hitContext, place, this.town.origin);
  }

  /** A click on the first corner closes the outline. */
  private setCorner(place: readonly [number, number]): void {
    const { corners } = this.drawing!;
    const [first] = corners;
    const reach = CLOSE_PX * this.map!.getView().getResolution()!;
    const closes = first !== undefined && corners.length >= 3 && Math.hypot(first[0] - place[0], first[1] - place[1]) <= reach;
    // The single click that follows from the same press chooses no school.
    this.drawnAt = performance.now();
    this.dispatchEvent(closes ? new CustomEvent('draw-finish') : new CustomEvent('draw-corner', { detail: place }));
  }

  /** Arrows move the place of the next corner, Space sets it, Enter closes the outline, Backspace takes the last corner back, Escape stops. */
  private drawByKey({ key, shiftKey }: KeyboardEvent): boolean {
    const toward = ARROW_KEYS[key];
    const view = this.map!.getView();
    const at = this.drawing!.cursor ?? (view.getCenter() as [number, number]);
    if (toward !== undefined) {
      const step = (shiftKey ? 4 : 24) * view.getResolution()!;
      const place: [number, number] = [at[0] + toward[0] * step, at[1] + toward[1] * step];
      this.dispatchEvent(new CustomEvent('draw-cursor', { detail: place }));
      const [minX, minY, maxX, maxY] = view.calculateExtent(this.map!.getSize()!);
      if (place[0] < minX! || place[0] > maxX! || place[1] < minY! || place[1] > maxY!) view.setCenter(place);
    } else if (key === ' ') this.dispatchEvent(new CustomEvent('draw-corner', { detail: at }));
    else if (key === 'Enter') this.dispatchEvent(new CustomEvent('draw-finish'));
    else if (key === 'Backspace') this.dispatchEvent(new CustomEvent('draw-back'));
    else if (key === 'Escape') this.dispatchEvent(new CustomEvent('draw-stop'));
    else return false;
    return true;
  }

  /** Outline under a corner that is being dragged: the page learns of it when it is let go. */
  private showDragged(corner: number, place: readonly [number, number]): void {
    const { layers } = this;
    if (layers === undefined) return;
    const corners = (this.corners ?? []).map((one, index) => (index === corner ? place : one));
    layers.housing.areas = this.housing.map((area) => (area.inHand === true ? { ...area, rings: [corners] } : area));
    layers.housing.invalidate();
    this.map!.render();
  }

  /** Arrows move the corner (with Shift finely), Enter is done, Escape takes the move back, and without one is done as well. */
  private moveByKeys(corner: number, { key, shiftKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
    const toward = ARROW_KEYS[key];
    const from = this.corners?.[corner];
    if (from === undefined) return false;
    if (toward !== undefined) {
      const view = this.map!.getView();
      const step = (shiftKey ? 4 : 24) * view.getResolution()!;
      const place: [number, number] = [from[0] + toward[0] * step, from[1] + toward[1] * step];
      this.dispatchEvent(new CustomEvent('corner-move', { detail: { corner, place, byKeys: true } }));
      const [minX, minY, maxX, maxY] = view.calculateExtent(this.map!.getSize()!);
      if (place[0] < minX! || place[0] > maxX! || place[1] < minY! || place[1] > maxY!) view.setCenter(place);
    } else if (key === 'z' && (ctrlKey || metaKey)) this.dispatchEvent(new CustomEvent('corner-undo'));
    else if (key === 'Enter' || key === 'Escape') this.dispatchEvent(new CustomEvent('corner-stop', { detail: { corner, back: key === 'Escape' } }));
    else return false;
    return true;
  }

  /** So that keys move a corner. */
  focusCorner(corner: number): void {
    this.scrollIntoView({ block: 'nearest' });
    this.handles?.focus(corner);
  }

  /** So that keys draw. */
  focusMap(): void {
    this.renderRoot.querySelector<HTMLElement>('.map')?.focus({ preventScroll: true });
  }

  private choose(zone: string): void {
    this.dispatchEvent(new CustomEvent('zone-choose', { detail: zone }));
  }

  override fit(animate: boolean): void {
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

  protected override pressed(event: KeyboardEvent): boolean {
    if (this.drawing !== null) return this.drawByKey(event);
    const toward = ARROW_KEYS[event.key];
    if (event.key === 'Escape' && this.chosen !== '') this.choose('');
    else if (toward !== undefined && !event.shiftKey) this.walk(toward);
    else return false;
    return true;
  }

  protected override left(): void {
    this.keyboard = false;
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

  override render(): TemplateResult {
    return this.frame(t(this.drawing === null ? 'schools.mapKeys' : 'schools.housingDrawKeys'), t('map.fit'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-schools-map': SchoolsMap;
  }
}
