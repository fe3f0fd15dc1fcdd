// What a drawn line is for: a border moved, a zone or a block parted, one side of it taken. Looked at first, then done.
import type { Operation } from '../../../core/plan/operations.ts';
import { leftOf } from '../../../core/plan/questions/side-of-line.ts';
import { bordersNear } from '../scene/border-pairs.ts';
import type { EditorController } from '../editor-controller.ts';
import { previewOf, type LinePreview } from './line-preview.ts';
import * as say from '../spoken.ts';
import { slotsAlong } from '../tools/line-course.ts';
import type { ToolPoint } from '../tools/tool.ts';

/** Cutting takes 20 to 200 ms: it is looked at when the hand rests, and at once where a vertex is set. */
const REST_MS = 140;
const BORDERS_TRIED = 3;

/** A line whose side is to be chosen, and the blocks on either side that may go to the target. */
export interface SideChoice {
  readonly xy: readonly number[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly side: 'left' | 'right';
  /** Zones that the blocks come from. */
  readonly from: readonly string[];
}

export class DrawnLines {
  preview: LinePreview | null = null;
  choice: SideChoice | null = null;
  /** Metres within which a line follows edges of blocks; null: as the kernel proposes. */
  snapM: number | null = null;
  private readonly desk: EditorController;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** The line that the preview is of. */
  private shownFor = '';

  constructor(desk: EditorController) {
    this.desk = desk;
  }

  get choosingSide(): boolean {
    return this.choice !== null;
  }

  setSnap(snapM: number | null): void {
    this.snapM = snapM;
    this.shownFor = '';
    const { shape } = this.desk;
    if (shape?.kind === 'line') this.look(shape.xy);
    this.desk.schedule();
  }

  lineAt(xy: readonly number[], point: ToolPoint, rest: boolean): void {
    this.desk.hoverPixel = point.pixel;
    clearTimeout(this.timer);
    if (xy.length < 4) this.preview = null;
    else if (rest) this.timer = setTimeout(() => this.look(xy), REST_MS);
    else this.look(xy);
    this.desk.schedule();
  }

  /** Does what the line is for; false where it was refused, so that it can be mended. */
  drawn(xy: readonly number[]): boolean {
    clearTimeout(this.timer);
    const { desk } = this;
    if (desk.readOnly) {
      desk.page.announce(say.readOnly());
      return false;
    }
    if (desk.tool === 'side') return this.beginChoice(xy);
    const operation = this.operationOf(xy);
    if (operation === null) {
      desk.refuse(say.noBorder());
      return false;
    }
    this.look(xy);
    const { preview } = this;
    if (desk.changes.do(operation) !== null) return false;
    this.preview = null;
    desk.page.announce(say.drawn(desk, operation, preview));
    if (operation.type === 'splitZone') desk.setTarget(operation.newZone);
    return true;
  }

  gone(): void {
    clearTimeout(this.timer);
    this.preview = null;
    this.shownFor = '';
    this.desk.flag = null;
    this.desk.schedule();
  }

  /** While a side is chosen a click takes the side that it falls on. */
  pick(point: ToolPoint): boolean {
    const { choice } = this;
    if (choice === null) return false;
    this.choose(leftOf(choice.xy, point.x, point.y) ? 'left' : 'right');
    return true;
  }

  flip(): void {
    if (this.choice !== null) this.choose(this.choice.side === 'left' ? 'right' : 'left');
  }

  /** Esc: false where no line was left. */
  cancel(): boolean {
    const open = this.choice !== null || this.preview !== null;
    if (this.choice !== null) this.desk.pending.clear();
    this.choice = null;
    this.gone();
    if (open) this.desk.shape = null;
    return open;
  }

  /** The blocks went to the target, or were given back. */
  settled(): void {
    if (this.choice === null) return;
    this.choice = null;
    this.desk.shape = null;
  }

