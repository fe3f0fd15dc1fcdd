// Drawing without a pointer: a crosshair that walks the corners of blocks, or blocks, and sets what a click would set.
import type { PlanSurface } from '../../../core/plan/surface.ts';
import type { EditorController } from '../editor-controller.ts';
import type { Direction } from './neighbour-walk.ts';
import { cornerGraph, type CornerGraph } from './node-walk.ts';
import * as say from '../spoken.ts';
import { hasCorners, isLineTool } from '../tools/all-tools.ts';
import type { ToolPoint } from '../tools/tool.ts';

/** A free step, off the corners, in pixels. */
const FREE_STEP_PX = 12;
const HEADING: Readonly<Record<Direction, readonly [number, number]>> = { left: [-1, 0], right: [1, 0], up: [0, 1], down: [0, -1] };

export class KeyboardCursor {
  /** Where the crosshair stands, x y in the plane; null while no line tool is led by keyboard. */
  at: readonly [number, number] | null = null;
  private corner = -1;
  private readonly desk: EditorController;
  private graph: { readonly surface: PlanSurface; readonly corners: CornerGraph } | null = null;

  constructor(desk: EditorController) {
    this.desk = desk;
  }

  /** Whether arrows walk corners rather than blocks. */
  get walksCorners(): boolean {
    return isLineTool(this.desk.tool) && !this.desk.lines.choosingSide;
  }

  toolChosen(): void {
    if (this.at !== null && this.desk.keyboard) this.desk.map.focus.focused = this.desk.focused;
    this.at = null;
    this.corner = -1;
  }

  surfaceChanged(): void {
    this.corner = -1;
  }

  /** One step with an arrow; `free` leaves the corners. */
  walk(direction: Direction, free: boolean): void {
    const { desk } = this;
    if (this.at === null) {
      this.begin();
      return;
    }
    if (free) {
      const step = FREE_STEP_PX * desk.map.resolution;
      this.at = [this.at[0] + HEADING[direction][0] * step, this.at[1] + HEADING[direction][1] * step];
      this.corner = -1;
    } else {
      // Off the corners an arrow leads to the nearest one first.
      const next = this.corner < 0 ? this.corners.nearest(...this.at) : this.corners.step(this.corner, direction);
      if (next < 0) return;
      this.corner = next;
      this.at = this.corners.at(next);
    }
    this.moved();
  }

  /** Sets a corner where the crosshair stands, or, for tools that take blocks inside something, at the focused block. */
  press(): boolean {
    const { desk } = this;
    if (!hasCorners(desk.tool)) return false;
    if (this.walksCorners && this.at === null) {
      this.begin();
      return true;
    }
    const point = this.point();
    if (point === null) return false;
    desk.activeTool.press?.(point, desk.map.tools.host!);
    desk.schedule();
    return true;
  }

  /** The focus went to another block: a rectangle or lasso follows it. */
  blockFocused(): void {
    const { desk } = this;
    const point = this.point();
    if (point === null || this.walksCorners || !hasCorners(desk.tool) || desk.activeTool.open !== true) return;
    desk.activeTool.move(point, desk.map.tools.host!);
  }

  private get corners(): CornerGraph {
    const { surface } = this.desk.session;
    if (this.graph?.surface !== surface) this.graph = { surface, corners: cornerGraph(surface.coverage) };
    return this.graph.corners;
  }

  /** The crosshair appears on the target's border, near the block with the focus or the middle of what is seen. */
  private begin(): void {
    const { desk } = this;
    const [minX, minY, maxX, maxY] = desk.map.window(desk.page.covered);
    const { points } = desk.locator;
    const near: readonly [number, number] = desk.focused < 0 ? [(minX + maxX) / 2, (minY + maxY) / 2] : [points[2 * desk.focused]!, points[2 * desk.focused + 1]!];
    const { assignment } = desk.session.state;
    const slotOf = (block: number) => (block < 0 ? -2 : assignment[block]!);
    const target = desk.session.slotOf(desk.target) ?? -2;
    const onBorder = (corner: number) => this.corners.isBorder(corner, (a, b) => slotOf(a) !== slotOf(b) && (slotOf(a) === target || slotOf(b) === target));
    this.corner = this.corners.nearest(...near, onBorder);
    if (this.corner < 0) this.corner = this.corners.nearest(...near);
    if (this.corner < 0) return;
    this.at = this.corners.at(this.corner);
    // One mark at a time: the block's focus is back with the next tool.
    desk.map.focus.focused = -1;
    this.moved();
  }

  private moved(): void {
    const { desk } = this;
    const point = this.point()!;
    const reach = 4 * desk.map.resolution;
    desk.map.bringIntoView([point.x - reach, point.y - reach, point.x + reach, point.y + reach], desk.page.covered, !desk.page.reducedMotion);
    desk.activeTool.move(point, desk.map.tools.host!);
    desk.page.announce(say.crosshair(desk, point.x, point.y));
    desk.schedule();
  }

  private point(): ToolPoint | null {
    const { desk } = this;
    let place = this.at;
    if (!this.walksCorners) place = desk.focused < 0 ? null : [desk.locator.points[2 * desk.focused]!, desk.locator.points[2 * desk.focused + 1]!];
    if (place === null) return null;
    return { x: place[0], y: place[1], pixel: desk.map.pixelOf(...place) ?? [0, 0], shift: false, alt: false };
  }
}
