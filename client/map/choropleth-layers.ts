// What the map draws besides the fills of zones: ground below them; water and streets, borders, marks and labels above.
import { CachedCanvasLayer, type PaintFrame } from '../map-layers/cached-canvas-layer.ts';
import type { WorldOrigin } from '../map-layers/coverage-paths.ts';
import { GROUND_COLORS } from '../map-layers/town-paths.ts';
import { ACCENT, BASE, INK, WHITE } from '../shell/palette.ts';
import type { BasePaths } from './base-paths.ts';
import { fill, SceneLayer, type Scene } from './scene-layer.ts';
import { edgePaths } from './zone-edges.ts';
import { drawLabels } from './zone-labels.ts';
import type { ZoneShape } from './zone-shapes.ts';

export class GroundLayer extends CachedCanvasLayer {
  private readonly scene: Scene;

  constructor(origin: WorldOrigin, scene: Scene) {
    super(origin, 'zs-ground');
    this.scene = scene;
  }

  protected override get window(): readonly [number, number] | null {
    return this.scene.base === undefined ? [1, 1] : null;
  }

  protected override paint({ context, useWorld, px }: PaintFrame): void {
    const { base } = this.scene;
    if (base === undefined) return;
    useWorld();
    for (const { use, path } of base.ground) fill(context, path, GROUND_COLORS[use] ?? BASE.fields);
    strokeMainStreets(context, base, px);
  }
}

export class NetworkLayer extends SceneLayer {
  constructor(origin: WorldOrigin, scene: Scene) {
    super(origin, 'zs-network', scene);
  }

  protected override get window(): readonly [number, number] | null {
    return this.scene.base === undefined ? [1, 1] : super.window;
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

/** Apart from the marks over them: a date or a hover changes none. */
export class BorderLayer extends SceneLayer {
  private edges: readonly Path2D[] = [];
  private edgesOf: readonly ZoneShape[] = [];
  private readonly from: WorldOrigin;
  /** Of the picture that is there: in ink, or the white alone. */
  private inked = false;

  constructor(origin: WorldOrigin, scene: Scene) {
    super(origin, 'zs-borders', scene);
    this.from = origin;
  }

  protected override paint(frame: PaintFrame): void {
    const { context, useWorld, px, resolution } = frame;
    const { shapes } = this.scene;
    if (this.edgesOf !== shapes) {
      this.edges = edgePaths(shapes, this.from);
      this.edgesOf = shapes;
    }
    useWorld();
    setLines(context);
    for (const path of this.edges) stroke(context, path, 'rgba(255, 255, 255, 0.95)', px(borderWidth(resolution) + 3));
    this.inked = false;
    this.repaint(frame);
  }

  /** Before the values come, outlines are quiet: white gaps in grey. The ink is laid over them then. */
  protected override repaint({ context, useWorld, px, resolution }: PaintFrame): boolean {
    const inked = this.scene.fills.length > 0;
    if (this.edgesOf !== this.scene.shapes || (this.inked && !inked)) return false;
    useWorld();
    setLines(context);
    if (!this.inked && inked) for (const path of this.edges) stroke(context, path, INK, px(borderWidth(resolution)));
    this.inked = inked;
    return true;
  }
}

/** Without a graphics card round joins take a third longer, and at these widths look the same. */
function setLines(context: CanvasRenderingContext2D): void {
  context.lineJoin = 'miter';
  context.miterLimit = 2;
  context.lineCap = 'round';
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

function stroke(context: CanvasRenderingContext2D, path: Path2D, colour: string, width: number): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke(path);
}
