// What the map draws, bottom to top: ground, zone fills, water and streets, borders, selection, labels.
import { CachedCanvasLayer, type PaintFrame } from '../map-layers/cached-canvas-layer.ts';
import type { WorldOrigin } from '../map-layers/coverage-paths.ts';
import { anchorToScreen, dotPattern, hatchPattern, type Hatch } from '../map-layers/patterns.ts';
import { GROUND_COLORS, UNINHABITED } from '../map-layers/town-paths.ts';
import { ACCENT, BASE, CONTROL, INK, SUNKEN, WHITE, WITHHELD_GROUND } from '../shell/palette.ts';
import type { BasePaths } from './base-paths.ts';
import { drawLabels, type ZoneLabel } from './zone-labels.ts';
import type { ZoneShape } from './zone-shapes.ts';

/** Colour of a zone; `withheld` is hatched, undefined not known yet. */
export type ZoneFill = string | 'withheld' | undefined;

/** Everything that the layers need; the stage changes it and invalidates the layers that it concerns. */
export interface Scene {
  base: BasePaths | undefined;
  shapes: readonly ZoneShape[];
  fills: readonly ZoneFill[];
  /** Zones whose number is a lower bound: dotted over their colour. */
  lowerBounds: ReadonlySet<number>;
  /** Zones that a filter leaves out: under a veil of white. */
  pale?: ReadonlySet<number>;
  /** Shares of the width between which the scene is seen; null or absent for all of it. */
  part?: readonly [number, number] | null;
  labels: readonly ZoneLabel[];
  selected: number;
  hovered: number;
  focused: number;
}

export const WITHHELD_HATCH: Hatch = { color: CONTROL, width: 1.5, period: 7, slope: 1 };
/** White round ink: either is seen on the darkest and on the lightest class. */
const BOUND_DOTS = [
  { color: WHITE, radius: 1.7 },
  { color: INK, radius: 0.9 },
] as const;
const BOUND_PERIOD = 8;
/** Land without inhabitants keeps this part of the fill, so that fields do not speak louder than streets of houses. */
const UNINHABITED_FILL = 0.34;
const OPEN_LAND = '#F3F1EA';

const VEIL = 'rgba(255, 255, 255, 0.74)';

/** A layer of a scene, seen where the scene is. */
abstract class SceneLayer extends CachedCanvasLayer {
  protected readonly scene: Scene;

  constructor(origin: WorldOrigin, className: string, scene: Scene) {
    super(origin, className);
    this.scene = scene;
  }

  protected override get window(): readonly [number, number] | null {
    return this.scene.part ?? null;
  }
}

export class GroundLayer extends CachedCanvasLayer {
  private readonly scene: Scene;

  constructor(origin: WorldOrigin, scene: Scene) {
    super(origin, 'zs-ground');
    this.scene = scene;
  }

  protected override paint({ context, useWorld, px }: PaintFrame): void {
    const { base } = this.scene;
    if (base === undefined) return;
    useWorld();
    for (const { use, path } of base.ground) fill(context, path, GROUND_COLORS[use] ?? BASE.fields);
    strokeMainStreets(context, base, px);
  }
}

export class FillLayer extends SceneLayer {
  constructor(origin: WorldOrigin, scene: Scene) {
    super(origin, 'zs-fills', scene);
  }

  protected override paint(frame: PaintFrame): void {
    const { context, useWorld, pixelRatio } = frame;
    const { shapes, fills, lowerBounds, base } = this.scene;
    useWorld();
    shapes.forEach(({ path }, zone) => {
      const colour = fills[zone];
      fill(context, path, colour === 'withheld' ? WITHHELD_GROUND : (colour ?? SUNKEN));
    });
    if (base !== undefined) this.lightenUninhabited(frame, base);
    // The hatch comes after, whole: a withheld zone must not look half empty.
    const hatch = anchorToScreen(context, hatchPattern(WITHHELD_HATCH, pixelRatio));
    shapes.forEach(({ path }, zone) => {
      if (fills[zone] === 'withheld') fill(context, path, hatch);
    });
    for (const { color, radius } of BOUND_DOTS) {
      const dots = anchorToScreen(context, dotPattern(color, radius, BOUND_PERIOD, pixelRatio));
      for (const zone of lowerBounds) fill(context, shapes[zone]!.path, dots);
    }
    for (const zone of this.scene.pale ?? []) if (shapes[zone] !== undefined) fill(context, shapes[zone].path, VEIL);
  }