  operationOf(xy: readonly number[]): Operation | null {
    const { desk } = this;
    const line = desk.ground.toDegrees(xy);
    const snap = this.snapM === null ? {} : { snapM: this.snapM };
    switch (desk.tool) {
      case 'line': {
        const { session } = desk;
        const operations = bordersNear(session.coverage, session.state.assignment, xy)
          .slice(0, BORDERS_TRIED)
          .map(([a, b]): Operation => ({ type: 'moveBoundary', zones: [session.zoneAt(a)!.zone, session.zoneAt(b)!.zone], line, ...snap }));
        // Where three zones meet the nearest border may be one that the line does not reach.
        return operations.find((operation) => !('code' in session.tryOut(operation))) ?? operations[0] ?? null;
      }
      case 'split': {
        const zone = desk.session.zoneAt(this.mostAlong(xy))?.zone;
        if (zone === undefined) return null;
        const newZone = desk.changes.freeCode();
        return { type: 'splitZone', zone, line, newZone, name: say.partName(desk, zone, newZone), ...snap };
      }
      case 'cut': {
        const metres = slotsAlong(xy, (x, y) => desk.locator.at(x, y));
        const block = longest(metres);
        return block < 0 ? null : { type: 'splitBlock', block: desk.session.coverage.ids[block]!, line };
      }
      default:
        return null;
    }
  }

  private look(xy: readonly number[]): void {
    const { desk } = this;
    if (xy.length < 4 || desk.tool === 'side') return;
    const key = `${desk.tool} ${this.snapM} ${desk.session.version} ${desk.session.steps.length} ${xy.join(' ')}`;
    if (key === this.shownFor) return;
    this.shownFor = key;
    const operation = this.operationOf(xy);
    this.preview = operation === null ? null : previewOf(desk.session, operation);
    desk.schedule();
    desk.paintOverlay();
  }

  private beginChoice(xy: readonly number[]): boolean {
    const { desk } = this;
    const { session, locator } = desk;
    const { assignment } = session.state;
    const target = session.slotOf(desk.target);
    // Without a source the line is about the zones that it runs through: half the town is seldom meant.
    const through = desk.source === null ? new Set([...slotsAlong(xy, (x, y) => this.slotAt(x, y)).keys()].filter((slot) => slot !== target && slot !== -2)) : null;
    const sides: { left: number[]; right: number[] } = { left: [], right: [] };
    let targetLeft = 0;
    for (let block = 0; block < assignment.length; block++) {
      const slot = assignment[block]!;
      if (slot !== target && through !== null && !through.has(slot)) continue;
      const left = leftOf(xy, locator.points[2 * block]!, locator.points[2 * block + 1]!);
      if (slot === target) targetLeft += left ? 1 : -1;
      else sides[left ? 'left' : 'right'].push(block);
    }
    const [left, right] = [session.collectable(sides.left, desk.target, desk.source), session.collectable(sides.right, desk.target, desk.source)];
    if (left.length + right.length === 0) {
      desk.refuse(say.nothingBeside());
      return false;
    }
    const from = [...new Set([...left, ...right].map((block) => session.zoneAt(assignment[block]!)?.zone ?? ''))];
    // The target grows from where most of it lies.
    let side: 'left' | 'right' = targetLeft === 0 ? (left.length <= right.length ? 'left' : 'right') : targetLeft > 0 ? 'left' : 'right';
    if ((side === 'left' ? left : right).length === 0) side = side === 'left' ? 'right' : 'left';
    this.choice = { xy, left, right, side, from };
    this.choose(side);
    return true;
  }

  private choose(side: 'left' | 'right'): void {
    const { desk } = this;
    this.choice = { ...this.choice!, side };
    desk.pending.set(this.choice[side]);
    desk.page.announce(say.sideChosen(desk, this.choice));
  }

  private slotAt(x: number, y: number): number {
    const block = this.desk.locator.at(x, y);
    return block < 0 ? -2 : this.desk.session.state.assignment[block]!;
  }

  private mostAlong(xy: readonly number[]): number {
    return longest(slotsAlong(xy, (x, y) => this.slotAt(x, y)));
  }
}

/** Key of the largest value among those that are no less than 0; -1 where there is none. */
function longest(metres: ReadonlyMap<number, number>): number {
  let best = -1;
  for (const [key, value] of metres) if (key >= 0 && (best < 0 || value > metres.get(best)!)) best = key;
  return best;
}
