// The editor's map: layers in their order, the view, flights, and the hook for the tools; its own, or somebody else's.
import OlMap from 'ol/Map.js';
import View from 'ol/View.js';
import type { EventsKey } from 'ol/events.js';
import DragPan from 'ol/interaction/DragPan.js';
import { defaults as defaultInteractions } from 'ol/interaction/defaults.js';
import { unByKey } from 'ol/Observable.js';
import Projection from 'ol/proj/Projection.js';
import type BaseLayer from 'ol/layer/Base.js';
import type { CachedCanvasLayer } from '../map-layers/cached-canvas-layer.ts';
import { coverageBounds } from '../map-layers/coverage-paths.ts';
import { TownDetailLayer } from '../map-layers/town-detail-layer.ts';
import { TownGroundLayer } from '../map-layers/town-ground-layer.ts';
import type { TownPaths } from '../map-layers/town-paths.ts';
import { OWN_PLANE, type ViewPlane } from '../map-layers/view-plane.ts';
import { FocusLayer } from './layers/focus-layer.ts';
import { PlanBorderLayer } from './layers/plan-border-layer.ts';
import { OtherBorderLayer, OtherFillLayer, OtherPlanShapes } from './layers/other-plan-layers.ts';
import { PlanFillLayer } from './layers/plan-fill-layer.ts';
import type { PlanScene } from './scene/plan-scene.ts';
import { ToolInteraction } from './tools/tool-interaction.ts';

export type Bounds = readonly [number, number, number, number];

/** Where the editor draws: an element that gets a map of its own, or a map of somebody else's with the way to its projection. */
export type MapPlace = HTMLElement | { readonly map: OlMap; readonly plane: ViewPlane };

export interface EditorMapOptions {
  readonly place: MapPlace;
  readonly epsg: number;
  readonly scene: PlanScene;
  readonly town: TownPaths;
  /** Runs before each painting that `schedule` asked for. */
  readonly onFrame: () => void;
  /** After each frame that OpenLayers drew. */
  readonly onView: () => void;
}

const FLY_MS = 400;
/** Closest look: a block of 40 m then fills a phone. */
const FINEST_RESOLUTION = 0.12;

export class EditorMap {
  readonly map: OlMap;
  readonly tools = new ToolInteraction();
  readonly focus: FocusLayer;
  readonly borders: PlanBorderLayer;
  /** Tints of the zones; its opacity is what a base map below shows through. */
  readonly fill: PlanFillLayer;
  /** Land below the zones and streets above them: only on a map of our own. */
  readonly town: readonly (TownGroundLayer | TownDetailLayer)[];
  /** How the view lies to the plane of the blocks. */
  readonly plane: ViewPlane;
  private readonly scene: PlanScene;
  private readonly whole: Bounds;
  private readonly built: Bounds;
  private readonly own: boolean;
  private readonly layers: readonly CachedCanvasLayer[];
  private readonly listeners: EventsKey[];
  /** Pointer styles that were there before. */
  private readonly cursorBefore: string;
  private baseMap: BaseLayer | null = null;
  /** Edges of the blocks alone, and with everything of the town. */
  private readonly bare: TownPaths;
  private full: TownPaths;
  private frame = 0;
  private readonly onFrame: () => void;

  constructor({ place, epsg, scene, town, onFrame, onView }: EditorMapOptions) {
    this.scene = scene;
    this.bare = town;
    this.full = town;
    this.onFrame = onFrame;
    this.whole = coverageBounds(scene.session.coverage) ?? [0, 0, 1000, 1000];
    this.built = builtBounds(scene.session.coverage.blockBounds);
    this.fill = new PlanFillLayer(scene);
    this.borders = new PlanBorderLayer(scene);
    this.focus = new FocusLayer(scene);
    const shapes = new OtherPlanShapes(scene);
    const [otherFill, otherBorders] = [new OtherFillLayer(scene, shapes), new OtherBorderLayer(scene, shapes)];
    this.own = !('map' in place);
    if ('map' in place) {
      this.plane = place.plane;
      this.map = place.map;
      this.town = [];
      this.layers = [this.fill, otherFill, this.borders, otherBorders, this.focus];
    } else {
      this.plane = OWN_PLANE;
      this.map = ownMap(place, epsg, this.whole);
      const [ground, detail] = [new TownGroundLayer(scene.origin, town), new TownDetailLayer(scene.origin, town)];
      this.town = [ground, detail];
      this.layers = [ground, this.fill, otherFill, detail, this.borders, otherBorders, this.focus];
    }
    this.tools.plane = this.plane;
    for (const layer of this.layers) {
      layer.plane = this.plane;
      this.map.addLayer(layer);
    }
    this.map.addInteraction(this.tools);
    this.cursorBefore = this.map.getViewport()?.style.cursor ?? '';
    this.listeners = [this.map.on('postrender', onView)];
  }

