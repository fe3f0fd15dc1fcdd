// Another plan on the right of the swipe: its tints and its borders, painted once; the swipe itself moves by CSS.
import type { FrameState } from 'ol/Map.js';
import { createDissolver } from '../../../core/coverage/dissolve.ts';
import { CachedCanvasLayer, type PaintFrame } from '../../map-layers/cached-canvas-layer.ts';
import { outlinePath } from '../../map-layers/coverage-paths.ts';
import { meets } from '../../map-layers/tiled-path.ts';
import { INK, WHITE, ZONE_TINTS } from '../../shell/palette.ts';
import type { Compared } from '../desk-hooks.ts';
import { boundsOfPoints, UNASSIGNED_FILL, type Outline, type PlanScene } from '../scene/plan-scene.ts';
import { borderWidth } from './plan-border-layer.ts';

interface OtherZone extends Outline {
  readonly fill: string;
}

/** Outlines and tints of the other plan, for both of its layers; a zone that this plan has too looks alike. */
export class OtherPlanShapes {
  private readonly scene: PlanScene;
  private known: { readonly assignment: Int32Array; readonly coverage: unknown; readonly zones: readonly OtherZone[] } | null = null;

  constructor(scene: PlanScene) {
    this.scene = scene;
  }

  /** The same list while the other plan and the blocks are the same. */
  of({ assignment, zones }: Compared): readonly OtherZone[] {
    const { scene } = this;
    const { coverage } = scene.session;
    if (this.known?.assignment === assignment && this.known.coverage === coverage) return this.known.zones;
    const dissolver = createDissolver(coverage, assignment, zones.length);
    const tints = scene.tintsLike(assignment, zones);
    const found = zones.flatMap((zone, index): OtherZone[] => {
      if (zone === null) return [];
      const outlines = dissolver.outlines([index]);
      return [{ path: outlinePath(outlines, 0, scene.origin), xy: outlines.xy, bounds: boundsOfPoints(outlines.xy), fill: ZONE_TINTS[tints[index]!]! }];
    });
    this.known = { assignment, coverage, zones: found };
    return found;
  }
}

abstract class OtherPlanLayer extends CachedCanvasLayer {
  protected override readonly inParts = true;
  protected readonly scene: PlanScene;
  private readonly shapes: OtherPlanShapes;
  private painted: readonly OtherZone[] = [];

  constructor(scene: PlanScene, shapes: OtherPlanShapes, className: string) {
    super(scene.origin, className);
    this.scene = scene;
    this.shapes = shapes;
  }

  override render(frameState: FrameState | null): HTMLElement | null {
    const { compare } = this.scene.hooks;
    if (compare !== null) {
      const zones = this.shapes.of(compare);
      if (zones !== this.painted) this.invalidate();
      this.painted = zones;
    }
    return super.render(frameState);
  }

  protected override get window(): readonly [number, number] | null {
    const { compare } = this.scene.hooks;
    return compare === null ? [0, 0] : [compare.swipe, 1];
  }

  protected override paint(frame: PaintFrame): void {
    this.paintZones(frame, this.painted.filter(({ bounds }) => meets(bounds, frame.bounds)));
  }

  protected abstract paintZones(frame: PaintFrame, zones: readonly OtherZone[]): void;
}

export class OtherFillLayer extends OtherPlanLayer {
  constructor(scene: PlanScene, shapes: OtherPlanShapes) {
    super(scene, shapes, 'other-fill');
  }

  protected override paintZones({ context, useWorld }: PaintFrame, zones: readonly OtherZone[]): void {
    useWorld();
    context.fillStyle = UNASSIGNED_FILL;
    context.fill(this.scene.land(), 'evenodd');
    for (const { path, fill } of zones) {
      context.fillStyle = fill;
      context.fill(path, 'evenodd');
    }
  }
}

export class OtherBorderLayer extends OtherPlanLayer {
  constructor(scene: PlanScene, shapes: OtherPlanShapes) {
    super(scene, shapes, 'other-borders');
  }

  protected override paintZones({ context, px, resolution, useWorld }: PaintFrame, zones: readonly OtherZone[]): void {
    useWorld();
    context.lineJoin = 'round';
    const all = new Path2D();
    for (const { path } of zones) all.addPath(path);
    for (const [color, width] of [[WHITE, borderWidth(resolution) + 3], [INK, borderWidth(resolution)]] as const) {
      context.strokeStyle = color;
      context.lineWidth = px(width);
      context.stroke(all);
    }
  }
}
