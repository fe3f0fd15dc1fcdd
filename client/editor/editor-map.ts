// The editor's map: layers in their order, the view, flights, and the hook for the tools.
import OlMap from 'ol/Map.js';
import View from 'ol/View.js';
import { defaults as defaultInteractions } from 'ol/interaction/defaults.js';
import Projection from 'ol/proj/Projection.js';
import { coverageBounds } from '../map-layers/coverage-paths.ts';
import { TownDetailLayer } from '../map-layers/town-detail-layer.ts';
import { TownGroundLayer } from '../map-layers/town-ground-layer.ts';
import type { TownPaths } from '../map-layers/town-paths.ts';
import { FocusLayer } from './layers/focus-layer.ts';
import { PlanBorderLayer } from './layers/plan-border-layer.ts';
import { PlanFillLayer } from './layers/plan-fill-layer.ts';
import type { PlanScene } from './plan-scene.ts';
import { ToolInteraction } from './tools/tool-interaction.ts';

export type Bounds = readonly [number, number, number, number];

const FLY_MS = 400;
/** Closest look: a block of 40 m then fills a phone. */
const FINEST_RESOLUTION = 0.12;

export class EditorMap {
  readonly map: OlMap;
  readonly tools = new ToolInteraction();
  readonly focus: FocusLayer;
  readonly borders: PlanBorderLayer;
  private readonly fill: PlanFillLayer;
  private readonly town: readonly [TownGroundLayer, TownDetailLayer];
  private readonly scene: PlanScene;
  private readonly whole: Bounds;
  private readonly built: Bounds;
  private frame = 0;
  private readonly onFrame: () => void;

  /** `onFrame` runs before each painting that `schedule` asked for; `onView` after each frame that OpenLayers drew. */
  constructor(target: HTMLElement, epsg: number, scene: PlanScene, town: TownPaths, onFrame: () => void, onView: () => void) {
    this.scene = scene;
    this.onFrame = onFrame;
    this.whole = coverageBounds(scene.session.coverage) ?? [0, 0, 1000, 1000];
    this.built = builtBounds(scene.session.coverage.blockBounds);
    this.fill = new PlanFillLayer(scene);
    this.borders = new PlanBorderLayer(scene);
    this.focus = new FocusLayer(scene);
    this.town = [new TownGroundLayer(scene.origin, town), new TownDetailLayer(scene.origin, town)];
    const [minX, minY, maxX, maxY] = this.whole;
    const reach = Math.max(maxX - minX, maxY - minY);
    this.map = new OlMap({
      target,
      controls: [],
      // Rotation would turn arrow keys and hatches; the keyboard is ours, since arrows walk from block to block.
      interactions: defaultInteractions({ altShiftDragRotate: false, pinchRotate: false, keyboard: false, shiftDragZoom: false, doubleClickZoom: false }),
      layers: [this.town[0], this.fill, this.town[1], this.borders, this.focus],
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
    this.map.addInteraction(this.tools);
    this.map.on('postrender', onView);
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
    this.map.setTarget();
    this.map.dispose();
  }

  /** The reference layers, once they have come. */
  setTown(town: TownPaths): void {
    for (const layer of this.town) {
      layer.town = town;
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
    this.fill.invalidate();
    this.borders.invalidate();
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

  get resolution(): number {
    return this.map.getView().getResolution() ?? 1;
  }

  /** Bounds of what is seen, less the panels over the map. */
  window(padding: readonly number[] = [0, 0, 0, 0]): Bounds {
    const [width, height] = this.map.getSize() ?? [0, 0];
    const [x, y] = this.map.getView().getCenter() as [number, number];
    const r = this.resolution;
    const [top, right, bottom, left] = padding as [number, number, number, number];
    return [x - (width! / 2 - left) * r, y - (height! / 2 - bottom) * r, x + (width! / 2 - right) * r, y + (height! / 2 - top) * r];
  }

  pixelOf(x: number, y: number): [number, number] | null {
    return this.map.getPixelFromCoordinate([x, y]) as [number, number] | null;
  }

  fitWhole(padding: readonly number[], animate: boolean): void {
    this.flyTo(this.built, padding, animate, Infinity, 0);
  }

  /** Flies so that the bounds fill no more than the window less the padding, no closer than `closest` metres a pixel. */
  flyTo(bounds: Bounds, padding: readonly number[], animate: boolean, closest = 0.6, ease = 1.6): void {
    const [cx, cy] = [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2];
    const grow = ease === 0 ? 1 : ease;
    const [hw, hh] = [((bounds[2] - bounds[0]) / 2) * grow, ((bounds[3] - bounds[1]) / 2) * grow];
    this.map.getView().fit([cx - hw, cy - hh, cx + hw, cy + hh], {
      padding: [...padding],
      ...(closest === Infinity ? {} : { minResolution: closest }),
      duration: animate ? FLY_MS : 0,
    });
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
    const [x, y] = view.getCenter() as [number, number];
    if (animate) view.animate({ center: [x + dx, y + dy], duration: 160 });
    else view.setCenter([x + dx, y + dy]);
  }

  zoom(factor: number, animate: boolean): void {
    const view = this.map.getView();
    const resolution = view.getConstrainedResolution(this.resolution / factor) ?? this.resolution;
    if (animate) view.animate({ resolution, duration: 160 });
    else view.setResolution(resolution);
  }
}

/** Bounds of all blocks but the outermost two in a thousand, so that an exclave far off does not make the town small. */
function builtBounds(blockBounds: Float64Array): Bounds {
  const ordered = (offset: number) => Array.from({ length: blockBounds.length / 4 }, (_, block) => blockBounds[4 * block + offset]!).toSorted((a, b) => a - b);
  const at = (list: readonly number[], share: number) => list[Math.round(share * (list.length - 1))] ?? 0;
  return [at(ordered(0), 0.002), at(ordered(1), 0.002), at(ordered(2), 0.998), at(ordered(3), 0.998)];
}