  /** Takes what was added away; a map of somebody else's stays, with its own layers, controls and interactions. */
  dispose(): void {
    cancelAnimationFrame(this.frame);
    this.scene.kernel?.close();
    unByKey(this.listeners);
    this.map.removeInteraction(this.tools);
    for (const layer of this.layers) {
      this.map.removeLayer(layer);
      layer.dispose();
    }
    this.setCursor(this.cursorBefore);
    if (!this.own) return;
    this.map.setTarget();
    this.map.dispose();
  }

  /** Hears each change of the view once it rests. */
  onMoveEnd(listener: () => void): void {
    this.listeners.push(this.map.on('moveend', listener));
  }

  /** The reference layers, once they have come. */
  setTown(town: TownPaths): void {
    this.full = town;
    this.paintTown();
  }

  /** A base map of others below everything: then our own land and streets give way, and edges of blocks stay. Null takes it away. */
  setBaseMap(layer: BaseLayer | null): void {
    if (this.baseMap !== null) this.map.removeLayer(this.baseMap);
    this.baseMap?.dispose();
    this.baseMap = layer;
    if (layer !== null) this.map.getLayers().insertAt(0, layer);
    this.paintTown();
  }

  setBaseMapOpacity(opacity: number): void {
    this.baseMap?.setOpacity(opacity);
  }

  setTints(opacity: number): void {
    this.fill.setOpacity(opacity);
    this.map.render();
  }

  /** Above the borders, below the focus. */
  addReference(layer: CachedCanvasLayer): void {
    layer.plane = this.plane;
    this.map.getLayers().insertAt(this.map.getLayers().getArray().indexOf(this.focus), layer);
  }

  removeReference(layer: CachedCanvasLayer): void {
    this.map.removeLayer(layer);
    layer.dispose();
  }

  private paintTown(): void {
    for (const layer of this.town) {
      layer.town = this.baseMap === null ? this.full : this.bare;
      layer.invalidate();
    }
    this.map.render();
  }