  private lightenUninhabited({ context }: PaintFrame, base: BasePaths): void {
    const { shapes, fills } = this.scene;
    const coloured = new Path2D();
    shapes.forEach(({ path }, zone) => {
      if (fills[zone] !== 'withheld' && fills[zone] !== undefined) coloured.addPath(path);
    });
    context.save();
    context.clip(coloured, 'evenodd');
    context.globalAlpha = 1 - UNINHABITED_FILL;
    for (const { use, path } of base.ground) if (UNINHABITED.has(use)) fill(context, path, OPEN_LAND);
    context.restore();
  }
}

export class NetworkLayer extends SceneLayer {
  constructor(origin: WorldOrigin, scene: Scene) {
    super(origin, 'zs-network', scene);
  }

  protected override paint(frame: PaintFrame): void {
    const { context, useWorld, px, resolution } = frame;
    const { base, shapes } = this.scene;
    if (base === undefined) return;
    useWorld();
    context.save();
    const all = new Path2D();
    for (const { path } of shapes) all.addPath(path);
    context.clip(all, 'evenodd');
    context.lineCap = 'round';
    // Local streets fade out of the overview: at 4 m a pixel they would whiten the fills.
    const near = Math.min(1, 3 / resolution);
    context.globalAlpha = 0.35 + 0.5 * near;
    stroke(context, base.streets.local, WHITE, px(0.45 + 0.65 * near));
    context.globalAlpha = 0.9;
    stroke(context, base.streets.collector, WHITE, px(0.8 + 1.2 * near));
    context.restore();
    fill(context, base.water, BASE.water);
    strokeMainStreets(context, base, px, near);
    stroke(context, base.rail, WHITE, px(3.4));
    stroke(context, base.rail, BASE.rail, px(1.8));
    context.setLineDash([px(6), px(6)]);
    context.lineCap = 'butt';
    stroke(context, base.rail, WHITE, px(0.8));
    context.setLineDash([]);
  }
}

/** Width of a border in CSS pixels, at metres a pixel. */
const borderWidth = (resolution: number) => (resolution > 6 ? 1.1 : resolution > 2.5 ? 1.5 : 2);

/** Apart from the marks over them: without a graphics card the borders of 400 zones take 250 ms to paint, and a date or a hover changes none. */
export class BorderLayer extends SceneLayer {
  constructor(origin: WorldOrigin, scene: Scene) {
    super(origin, 'zs-borders', scene);
  }

  protected override paint({ context, useWorld, px, resolution }: PaintFrame): void {
    const { shapes, fills } = this.scene;
    useWorld();
    context.lineJoin = 'round';
    context.lineCap = 'round';
    const width = borderWidth(resolution);
    for (const { path } of shapes) stroke(context, path, 'rgba(255, 255, 255, 0.85)', px(width + 3));
    // Before the values come, outlines are quiet: white gaps in grey.
    if (fills.length > 0) for (const { path } of shapes) stroke(context, path, INK, px(width));
  }
}

/** What is hovered, selected and focused, and the labels. */
export class MarkLayer extends SceneLayer {
  constructor(origin: WorldOrigin, scene: Scene) {
    super(origin, 'zs-marks', scene);
  }

  protected override paint(frame: PaintFrame): void {
    const { context, useWorld, useScreen, px, resolution } = frame;
    const { shapes, selected, hovered, focused } = this.scene;
    useWorld();
    context.lineJoin = 'round';
    context.lineCap = 'round';
    const width = borderWidth(resolution);
    const hover = shapes[hovered];
    if (hover !== undefined && hovered !== selected) {
      stroke(context, hover.path, WHITE, px(width + 4.5));
      stroke(context, hover.path, INK, px(width + 1.5));
    }
    const selection = shapes[selected];
    if (selection !== undefined) {
      // Accent alone is 1.0:1 on the darkest class: the white casing carries the contrast.
      stroke(context, selection.path, WHITE, px(7.5));
      stroke(context, selection.path, ACCENT, px(3.75));
    }
    const focus = shapes[focused];
    if (focus !== undefined) {
      stroke(context, focus.path, WHITE, px(9));
      stroke(context, focus.path, INK, px(5));
      stroke(context, focus.path, WHITE, px(1.5));
    }
    useScreen();
    drawLabels(frame, this.scene.shapes, this.scene.labels);
  }
}

function strokeMainStreets(context: CanvasRenderingContext2D, base: BasePaths, px: PaintFrame['px'], near = 1): void {
  context.lineCap = 'round';
  context.lineJoin = 'round';
  stroke(context, base.streets.main, BASE.streetCasing, px(2.4 + 2 * near));
  stroke(context, base.streets.main, BASE.street, px(1.4 + 2 * near));
}

function fill(context: CanvasRenderingContext2D, path: Path2D, style: string | CanvasPattern): void {
  context.fillStyle = style;
  context.fill(path, 'evenodd');
}

function stroke(context: CanvasRenderingContext2D, path: Path2D, colour: string, width: number): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke(path);
}