  /** Paints with the next frame, once, whatever asked for it. */
  schedule(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.onFrame();
    });
  }

  /** Paints what changed in the plan, now. */
  paintPlan(): void {
    this.scene.takeChanges();
    this.fill.planChanged();
    this.borders.planChanged();
    this.focus.invalidate();
    this.map.renderSync();
  }

  /** Paints focus, hover and collected blocks, now. */
  paintFocus(): void {
    this.focus.invalidate();
    this.map.renderSync();
  }

  setCursor(cursor: string): void {
    const viewport = this.map.getViewport();
    if (viewport !== undefined) viewport.style.cursor = cursor;
  }

  /** Of the viewport, CSS pixels. */
  get width(): number {
    return this.map.getSize()?.[0] ?? 0;
  }

  /** Metres of the plane a CSS pixel. */
  get resolution(): number {
    return this.look().resolution;
  }

  /** Middle of the view in the plane. */
  get center(): readonly [number, number] {
    return this.look().center;
  }

  /** Bounds of what is seen, less the panels over the map, in the plane. */
  window(padding: readonly number[] = [0, 0, 0, 0]): Bounds {
    const [width, height] = this.map.getSize() ?? [0, 0];
    const { center: [x, y], resolution: r } = this.look();
    const [top, right, bottom, left] = padding as [number, number, number, number];
    return [x - (width! / 2 - left) * r, y - (height! / 2 - bottom) * r, x + (width! / 2 - right) * r, y + (height! / 2 - top) * r];
  }

  pixelOf(x: number, y: number): [number, number] | null {
    return this.map.getPixelFromCoordinate(this.plane.toView([x, y])) as [number, number] | null;
  }

  fitWhole(padding: readonly number[], animate: boolean): void {
    this.flyTo(this.built, padding, animate, Infinity, 0);
  }

  /** Flies so that the bounds fill no more than the window less the padding, no closer than `closest` metres a pixel. */
  flyTo(bounds: Bounds, padding: readonly number[], animate: boolean, closest = 0.6, ease = 1.6): void {
    const [cx, cy] = [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2];
    const grow = ease === 0 ? 1 : ease;
    const [hw, hh] = [((bounds[2] - bounds[0]) / 2) * grow, ((bounds[3] - bounds[1]) / 2) * grow];
    const unit = this.viewUnit();
    this.map.getView().fit(this.boundsInView([cx - hw, cy - hh, cx + hw, cy + hh]), {
      padding: [...padding],
      ...(closest === Infinity ? {} : { minResolution: closest * unit }),
      duration: animate ? FLY_MS : 0,
    });
  }

  /** Shows a place of the plane in the middle, at so many metres a pixel. */
  show(center: readonly [number, number], resolution: number): void {
    const view = this.map.getView();
    view.setCenter(this.plane.toView(center));
    view.setResolution(resolution * this.viewUnit());
  }

  /** Moves the map only as far as a block needs to be seen. */
  bringIntoView(bounds: Bounds, padding: readonly number[], animate: boolean): void {
    const seen = this.window(padding);
    const shift = (low: number, high: number, from: number, to: number) =>
      high - low > to - from ? (low + high) / 2 - (from + to) / 2 : Math.min(0, low - from) + Math.max(0, high - to);
    const dx = shift(bounds[0], bounds[2], seen[0], seen[2]);
    const dy = shift(bounds[1], bounds[3], seen[1], seen[3]);
    if (dx === 0 && dy === 0) return;
    const view = this.map.getView();
    const [x, y] = this.center;
    const center = this.plane.toView([x + dx, y + dy]);
    if (animate) view.animate({ center, duration: 160 });
    else view.setCenter(center);
  }

  zoom(factor: number, animate: boolean): void {
    const view = this.map.getView();
    const now = view.getResolution() ?? 1;
    const resolution = view.getConstrainedResolution(now / factor) ?? now;
    if (animate) view.animate({ resolution, duration: 160 });
    else view.setResolution(resolution);
  }

  private look() {
    const view = this.map.getView();
    return this.plane.look({ center: view.getCenter() ?? [0, 0], resolution: view.getResolution() ?? 1, rotation: view.getRotation() });
  }

  /** Units of the view a metre of the plane: 1 on our own map, 1.5 in Web Mercator at 48° north. */
  private viewUnit(): number {
    return (this.map.getView().getResolution() ?? 1) / this.resolution;
  }

  private boundsInView([minX, minY, maxX, maxY]: Bounds): number[] {
    const corners = ([[minX, minY], [maxX, minY], [maxX, maxY], [minX, maxY]] as const).map((corner) => this.plane.toView(corner));
    const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
    return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  }
}

function ownMap(target: HTMLElement, epsg: number, [minX, minY, maxX, maxY]: Bounds): OlMap {
  const reach = Math.max(maxX - minX, maxY - minY);
  return new OlMap({
    target,
    controls: [],
    // Rotation would turn arrow keys and hatches; the keyboard is ours, since arrows walk from block to block.
    interactions: defaultInteractions({ altShiftDragRotate: false, pinchRotate: false, keyboard: false, shiftDragZoom: false, doubleClickZoom: false }).extend([
      // OpenLayers' own pan takes the first button alone, which the tools have.
      new DragPan({ condition: ({ originalEvent }) => 'button' in originalEvent && originalEvent.button === 1 }),
    ]),
    view: new View({
      // A projection of its own: map coordinates are the kernel's metres, nothing is ever transformed.
      projection: new Projection({ code: `EPSG:${epsg}`, units: 'm' }),
      center: [(minX + maxX) / 2, (minY + maxY) / 2],
      resolution: reach / 700,
      minResolution: FINEST_RESOLUTION,
      maxResolution: reach / 240,
      extent: [minX - reach, minY - reach, maxX + reach, maxY + reach],
      enableRotation: false,
      constrainResolution: false,
      showFullExtent: true,
    }),
  });
}

/** Bounds of all blocks but the outermost two in a thousand, so that an exclave far off does not make the town small. */
function builtBounds(blockBounds: Float64Array): Bounds {
  const ordered = (offset: number) => Float64Array.from({ length: blockBounds.length / 4 }, (_, block) => blockBounds[4 * block + offset]!).sort();
  const at = (list: Float64Array, share: number) => list[Math.round(share * (list.length - 1))] ?? 0;
  return [at(ordered(0), 0.002), at(ordered(1), 0.002), at(ordered(2), 0.998), at(ordered(3), 0.998)];
}
